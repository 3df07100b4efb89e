"""The forms of minutes: what was said, what was decided, what was set, and the moves in their life."""

from django import forms

from assurance.forms.actions import ActionForm
from assurance.forms.buttons import one_button
from assurance.forms.escalations import OpenForm
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.moves import SeenForm
from assurance.forms.warnings import NO_NAMES
from assurance.queries.decisions import OVERDUE
from assurance.rules.meetings import DECISION_WORDS, MINUTES_STATE_WORDS, DecisionState, MinutesMove
from assurance.rules.minutes import BESIDES, MOVE_ASKS


def item_field(items):
    """The question to which agenda item something belongs; cleans to the item, or None for besides the agenda."""
    found = {str(item.pk): item for item in items}
    choices = [
        ("", BESIDES),
        *[(key, f"{number}. {item.title}") for number, (key, item) in enumerate(found.items(), 1)],
    ]
    return forms.TypedChoiceField(
        label="Which agenda item?", required=False, choices=choices, coerce=found.get, empty_value=None
    )


class EntryForm(forms.Form):
    """What was said to one item. It saves itself."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    discussion = PlainTextField(label="What was said", required=False, rows=6)


class DecisionForm(forms.Form):
    """What was decided, who sees to it, and who did not agree."""

    text = PlainTextField(
        label="What was decided?", rows=4, help_text=NO_NAMES, error_messages={"required": "Write what was decided"}
    )
    agency = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which agency sees to it?",
        required=False,
        empty_label="No one agency",
    )
    due_on = GovDateField(
        label="By when?", noun="date by which it is carried out", required=False, help_text="For example, 31 3 2027"
    )
    dissent = PlainTextField(
        label="Who did not agree, and why?",
        required=False,
        rows=3,
        help_text="By post and agency. Leave this blank if nobody dissented.",
    )

    def __init__(self, *args, items, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["item"] = item_field(items)
        self.helper = one_button("Save the decision")


class MeetingActionForm(ActionForm):
    """An action the meeting set."""

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"] = item_field(items)


class DisputeForm(OpenForm):
    """A dispute recorded in the minutes."""

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"] = item_field(items)


class MinutesMoveForm(SeenForm):
    """One move in the life of minutes."""

    noun, states = "minutes", MINUTES_STATE_WORDS

    text = PlainTextField(label="", rows=4, required=False)

    def __init__(self, *args, move, is_chair=False, **kwargs):
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        if move == MinutesMove.CIRCULATE or (move == MinutesMove.APPROVE and is_chair):
            del self.fields["text"]
        elif move == MinutesMove.APPROVE:
            text.label, text.required = "How and when did the chair approve the minutes?", True
            text.help_text = "For example, By e-mail on 2 April 2026"
            text.error_messages["required"] = "Say how and when the chair approved the minutes"
        else:
            text.label, text.required = "What has to be put right, and why?", True
            text.help_text = "It stands in their history. What was circulated is kept as it was."
            text.error_messages["required"] = "Say what has to be put right, and why"
        self.helper = one_button(MOVE_ASKS[move])


class DecisionFilterForm(forms.Form):
    """What the list of decisions is narrowed to."""

    group = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Group", required=False, empty_label="Any group"
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any state"),
            (OVERDUE, "Overdue"),
            *[(str(state), words) for state, words in DECISION_WORDS.items()],
        ],
    )

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        group = read.get("group")
        return {"group": group.slug if group else "", "state": read.get("state", "")}


class SettleForm(SeenForm):
    """What has become of a decision."""

    noun, states = "decisions", DECISION_WORDS

    state = forms.TypedChoiceField(
        label="What has become of it?",
        choices=[(str(state), words) for state, words in DECISION_WORDS.items()],
        coerce=DecisionState,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what has become of it"},
    )
    outcome = PlainTextField(label="What came of it?", rows=5, required=False, help_text=NO_NAMES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save")
