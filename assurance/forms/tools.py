"""The form of a tool of assurance."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.rules.evidence_tiers import ELEMENT_WORDS, TIER_WORDS, Element, Tier


class ToolForm(forms.Form):
    """What a tool is called, and what its items have unless said otherwise."""

    title = forms.CharField(
        label="What is the tool called?", max_length=240, error_messages={"required": "Say what the tool is called"}
    )
    tier = forms.TypedChoiceField(
        label="Which tier does it belong to?",
        choices=[(str(tier), words) for tier, words in TIER_WORDS.items()],
        coerce=Tier,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a tier"},
    )
    element = forms.TypedChoiceField(
        label="Which element are its items, as a rule?",
        choices=[(str(element), words) for element, words in ELEMENT_WORDS.items()],
        coerce=Element,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an element"},
    )
    fresh_months = forms.IntegerField(
        label="For how many months is an item current?",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": "3"}),
        error_messages={"required": "Enter a number of months", "invalid": "Enter a whole number of months, like 12"},
    )
    is_current = forms.BooleanField(label="New items may come from it", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save")
