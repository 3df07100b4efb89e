"""The forms of a measure: what it is, where it hangs, and whether it is still in use."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField
from indicators.forms.reasons import ReasonForm, SeenForm, agreed_or_not
from indicators.rules.vocabulary import (
    FREQUENCY_WORDS,
    POLARITY_WORDS,
    RELATION_SENTENCES,
    RELATION_WORDS,
    UNIT_WORDS,
)

MOST_DECIMALS = 7
BACKGROUND = "background"


def relation_field():
    """How close a measure is to its item, each choice explained."""
    hints = {
        str(relation): sentence.partition(": ")[2].capitalize() for relation, sentence in RELATION_SENTENCES.items()
    }
    return forms.ChoiceField(
        label="How close is it to the item?",
        choices=[(str(relation), words) for relation, words in RELATION_WORDS.items()],
        widget=forms.RadioSelect(attrs={"option_hints": hints}),
        error_messages={"required": "Say how close it is to the item"},
    )


class MeasureForm(SeenForm):
    """What is counted, how it is read, and who is asked for it."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter the title"})
    relation = relation_field()
    unit = forms.ChoiceField(
        label="Unit",
        choices=[("", "Choose a unit"), *((str(unit), words) for unit, words in UNIT_WORDS.items())],
        error_messages={"required": "Choose a unit"},
    )
    decimals = forms.IntegerField(
        label="Decimal places shown",
        min_value=0,
        max_value=MOST_DECIMALS,
        widget=forms.NumberInput(attrs={"width": "2"}),
        error_messages={"required": "Enter how many decimal places are shown"},
    )
    polarity = forms.ChoiceField(label="Better when", choices=agreed_or_not(POLARITY_WORDS), required=False)
    frequency = forms.ChoiceField(label="How often?", choices=agreed_or_not(FREQUENCY_WORDS), required=False)
    numerator = PlainTextField(label="Numerator", rows=2, required=False)
    denominator = PlainTextField(label="Denominator", rows=2, required=False)
    home_area = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Area whose figure stands for Kent",
        empty_label="Choose an area",
        error_messages={"required": "Choose an area"},
        help_text="Kent, or the NHS body the figures are published for.",
    )
    source_agency = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Agency asked for it each period",
        required=False,
        empty_label="None: it is published by others",
    )
    joined_with = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Joined with figures of",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        help_text="Tick an agency whose figures are put together with those of the agency asked.",
    )
    data_note = PlainTextField(label="Data note", rows=3, required=False)

    def __init__(self, *args, areas, agencies, button="Save", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["home_area"].queryset = areas
        self.fields["source_agency"].queryset = agencies
        self.fields["joined_with"].queryset = agencies
        self.helper = one_button(button)


class MeasureAddForm(MeasureForm):
    """A new measure, with the code by which files name it."""

    code = forms.RegexField(
        r"^[A-Za-z0-9_-]+$",
        label="Code",
        max_length=40,
        help_text="Letters, digits, - and _. Files of figures name the measure by it, and it never changes.",
        widget=forms.TextInput(attrs={"width": "20"}),
        error_messages={
            "required": "Enter a code",
            "invalid": "The code must have letters, digits, - and _ only",
        },
    )
    seen = None
    field_order = ["title", "code"]


class MeasureMoveForm(ReasonForm):
    """The indicator a measure goes below, and how close it is to it."""

    indicator = forms.ChoiceField(
        label="Which indicator does it go below?", error_messages={"required": "Choose an indicator"}
    )
    relation = relation_field()

    def __init__(self, *args, indicators, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [
            ("", "Choose an indicator"),
            *indicators,
            (BACKGROUND, "None: background figures"),
        ]
        self.helper = one_button("Move the measure")


class WhyForm(ReasonForm):
    """Nothing but the reason."""

    def __init__(self, *args, button, warning=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(button, warning=warning)
