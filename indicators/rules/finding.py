"""
The finding of a series: what it says, in numbers and in words (R62 to R64).

Sentence, icon, chart, warning and stored row are all made of it, so they cannot disagree. It depends on the facts
alone, never on the clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.rules.reading import Reading, readings_of
from indicators.rules.sentences import headline_of, sentences_of
from indicators.rules.series import SeriesFacts, SeriesKey, SeriesPoint
from indicators.rules.spc import Assurance

RULES_VERSION = "2026-11"
SPARK_POINTS = 24


@dataclass(frozen=True)
class Finding(Reading):
    """What a series says, with its headline and the sentences of its paragraph."""

    headline: str
    sentences: tuple[str, ...]

    @property
    def paragraph(self) -> str:
        """The sentences as one text."""
        return " ".join(self.sentences)

    @property
    def latest(self) -> SeriesPoint | None:
        """The newest point with a value."""
        return self.facts.latest

    @property
    def points(self) -> int:
        """How many points have a value."""
        return len(self.facts.values)

    @property
    def target(self) -> Decimal | None:
        """The target in force."""
        return self.facts.target

    @property
    def is_signal(self) -> bool:
        """Whether the latest figure is beyond chance, or the target will be missed while nothing changes."""
        return bool(self.rules_met)

    @property
    def misses_target(self) -> bool:
        """Whether the target will be missed while nothing changes."""
        return self.assurance == Assurance.FAILS

    @property
    def rules_version(self) -> str:
        """By which rules it was made."""
        return RULES_VERSION

    @property
    def spark(self) -> tuple[float | None, ...]:
        """The last figures as they are shown, for the small picture; None for one that is withheld."""
        shown = self.facts.points[-SPARK_POINTS:]
        return tuple(None if point.value is None else float(self.facts.shown(point.value)) for point in shown)


def find(facts: SeriesFacts) -> Finding:
    """The finding of one series."""
    return find_all({facts.key: facts})[facts.key]


def find_all(series: Mapping[SeriesKey, SeriesFacts]) -> dict[SeriesKey, Finding]:
    """The finding of each series, the same as `find` makes of it, in one calculation."""
    return {
        key: Finding(**vars(reading), headline=headline_of(reading), sentences=sentences_of(reading))
        for key, reading in readings_of(series).items()
    }
