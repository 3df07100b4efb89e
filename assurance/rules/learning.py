"""
Learning: rapid reviews with their clock, lessons tracked to change, and what inspections found.

Source: KCC 3.5, 4.6 to 4.8; SAAS ToR 3.7; Six Steps, step 5; Framework, Figure 1 and Appendix 1, Domain 3
(R87, R105, R143, R144, R148; C7).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.clocks import Lateness, lateness
from assurance.rules.evidence_tiers import Strength
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words

# A case system's reference, such as RR-2026-014. Names have no digits, and more than one word.
REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9/-]*")


class RapidReviewState(StrEnum):
    """Whether the Partnership has decided."""

    OPEN = "open"
    DECIDED = "decided"


class RapidReviewMove(StrEnum):
    """One step of a rapid review."""

    NOTIFY = "notify"
    NOTE = "note"
    DECIDE = "decide"
    CORRECT = "correct"


class ReviewDecision(StrEnum):
    """What follows a rapid review (KCC 3.5)."""

    NONE = ""
    LOCAL_REVIEW = "local_review"
    NATIONAL_PANEL = "national_panel"
    NO_REVIEW = "no_review"


class LessonSource(StrEnum):
    """Where a lesson comes from."""

    LOCAL = "local"
    NATIONAL = "national"
    LEGACY = "legacy"
    CHILD_DEATH = "child_death"
    RAPID = "rapid"
    OTHER = "other"


class GivenState(StrEnum):
    """How far an agency or group has come with a lesson it was given."""

    GIVEN = "given"
    TAKEN_UP = "taken_up"
    CHANGED = "changed"


class GivenMove(StrEnum):
    """One step of an agency or group with a lesson it was given."""

    TAKE_UP = "take_up"
    TELL = "tell"


class ChangeKind(StrEnum):
    """In what a lesson has led to change (SIX step 5, R144)."""

    TRAINING = "training"
    POLICY = "policy"
    PRACTICE = "practice"
    OUTCOMES = "outcomes"


class Inspectorate(StrEnum):
    """Who inspected (SAF Figures 1 and 2)."""

    OFSTED = "ofsted"
    HMICFRS = "hmicfrs"
    CQC = "cqc"
    JTAI = "jtai"
    PROBATION = "probation"
    OTHER = "other"


REVIEW_STATE_WORDS = MappingProxyType({RapidReviewState.OPEN: "Decision awaited", RapidReviewState.DECIDED: "Decided"})
REVIEW_MOVE_WORDS = MappingProxyType(
    {
        RapidReviewMove.NOTIFY: "Notified",
        RapidReviewMove.NOTE: "Noted",
        RapidReviewMove.DECIDE: "Decided",
        RapidReviewMove.CORRECT: "Decision taken back",
    }
)
DECISION_WORDS = MappingProxyType(
    {
        ReviewDecision.NONE: "Not yet decided",
        ReviewDecision.LOCAL_REVIEW: "Local child safeguarding practice review",
        ReviewDecision.NATIONAL_PANEL: "Referred to the National Panel",
        ReviewDecision.NO_REVIEW: "No further review",
    }
)
SOURCE_WORDS = MappingProxyType(
    {
        LessonSource.LOCAL: "Local practice review",
        LessonSource.NATIONAL: "National practice review",
        LessonSource.LEGACY: "Serious case review before September 2019",
        LessonSource.CHILD_DEATH: "Child Death Overview Panel",
        LessonSource.RAPID: "Rapid review",
        LessonSource.OTHER: "Other learning",
    }
)
GIVEN_WORDS = MappingProxyType(
    {
        GivenState.GIVEN: "Given, nothing told yet",
        GivenState.TAKEN_UP: "Taken up",
        GivenState.CHANGED: "Led to change",
    }
)
CHANGE_WORDS = MappingProxyType(
    {
        ChangeKind.TRAINING: "Training",
        ChangeKind.POLICY: "Policy",
        ChangeKind.PRACTICE: "Practice",
        ChangeKind.OUTCOMES: "Outcomes for children",
    }
)
INSPECTORATE_WORDS = MappingProxyType(
    {
        Inspectorate.OFSTED: "Ofsted",
        Inspectorate.HMICFRS: "HMICFRS",
        Inspectorate.CQC: "CQC",
        Inspectorate.JTAI: "Joint targeted area inspection",
        Inspectorate.PROBATION: "HM Inspectorate of Probation",
        Inspectorate.OTHER: "Other",
    }
)
MOVES = MappingProxyType(
    {
        (RapidReviewState.OPEN, RapidReviewMove.NOTE): RapidReviewState.OPEN,
        (RapidReviewState.OPEN, RapidReviewMove.DECIDE): RapidReviewState.DECIDED,
        (RapidReviewState.DECIDED, RapidReviewMove.NOTE): RapidReviewState.DECIDED,
        (RapidReviewState.DECIDED, RapidReviewMove.CORRECT): RapidReviewState.OPEN,
    }
)
# What happens next, for those who wait for it.
REVIEW_NEXT_WORDS = MappingProxyType(
    {
        RapidReviewState.OPEN: (
            "The Safeguarding Partners decide: a local child safeguarding practice review, a referral to the National "
            "Panel, or no further review. The Business Team records the decision with its reasons."
        ),
        RapidReviewState.DECIDED: "What was learned is given to agencies and groups as lessons.",
    }
)
# A move as a button, to those who may make it.
REVIEW_MOVE_ASKS = MappingProxyType(
    {
        RapidReviewMove.NOTIFY: "Record a rapid review",
        RapidReviewMove.NOTE: "Add a note",
        RapidReviewMove.DECIDE: "Record the decision",
        RapidReviewMove.CORRECT: "Take the decision back",
    }
)
REVIEW_RIGHTS = MappingProxyType(dict.fromkeys(RapidReviewMove, Permission.MANAGE_REVIEW))
# What has to be said with a move, and what a person reads who has left it out.
REVIEW_NEEDS = MappingProxyType(
    {
        RapidReviewMove.NOTE: MappingProxyType({"text": "Write the note"}),
        RapidReviewMove.DECIDE: MappingProxyType(
            {
                "decision": "Choose what was decided",
                "decided_on": "Enter the date of the decision",
                "text": "Give the reasons for the decision",
            }
        ),
        RapidReviewMove.CORRECT: MappingProxyType({"text": "Say why the decision is taken back"}),
    }
)
GIVEN_MOVES = MappingProxyType(
    {
        (GivenState.GIVEN, GivenMove.TAKE_UP): GivenState.TAKEN_UP,
        (GivenState.GIVEN, GivenMove.TELL): GivenState.CHANGED,
        (GivenState.TAKEN_UP, GivenMove.TELL): GivenState.CHANGED,
        (GivenState.CHANGED, GivenMove.TELL): GivenState.CHANGED,
    }
)
GIVEN_MOVE_ASKS = MappingProxyType(
    {GivenMove.TAKE_UP: "We are taking this up", GivenMove.TELL: "Tell what has changed"}
)
# What those who give lessons may put right while nothing has been told: another date, or that it is taken back.
NOTHING_TOLD = frozenset({GivenState.GIVEN, GivenState.TAKEN_UP})
TOLD_ALREADY = "What it has changed has been told already, so its date stays and it cannot be taken back."
# Who sees to a lesson given: those who see to the actions of the agency or group.
GIVEN_RIGHTS = MappingProxyType(dict.fromkeys(GivenMove, Permission.UPDATE_ACTION))
# The assurance a judgement as published gives, by the words inspectorates use for it: the weakest that is found.
STRENGTH_OF_WORDS = MappingProxyType(
    {
        "inadequate": Strength.LITTLE,
        "requires improvement": Strength.PARTIAL,
        "good": Strength.SUBSTANTIAL,
        "outstanding": Strength.SUBSTANTIAL,
    }
)


@dataclass(frozen=True)
class Decided:
    """What is said with a move of a rapid review; a move takes of it what it needs."""

    text: str = ""
    decision: str = ""
    decided_on: date | None = None


def review_after(state: RapidReviewState, move: RapidReviewMove) -> RapidReviewState | None:
    """The state a move leads to, or None when the review may not make that move now."""
    return MOVES.get((state, move))


def review_moves_from(state: RapidReviewState) -> list[RapidReviewMove]:
    """The moves a review in this state may make: what it waits for first."""
    order = (RapidReviewMove.DECIDE, RapidReviewMove.NOTE, RapidReviewMove.CORRECT)
    return [move for move in order if (state, move) in MOVES]


def problems_of_notification(reference: str, notified_on: date, today: date) -> list[str]:
    """Why a rapid review cannot be recorded like this, a sentence each: its reference is that of the case system."""
    problems = []
    if not REFERENCE.fullmatch(reference):
        problems.append(
            "Enter the reference the case system gave it, such as RR-2026-014: letters, digits and hyphens, with at "
            "least one digit. No names and no initials."
        )
    if notified_on > today:
        problems.append("The date of notification cannot be in the future.")
    return problems


def problems_of_review_move(
    move: RapidReviewMove, said: Decided, *, notified_on: date | None = None, today: date | None = None
) -> list[str]:
    """Every reason, a sentence each, why a move with these words is refused; empty when it is not."""
    problems = [f"{sentence}." for name, sentence in REVIEW_NEEDS[move].items() if not _given(getattr(said, name))]
    if said.decision and said.decision not in {str(one) for one in ReviewDecision}:
        problems.append("Choose one of the decisions shown.")
    if said.decided_on and today and said.decided_on > today:
        problems.append("The date of the decision cannot be in the future.")
    if said.decided_on and notified_on and said.decided_on < notified_on:
        problems.append(f"The decision cannot be before the notification, on {date_words(notified_on)}.")
    return problems


def review_stands(state: RapidReviewState, due_on: date, decided_on: date | None, today: date) -> Lateness:
    """How a rapid review stands against the day its decision was due (KCC 3.5): "2 working days overdue"."""
    return lateness(due_on, today, decided_on if state == RapidReviewState.DECIDED else None)


def source_as_told(source: LessonSource, *, reads_reviews: bool) -> LessonSource:
    """Where a lesson comes from, as one may know it: of a rapid review, others learn that it is learning."""
    return LessonSource.OTHER if source == LessonSource.RAPID and not reads_reviews else source


def problems_of_lesson(source: LessonSource, link: str, published_on: date | None, today: date) -> list[str]:
    """
    Why a lesson cannot be recorded like this, a sentence each.

    What the Child Death Overview Panel learned is held in eCDOP: here is only the learning, and the way there (R148).
    """
    problems = []
    if source == LessonSource.CHILD_DEATH and not link:
        problems.append("Enter the link to eCDOP: what is held there is not entered here again.")
    if published_on and published_on > today:
        problems.append("The date of publication cannot be in the future.")
    return problems


def given_after(state: GivenState, move: GivenMove) -> GivenState | None:
    """The state a move leads to, or None when it cannot be made now."""
    return GIVEN_MOVES.get((state, move))


def given_moves_from(state: GivenState) -> list[GivenMove]:
    """The moves of an agency or group with a lesson in this state."""
    return [move for move in GivenMove if (state, move) in GIVEN_MOVES]


def problems_of_another_date(due_on: date, today: date) -> list[str]:
    """Why nobody can be asked to tell by this day, a sentence each."""
    return ["The date by which they tell what changed cannot be in the past."] if due_on < today else []


def is_given_overdue(state: GivenState, due_on: date, today: date) -> bool:
    """Whether an agency or group should have told what a lesson has changed, and has not."""
    return state != GivenState.CHANGED and today > due_on


def problems_of_changes(texts: Mapping[ChangeKind, str]) -> list[str]:
    """Why what is told is refused: nothing was told of any of the four."""
    if any(text.strip() for text in texts.values()):
        return []
    return ["Say what has changed in at least one of training, policy, practice and outcomes for children."]


def untold_words(told: Collection[ChangeKind]) -> str:
    """Of what nothing has been told, as a sentence; blank when all four have been: "Nothing told yet of policy."."""
    untold = [CHANGE_WORDS[kind].lower() for kind in ChangeKind if kind not in told]
    if not untold:
        return ""
    *rest, last = untold
    return f"Nothing told yet of {', '.join(rest)} or {last}." if rest else f"Nothing told yet of {last}."


def problems_of_inspection(inspected_on: date, published_on: date | None, today: date) -> list[str]:
    """Why an inspection cannot be recorded like this, a sentence each: it is recorded once it has begun (R87)."""
    problems = []
    if inspected_on > today:
        problems.append("The date of the inspection cannot be in the future: record it once it has begun.")
    if published_on and published_on > today:
        problems.append("The date of publication cannot be in the future.")
    if published_on and published_on < inspected_on:
        problems.append("The date of publication cannot be before the inspection began.")
    return problems


def strength_of_judgement(judgement: str) -> tuple[Strength, bool]:
    """How much assurance a judgement gives, and whether it says so itself: one in other words is partial, unsurely."""
    said = judgement.lower()
    found = next((strength for words, strength in STRENGTH_OF_WORDS.items() if words in said), None)
    return (found, True) if found else (Strength.PARTIAL, False)


def follow_up_words(actions: int, closed: int, dropped: int) -> str:
    """What is done about a recommendation, plainly: nothing yet, or so many actions and how many had their effect."""
    standing = actions - dropped
    if not standing:
        return "No action now: what was set has been dropped" if dropped else "No action yet"
    number = "1 action" if standing == 1 else f"{standing} actions"
    if closed == standing:
        return f"{number}, closed with {'its' if standing == 1 else 'their'} effect"
    return f"{number}, {closed or 'none'} closed with an effect"


def recommendations_of(text: str) -> list[str]:
    """The recommendations of a text with one on each line; bullets and blank lines are left out."""
    lines = (line.strip().lstrip("•*-–").strip() for line in text.splitlines())
    return [line for line in lines if line]


def _given(value: str | date | None) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None
