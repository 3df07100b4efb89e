"""The forms of rapid reviews: the list's filters, recording one, its moves, another date of notification."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.moves import MoveForm
from assurance.forms.warnings import NO_NAMES
from assurance.queries.rapid_reviews import DECIDED_LATE, OVERDUE
from assurance.rules.learning import (
    DECISION_WORDS,
    REVIEW_MOVE_ASKS,
    REVIEW_NEEDS,
    REVIEW_STATE_WORDS,
    RapidReviewMove,
    ReviewDecision,
)

NOTHING_OF_A_CHILD = f"{NO_NAMES} No details of a child or a family: the case is in the case system."
DECISIONS = [(str(one), words) for one, words in DECISION_WORDS.items() if one != ReviewDecision.NONE]


class ReviewFilterForm(forms.Form):
    """What the list of rapid reviews is narrowed to."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any state"),
            *[(str(state), words) for state, words in REVIEW_STATE_WORDS.items()],
            (OVERDUE, "Overdue"),
            (DECIDED_LATE, "Decided late"),
        ],
    )
    decision = forms.ChoiceField(label="Decision", required=False, choices=[("", "Any decision"), *DECISIONS])

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        return {name: read.get(name, "") for name in self.fields}


class NotifyForm(forms.Form):
    """A rapid review as it is notified: its reference, its day, and nothing of a child."""

    reference = forms.CharField(
        label="Reference in the case system",
        max_length=40,
        help_text="For example, RR-2026-014. The reference alone: no names, no initials, no date of birth.",
        error_messages={"required": "Enter the reference in the case system"},
    )
    notified_on = GovDateField(
        label="When was it notified?", noun="date of notification", help_text="For example, 3 11 2026"
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
        self.helper = one_button(REVIEW_MOVE_ASKS[RapidReviewMove.NOTIFY])


class ReviewMoveForm(MoveForm):
    """What one move of a rapid review needs."""

    noun, states, needs, asks = "rapid review", REVIEW_STATE_WORDS, REVIEW_NEEDS, REVIEW_MOVE_ASKS
    warns = (RapidReviewMove.CORRECT,)


class NoteForm(ReviewMoveForm):
    """A note in its history."""

    move = RapidReviewMove.NOTE
    text = PlainTextField(label="Your note", rows=5, help_text=f"How far it is. {NOTHING_OF_A_CHILD}")


class DecideForm(ReviewMoveForm):
    """What was decided, when and why."""

    move = RapidReviewMove.DECIDE
    decision = forms.ChoiceField(label="What was decided?", choices=DECISIONS, widget=forms.RadioSelect)
    decided_on = GovDateField(
        label="When was it decided?", noun="date of the decision", help_text="For example, 24 11 2026"
    )
    text = PlainTextField(label="For what reasons?", rows=7, help_text=NOTHING_OF_A_CHILD)


class CorrectForm(ReviewMoveForm):
    """Why a decision is taken back."""

    move = RapidReviewMove.CORRECT
    text = PlainTextField(
        label="Why is the decision taken back?",
        rows=5,
        help_text=f"It stays in the history, and the right decision is recorded after it. {NOTHING_OF_A_CHILD}",
    )


class NotificationForm(forms.Form):
    """Another date of notification, with the reason."""

    notified_on = GovDateField(
        label="When was it notified?", noun="date of notification", help_text="For example, 3 11 2026"
    )
    text = PlainTextField(
        label="Why is the date corrected?",
        rows=4,
        help_text=f"It stands in its history. {NOTHING_OF_A_CHILD}",
        error_messages={"required": "Say why the date is corrected"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Correct the date")


MOVE_FORMS = {form.move: form for form in (NoteForm, DecideForm, CorrectForm)}
