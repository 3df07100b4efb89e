"""The forms of escalations: the list's filter, opening one, each move with what it needs, and the stages."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField
from assurance.forms.moves import MoveForm
from assurance.forms.warnings import NO_NAMES
from assurance.queries.escalations import OVERDUE
from assurance.rules.escalations import MOVE_ASKS, NEEDS, STATE_WORDS, EscalationMove

NOT_THAT_NUMBER = ("invalid", "min_value", "max_value")


class EscalationFilterForm(forms.Form):
    """What the list of escalations is narrowed to."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any state"),
            (OVERDUE, "Overdue"),
            *[(str(state), words) for state, words in STATE_WORDS.items()],
        ],
    )

    def found(self):
        """The state that could be read; blank for any."""
        return self.cleaned_data["state"] if self.is_valid() else ""


class OpenForm(forms.Form):
    """A new escalation: what is in dispute, and between whom."""

    title = forms.CharField(
        label="The dispute in a few words",
        max_length=240,
        help_text="For example, Who leads strategy discussions out of hours",
        error_messages={"required": "Say in a few words what is in dispute"},
    )
    what = PlainTextField(
        label="What is in dispute, and what does each side say?",
        rows=7,
        help_text=NO_NAMES,
        error_messages={"required": "Say what is in dispute, and what each side says"},
    )
    agencies = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which agencies are in dispute?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the agencies that are in dispute"},
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies
        self.helper = one_button(MOVE_ASKS[EscalationMove.OPEN])


class EscalationMoveForm(MoveForm):
    """What one move of an escalation needs."""

    noun, states, needs, asks = "escalation", STATE_WORDS, NEEDS, MOVE_ASKS


class AdvanceForm(EscalationMoveForm):
    """Why it goes to the next stage."""

    move = EscalationMove.ADVANCE
    text = PlainTextField(label="Why does it go to the next stage?", rows=5, help_text=NO_NAMES)


class ArbiterForm(EscalationMoveForm):
    """Who arbitrates."""

    move = EscalationMove.NAME_ARBITER
    arbiter = forms.CharField(
        label="Who arbitrates?",
        max_length=160,
        help_text="A post, for example Independent Scrutineer, if the scrutineer has that role. Not a person’s name.",
    )


class NoteForm(EscalationMoveForm):
    """What has been said or done meanwhile."""

    move = EscalationMove.NOTE
    text = PlainTextField(label="Note", rows=5, help_text=f"What has been said or done meanwhile. {NO_NAMES}")


class ResolveForm(EscalationMoveForm):
    """Its outcome."""

    move = EscalationMove.RESOLVE
    text = PlainTextField(label="How was it resolved, and what follows for children?", rows=6, help_text=NO_NAMES)


class WithdrawForm(EscalationMoveForm):
    """Why it is withdrawn."""

    move = EscalationMove.WITHDRAW
    text = PlainTextField(label="Why is it withdrawn?", rows=5)


class ReopenForm(EscalationMoveForm):
    """Why it is open again."""

    move = EscalationMove.REOPEN
    text = PlainTextField(label="Why is it reopened?", rows=5)


MOVE_FORMS = {form.move: form for form in (AdvanceForm, ArbiterForm, NoteForm, ResolveForm, WithdrawForm, ReopenForm)}


class StageForm(forms.Form):
    """One stage of the process, as the Arrangements lay it down."""

    position = forms.IntegerField(
        label="Which stage is it?",
        min_value=1,
        max_value=20,
        help_text="1 for the first",
        error_messages={"required": "Enter the number of the stage"}
        | dict.fromkeys(NOT_THAT_NUMBER, "Enter the number of the stage, from 1 to 20"),
        widget=forms.NumberInput(attrs={"width": "2"}),
    )
    title = forms.CharField(
        label="What is it called?", max_length=160, error_messages={"required": "Enter what the stage is called"}
    )
    who = forms.CharField(
        label="Who settles the dispute at this stage?", max_length=240, required=False, help_text="Posts, not people"
    )
    working_days = forms.IntegerField(
        label="How many working days are there for it?",
        required=False,
        min_value=1,
        max_value=250,
        help_text="Leave this blank if the Arrangements set no time",
        error_messages=dict.fromkeys(NOT_THAT_NUMBER, "Enter the working days as a whole number, from 1 to 250"),
        widget=forms.NumberInput(attrs={"width": "3"}),
    )
    source = forms.CharField(
        label="Where is it laid down?",
        max_length=120,
        required=False,
        help_text="For example, Arrangements, Section 11, paragraph 3",
    )
    is_current = forms.TypedChoiceField(
        label="Does this stage hold today?",
        choices=[("yes", "Yes"), ("no", "No, it is set aside")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={"required": "Say whether the stage holds today"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save the stage")
