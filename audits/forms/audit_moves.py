"""The forms of an audit's moves, each with what it needs."""

from django import forms

from assurance.forms.fields import PlainTextField
from assurance.forms.moves import MoveForm
from assurance.queries.challenges import meeting_name
from audits.forms.checked import CheckedForm
from audits.rules.audits import MISSING_AGENCIES, MOVE_ASKS, NEEDS, STATE_WORDS, AuditMove

FOR_THE_TEAM = "The audit team and the Business Team read this."
FOR_ALL = "Everybody who knows of the audit reads this."


class MeetingAskedField(forms.ModelChoiceField):
    """A meeting at which something was said of the audit."""

    def label_from_instance(self, meeting):
        """Which meeting it was."""
        return meeting_name(meeting)


class AuditMoveForm(MoveForm, CheckedForm):
    """What one move of an audit needs. `meetings` are those at which SAAS may have responded."""

    noun, states, needs, asks, warns = "audit", STATE_WORDS, NEEDS, MOVE_ASKS, (AuditMove.CANCEL,)
    is_final = True

    def __init__(self, *args, unsigned=0, meetings=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.unsigned = unsigned
        if "meeting" in self.fields:
            self.fields["meeting"].queryset = meetings


class LaunchForm(AuditMoveForm):
    """Launching needs no words: the page shows what is asked of whom."""

    move = AuditMove.LAUNCH


class ModerateForm(AuditMoveForm):
    """Beginning moderation: without every agency's answers only with the reason."""

    move = AuditMove.MODERATE
    text = PlainTextField(
        label="Why does moderation begin without them?", required=False, rows=4, help_text=FOR_THE_TEAM
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.unsigned:
            self.fields["text"].required = True
            self.fields["text"].error_messages["required"] = MISSING_AGENCIES
        else:
            del self.fields["text"]


class SettleForm(AuditMoveForm):
    """Every grade is settled."""

    move = AuditMove.SETTLE


class LookAgainForm(AuditMoveForm):
    """Why the grades are looked at again."""

    move = AuditMove.LOOK_AGAIN
    text = PlainTextField(label="Why is moderation taken up again?", rows=4, help_text=FOR_THE_TEAM)


class PublishForm(AuditMoveForm):
    """The report as it stands is frozen."""

    move = AuditMove.PUBLISH


class RespondForm(AuditMoveForm):
    """SAAS's response, and the meeting at which it was agreed (SAAS ToR 1.2)."""

    move = AuditMove.RESPOND
    text = PlainTextField(
        label="What is SAAS’s response?",
        rows=8,
        help_text="What SAAS makes of the findings, and what it will do to see that practice changes. "
        "Everybody who reads the report reads this.",
    )
    meeting = MeetingAskedField(
        queryset=None,
        to_field_name="key",
        label="At which meeting was it agreed?",
        required=False,
        empty_label="At none",
        help_text="Meetings of the group that leads the response, as far as you read them.",
    )


class ReviseForm(AuditMoveForm):
    """Why a final report is taken back."""

    move = AuditMove.REVISE
    text = PlainTextField(
        label="Why is the report taken back to be revised?",
        rows=4,
        help_text=f"Nobody reads the report until it is final again. {FOR_THE_TEAM}",
    )


class CancelForm(AuditMoveForm):
    """Why it is cancelled."""

    move = AuditMove.CANCEL
    text = PlainTextField(
        label="Why is it cancelled?",
        rows=4,
        help_text=f"A cancelled audit cannot be taken up again: plan another. {FOR_ALL}",
    )


MOVE_FORMS = {
    form.move: form
    for form in (
        LaunchForm,
        ModerateForm,
        SettleForm,
        LookAgainForm,
        PublishForm,
        RespondForm,
        ReviseForm,
        CancelForm,
    )
}
