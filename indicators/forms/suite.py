"""The forms with which the Business Team changes the suite: definitions, indicators, their parts and objectives."""

from django import forms
from django.core.exceptions import ValidationError

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from indicators.forms.reasons import ReasonForm, SeenForm, agreed_or_not
from indicators.rules.vocabulary import (
    COUNTED_WORDS,
    FREQUENCY_WORDS,
    POLARITY_WORDS,
    ROLL_UP_WORDS,
    UNIT_WORDS,
    Kind,
)

DATE_HINT = "For example, 27 3 2026. Today or an earlier day."
WORDING = "Enter the wording"
# What an item that is judged and not counted is not asked for.
OF_FIGURES = (
    "numerator",
    "denominator",
    "counts",
    "unit",
    "polarity",
    "roll_up",
    "source_agency",
    "dissemination_threshold",
)
FEWEST_QUESTIONS, MOST_QUESTIONS = 2, 4
LARGEST_THRESHOLD = 1000


class WordingForm(ReasonForm):
    """The wording of an indicator, from which day it holds, and where it is from."""

    wording = forms.CharField(label="Wording", max_length=240, error_messages={"required": WORDING})
    document = forms.CharField(
        label="Where is it from?",
        max_length=160,
        required=False,
        help_text="For example, minutes of SAAS, 3 March 2026.",
    )
    starts_on = GovDateField(label="First day", noun="first day", help_text=DATE_HINT)
    field_order = ["wording", "document", "starts_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Add the indicator")


class DefinitionForm(SeenForm):
    """A version of a definition. Whatever the Partnership has not settled stays blank (C10)."""

    wording = forms.CharField(label="Wording", max_length=240, error_messages={"required": WORDING})
    wording_to_be_confirmed = forms.BooleanField(label="The Partnership has yet to confirm the wording", required=False)
    document = forms.CharField(
        label="Where is it from?",
        max_length=160,
        required=False,
        help_text="For example, minutes of SAAS, 3 March 2026.",
    )
    numerator = PlainTextField(label="Numerator", rows=2, required=False)
    denominator = PlainTextField(label="Denominator", rows=2, required=False)
    counts = forms.ChoiceField(label="What is counted?", choices=agreed_or_not(COUNTED_WORDS), required=False)
    unit = forms.ChoiceField(label="Unit", choices=agreed_or_not(UNIT_WORDS), required=False)
    polarity = forms.ChoiceField(label="Better when", choices=agreed_or_not(POLARITY_WORDS), required=False)
    frequency = forms.ChoiceField(label="How often?", choices=agreed_or_not(FREQUENCY_WORDS), required=False)
    roll_up = forms.ChoiceField(
        label="How do figures of shorter periods make that of a longer one?",
        choices=agreed_or_not(ROLL_UP_WORDS),
        required=False,
    )
    source_agency = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Source agency", required=False, empty_label="Not yet agreed"
    )
    owner = forms.CharField(label="Post that owns it", max_length=160, required=False)
    dissemination_threshold = forms.IntegerField(
        label="Smallest count of children that may leave the Partnership",
        min_value=1,
        max_value=LARGEST_THRESHOLD,
        required=False,
        help_text="Leave blank while it is not agreed.",
        widget=forms.NumberInput(attrs={"width": "4"}),
    )
    is_early_warning = forms.BooleanField(label="It is an early warning indicator", required=False)
    challenge_questions = PlainTextField(
        label="Challenge questions",
        rows=4,
        required=False,
        help_text="Two to four questions to ask of the figure, one a line.",
    )
    data_notes = PlainTextField(label="Data notes", rows=3, required=False)
    starts_on = GovDateField(label="In effect from", noun="first day", help_text=DATE_HINT)

    def __init__(self, *args, kind, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source_agency"].queryset = agencies
        self.left_out = OF_FIGURES if kind == Kind.JUDGEMENT else ()
        for name in self.left_out:
            del self.fields[name]
        self.helper = one_button("Record the new definition")

    def clean_challenge_questions(self):
        """The questions, one a line. Raises ValidationError for one alone and for more than four."""
        questions = [line.strip() for line in self.cleaned_data["challenge_questions"].splitlines() if line.strip()]
        if questions and not FEWEST_QUESTIONS <= len(questions) <= MOST_QUESTIONS:
            raise ValidationError(f"Give two to four questions, one a line: there are {len(questions)}.")
        return "\n".join(questions)

    def clean(self):
        """The answers; what the form left out stays as it is."""
        return super().clean() | {name: self.initial[name] for name in self.left_out}


class ObjectivesForm(ReasonForm):
    """The main objectives an indicator serves (R54)."""

    objectives = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="number",
        label="Which main objectives does it serve?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, objectives, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["objectives"].queryset = objectives
        self.helper = one_button("Save")


class SplitForm(ReasonForm):
    """The parts an indicator is split into."""

    wordings = PlainTextField(
        label="Its parts, one a line",
        rows=4,
        help_text="For example, online abuse with a child as the victim; with a child as the perpetrator.",
        error_messages={"required": "Name the parts, one a line"},
    )
    starts_on = GovDateField(label="First day of the parts", noun="first day", help_text=DATE_HINT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Split the indicator")

    def clean_wordings(self):
        """The wordings of the parts. Raises ValidationError for one that is too long."""
        lines = [line.removeprefix("- ").strip() for line in self.cleaned_data["wordings"].splitlines()]
        for line in lines:
            if len(line) > WordingForm.base_fields["wording"].max_length:
                raise ValidationError(f"The wording must be 240 characters or fewer: “{line[:40]}…” has {len(line)}.")
        return [line for line in lines if line]


class RetireForm(ReasonForm):
    """The first day on which an indicator is no longer in use."""

    first_day_out = GovDateField(
        label="First day on which it is no longer in use", noun="first day", help_text=DATE_HINT
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Retire this indicator", warning=True)
