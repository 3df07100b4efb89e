"""The results of an audit as far as they may leave the partnership: counts through the boundary (trust.md 6; R112)."""

from collections.abc import Hashable
from dataclasses import dataclass

from audits.rules.report import ReportWords
from indicators.rules.disclosure import HIDDEN, Equation, SafeTable, Table, release

ALL, NOT_SETTLED = "all", "not settled"
FEW = "Held back: it is of few, or one of few could be worked out from it."


@dataclass(frozen=True)
class PublicCount:
    """A number of an audit's results as it is printed, "c" where it is held back; and why one is not there."""

    label: str
    number: int | str | None
    held_back: str


@dataclass(frozen=True)
class PublicResult:
    """A question of an audit, with a number a grade."""

    number: str
    standard: str
    asked: str
    counts: tuple[PublicCount, ...]


@dataclass(frozen=True)
class PublicResults:
    """How many were graded at all, and each question."""

    graded: PublicCount
    results: tuple[PublicResult, ...]

    @property
    def counts(self) -> tuple[PublicCount, ...]:
        """Every number."""
        return (self.graded, *(one for result in self.results for one in result.counts))


def counts_of(words: ReportWords) -> Table:
    """Every count of the results as a table for the boundary: for each question the grades add up to all there were."""
    counts: dict[Hashable, int] = {ALL: words.graded}
    equations = []
    for result in words.results:
        cells: dict[Hashable, int] = {(result.number, one.label): one.count for one in result.counts}
        cells[result.number, NOT_SETTLED] = words.graded - sum(cells.values())
        counts |= cells
        equations.append(Equation(ALL, tuple(cells)))
    return Table(counts, tuple(equations))


def public_results(words: ReportWords) -> PublicResults:
    """The results as they may be printed; no text of findings, for anything may stand in it."""
    safe = release(counts_of(words))
    return PublicResults(
        graded=_count(safe, ALL, f"All {words.units}"),
        results=tuple(
            PublicResult(
                number=result.number,
                standard=result.standard_text,
                asked=result.asked,
                counts=tuple(
                    _count(safe, (result.number, label), label.capitalize())
                    for label in (*(one.label for one in result.counts), NOT_SETTLED)
                ),
            )
            for result in words.results
        ),
    )


def _count(safe: SafeTable, name: Hashable, label: str) -> PublicCount:
    if safe.withheld:
        return PublicCount(label, None, safe.note)
    number = safe.cells[name]
    return PublicCount(label, number, FEW if number == HIDDEN else "")
