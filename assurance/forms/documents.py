"""The forms of documents: what one is, a version, its agreement, a review, signing up."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.decisions import BoardDecisionField
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.rules.documents import KIND_WORDS, OUTCOME_WORDS, DocumentKind, ReviewOutcome


class DocumentForm(forms.Form):
    """What a document is."""

    title = forms.CharField(label="Title", max_length=240, error_messages={"required": "Enter the title"})
    kind = forms.TypedChoiceField(
        label="What sort of document is it?",
        choices=[("", "Choose one"), *[(str(kind), words) for kind, words in KIND_WORDS.items()]],
        coerce=DocumentKind,
        error_messages={"required": "Choose what sort of document it is"},
    )
    about = PlainTextField(label="What is it for?", rows=3, required=False)
    group = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Which group keeps it?", required=False, empty_label="None"
    )
    review_months = forms.IntegerField(
        label="It is reviewed every so many months",
        min_value=1,
        max_value=60,
        initial=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": "3"}),
        help_text="12 for a yearly review",
        error_messages={
            "required": "Enter a number of months",
            "invalid": "Enter a number of months, like 12",
            "min_value": "Enter 1 month or more",
            "max_value": "Enter 60 months or fewer",
        },
    )
    is_signed = forms.BooleanField(label="Every agency is asked to sign up to it", required=False)

    def __init__(self, *args, groups, button="Add the document", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups
        self.helper = one_button(button)


class VersionForm(forms.Form):
    """A version: its text, or where it is published."""

    label = forms.CharField(
        label="Its date or number as printed",
        max_length=60,
        help_text="For example, September 2019",
        error_messages={"required": "Enter its date or number as printed"},
    )
    text = PlainTextField(
        label="Its text", rows=16, required=False, help_text="Or give the address at which it is published."
    )
    link = forms.URLField(
        label="Where it is published",
        required=False,
        assume_scheme="https",
        help_text="An address that begins https://",
    )
    changes = PlainTextField(label="What is different from the version before?", rows=3, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save the version")


class AgreeForm(forms.Form):
    """Who agreed a version, and when."""

    agreed_on = GovDateField(label="When was it agreed?", noun="date on which it was agreed")
    decision = BoardDecisionField(required=False, empty_label="None in the portal")
    agreed_by = forms.CharField(
        label="Who agreed it, if it was before there was a portal?",
        required=False,
        max_length=160,
        help_text="A group or post. Not a person’s name.",
    )

    def __init__(self, *args, decisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions
        self.helper = one_button("Record that it is agreed")


class ReviewForm(forms.Form):
    """A review of a document."""

    reviewed_on = GovDateField(label="When was it reviewed?", noun="date of the review")
    outcome = forms.TypedChoiceField(
        label="What did the review come to?",
        choices=[(str(outcome), words) for outcome, words in OUTCOME_WORDS.items()],
        coerce=ReviewOutcome,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the review came to"},
    )
    text = PlainTextField(
        label="What did the review find?", rows=5, error_messages={"required": "Say what the review found"}
    )
    is_early = forms.BooleanField(label="It was reviewed early because legislation or guidance changed", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the review")


class SignForm(forms.Form):
    """An agency's signing up."""

    signed_by = forms.CharField(
        label="Who signed for the agency?",
        max_length=160,
        help_text="A post, for example Chief Nurse. Not a person’s name.",
        error_messages={"required": "Enter the post of who signed"},
    )
    signed_on = GovDateField(label="When?", noun="date on which it was signed")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Sign up")
