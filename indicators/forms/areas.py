"""The forms of areas: a new one, a new name, a new code, new statistical neighbours."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from indicators.forms.reasons import ReasonForm
from indicators.models import Area, AreaCode

DATE_HINT = "For example, 1 4 2026. Today or an earlier day."
# The Department for Education's first model, and a year no model will outlive.
EARLIEST_MODEL, LATEST_MODEL = 2007, 2199
CODE_MISSING = {"required": "Enter the code"}


class AreaForm(ReasonForm):
    """A new area with the code publishers use for it."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter the name"})
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Choose a kind"), *Area.Kind.choices], error_messages={"required": "Choose a kind"}
    )
    within = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Lies within", required=False, empty_label="No other area"
    )
    scheme = forms.ChoiceField(
        label="Whose code is it?", choices=AreaCode.Scheme, widget=forms.RadioSelect, initial=AreaCode.Scheme.ONS
    )
    code = forms.CharField(
        label="Code", max_length=16, error_messages=CODE_MISSING, widget=forms.TextInput(attrs={"width": "10"})
    )

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["within"].queryset = areas
        self.helper = one_button("Add the area")


class AreaRenameForm(ReasonForm):
    """A new name from a day on."""

    name = forms.CharField(label="New name", max_length=120, error_messages={"required": "Enter the new name"})
    starts_on = GovDateField(label="First day of the new name", noun="first day of the new name", help_text=DATE_HINT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the new name")


class AreaRecodeForm(ReasonForm):
    """A new code from a day on."""

    scheme = forms.ChoiceField(
        label="Whose code is it?", choices=AreaCode.Scheme, widget=forms.RadioSelect, initial=AreaCode.Scheme.ONS
    )
    code = forms.CharField(
        label="New code", max_length=16, error_messages=CODE_MISSING, widget=forms.TextInput(attrs={"width": "10"})
    )
    starts_on = GovDateField(label="First day of the new code", noun="first day of the new code", help_text=DATE_HINT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the new code")


class NeighboursForm(ReasonForm):
    """The statistical neighbours of an area in the model of a year."""

    model = forms.IntegerField(
        label="Year of the model",
        min_value=EARLIEST_MODEL,
        max_value=LATEST_MODEL,
        widget=forms.NumberInput(attrs={"width": "4"}),
        error_messages={"required": "Enter the year of the model"},
    )
    names = PlainTextField(
        label="Its neighbours, one a line",
        rows=10,
        help_text="The likest first, by their names of today. They take the place of any recorded for this year.",
        error_messages={"required": "Name the neighbours, one a line"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the neighbours")

    def clean_names(self):
        """The names, without bullets."""
        lines = (line.removeprefix("- ").strip() for line in self.cleaned_data["names"].splitlines())
        return [line for line in lines if line]
