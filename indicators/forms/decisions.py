"""The forms of targets, benchmarks, and decisions about how a chart is read."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField
from indicators.forms.reasons import ReasonForm
from indicators.rules.figures import SUFFIXES
from indicators.rules.vocabulary import ChartDecisionKind, Unit

DATE_HINT = "For example, 1 4 2026. Today or an earlier day."


class TargetForm(ReasonForm):
    """The value to reach, from a day on."""

    value = forms.DecimalField(
        label="Value to reach", max_digits=15, decimal_places=7, error_messages={"required": "Enter the value to reach"}
    )
    starts_on = GovDateField(label="From", noun="first day", help_text=DATE_HINT)

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        suffix = SUFFIXES[Unit(unit)].strip()
        self.fields["value"].widget.attrs |= {"width": "10"} | ({"suffix": suffix} if suffix else {})
        self.helper = one_button("Set the target")


class BenchmarkForm(TargetForm):
    """A value to read the measure against, and where it is from."""

    label = forms.CharField(
        label="What is it called?",
        max_length=120,
        help_text="For example, national standard. One of the same name takes the place of the one before.",
        error_messages={"required": "Enter what it is called"},
    )
    document = forms.CharField(
        label="Where is it from?", max_length=240, error_messages={"required": "Say where it is from"}
    )
    field_order = ["label", "value", "document", "starts_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].label = "Value"
        self.fields["value"].error_messages["required"] = "Enter the value"
        self.helper = one_button("Set the benchmark")


class EndForm(ReasonForm):
    """The last day of a target or benchmark that nothing takes the place of."""

    last_day = GovDateField(label="Last day", noun="last day", help_text="For example, 31 3 2026. A day before today.")

    def __init__(self, *args, button, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(button, warning=True)


class ChartDecisionForm(ReasonForm):
    """New limits from a day on, or a point kept out of them. Cleans to `kind`, `on` and `reason`."""

    kind = forms.ChoiceField(
        label="What is decided?",
        choices=[
            (str(ChartDecisionKind.REBASE), "New limits from a day on"),
            (str(ChartDecisionKind.GHOST), "A point is kept out of the limits"),
        ],
        widget=forms.RadioSelect(
            attrs={
                "data-reveals": {
                    str(ChartDecisionKind.REBASE): ["first_day"],
                    str(ChartDecisionKind.GHOST): ["point"],
                }
            }
        ),
        error_messages={"required": "Say what is decided"},
    )
    first_day = GovDateField(
        label="First day of the new limits", noun="first day of the new limits", required=False, help_text=DATE_HINT
    )
    point = forms.TypedChoiceField(label="Which point?", required=False, coerce=date.fromisoformat, empty_value=None)

    def __init__(self, *args, points, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["point"].choices = [("", "Choose a point"), *points]
        self.helper = one_button("Record the decision")

    def clean(self):
        """The kind, the day it is about, and the reason. The day of the other kind is left aside."""
        answers = super().clean()
        kind = answers.get("kind")
        name = "first_day" if kind == ChartDecisionKind.REBASE else "point"
        if kind and name not in self.errors and answers.get(name) is None:
            missing = "Enter the first day of the new limits" if name == "first_day" else "Choose the point"
            self.add_error(name, ValidationError(missing))
        return {"kind": kind, "on": answers.get(name), "reason": answers.get("reason", "")}
