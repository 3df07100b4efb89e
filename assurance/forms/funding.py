"""The forms of funding: an agency's contribution, and whether a year's funding is enough."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.decisions import BoardDecisionField
from assurance.forms.fields import PlainTextField
from assurance.rules.development import ADEQUACY_WORDS, Adequacy


class MoneyField(forms.DecimalField):
    """An amount in pounds as people type it: "£12,500", "12500.50"."""

    def __init__(self, **kwargs):
        super().__init__(
            max_digits=12,
            decimal_places=2,
            min_value=0,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "width": "10"}),
            **kwargs,
        )
        self.error_messages["invalid"] = "Enter an amount in pounds, like 12,500"
        self.error_messages["min_value"] = "Enter nought or more"

    def to_python(self, value):
        """The amount, or None when blank."""
        return super().to_python(value.replace("£", "").replace(",", "").strip() if isinstance(value, str) else value)


class ContributionForm(forms.Form):
    """What an agency contributes in a year."""

    agreed = MoneyField(
        label="Agreed, in pounds",
        help_text="0 if it gives nothing but in kind",
        error_messages={"required": "Enter the amount agreed, or 0"},
    )
    received = MoneyField(label="Received so far, in pounds", required=False, help_text="Leave blank if not known.")
    in_kind = PlainTextField(
        label="What does it give besides money?", rows=3, required=False, help_text="Posts, rooms, training."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save the contribution")


class JudgementForm(forms.Form):
    """Whether a year's funding is enough."""

    budget = MoneyField(label="The year’s budget, in pounds", error_messages={"required": "Enter the budget"})
    adequacy = forms.TypedChoiceField(
        label="How adequate is it?",
        choices=[(str(each), words) for each, words in ADEQUACY_WORDS.items()],
        coerce=Adequacy,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the funding is adequate"},
    )
    text = PlainTextField(label="Why?", rows=5, error_messages={"required": "Say why"})
    decision = BoardDecisionField(required=False, empty_label="Not yet decided")

    def __init__(self, *args, decisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions
        self.helper = one_button("Record the judgement")
