"""The forms with which reporting periods are opened and changed."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, GovTimeField, PlainTextField
from assurance.rules.periods import quarter_of
from assurance.rules.wording import LONDON

DATE_HINT = "For example, 10 12 2026"


class MeetingFields(forms.Form):
    """When the Executive Board meets. Gives `meeting_at`, a moment in Europe/London."""

    meeting_on = GovDateField(label="Day the Executive Board meets", noun="meeting date", help_text=DATE_HINT)
    meeting_time = GovTimeField(
        label="Time it begins",
        help_text="For example, 10am or 2:30pm",
        error_messages={"required": "Enter the time it begins"},
    )

    def meeting_at(self):
        """The moment the meeting begins."""
        return datetime.combine(self.cleaned_data["meeting_on"], self.cleaned_data["meeting_time"], tzinfo=LONDON)


class ProposalForm(MeetingFields):
    """The quarter and the meeting. The next page proposes the dates that follow from them."""

    quarter = forms.ChoiceField(label="Quarter", error_messages={"required": "Choose a quarter"})
    field_order = ["quarter", "meeting_on", "meeting_time"]

    def __init__(self, *args, quarters, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = [("", "Choose a quarter"), *[(each.code, each.words) for each in quarters]]

    def clean_quarter(self):
        """The quarter as a value."""
        return quarter_of(self.cleaned_data["quarter"])


class PeriodDatesFields(forms.Form):
    """When returns are asked for and due."""

    opens_on = GovDateField(label="Returns are asked for on", noun="opening date")
    due_on = GovDateField(label="Returns are due on", noun="due date")

    def clean(self):
        """Raises ValidationError when the due date lies before the opening date."""
        cleaned = super().clean()
        if cleaned.get("opens_on") and cleaned.get("due_on") and cleaned["due_on"] < cleaned["opens_on"]:
            self.add_error("due_on", ValidationError("The due date must be on or after the opening date"))
        return cleaned


class PeriodForm(PeriodDatesFields):
    """The dates of a new period, proposed and to be changed where the Business Team knows better."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Open this reporting period")


class PeriodChangeForm(PeriodDatesFields, MeetingFields):
    """Other dates for a period, with the reason."""

    reason = PlainTextField(
        label="Why the dates change", rows=3, error_messages={"required": "Say why the dates change"}
    )
    field_order = ["meeting_on", "meeting_time", "opens_on", "due_on", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Change the dates")

    def values(self):
        """The form's answers by the names the service takes."""
        kept = {name: self.cleaned_data[name] for name in ("opens_on", "due_on", "reason")}
        return {"meeting_at": self.meeting_at(), **kept}
