"""
The Partnership Risk Register: likelihood by impact with words, inherent, current and target, controls and assurance.

Source: Scrutiny and Assurance Framework, Figure 1 (tier 1) and section 4 (R76, R85). No source has the words of the
steps, the bands or the time between reviews: they are the portal's own, and stand here alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.evidence_tiers import Tier, months_after
from assurance.rules.roles import Permission
from assurance.rules.tracker import lateness_in_words
from assurance.rules.wording import date_words

STEPS = (1, 2, 3, 4, 5)


class RiskState(StrEnum):
    """Whether a risk is watched."""

    OPEN = "open"
    CLOSED = "closed"


class RiskMove(StrEnum):
    """One step in a risk's life."""

    RAISE = "raise"
    REVIEW = "review"
    CLOSE = "close"
    REOPEN = "reopen"


class ScoreKind(StrEnum):
    """Before any control, as it is, and as it is meant to be."""

    INHERENT = "inherent"
    CURRENT = "current"
    TARGET = "target"


class ControlView(StrEnum):
    """What an item of assurance says of a control."""

    WORKS = "works"
    PARTLY = "partly"
    DOES_NOT = "does_not"


class Band(StrEnum):
    """How high a score is."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    VERY_HIGH = "very_high"


STATE_WORDS = MappingProxyType({RiskState.OPEN: "Open", RiskState.CLOSED: "Closed"})
MOVE_WORDS = MappingProxyType(
    {
        RiskMove.RAISE: "Entered in the register",
        RiskMove.REVIEW: "Reviewed",
        RiskMove.CLOSE: "Closed",
        RiskMove.REOPEN: "Opened again",
    }
)
# A move as a button, to those who may make it.
MOVE_ASKS = MappingProxyType(
    {
        RiskMove.RAISE: "Enter a risk",
        RiskMove.REVIEW: "Review this risk",
        RiskMove.CLOSE: "Close this risk",
        RiskMove.REOPEN: "Open this risk again",
    }
)
SCORE_WORDS = MappingProxyType(
    {
        ScoreKind.INHERENT: "Before any control",
        ScoreKind.CURRENT: "As it is now",
        ScoreKind.TARGET: "As it is meant to be",
    }
)
CONTROL_WORDS = MappingProxyType(
    {
        ControlView.WORKS: "The control works",
        ControlView.PARTLY: "The control works in part",
        ControlView.DOES_NOT: "The control does not work",
    }
)
MOVES = MappingProxyType(
    {
        (RiskState.OPEN, RiskMove.REVIEW): RiskState.OPEN,
        (RiskState.OPEN, RiskMove.CLOSE): RiskState.CLOSED,
        (RiskState.CLOSED, RiskMove.REOPEN): RiskState.OPEN,
    }
)
# Who keeps the register: every move, score, control and piece of assurance on one.
KEEPS = Permission.MANAGE_ASSURANCE
# What has to be said with a move, and what a person reads who has left it out.
NEEDS = MappingProxyType(
    {
        RiskMove.REVIEW: MappingProxyType(
            {"text": "Say what the review found", "review_on": "Enter the date of the next review"}
        ),
        RiskMove.CLOSE: MappingProxyType({"text": "Say why it is closed, and what that means for children"}),
        RiskMove.REOPEN: MappingProxyType(
            {"text": "Say why it is opened again", "review_on": "Enter the date of the next review"}
        ),
    }
)
# What has to be said to enter one.
RAISE_NEEDS = MappingProxyType(
    {
        "title": "Say in a few words what the risk is",
        "cause": "Say what may bring it about",
        "effect": "Say what it would mean for children",
        "owner": "Say who owns it, by post",
    }
)
# Each step in a word, and what it means.
LIKELIHOOD_WORDS = MappingProxyType(
    {
        1: ("Rare", "It would surprise everybody"),
        2: ("Unlikely", "It has happened elsewhere, and is not expected here"),
        3: ("Possible", "It may well happen within a year"),
        4: ("Likely", "It has happened here, and is expected again within a year"),
        5: ("Almost certain", "It is happening now, or is expected within weeks"),
    }
)
IMPACT_WORDS = MappingProxyType(
    {
        1: ("Slight", "Children would notice little, and it would be put right at once"),
        2: ("Minor", "Some children would wait longer for help, without lasting effect"),
        3: ("Moderate", "Children would go without help they need, for a time"),
        4: ("Major", "Children would come to harm that could have been prevented"),
        5: ("Severe", "Children would come to serious or lasting harm, or many would be left unprotected"),
    }
)


@dataclass(frozen=True)
class BandRow:
    """A band: its words, from which score on, and within how many months such a risk is reviewed."""

    words: str
    starts_at: int
    months: int


# The one table of bands, the lowest first.
BANDS = MappingProxyType(
    {
        Band.LOW: BandRow("Low", 1, 12),
        Band.MODERATE: BandRow("Moderate", 5, 6),
        Band.HIGH: BandRow("High", 10, 3),
        Band.VERY_HIGH: BandRow("Very high", 16, 1),
    }
)
BAND_WORDS = MappingProxyType({band: row.words for band, row in BANDS.items()})
NO_CONTROL = "No control is in place"
NO_ASSURANCE = "No assurance on this control"
NOTHING_FROM = MappingProxyType(
    {
        Tier.OPERATIONAL: "Nothing from the first tier",
        Tier.STRATEGIC: "Nothing from the second tier",
        Tier.INDEPENDENT: "Nothing from the third tier",
    }
)


@dataclass(frozen=True)
class Score:
    """A likelihood and an impact, each from 1 to 5."""

    likelihood: int
    impact: int

    @property
    def value(self) -> int:
        """The one multiplied by the other, from 1 to 25."""
        return self.likelihood * self.impact

    @property
    def band(self) -> Band:
        """How high that is."""
        return band_of(self.value)

    @property
    def band_words(self) -> str:
        """How high that is, in words."""
        return BAND_WORDS[self.band]

    @property
    def words(self) -> str:
        """The two steps in words: "Likely (4) by major (4)"."""
        impact = IMPACT_WORDS[self.impact][0].lower()
        return f"{LIKELIHOOD_WORDS[self.likelihood][0]} ({self.likelihood}) by {impact} ({self.impact})"


def band_of(value: int) -> Band:
    """The band in which a score from 1 to 25 lies."""
    return max((band for band, row in BANDS.items() if value >= row.starts_at), key=lambda band: BANDS[band].starts_at)


def next_review(today: date, score: Score) -> date:
    """When a risk of this score is proposed to be reviewed next: the higher, the sooner."""
    return months_after(today, BANDS[score.band].months)


def after(state: RiskState, move: RiskMove) -> RiskState | None:
    """The state a move leads to, or None when the risk may not make that move now."""
    return MOVES.get((state, move))


def moves_from(state: RiskState) -> list[RiskMove]:
    """The moves a risk in this state may make, in the order of its life."""
    return [move for move in RiskMove if (state, move) in MOVES]


def problems_of_move(move: RiskMove, text: str, review_on: date | None, today: date) -> list[str]:
    """Every reason, a sentence each, why a move with these words is refused; empty when it is not."""
    said = {"text": bool(text.strip()), "review_on": review_on is not None}
    problems = [f"{sentence}." for name, sentence in NEEDS[move].items() if not said[name]]
    return problems + _problems_of_review(review_on, today)


def problems_of_raising(said: dict[str, str], review_on: date, today: date) -> list[str]:
    """Every reason why a risk cannot be entered with these words (title, cause, effect, owner)."""
    problems = [f"{sentence}." for name, sentence in RAISE_NEEDS.items() if not said[name].strip()]
    return problems + _problems_of_review(review_on, today)


def problems_of_scores(inherent: Score | None, target: Score | None) -> list[str]:
    """Why scores do not fit together: what is aimed at cannot be worse than having no control at all."""
    if inherent and target and target.value > inherent.value:
        return ["The score it is meant to have cannot be higher than the score before any control."]
    return []


def is_overdue(state: RiskState, review_on: date, today: date) -> bool:
    """Whether its review should have been held."""
    return state == RiskState.OPEN and today > review_on


def review_in_words(state: RiskState, review_on: date, today: date) -> str:
    """When it is reviewed next, and how that stands: "Review due 4 December 2026: 9 working days left"."""
    if state == RiskState.CLOSED:
        return "Not reviewed any more"
    return f"Review due {date_words(review_on)}: {lateness_in_words(review_on, today, None).lower()}"


def gaps_of_control(tiers: Collection[str]) -> list[str]:
    """What assurance a control lacks, in words, when these are the tiers it has current assurance from."""
    if not tiers:
        return [NO_ASSURANCE]
    return [words for tier, words in NOTHING_FROM.items() if tier not in tiers]


def gaps_in_words(controls: Sequence[Sequence[str]]) -> str:
    """
    What the controls of a risk lack altogether, where each comes with its own gaps; blank for nothing.

    "No control is in place", "No assurance on this control", or "Of 3 controls 2 have no assurance, 1 has nothing from
    the third tier".
    """
    if not controls:
        return NO_CONTROL
    if len(controls) == 1:
        first, *others = [*controls[0], ""]
        return ", ".join([first, *(gap.lower() for gap in others if gap)])
    said = []
    for gap, words in ((NO_ASSURANCE, "no assurance"), *((gap, gap.lower()) for gap in NOTHING_FROM.values())):
        if number := sum(gap in gaps for gaps in controls):
            said.append(f"{number} {'has' if number == 1 else 'have'} {words}")
    return f"Of {len(controls)} controls, {', '.join(said)}" if said else ""


def _problems_of_review(review_on: date | None, today: date) -> list[str]:
    return ["The date of the next review cannot be in the past."] if review_on and review_on < today else []
