"""The forms of group work: reviews, commissions and their moves, messages, and an agency's commitment."""

from django import forms
from django.core.exceptions import ValidationError

from assurance.forms.buttons import one_button
from assurance.forms.decisions import BoardDecisionField
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.meetings import meeting_words
from assurance.forms.moves import MoveForm
from assurance.forms.returns import topic_choices
from assurance.forms.warnings import NO_NAMES
from assurance.rules.commitments import KIND_WORDS, WITH_WHOM, CommitmentKind, problems_of_commitment
from assurance.rules.group_work import (
    ASK_NEEDS,
    COMMISSION_ASKS,
    COMMISSION_NEEDS,
    COMMISSION_WORDS,
    MESSAGE_WORDS,
    CommissionMove,
    MessageKind,
)


class ReviewForm(forms.Form):
    """SAAS's review of one group."""

    reviewed_on = GovDateField(
        label="When was the group reviewed?", noun="day of the review", help_text="For example, 12 11 2026"
    )
    findings = PlainTextField(
        label="What did the review find?",
        rows=8,
        help_text=f"Strengths, gaps and areas for improvement in the work of the group. {NO_NAMES}",
        error_messages={"required": "Say what the review found"},
    )
    recommendations = PlainTextField(
        label="What is recommended for action?",
        required=False,
        rows=5,
        help_text="Leave blank if nothing is. The Executive Board reads findings and recommendations.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the review")


class ReportForm(forms.Form):
    """To which meeting of the Executive Board a review was reported."""

    meeting = forms.ModelChoiceField(
        queryset=None,
        to_field_name="key",
        label="To which meeting of the Executive Board was it reported?",
        empty_label="Choose a meeting",
        help_text="Only meetings held since the review are listed.",
        error_messages={"required": "Choose a meeting", "invalid_choice": "Choose a meeting of the list"},
    )

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = meeting_words
        self.helper = one_button("Record that it was reported")


class CommissionFilterForm(forms.Form):
    """What the list of commissions is narrowed to."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any state"), *[(str(state), words) for state, words in COMMISSION_WORDS.items()]],
    )

    def found(self):
        """The state that could be read; blank for any."""
        return self.cleaned_data["state"] if self.is_valid() else ""


class CommissionForm(forms.Form):
    """Work commissioned from another group (SAAS ToR 5.3)."""

    to_group = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="From which group do you commission the work?",
        empty_label="Choose a group",
        error_messages={"required": "Choose a group"},
    )
    title = forms.CharField(
        label="The work in a few words",
        max_length=240,
        help_text="For example, Why strategy discussions out of hours start late",
        error_messages={"required": ASK_NEEDS["title"]},
    )
    what = PlainTextField(
        label="What is asked, and why?",
        rows=6,
        help_text=f"The issue to be understood, or the information to be gathered. {NO_NAMES}",
        error_messages={"required": ASK_NEEDS["what"]},
    )
    due_on = GovDateField(label="By when?", noun="date by which it is done", help_text="For example, 31 3 2027")
    meeting = forms.ModelChoiceField(
        queryset=None,
        to_field_name="key",
        label="At which of your meetings was that decided?",
        required=False,
        empty_label="At none",
        error_messages={"invalid_choice": "Choose a meeting of the list"},
    )

    def __init__(self, *args, groups, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_group"].queryset = groups
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = meeting_words
        self.helper = one_button(COMMISSION_ASKS[CommissionMove.ASK])


class CommissionMoveForm(MoveForm):
    """What one move of a commission needs. `decisions` are the Executive Board's, for the moves that take one."""

    noun, states, needs, asks = "commission", COMMISSION_WORDS, COMMISSION_NEEDS, COMMISSION_ASKS
    warns = (CommissionMove.WITHDRAW,)

    def __init__(self, *args, decisions, **kwargs):
        super().__init__(*args, **kwargs)
        if "decision" in self.fields:
            self.fields["decision"].queryset = decisions


class RatifyForm(CommissionMoveForm):
    """Under which decision the Board ratified it."""

    move = CommissionMove.RATIFY
    decision = BoardDecisionField()


class RefuseForm(CommissionMoveForm):
    """Under which decision the Board did not, and why."""

    move = CommissionMove.REFUSE
    decision = BoardDecisionField()
    text = PlainTextField(label="Why was it not ratified?", rows=5, help_text=NO_NAMES)


class FinishForm(CommissionMoveForm):
    """What came of the work."""

    move = CommissionMove.FINISH
    result = PlainTextField(
        label="What came of the work?",
        rows=7,
        help_text=f"What was found, and what should change for children. {NO_NAMES}",
    )


class WithdrawForm(CommissionMoveForm):
    """Why it is withdrawn."""

    move = CommissionMove.WITHDRAW
    text = PlainTextField(label="Why is it withdrawn?", rows=5, help_text=NO_NAMES)


MOVE_FORMS = {form.move: form for form in (RatifyForm, RefuseForm, FinishForm, WithdrawForm)}


class MessageForm(forms.Form):
    """A task, learning or feedback for a group."""

    kind = forms.TypedChoiceField(
        label="What do you send?",
        choices=[(str(kind), words) for kind, words in MESSAGE_WORDS.items()],
        coerce=MessageKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you send"},
    )
    title = forms.CharField(
        label="In a few words",
        max_length=240,
        error_messages={"required": "Say in a few words what it is"},
    )
    text = PlainTextField(
        label="What does the group need to know or do?",
        rows=7,
        help_text=NO_NAMES,
        error_messages={"required": "Say what the group needs to know or do"},
    )
    topic = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Which theme or indicator is it about?", required=False
    )

    def __init__(self, *args, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics
        self.fields["topic"].choices = topic_choices(topics, key="slug")
        self.helper = one_button("Send it to the group")


class AnswerForm(forms.Form):
    """What the group did with what it was sent."""

    answer = PlainTextField(
        label="What did the group do with it?",
        rows=6,
        help_text=f"Whoever sent it is told that you have answered. {NO_NAMES}",
        error_messages={"required": "Say what the group did with it"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Send the answer")


class CommitForm(forms.Form):
    """What an agency commits itself to (SAAS ToR 4.3)."""

    agency = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which agency do you commit?",
        empty_label="Choose an agency",
        error_messages={"required": "Choose the agency"},
    )
    kind = forms.TypedChoiceField(
        label="What does it commit itself to?",
        choices=[(str(kind), words) for kind, words in KIND_WORDS.items()],
        coerce=CommitmentKind,
        widget=forms.RadioSelect(attrs={"data-reveals": {str(CommitmentKind.JOINT): ["with_whom"]}}),
        error_messages={"required": "Choose what it commits itself to"},
    )
    with_whom = forms.CharField(
        label="With whom?",
        required=False,
        max_length=160,
        help_text="Agencies or groups, for example Kent Police and SAAS.",
    )
    title = forms.CharField(
        label="The commitment in a few words",
        max_length=240,
        help_text="For example, Read twenty files on return home interviews",
        error_messages={"required": "Say in a few words what is to be done"},
    )
    what = PlainTextField(
        label="What will be done, and what should change for children?", rows=5, required=False, help_text=NO_NAMES
    )
    owner = forms.CharField(
        label="Who sees to it?",
        required=False,
        max_length=160,
        help_text="A post, for example Head of Children’s Safeguarding. Not a person’s name.",
    )
    due_on = GovDateField(label="By when?", noun="date by which it is done", help_text="For example, 31 3 2027")

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        if len(agencies) == 1:
            self.fields["agency"].initial = agencies[0].slug
        self.helper = one_button("Commit your agency")

    def clean(self):
        """Ask with whom, where the activity is joint."""
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind and "with_whom" not in self.errors and problems_of_commitment(kind, cleaned.get("with_whom", "")):
            self.add_error("with_whom", ValidationError(WITH_WHOM))
        return cleaned
