"""The forms of a report: its parts, findings, recommendations, and who does what about each."""

from django import forms

from assurance.forms.actions import holder_choices
from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.warnings import NO_NAMES
from audits.forms.checked import CheckedForm
from audits.rules.answers import FINDING_WORDS, TEXT_WORDS, FindingKind, TextPart

HELPS = {
    TextPart.SUMMARY: "What was found, and what it means for children, in a page at most.",
    TextPart.METHOD: "How cases were chosen, who graded them, and how the grades were settled.",
    TextPart.LIMITS: "What cannot be concluded from it: how few cases, what was not on record, who did not answer.",
    TextPart.BRIEFING: "What practitioners should know and do: it can be given to every team on a page by itself.",
}


class TextForm(forms.Form):
    """One part of the report. It saves itself."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = PlainTextField(label="", required=False, rows=14)

    def __init__(self, *args, part, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = TEXT_WORDS[part]
        self.fields["text"].help_text = f"{HELPS[part]} {NO_NAMES}"


class OfStandardForm(CheckedForm):
    """Something final that may be said of one standard. `version` is the one its writer saw."""

    is_final = True

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    standard = forms.ModelChoiceField(
        queryset=None, label="Which standard is it about?", required=False, empty_label="No one standard"
    )

    def __init__(self, *args, standards, button, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["standard"].queryset = standards
        self.order_fields([name for name in self.fields if name != "standard"])
        self.helper = one_button(button)

    def clean_version(self):
        """The version that was seen; nought for something new."""
        return self.cleaned_data["version"] or 0


class FindingForm(OfStandardForm):
    """One finding."""

    kind = forms.TypedChoiceField(
        label="What is it?",
        choices=[(str(kind), words) for kind, words in FINDING_WORDS.items()],
        coerce=FindingKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    text = PlainTextField(
        label="What was found?",
        rows=5,
        help_text=f"What, in how many cases, and how you know. {NO_NAMES}",
        error_messages={"required": "Write what was found"},
    )


class RecommendationForm(OfStandardForm):
    """One recommendation, and what should be different for children."""

    text = PlainTextField(
        label="What do you recommend?",
        rows=4,
        help_text="One thing that somebody can do, so that it can be told when it is done.",
        error_messages={"required": "Write what you recommend"},
    )
    outcome = PlainTextField(
        label="What should be different for children?",
        rows=3,
        help_text="The actions stay open until this, or something like it, has come about.",
        error_messages={"required": "Say what should be different for children"},
    )


class TaskForm(CheckedForm):
    """Who does what about a recommendation, and by when."""

    is_final, also_checked = True, ("title",)

    title = forms.CharField(
        label="What is to be done, in a few words?",
        max_length=240,
        error_messages={"required": "Say in a few words what is to be done"},
    )
    holder = forms.ChoiceField(
        label="Which agency or group does it?", error_messages={"required": "Choose who does it"}
    )
    owner = forms.CharField(
        label="Who sees to it?",
        max_length=160,
        help_text="A post, for example Head of Children’s Safeguarding. Not a person’s name.",
        error_messages={"required": "Enter the post that sees to it"},
    )
    due_on = GovDateField(label="By when?", noun="date by which it is done", help_text="For example, 31 3 2027")

    def __init__(self, *args, holders, button, **kwargs):
        super().__init__(*args, **kwargs)
        self.holders = holders
        self.fields["holder"].choices = holder_choices(holders)
        self.helper = one_button(button)

    def clean_holder(self):
        """The agency or group that was chosen."""
        return self.holders[self.cleaned_data["holder"]]
