"""The forms of early warnings: the list's filters, raising one by hand, and each move with what it needs."""

from django import forms
from django.core.exceptions import ValidationError

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.moves import MoveForm
from assurance.forms.returns import topic_choices
from assurance.queries.warnings import OPEN
from assurance.rules.warnings import (
    KIND_WORDS,
    MOVE_ASKS,
    NEEDS,
    REASON_WORDS,
    STATE_WORDS,
    WarningKind,
    WarningMove,
)
from assurance.rules.wording import date_words

NO_NAMES = "Name no child, and no member of staff."
BEFORE_THE_PORTAL = "before"


class WarningFilterForm(forms.Form):
    """What the list of warnings is narrowed to."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any state"),
            (OPEN, "Every open one"),
            *[(str(state), words) for state, words in STATE_WORDS.items()],
        ],
    )
    kind = forms.ChoiceField(
        label="Type",
        required=False,
        choices=[("", "Any type"), *[(str(kind), words) for kind, words in KIND_WORDS.items()]],
    )
    topic = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="About", required=False, empty_label="Any theme or indicator"
    )

    def __init__(self, *args, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        topic = read.get("topic")
        return {"state": read.get("state", ""), "kind": read.get("kind", ""), "topic": topic.slug if topic else ""}


class RaiseForm(forms.Form):
    """A warning raised by hand."""

    kind = forms.TypedChoiceField(
        label="What type of warning is it?",
        choices=[(str(kind), words) for kind, words in KIND_WORDS.items()],
        coerce=WarningKind,
        widget=forms.RadioSelect(attrs={"data-reveals": {str(WarningKind.RECURRING_CONCERN): ["earlier"]}}),
        error_messages={"required": "Choose the type of warning"},
    )
    earlier = forms.ChoiceField(
        label="When did it come up before?", required=False, help_text="The two will lead to each other."
    )
    topic = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which theme or indicator is it about?",
        error_messages={"required": "Choose a theme or an indicator"},
    )
    title = forms.CharField(
        label="The warning in a few words",
        max_length=240,
        help_text="For example, Strategy discussions out of hours start late",
        error_messages={"required": "Say in a few words what the warning is"},
    )
    what = PlainTextField(
        label="What is seen, and why does it matter for children?",
        rows=7,
        help_text=f"What you know and how you know it. {NO_NAMES}",
        error_messages={"required": "Say what is seen, and why it matters for children"},
    )

    def __init__(self, *args, topics, warnings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics
        self.fields["topic"].choices = topic_choices(topics, blank="Choose one", key="slug")
        self.warnings = {str(warning.pk): warning for warning in warnings}
        self.fields["earlier"].choices = [
            ("", "Choose one"),
            (BEFORE_THE_PORTAL, "Before this portal was in use"),
            *[(key, f"{one.title} ({date_words(one.raised_at)})") for key, one in self.warnings.items()],
        ]
        self.helper = one_button("Raise the warning")

    def clean(self):
        """Ask when a recurring concern came up before; gives `earlier` as a warning, or None."""
        cleaned = super().clean()
        earlier = cleaned.pop("earlier", "")
        recurring = cleaned.get("kind") == WarningKind.RECURRING_CONCERN
        if recurring and not earlier and "earlier" not in self.errors:
            self.add_error("earlier", ValidationError("Choose when it came up before"))
        return cleaned | {"earlier": self.warnings.get(earlier) if recurring else None}


class WarningMoveForm(MoveForm):
    """What one move of a warning needs."""

    noun, states, needs, asks = "warning", STATE_WORDS, NEEDS, MOVE_ASKS


class AcceptForm(WarningMoveForm):
    """Accepting needs no words, and may have some."""

    move = WarningMove.ACCEPT
    text = PlainTextField(
        label="What SAAS will do about it", required=False, rows=5, help_text=f"You may leave this blank. {NO_NAMES}"
    )


class ExplainForm(WarningMoveForm):
    """What explains what is seen."""

    move = WarningMove.EXPLAIN
    text = PlainTextField(
        label="What explains it?",
        rows=6,
        help_text=f"For example, a change in how cases are counted, and how you know. {NO_NAMES}",
    )


class EscalateForm(WarningMoveForm):
    """Why it goes to the Executive Board, and what the Board is told."""

    move = WarningMove.ESCALATE
    reason = forms.ChoiceField(
        label="Why does it go to the Executive Board?",
        choices=[(str(reason), words) for reason, words in REASON_WORDS.items()],
        widget=forms.RadioSelect,
        help_text="The terms of reference of SAAS give these two reasons (1.4c).",
    )
    text = PlainTextField(
        label="What does the Executive Board need to know, and what do you ask of it?",
        rows=7,
        help_text=f"This stands in the Board’s next pack. {NO_NAMES}",
    )


class AnswerForm(WarningMoveForm):
    """The Executive Board's dated answer."""

    move = WarningMove.ANSWER
    answered_on = GovDateField(
        label="When did the Executive Board answer?", noun="date of the answer", help_text="For example, 10 12 2026"
    )
    text = PlainTextField(
        label="What is its answer?",
        rows=7,
        help_text=f"What was decided, and who does what by when. The warning goes back to SAAS with it. {NO_NAMES}",
    )


class CloseForm(WarningMoveForm):
    """What was done, and its effect: without either the warning stays open."""

    move = WarningMove.CLOSE
    text = PlainTextField(label="What was done?", rows=6, help_text=NO_NAMES)
    difference = PlainTextField(
        label="What changed for children?",
        rows=6,
        help_text="The effect, and how you know. If nothing has changed yet, keep the warning open.",
    )


class ReopenForm(WarningMoveForm):
    """Why a closed warning is open again."""

    move = WarningMove.REOPEN
    text = PlainTextField(label="Why is it reopened?", rows=5, help_text=NO_NAMES)


MOVE_FORMS = {form.move: form for form in (AcceptForm, ExplainForm, EscalateForm, AnswerForm, CloseForm, ReopenForm)}
