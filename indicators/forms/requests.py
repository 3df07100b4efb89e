"""The forms of data requests: the answer, the pasted grid, another due date."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from indicators.rules.figures import SUFFIXES
from indicators.rules.importing.cells import read_cell
from indicators.rules.pasted import cell_problem, number_of
from indicators.rules.requests import Question

LONGEST_GRID = 100_000
NUMBERS = ("numerator", "denominator", "value")


class FigureField(forms.CharField):
    """A number as people type or paste it: "1,234", "73.1%". Cleans to a Decimal, or to None when blank."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "width": "10", "spellcheck": False}
        self.name, self.unit = "value", None

    def clean(self, value):
        """The number. Raises ValidationError when it cannot be read, or cannot be this measure's."""
        text = super().clean(value)
        if isinstance(text, Decimal) or not text:
            return text or None
        cell = read_cell(text)
        if cell.symbol:
            raise ValidationError("Enter a number, or leave this blank and say why there is none")
        if problem := cell_problem(cell, self.name, self.unit):
            raise ValidationError(problem)
        return number_of(cell, self.name)


class AnswerForm(forms.Form):
    """One answer in draft. Nothing is required until it is sent."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    correction_reason = PlainTextField(
        label="Why is what you sent corrected?",
        required=False,
        rows=2,
        help_text="The Business Team reads this with the correction.",
    )
    numerator = FigureField(label="Numerator")
    denominator = FigureField(label="Denominator")
    value = FigureField(label="Figure")
    not_available = PlainTextField(
        label="If there is no figure, why is it not available?",
        required=False,
        rows=2,
        help_text="For example, the system that counts it changed. Leave this blank if you gave a figure.",
    )
    analysis = PlainTextField(
        label="What does the figure mean?",
        required=False,
        rows=6,
        help_text="Your own analysis: what lies behind it, and what you are doing about it. Name no child.",
    )
    change_reason = PlainTextField(label="", required=False, rows=3)

    def __init__(self, *args, asked, question: Question, asks_why: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        for name in NUMBERS:
            self.fields[name].name, self.fields[name].unit = name, question.unit
        if question.has_parts:
            self.fields["numerator"].help_text = capfirst(asked.measure.numerator)
            self.fields["denominator"].help_text = capfirst(asked.measure.denominator)
            self.fields["value"].help_text = "Leave this blank and it is worked out from numerator and denominator."
        else:
            del self.fields["numerator"], self.fields["denominator"]
        if suffix := SUFFIXES[question.unit].strip():
            self.fields["value"].widget.attrs["suffix"] = suffix
        self._ask_why(question, asks_why)
        if asked.sent_at is None:
            del self.fields["correction_reason"]

    def _ask_why(self, question, asks_why):
        if question.before is None:
            del self.fields["change_reason"]
        else:
            field = self.fields["change_reason"]
            field.label = asks_why or "If it has changed by more than 20%, why?"

    def rows(self, texts):
        """Each visible field with the text of the same name in `texts`, in the order of the form."""
        return [(field, texts.get(field.name, "")) for field in self.visible_fields()]

    def values(self):
        """The fields that could be read, by the names the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class GridForm(forms.Form):
    """A grid pasted from a spreadsheet. The text stays as it was pasted, tabs and all."""

    grid = forms.CharField(
        label="Paste the cells here",
        strip=False,
        max_length=LONGEST_GRID,
        widget=forms.Textarea,
        error_messages={
            "required": "Paste the cells from your spreadsheet",
            "max_length": "This is more than a grid of figures holds. Paste the rows you are asked for",
        },
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        attrs = self.fields["grid"].widget.attrs
        attrs.pop("maxlength", None)
        attrs |= {"rows": 10, "spellcheck": False}

    def confirms(self, stamp, problems):
        """Whether a preview with this stamp was confirmed, and is still what the drafts are."""
        confirmed = self.cleaned_data["stamp"]
        if confirmed and confirmed != stamp:
            self.add_error(None, "Somebody changed one of these drafts in the meantime. Look at the preview again.")
        return bool(confirmed) and not problems and not self.errors


class DueDateForm(forms.Form):
    """Another due date for one request, with the reason."""

    due_on = GovDateField(label="New due date", noun="new due date", help_text="For example, 27 11 2026")
    reason = PlainTextField(
        label="Why the date is changed",
        rows=3,
        help_text="This is shown on the tracker and to the agency.",
        error_messages={"required": "Say why the date is changed"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Change the date")
