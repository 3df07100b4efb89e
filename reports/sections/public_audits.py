"""The results of the audits that were made final, in numbers that may leave the partnership (trust.md 6; R112)."""

from collections.abc import Iterator

from assurance.rules.wording import counted, date_words
from indicators.rules.disclosure import HIDDEN
from reports.queries.audits import FinalReport, final_reports
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Entry, Lead, Prose, Table, columns
from reports.rules.prose import verb
from reports.rules.public import NotShown
from reports.rules.public_audits import PublicCount, PublicResult, PublicResults, public_results

LEGEND = "c: held back. It is of few, or one of few could be worked out from it."
NOT_PRINTED = "Not published"
TOO_FEW = "None of its numbers may be shown: it was of few."


def build(context: PackContext) -> tuple[Blocks, tuple[NotShown, ...]]:
    """Each final report with its numbers as its own public edition has them; no text of findings."""
    found = [(one, public_results(one.words)) for one in final_reports(context.reader, context.since)]
    if not found:
        return Blocks((Lead("No audit was made final in the year."),)), ()
    number = len(found)
    lead = Lead(f"{counted(number, 'audit')} {verb(number, 'was', 'were')} made final or answered in the year.")
    told = (block for place, (one, results) in enumerate(found, start=1) for block in _told(place, one, results))
    return Blocks((lead, Prose(LEGEND), *told)), tuple(_not_shown(found))


def _told(place: int, one: FinalReport, results: PublicResults) -> Iterator[Entry | Table]:
    words = one.words
    shows_any = any(one.number not in (None, 0, HIDDEN) for one in results.counts)
    yield Entry(
        title=words.title,
        anchor=f"public-audit-{place}",
        about=f"{words.kind}. Made final {date_words(one.report.published_at)}.",
        text=f"{_said(results.graded)}." if shows_any else TOO_FEW,
    )
    if not shows_any:
        return
    titles = columns("What was asked", "Results")
    yield Table(f"Results: {words.title}", titles, tuple(_line(result) for result in results.results))


def _line(result: PublicResult) -> tuple[Cell, ...]:
    return Cell(f"{result.number} {result.asked}", result.standard), Cell("; ".join(map(_said, result.counts)))


def _said(one: PublicCount) -> str:
    return f"{one.label}: {NOT_PRINTED if one.number is None else one.number}"


def _not_shown(found: list[tuple[FinalReport, PublicResults]]) -> Iterator[NotShown]:
    for one, results in found:
        hidden = [count for count in results.counts if count.number is None or count.number == HIDDEN]
        if hidden:
            yield NotShown(one.words.title, len(hidden), hidden[0].held_back)
