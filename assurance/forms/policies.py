"""The forms of policies and their quality assurance."""

from crispy_forms.layout import Layout
from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField, topics_field
from assurance.forms.layouts import boxes
from assurance.forms.warnings import NO_NAMES
from assurance.rules.development import EFFICACY_WORDS, Efficacy


class PolicyForm(forms.Form):
    """A policy or procedure, and the group that keeps it."""

    title = forms.CharField(label="Title", max_length=240, error_messages={"required": "Enter the title"})
    group = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which group keeps it?",
        empty_label="Choose one",
        error_messages={"required": "Choose the group that keeps it"},
    )
    about = PlainTextField(label="What does it cover?", rows=3, required=False)
    link = forms.URLField(
        label="Where is it published?",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a link like https://www.example.org/policy"},
    )
    topics = topics_field("Which themes and indicators is it about?")
    review_on = GovDateField(label="When is its next review?", noun="date of its next review")

    def __init__(self, *args, groups, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups
        self.fields["topics"].queryset = topics
        self.helper = one_button(self.button)
        self.helper.layout = Layout(*(boxes(self, name) if name == "topics" else name for name in self.fields))

    button = "Add the policy"


class PolicyChangeForm(PolicyForm):
    """The same, and from when it is no longer in force."""

    button = "Save changes"
    ended_on = GovDateField(
        label="From when is it no longer in force?",
        required=False,
        noun="date from which it is no longer in force",
        help_text="Leave blank while it is in force.",
    )


class PolicyAssuranceForm(forms.Form):
    """The quality assurance of a policy."""

    assured_on = GovDateField(label="When was it quality assured?", noun="date of the quality assurance")
    efficacy = forms.TypedChoiceField(
        label="How effective is it?",
        choices=[(str(each), words) for each, words in EFFICACY_WORDS.items()],
        coerce=Efficacy,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how effective it is"},
    )
    evidence = PlainTextField(
        label="What is the evidence?",
        rows=5,
        help_text=NO_NAMES,
        error_messages={"required": "Say what the evidence is"},
    )
    impact = PlainTextField(
        label="What impact does it have on practice and for children?",
        rows=5,
        help_text=NO_NAMES,
        error_messages={"required": "Say what impact it has on practice and for children"},
    )
    review_on = GovDateField(label="When is its next review?", noun="date of its next review")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the quality assurance")
