"""Whether the Partnership keeps its own rules: what is outstanding, then every rule by quarter (R24 to R31)."""

from assurance.queries.compliance import CompliancePage, RuleRow
from assurance.queries.compliance import compliance as compliance_of
from assurance.rules.compliance import STATE_WORDS, Standing, State
from assurance.rules.wording import date_words
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Lead, Table, Tone, columns
from reports.rules.prose import number_in_words, verb

TONES = {State.KEPT: Tone.GREEN, State.NOT_KEPT: Tone.RED, State.WAITING: Tone.GREY}


def build(context: PackContext) -> Blocks:
    """What is outstanding today, and how each rule stands now and in each of the last quarters."""
    page = compliance_of(context.reader, context.today)
    outstanding = tuple(
        (Cell(fact.what), Cell(row.rule.words, row.rule.source), Cell(date_words(fact.on)), Cell(fact.how))
        for row in page.rows
        for fact in row.facts
        if fact.is_outstanding
    )
    every = Table(
        caption="Every rule, today and by quarter",
        columns=columns("Rule", "Today", *(quarter.short_words for quarter in page.quarters)),
        rows=tuple(_row(row) for row in page.rows),
    )
    titles = columns("What is outstanding", "Rule", "Day", "How it stands")
    findings = Table("Outstanding today", titles, outstanding)
    return Blocks((Lead(f"{page.words} {_over_quarters(page)}"), findings, every))


def _over_quarters(page: CompliancePage) -> str:
    broken = sum(any(one.state == State.NOT_KEPT for _, one in row.quarters) for row in page.rows)
    quarters = f"in the last {number_in_words(len(page.quarters))} quarters"
    if not broken:
        return f"No rule was broken {quarters}."
    return f"{number_in_words(broken).capitalize()} {verb(broken, 'was', 'were')} not kept every time {quarters}."


def _row(row: RuleRow) -> tuple[Cell, ...]:
    return Cell(row.rule.words, row.rule.source), _cell(row.today), *(_cell(one) for _, one in row.quarters)


def _cell(standing: Standing) -> Cell:
    words = STATE_WORDS[standing.state]
    return Cell(words, "" if standing.words == words else standing.words, TONES.get(standing.state, ""))
