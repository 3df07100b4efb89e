"""Audits in progress, and what the final reports since the last pack found and led to (R110 to R115, R138)."""

from collections.abc import Iterable, Iterator

from assurance.rules.wording import counted, date_words
from audits.queries.programme import OPEN, ProgrammeFilters, ProgrammeRow, audits_found, counts, rows
from audits.queries.reaudit import OVERALL, ReauditRow
from audits.rules.answers import FindingKind, TextPart
from audits.rules.audits import AuditState
from audits.rules.reaudit import Change
from audits.rules.report import ReportRecommendation
from reports.queries.audits import FinalReport, final_reports
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Entry, Lead, Subheading, Table, Tag, Tone, columns, parts
from reports.rules.prose import bullets, number_in_words, verb

# For a sentence that counts standards.
CHANGED = {Change.BETTER: "better", Change.SAME: "unchanged", Change.WORSE: "worse", Change.UNKNOWN: "not comparable"}
TAGS = {
    AuditState.FINAL: Tag("No response yet", Tone.AMBER),
    AuditState.RESPONDED: Tag("SAAS responded", Tone.GREEN),
}


def build(context: PackContext) -> Blocks:
    """Where each audit of the programme is, then each final report with its recommendations and SAAS's response."""
    under_way = rows(audits_found(context.reader, ProgrammeFilters(state=OPEN)), context.today)
    reports = final_reports(context.reader, context.since)
    heading = f"Final reports {context.since_words}".rstrip()
    return Blocks(
        (
            Lead(_lead(context, len(reports))),
            _under_way(under_way),
            *((Subheading(heading, "audit-reports"),) if reports else ()),
            *(block for number, one in enumerate(reports, start=1) for block in _report(number, one)),
        )
    )


def _lead(context: PackContext, reports: int) -> str:
    held = counts(context.reader, context.today)
    if not held.planned + held.running + held.final:
        return "No audit is on the programme."
    running = f"{counted(held.running, 'audit')} {verb(held.running, 'is', 'are')} under way"
    said = [f"{running if held.running else 'No audit is under way'}, {number_in_words(held.planned)} planned."]
    if held.late:
        said.append(f"{counted(held.late, 'audit')} {verb(held.late, 'is behind its date', 'are behind their dates')}.")
    return " ".join([*said, _news(reports, context.since_words)])


def _news(reports: int, since: str) -> str:
    if not since:
        return f"{counted(reports, 'report')} {verb(reports, 'is', 'are')} final." if reports else "No report is final."
    if not reports:
        return f"{_capital(since)} no report was made final, and SAAS has responded to none."
    made = verb(reports, "was made final or has SAAS’s response", "were made final or have SAAS’s response")
    return f"{_capital(since)} {counted(reports, 'report')} {made}."


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _under_way(found: Iterable[ProgrammeRow]) -> Table:
    titles = columns("Audit", "Where it is", "Agencies", "What comes next")
    lines = tuple(
        (
            Cell(row.audit.title, row.audit.why),
            Cell(row.audit.get_state_display()),
            Cell(row.agencies),
            Cell(row.due_words),
        )
        for row in found
    )
    return Table("Audits in progress", titles, lines)


def _report(number: int, one: FinalReport) -> Iterator[Entry | Table]:
    words = one.words
    yield Entry(
        title=words.title,
        anchor=f"audit-{number}",
        tags=(TAGS[AuditState(one.audit.state)],),
        about=_about(one),
        text="\n".join(filter(None, (words.overall_words, words.text_of(TextPart.SUMMARY)))),
        parts=parts(
            ("Strengths", _findings(one, FindingKind.STRENGTH)),
            ("Areas to improve", _findings(one, FindingKind.IMPROVE)),
            ("Good practice to share", _findings(one, FindingKind.PRACTICE)),
            ("Since the audit it repeats", _changes(one.matrix)),
            ("SAAS’s response", _response(one)),
        ),
    )
    lines = tuple(line for advised in words.recommendations for line in _advised(advised, one))
    titles = columns("Recommendation", "What is to be done", "By whom", "By when")
    yield Table(f"Recommendations: {words.title}", titles, lines)


def _about(one: FinalReport) -> str:
    version = f"Version {one.report.number}, made final" if one.report.number > 1 else "Made final"
    missing = f" Without the answers of {', '.join(one.words.not_signed)}." if one.words.not_signed else ""
    when = date_words(one.report.published_at)
    return f"{one.words.kind}, {one.words.graded_words} graded. {version} {when}.{missing}"


def _findings(one: FinalReport, kind: FindingKind) -> str:
    return bullets(found.text for found in one.words.findings_of(kind))


def _response(one: FinalReport) -> str:
    if one.response is None:
        return "SAAS has not responded yet."
    return f"{date_words(one.response.at)}: {one.response.text}"


def _changes(matrix: tuple[ReauditRow, ...]) -> str:
    """How many standards are better, the same and worse, then each that changed, in counts of what was graded."""
    standards = [row for row in matrix if row.key != OVERALL]
    numbers = {change: sum(row.comparison.change == change for row in standards) for change in Change}
    said = ", ".join(f"{number_in_words(n)} {CHANGED[one]}" for one, n in numbers.items() if n)
    if not said:
        return ""
    changed = [row for row in matrix if row.comparison.change in (Change.WORSE, Change.BETTER)]
    changed.sort(key=lambda row: row.comparison.change != Change.WORSE)
    return f"Of {counted(len(standards), 'standard')}: {said}.\n{bullets(map(_change, changed))}".strip()


def _change(row: ReauditRow) -> str:
    moved = row.comparison
    chance = f" {moved.chance_words}." if moved.chance_words else ""
    return f"{moved.change_words}: {row.text.rstrip('.')}. {row.then_words} then, {row.now_words} now.{chance}"


def _advised(advised: ReportRecommendation, one: FinalReport) -> Iterator[tuple[Cell, ...]]:
    for task in advised.tasks:
        title = Cell(f"{advised.number}. {advised.text}", advised.outcome)
        yield title, Cell(task.title), Cell(task.holder, task.owner), Cell(task.due_words, one.states.get(task, ""))
