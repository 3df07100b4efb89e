"""
A figure before and after a piece of work: what was known when it began, and what was known when it ended.

Six Steps, section 3, and step 4, question 3: whether what was done made a difference (R98). Whether the two differ
beyond chance is told by the rules of every other page (docs/adr/0013), nothing else.
"""

from dataclasses import dataclass, replace

from indicators.rules.change import Verdict
from indicators.rules.reading import meaning_of
from indicators.rules.series import SeriesFacts, SeriesPoint
from indicators.rules.steps import change_of
from indicators.rules.vocabulary import MEANING_WORDS, Meaning

NOTHING_KNOWN = "No figure was known at either time."
NOT_KNOWN_THEN = "No figure was known when the theme began, so there is nothing to compare with."
TAKEN_BACK = "The figure that was known when the theme began has been taken back since."
NOTHING_NEW = "No newer figure has come since the theme began."
SHARED_DAYS = "The two periods share days, so chance cannot be told from change."


@dataclass(frozen=True)
class BeforeAfter:
    """
    The two figures, how far one is from the other in words, and what that says.

    `before` or `after` is None where nothing was known. `revised` says what the figure known at the beginning has been
    corrected to since, blank where it stands.
    """

    before: SeriesPoint | None
    after: SeriesPoint | None
    moved: str
    sentence: str
    meaning: Meaning
    is_higher: bool
    revised: str = ""

    @property
    def words(self) -> str:
        """What the change means in words: "Improving"."""
        return MEANING_WORDS[self.meaning]

    @property
    def icon(self) -> str:
        """The icon of the change: "improving-high", "common"."""
        if self.meaning in (Meaning.COMMON, Meaning.CANNOT_TELL):
            return self.meaning.replace("_", "-")
        return f"{self.meaning}-{'high' if self.is_higher else 'low'}"


def before_and_after(then: SeriesFacts, now: SeriesFacts) -> BeforeAfter:
    """What was known of a series at the beginning, beside what is known at the end."""
    before, after = then.latest, now.latest
    if before is None or after is None:
        nothing = NOTHING_KNOWN if after is None else NOT_KNOWN_THEN
        return _untold(before, after, nothing if before is None else TAKEN_BACK)
    if after.period_end < before.period_end:
        return _untold(before, after, TAKEN_BACK)
    revised = _revised(then, now, before)
    if (after.period_start, after.period_end) == (before.period_start, before.period_end):
        return _untold(before, after, NOTHING_NEW, revised)
    moved = _moved(then, now, before, after)
    if after.period_start <= before.period_end:
        return BeforeAfter(before, after, moved, SHARED_DAYS, Meaning.CANNOT_TELL, is_higher=False, revised=revised)
    change = change_of(_between(now, before, after))
    return BeforeAfter(
        before=before,
        after=after,
        moved=moved,
        sentence=change.sentence,
        meaning=meaning_of(change.verdict, now.direction),
        is_higher=change.verdict == Verdict.HIGHER,
        revised=revised,
    )


def _untold(before: SeriesPoint | None, after: SeriesPoint | None, sentence: str, revised: str = "") -> BeforeAfter:
    return BeforeAfter(before, after, "", sentence, Meaning.CANNOT_TELL, is_higher=False, revised=revised)


def _moved(then: SeriesFacts, now: SeriesFacts, before: SeriesPoint, after: SeriesPoint) -> str:
    first, last = then.shown(before.known), now.shown(after.known)
    if first == last:
        return f"Stayed at {now.in_words(after.known)}"
    return f"{'Rose' if last > first else 'Fell'} from {then.in_words(before.known)} to {now.in_words(after.known)}"


def _same_period(facts: SeriesFacts, point: SeriesPoint) -> SeriesPoint | None:
    """The figure of the same period as it stands in other facts."""
    period = (point.period_start, point.period_end)
    return next((one for one in facts.values if (one.period_start, one.period_end) == period), None)


def _revised(then: SeriesFacts, now: SeriesFacts, before: SeriesPoint) -> str:
    today = _same_period(now, before)
    if today is None:
        return "It has been taken back since."
    if then.shown(before.known) == now.shown(today.known):
        return ""
    return f"It has been corrected to {now.in_words(today.known)} since."


def _between(now: SeriesFacts, before: SeriesPoint, after: SeriesPoint) -> SeriesFacts:
    """
    The series without what came between the two figures, so that the last is compared with the one known then.

    How far the figure usually moves is told by the steps before the work began. The earlier figure is taken as it
    stands now: like is compared with like.
    """
    until = [point for point in now.points if point.period_end < before.period_end]
    return replace(now, points=(*until, _same_period(now, before) or before, after))
