"""The open risks of the Partnership's register, the highest first (R76, R85)."""

from assurance.queries.risks import RiskFilters, RiskRow, counts, risks_found, rows, with_controls
from assurance.rules.risks import BAND_WORDS, Band, RiskState, Score
from assurance.rules.wording import counted
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Lead, Table, Tone, columns
from reports.rules.prose import number_in_words, verb

TONES = {Band.LOW: Tone.GREEN, Band.MODERATE: Tone.BLUE, Band.HIGH: Tone.AMBER, Band.VERY_HIGH: Tone.RED}


def build(context: PackContext) -> Blocks:
    """The register as it stands: what is open, how high it is, how it is meant to be, and what its controls lack."""
    found = risks_found(context.reader, RiskFilters(state=RiskState.OPEN), context.today)
    table = Table(
        caption="Open risks, the highest first",
        columns=columns(
            "Risk", "As it is now", "As it is meant to be", "Who owns it", "Review", "What its controls lack"
        ),
        rows=tuple(_row(row) for row in rows(with_controls(found), context.today)),
    )
    return Blocks((Lead(_lead(context)), table))


def _lead(context: PackContext) -> str:
    held = counts(context.reader, context.today)
    if not held.open:
        return "No risk is open in the register."
    said = (
        f"{counted(held.open, 'risk')} {verb(held.open, 'is', 'are')} open: {number_in_words(held.very_high)} very high"
    )
    late = f" {counted(held.overdue, 'review')} {verb(held.overdue, 'is', 'are')} overdue." if held.overdue else ""
    return f"{said}, {number_in_words(held.high)} high.{late}"


def _row(row: RiskRow) -> tuple[Cell, ...]:
    risk = row.risk
    return (
        Cell(f"{risk.number}. {risk.title}", risk.effect),
        _score(row.current),
        _score(row.target),
        Cell(risk.owner, row.holder),
        Cell(row.review_words),
        Cell(row.gaps or "Nothing"),
    )


def _score(score: Score | None) -> Cell:
    return Cell(BAND_WORDS[score.band], score.words, TONES[score.band]) if score else Cell("Not scored")
