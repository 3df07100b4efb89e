"""The forms of what people write in a report: a text, a finding, a recommendation for action."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError

from assurance.forms.actions import holder_choices
from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.warnings import NO_NAMES
from reports.rules.written import LONGEST, TOO_LONG

HOW = (
    "Plain text. A blank line begins a paragraph, a line that begins with “- ” is an item of a list, and one that "
    "begins with “# ” a heading."
)


class NarrativeForm(forms.Form):
    """A text of a report. It saves itself."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    # Without a `max_length`: a browser would cut off what is pasted and tell nobody.
    text = PlainTextField(label="Your text", required=False, rows=18, help_text=HOW)

    def clean_text(self):
        """The text, unless it is too long to be kept."""
        text = self.cleaned_data["text"]
        if len(text) > LONGEST:
            raise ValidationError(TOO_LONG)
        return text


class SeenField(forms.CharField):
    """When what the form changes was written, as its page showed it; cleans to that moment."""

    widget = forms.HiddenInput

    def to_python(self, value):
        """The moment. Raises ValidationError for what no page has shown."""
        try:
            return datetime.fromisoformat(super().to_python(value))
        except ValueError as unread:
            raise ValidationError("Load the page again, and write it there.") from unread

    def prepare_value(self, value):
        """The moment as the page holds it, to the microsecond."""
        return value.isoformat() if isinstance(value, datetime) else value


class FindingForm(forms.Form):
    """What was found, and what it rests on."""

    text = PlainTextField(
        label="What was found?", rows=4, help_text=NO_NAMES, error_messages={"required": "Say what was found"}
    )
    evidence = PlainTextField(
        label="What does it rest on?",
        required=False,
        rows=4,
        help_text="For example, the audit, the figures or the visit that shows it.",
    )

    def __init__(self, *args, is_new, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_new:
            self.fields["seen"] = SeenField()
        self.helper = one_button("Add the finding" if is_new else "Save the finding")


class RecommendationForm(forms.Form):
    """A recommendation: what, of whom, by when, and what should change for children."""

    text = forms.CharField(
        label="What is recommended, in a few words?",
        max_length=240,
        help_text="It becomes the title of an action when the report is issued.",
        error_messages={"required": "Say what is recommended"},
    )
    holder = forms.ChoiceField(
        label="Which agency or group is to act?", error_messages={"required": "Choose who is to act"}
    )
    owner = forms.CharField(
        label="Who sees to it?",
        required=False,
        max_length=160,
        help_text="A post, for example Head of Children’s Safeguarding. Not a person’s name.",
    )
    due_on = GovDateField(label="By when?", noun="date by which it is done", help_text="For example, 31 3 2027")
    outcome = PlainTextField(label="What should change for children?", rows=4, required=False, help_text=NO_NAMES)

    def __init__(self, *args, holders, is_new, **kwargs):
        super().__init__(*args, **kwargs)
        self.holders = holders
        self.fields["holder"].choices = holder_choices(holders)
        if not is_new:
            self.fields["seen"] = SeenField()
        self.helper = one_button("Add the recommendation" if is_new else "Save the recommendation")

    def clean_holder(self):
        """The agency or group that was chosen."""
        return self.holders[self.cleaned_data["holder"]]
