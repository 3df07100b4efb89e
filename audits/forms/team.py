"""The forms of an audit's team and of where its findings go."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField
from assurance.queries.challenges import meeting_name
from audits.forms.checked import CheckedForm


class JoinForm(forms.Form):
    """Somebody new on the team, for the agency they answer for."""

    who = forms.ChoiceField(
        label="Who joins the team?",
        help_text="People who answer for an agency in audits, and the Business Team.",
        error_messages={"required": "Choose who joins the team"},
    )
    is_lead = forms.BooleanField(
        label="They lead this audit",
        required=False,
        help_text="A lead runs the audit with the Business Team: its plan, its cases, its moderation and its report.",
    )

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = {one.key: one for one in candidates}
        agencies = dict.fromkeys(one.seat for one in candidates)
        groups = [(seat, [(one.key, one.name) for one in candidates if one.seat == seat]) for seat in agencies]
        self.fields["who"].choices = [("", "Choose one"), *groups]
        self.helper = one_button("Add to the team")

    def clean(self):
        """The person, and the agency they are on the team for (None for the Business Team's own)."""
        answers = super().clean()
        chosen = self.candidates.get(answers.pop("who", ""))
        return answers | ({"person": chosen.person, "agency": chosen.agency} if chosen else {})


class TrainingForm(forms.Form):
    """Training to audit that somebody has had."""

    title = forms.CharField(
        label="What training was it?",
        max_length=160,
        help_text="For example, Auditing multi-agency practice, one day",
        error_messages={"required": "Say what training it was"},
    )
    on = GovDateField(label="When did they have it?", noun="date of the training", help_text="For example, 14 9 2026")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the training")


class CalendarMeetingField(forms.ModelChoiceField):
    """A meeting of the calendar."""

    def label_from_instance(self, meeting):
        """Which meeting it is."""
        return meeting_name(meeting)


class RoutingForm(CheckedForm):
    """A meeting that the findings go to: of the calendar, or a group on a day."""

    is_final = True
    also_checked = ("purpose",)

    meeting = CalendarMeetingField(
        queryset=None,
        to_field_name="key",
        label="To which meeting do the findings go?",
        required=False,
        empty_label="One that is not in the calendar yet",
    )
    group = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="If it is not in the calendar: which group is it?",
        required=False,
        empty_label="Choose one",
    )
    on = GovDateField(
        label="If it is not in the calendar: when does it meet?",
        noun="date of the meeting",
        required=False,
        help_text="For example, 10 12 2026. The meeting is linked if the calendar has one of the group on that day.",
    )
    purpose = forms.CharField(
        label="What is asked of it?",
        max_length=240,
        required=False,
        help_text="For example, agree the recommendations. You may leave this blank.",
    )

    def __init__(self, *args, meetings, groups, button="Send the findings there", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["group"].queryset = groups
        self.helper = one_button(button)

    def clean(self):
        """The answers; a group and a day are asked for where no meeting is chosen."""
        answers = super().clean()
        if not answers.get("meeting"):
            if not answers.get("group") and "group" not in self.errors:
                self.add_error("group", "Choose a meeting above, or the group")
            if not answers.get("on") and "on" not in self.errors:
                self.add_error("on", "Enter the date of the meeting")
        return answers
