"""The forms of bringing in a file of figures: choosing it, how its columns are read, setting them out oneself."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField
from indicators.rules.importing.answers import IN_FILE_NAME, MOST_MEASURES
from indicators.rules.importing.mapping import Blank, Unknown
from indicators.rules.importing.periods import DAY_WORDS, KIND_WORDS, YEAR_WORDS
from indicators.rules.importing.problems import column_letter
from indicators.rules.importing.runs import MOST_BYTES

NONE = [("", "None")]
PARTS = ("value", "numerator", "denominator")


def choices(words):
    """A table of words as a field wants its choices."""
    return [(str(value), label[0].upper() + label[1:]) for value, label in words.items()]


class UploadForm(forms.Form):
    """The file, and whose figures it holds; give the `sources` to choose from."""

    source = forms.ModelChoiceField(
        queryset=None,
        label="Whose figures are they?",
        empty_label="Choose a source",
        error_messages={"required": "Choose whose figures they are"},
    )
    upload = forms.FileField(
        label="The file, as its publisher made it",
        help_text=f"CSV or Excel (.xlsx), up to {MOST_BYTES >> 20}MB. Do not change it before.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources
        self.helper = one_button("Upload")


class MappingForm(forms.Form):
    """Which of the mappings kept is used; give those that are `fitting` the file of `run`."""

    mapping = forms.ModelChoiceField(
        queryset=None,
        label="How are its columns read?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose how the columns are read"},
    )

    def __init__(self, *args, fitting, run, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mapping"].queryset = fitting
        self.helper = one_button("Read the file")
        self.helper.form_action = reverse("indicators:import_read", args=[run.pk])


class ColumnsForm(forms.Form):
    """What each column of a file means. Give the `names` of its header and the `measures` of the suite."""

    title = forms.CharField(label="Name of this layout", max_length=160, help_text="It is remembered for the source.")
    header_row = forms.IntegerField(label="Row that names the columns", min_value=1, max_value=50, initial=1)
    period_column = forms.ChoiceField(label="Column of the period, or of its first day")
    kind = forms.ChoiceField(label="How a period is written", choices=NONE + choices(KIND_WORDS), required=False)
    year = forms.ChoiceField(label="What a year means", choices=NONE + choices(YEAR_WORDS), required=False)
    day = forms.ChoiceField(label="What a date stands for", choices=NONE + choices(DAY_WORDS), required=False)
    end_column = forms.ChoiceField(label="Column of the period’s last day", required=False)
    year_column = forms.ChoiceField(label="Column of the year a week is in", required=False)
    area_column = forms.ChoiceField(label="Column of the area’s code", help_text="Areas are never told by their names.")
    unknown = forms.ChoiceField(
        label="Rows about areas the portal does not follow",
        widget=forms.RadioSelect,
        choices=[(str(Unknown.SKIP), "Leave them out and count them"), (str(Unknown.REFUSE), "Refuse the file")],
        initial=Unknown.SKIP,
    )
    skip_column = forms.ChoiceField(label="Column that tells which rows to leave out", required=False)
    skip_values = PlainTextField(
        label="Values of rows to leave out", help_text="One on each line.", required=False, rows=3
    )
    note_column = forms.ChoiceField(label="Column of notes", required=False)
    blank = forms.ChoiceField(
        label="A blank value",
        widget=forms.RadioSelect,
        choices=[
            (str(Blank.REFUSED), "Is a mistake: refuse the file"),
            (str(Blank.NOTED), "Is not available, if a note says why"),
            (str(Blank.NOT_AVAILABLE), "Is not available"),
        ],
        initial=Blank.REFUSED,
    )

    def __init__(self, *args, names, measures, **kwargs):
        super().__init__(*args, **kwargs)
        columns = [(column_letter(n), f"{column_letter(n)}: {name}"[:80]) for n, name in enumerate(names)]
        for number in range(1, MOST_MEASURES + 1):
            self.fields[f"measure_{number}"] = forms.ChoiceField(
                label=f"Measure {number}",
                choices=NONE + [(each.code, each.title) for each in measures],
                required=number == 1,
                error_messages={"required": "Choose the measure that the file holds figures of"},
            )
            for part in PARTS:
                label = f"Column of its {part}"
                self.fields[f"{part}_{number}"] = forms.ChoiceField(label=label, choices=NONE + columns, required=False)
        for name in ("end_column", "year_column", "skip_column", "note_column"):
            self.fields[name].choices = NONE + columns
        self.fields["area_column"].choices = columns
        self.fields["period_column"].choices = [*columns, (IN_FILE_NAME, "It stands in the name of the file")]
        self.helper = one_button("Keep this and read the file")

    def clean(self):
        """A measure needs its value, or both parts to work it out from."""
        answers = super().clean()
        for number in range(1, MOST_MEASURES + 1):
            value, numerator, denominator = (answers.get(f"{part}_{number}") for part in PARTS)
            if answers.get(f"measure_{number}") and not value and not (numerator and denominator):
                self.add_error(
                    f"value_{number}",
                    ValidationError("Choose the column of the value, or those of numerator and denominator"),
                )
        return answers
