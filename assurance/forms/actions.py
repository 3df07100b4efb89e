"""The forms of actions: the tracker's filters, setting one, and each move with what it needs."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.moves import MoveForm
from assurance.forms.warnings import NO_NAMES
from assurance.models import Agency
from assurance.queries.actions import MINE, MY_AGENCY, OPEN, OVERDUE
from assurance.rules.actions import MOVE_ASKS, NEEDS, ORIGIN_WORDS, STATE_WORDS, ActionMove, ActionOrigin

# What no action set by hand comes from: minutes and escalations set theirs, and an agency commits itself.
NOT_BY_HAND = (ActionOrigin.MEETING, ActionOrigin.ESCALATION, ActionOrigin.COMMITMENT)
BY_HAND = [origin for origin in ActionOrigin if origin not in NOT_BY_HAND]


def holder_choices(holders, *, blank="Choose one"):
    """Agencies and groups by "agency:slug" and "group:slug" as grouped choices."""
    agencies = [(key, seat.name) for key, seat in holders.items() if isinstance(seat, Agency)]
    groups = [(key, seat.name) for key, seat in holders.items() if not isinstance(seat, Agency)]
    return [("", blank), ("Agencies", agencies), ("Groups", groups)]


class ActionFilterForm(forms.Form):
    """What the tracker is narrowed to."""

    whose = forms.ChoiceField(
        label="Whose",
        required=False,
        choices=[("", "Everybody’s"), (MY_AGENCY, "My agency’s or group’s"), (MINE, "My own post’s")],
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any state"),
            (OPEN, "Every open one"),
            (OVERDUE, "Overdue"),
            *[(str(state), words) for state, words in STATE_WORDS.items()],
        ],
    )
    origin = forms.ChoiceField(
        label="Came from",
        required=False,
        choices=[("", "Anything"), *[(str(origin), words) for origin, words in ORIGIN_WORDS.items()]],
    )
    holder = forms.ChoiceField(label="Held by", required=False)

    def __init__(self, *args, holders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = [("", "Any agency or group"), *holders]

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        return {name: read.get(name, "") for name in self.fields}


class ActionForm(forms.Form):
    """A new action: what, whose, by when."""

    title = forms.CharField(
        label="The action in a few words",
        max_length=240,
        help_text="For example, Dip-sample strategy discussions held out of hours",
        error_messages={"required": "Say in a few words what is to be done"},
    )
    what = PlainTextField(
        label="What is to be done, and what should change for children?", rows=5, required=False, help_text=NO_NAMES
    )
    holder = forms.ChoiceField(
        label="Which agency or group takes it on?", error_messages={"required": "Choose who takes the action on"}
    )
    owner = forms.CharField(
        label="Who sees to it?",
        required=False,
        max_length=160,
        help_text="A post, for example Head of Children’s Safeguarding. Not a person’s name.",
    )
    due_on = GovDateField(label="By when?", noun="date by which it is done", help_text="For example, 31 3 2027")

    def __init__(self, *args, holders, **kwargs):
        super().__init__(*args, **kwargs)
        self.holders = holders
        self.fields["holder"].choices = holder_choices(holders)
        self.helper = one_button(MOVE_ASKS[ActionMove.SET])

    def clean_holder(self):
        """The agency or group that was chosen."""
        return self.holders[self.cleaned_data["holder"]]


class ActionByHandForm(ActionForm):
    """An action that comes from no page of the portal: what it came from is chosen."""

    origin = forms.TypedChoiceField(
        label="What does it come from?",
        choices=[("", "Choose one"), *[(str(origin), ORIGIN_WORDS[origin]) for origin in BY_HAND]],
        coerce=ActionOrigin,
        error_messages={"required": "Choose what the action comes from"},
    )
    topic = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which theme or indicator is it about?",
        required=False,
        empty_label="None",
    )

    def __init__(self, *args, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics


class ActionMoveForm(MoveForm):
    """What one move of an action needs."""

    noun, states, needs, asks, warns = "action", STATE_WORDS, NEEDS, MOVE_ASKS, (ActionMove.DROP,)


class UpdateForm(ActionMoveForm):
    """How far the action is."""

    move = ActionMove.UPDATE
    text = PlainTextField(
        label="How far is it?", rows=5, help_text=f"What has been done, and what stands in the way. {NO_NAMES}"
    )


class MoveDateForm(ActionMoveForm):
    """Another date, with the reason."""

    move = ActionMove.MOVE_DATE
    due_on = GovDateField(label="New date", noun="new date", help_text="For example, 31 3 2027")
    text = PlainTextField(label="Why does it have another date?", rows=4, help_text="It stands in its history.")


class FinishForm(ActionMoveForm):
    """What was done: the action then waits for its effect."""

    move = ActionMove.FINISH
    text = PlainTextField(
        label="What was done?",
        rows=6,
        help_text=f"The action stays open until it is known what changed for children. {NO_NAMES}",
    )


class CloseForm(ActionMoveForm):
    """Its effect: without one the action stays open."""

    move = ActionMove.CLOSE
    difference = PlainTextField(
        label="What changed for children, and how do you know?",
        rows=7,
        help_text=f"If nothing has changed yet, keep the action open. {NO_NAMES}",
    )


class DropForm(ActionMoveForm):
    """Why it is dropped."""

    move = ActionMove.DROP
    text = PlainTextField(label="Why is it dropped?", rows=5)


class ReopenForm(ActionMoveForm):
    """Why it is open again."""

    move = ActionMove.REOPEN
    text = PlainTextField(label="Why is it reopened?", rows=5)


MOVE_FORMS = {form.move: form for form in (UpdateForm, MoveDateForm, FinishForm, CloseForm, DropForm, ReopenForm)}
