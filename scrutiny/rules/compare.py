"""
Two assessments beside each other: which ratings differ and by how much, and what moved from one to the other.

Questions are matched by their identity, so that adapted versions of a framework compare. Source: Six Steps, section 6,
questions 13 and 14 (R127, R131).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType

from scrutiny.rules.assessments import AssessmentKind
from scrutiny.rules.frameworks import RANK, RATING_WORDS, Rating
from scrutiny.rules.frozen import FrozenAnswer


class Movement(StrEnum):
    """What became of a question from one assessment to the next, those that ask for attention first."""

    WORSE = "worse"
    IMPROVED = "improved"
    UNRATED = "unrated"
    NEW = "new"
    GONE = "gone"
    SAME = "same"


class Difference(StrEnum):
    """How two assessments of the same questions stand to each other, the differences first."""

    DIFFERS = "differs"
    ONE_SIDED = "one_sided"
    AGREES = "agrees"


MOVEMENT_WORDS = MappingProxyType(
    {
        Movement.WORSE: "Worse",
        Movement.IMPROVED: "Improved",
        Movement.UNRATED: "Not rated both times",
        Movement.NEW: "Newly asked",
        Movement.GONE: "No longer asked",
        Movement.SAME: "The same",
    }
)
# Where a shape cannot be drawn beside the words, a character stands for it.
MOVEMENT_MARKS = MappingProxyType(
    {
        Movement.WORSE: "▼",
        Movement.IMPROVED: "▲",
        Movement.UNRATED: "○",
        Movement.NEW: "+",
        Movement.GONE: "−",
        Movement.SAME: "=",
    }
)
DIFFERENCE_WORDS = MappingProxyType(
    {
        Difference.DIFFERS: "Rated differently",
        Difference.ONE_SIDED: "Rated in one of the two",
        Difference.AGREES: "Rated the same",
    }
)
STEP_WORDS = MappingProxyType({1: "one step", 2: "two steps"})


def movement(then: Rating | None, now: Rating | None) -> Movement:
    """What became of a rating; None is a question that was not asked."""
    if then is None or now is None:
        return Movement.SAME if then is now else Movement.NEW if then is None else Movement.GONE
    if then == now:
        return Movement.SAME
    if then not in RANK or now not in RANK:
        return Movement.UNRATED
    return Movement.IMPROVED if RANK[now] > RANK[then] else Movement.WORSE


def steps_up(one: Rating | None, other: Rating | None) -> int:
    """How many steps `other` is above `one`, below nought for lower; nought where one of them is no rating."""
    if one is None or other is None or one not in RANK or other not in RANK:
        return 0
    return RANK[other] - RANK[one]


@dataclass(frozen=True)
class Rater:
    """Who rated, in words that fit into a sentence ("the partners"), and whether it takes "rate" or "rates"."""

    words: str
    is_many: bool = False

    @property
    def begins(self) -> str:
        """The words as a sentence begins."""
        return self.words[:1].upper() + self.words[1:]

    @property
    def verb(self) -> str:
        """The verb: "The partners rate", "The scrutineer rates"."""
        return "rate" if self.is_many else "rates"


def raters(kinds: tuple[str, str], agencies: tuple[str, str], titles: tuple[str, str]) -> tuple[Rater, Rater]:
    """Who made each of two assessments; where that does not tell them apart, each is called by its title."""
    found = [_rater(AssessmentKind(kind), agency) for kind, agency in zip(kinds, agencies, strict=True)]
    if found[0] == found[1]:
        found = [Rater(f"“{title}”") for title in titles]
    return found[0], found[1]


def _rater(kind: AssessmentKind, agency: str) -> Rater:
    if kind == AssessmentKind.AGENCY:
        return Rater(agency)
    return Rater("the scrutineer") if kind == AssessmentKind.SCRUTINY else Rater("the partners", is_many=True)


@dataclass(frozen=True)
class Pair:
    """A question with its answer in each of two assessments; one of them may not have asked it, never both."""

    one: FrozenAnswer | None
    other: FrozenAnswer | None

    @property
    def asked(self) -> FrozenAnswer:
        """The answer whose number and wording name the question: the second one's where it asked."""
        answer = self.other or self.one
        if answer is None:
            raise ValueError("A question that neither assessment asked is no pair.")
        return answer

    @property
    def ratings(self) -> tuple[Rating | None, Rating | None]:
        """Both ratings; None where it was not asked."""
        return (Rating(self.one.rating) if self.one else None, Rating(self.other.rating) if self.other else None)

    @property
    def movement(self) -> Movement:
        """What became of it from the first to the second."""
        return movement(*self.ratings)

    @property
    def difference(self) -> Difference:
        """Whether the two differ."""
        if self.one is None or self.other is None:
            return Difference.ONE_SIDED
        return Difference.AGREES if self.one.rating == self.other.rating else Difference.DIFFERS

    @property
    def movement_words(self) -> str:
        """What became of it: "Worse", "Newly asked"."""
        return MOVEMENT_WORDS[self.movement]

    @property
    def movement_mark(self) -> str:
        """The character that stands for it on paper, before its words."""
        return MOVEMENT_MARKS[self.movement]

    @property
    def moved_words(self) -> str:
        """From what to what: "Green to Red, two steps", "Amber", "it was Green"."""
        then, now = self.ratings
        if then is None or now is None or then == now:
            told = RATING_WORDS[Rating(self.asked.rating)]
            return f"it was {told}" if self.movement == Movement.GONE else told
        told = f"{RATING_WORDS[then]} to {RATING_WORDS[now]}"
        size = abs(steps_up(then, now))
        return f"{told}, {STEP_WORDS[size]}" if size else told

    @property
    def formerly(self) -> str:
        """How the first assessment worded it, where the second words it otherwise; blank where it does not."""
        return self.one.text if self.one and self.other and self.one.text != self.other.text else ""

    def sentence(self, rater: Rater, other: Rater) -> str:
        """How they differ: "The partners rate it Green, the scrutineer Amber: one step lower"."""
        first, second = self.ratings
        if first is None or second is None:
            alone = other if first is None else rater
            return f"{alone.begins} {alone.verb} it {RATING_WORDS[Rating(self.asked.rating)]}; the other did not ask it"
        if first == second:
            return f"Both rate it {RATING_WORDS[first]}"
        told = f"{rater.begins} {rater.verb} it {RATING_WORDS[first]}, {other.words} {RATING_WORDS[second]}"
        size = steps_up(first, second)
        return f"{told}: {STEP_WORDS[abs(size)]} {'higher' if size > 0 else 'lower'}" if size else told


def pairs(one: Sequence[FrozenAnswer], other: Sequence[FrozenAnswer]) -> tuple[Pair, ...]:
    """Every question of both once: in the second one's order, then those that the first alone asked."""
    first = {answer.question: answer for answer in one}
    second = {answer.question: answer for answer in other}
    both = [Pair(first.get(key), answer) for key, answer in second.items()]
    return (*both, *(Pair(answer, None) for key, answer in first.items() if key not in second))


@dataclass(frozen=True)
class PairGroup:
    """Pairs of which the same is to be said, under its heading. `key` is a Difference or a Movement."""

    key: str
    words: str
    pairs: tuple[Pair, ...]


def by_difference(found: Sequence[Pair]) -> tuple[PairGroup, ...]:
    """The differences first, the widest of them first, then what only one asked, then what is rated the same."""
    order = list(Difference)
    ranked = sorted(found, key=lambda pair: (order.index(pair.difference), -abs(steps_up(*pair.ratings))))
    groups = groupby(ranked, key=lambda pair: pair.difference)
    return tuple(PairGroup(key, DIFFERENCE_WORDS[key], tuple(each)) for key, each in groups)


def by_movement(found: Sequence[Pair]) -> tuple[PairGroup, ...]:
    """What is worse first, then what improved, then what cannot be compared, then what is the same."""
    order = list(Movement)
    ranked = sorted(found, key=lambda pair: (order.index(pair.movement), -abs(steps_up(*pair.ratings))))
    groups = groupby(ranked, key=lambda pair: pair.movement)
    return tuple(PairGroup(key, MOVEMENT_WORDS[key], tuple(each)) for key, each in groups)


def counts_words(found: Sequence[PairGroup]) -> str:
    """How many of each: "3 rated differently, 21 rated the same"."""
    return ", ".join(f"{len(group.pairs)} {group.words[:1].lower()}{group.words[1:]}" for group in found)


def trail_words(ratings: Sequence[tuple[int, Rating]]) -> str:
    """The earlier ratings of a question, oldest first; years that follow each other are one: "2016 to 2018 Red"."""
    runs: list[tuple[Rating, int, int]] = []
    for year, rating in ratings:
        if runs and runs[-1][0] == rating and year - runs[-1][2] <= 1:
            runs[-1] = (rating, runs[-1][1], year)
        else:
            runs.append((rating, year, year))
    return ", ".join(
        f"{first} to {last} {RATING_WORDS[rating]}" if first != last else f"{first} {RATING_WORDS[rating]}"
        for rating, first, last in runs
    )
