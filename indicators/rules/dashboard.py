"""What a row of the dashboard says of a figure: an icon with its word for variation, and for the target (R63, R64)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assurance.rules.wording import counted
from indicators.rules.change import Verdict
from indicators.rules.spc import Assurance, VariationIcon
from indicators.rules.vocabulary import MEANING_WORDS, Meaning, Polarity


class Outlook(StrEnum):
    """How a figure stands to its target."""

    WILL_MEET = "will_meet"
    WILL_MISS = "will_miss"
    EITHER = "either"
    MEETS_NOW = "meets_now"
    MISSES_NOW = "misses_now"
    UNJUDGED = "unjudged"
    NO_TARGET = "no_target"


OUTLOOKS = {
    Assurance.PASSES: Outlook.WILL_MEET,
    Assurance.FAILS: Outlook.WILL_MISS,
    Assurance.INCONSISTENT: Outlook.EITHER,
}
OUTLOOK_WORDS = {
    Outlook.WILL_MEET: "Will be met",
    Outlook.WILL_MISS: "Will be missed",
    Outlook.EITHER: "May or may not be met",
    Outlook.MEETS_NOW: "Met by the latest figure",
    Outlook.MISSES_NOW: "Not met by the latest figure",
    Outlook.UNJUDGED: "Neither higher nor lower is better",
    Outlook.NO_TARGET: "No target",
}
OUTLOOK_NOTES = {
    Outlook.WILL_MEET: "while nothing changes",
    Outlook.WILL_MISS: "while nothing changes",
    Outlook.EITHER: "by chance alone",
    Outlook.MEETS_NOW: "too few figures to say more",
    Outlook.MISSES_NOW: "too few figures to say more",
}
HIGH = {VariationIcon.IMPROVEMENT_HIGH, VariationIcon.CONCERN_HIGH, VariationIcon.NEUTRAL_HIGH}
WITH_ARROW = {Meaning.IMPROVING, Meaning.CONCERNING, Meaning.NEITHER}


@dataclass(frozen=True)
class Said:
    """What the finding of a series has to say for a row. `variation` is None while it has no control chart."""

    headline: str
    meaning: Meaning
    variation: VariationIcon | None
    assurance: Assurance | None
    change: Verdict | None
    points: int
    target: Decimal | None
    spark: tuple[float | None, ...]

    @property
    def icon(self) -> str:
        """The icon of the variation: "improving-high", "common"."""
        if self.meaning not in WITH_ARROW:
            return self.meaning.replace("_", "-")
        is_high = self.variation in HIGH if self.variation else self.change == Verdict.HIGHER
        return f"{self.meaning}-{'high' if is_high else 'low'}"

    @property
    def words(self) -> str:
        """The variation in words: "Concerning"."""
        return MEANING_WORDS[self.meaning]

    @property
    def method(self) -> str:
        """By what it was told: a control chart, or the figure before."""
        if self.variation:
            return f"Control chart of {counted(self.points, 'figure')}"
        if self.meaning == Meaning.CANNOT_TELL:
            return "Too few figures" if self.points < 2 else "Against the figure before"
        return "Against the figure before"


def outlook_of(said: Said, value: Decimal | None, polarity: Polarity | None) -> Outlook:
    """How a figure stands to its target: by the control chart, or while there is none by its latest value."""
    if said.target is None:
        return Outlook.NO_TARGET
    if said.assurance:
        return OUTLOOKS[said.assurance]
    if value is None or polarity in (None, Polarity.NO_JUDGEMENT):
        return Outlook.UNJUDGED
    short = said.target - value if polarity == Polarity.HIGHER_IS_BETTER else value - said.target
    return Outlook.MISSES_NOW if short > 0 else Outlook.MEETS_NOW


class Flag(StrEnum):
    """What may be flagged of an item."""

    WARNING = "warning"
    INDICATOR = "indicator"


class Having(StrEnum):
    """What an item has in the way of figures."""

    FIGURES = "figures"
    STALE = "stale"
    NOTHING = "nothing"


FLAG_WORDS = {Flag.WARNING: "With an open early warning", Flag.INDICATOR: "Early warning indicators"}
HAVING_WORDS = {Having.FIGURES: "With figures", Having.STALE: "Figures out of date", Having.NOTHING: "No figures"}


@dataclass(frozen=True)
class DashboardFilters:
    """What the dashboard is narrowed to; blank for anything. `area` is whose figures are shown, and drops no row."""

    domain: str = ""
    agency: str = ""
    area: str = ""
    signal: str = ""
    target: str = ""
    flag: str = ""
    data: str = ""

    @property
    def narrows(self) -> bool:
        """Whether any row may be left out."""
        return any((self.domain, self.agency, self.signal, self.target, self.flag, self.data))
