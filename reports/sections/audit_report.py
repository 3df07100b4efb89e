"""One final audit at length, from its frozen report, and where its recommendations stand now (R110 to R115, R138)."""

from collections.abc import Iterable, Iterator

from assurance.rules.actions import STATE_WORDS, ActionState
from assurance.rules.wording import counted, date_words
from audits.queries.reaudit import ReauditRow
from audits.rules.audits import AuditState
from audits.rules.reaudit import Change
from audits.rules.report import QuestionResult, ReportFinding, ReportWords
from reports.queries.audits import FinalReport, final_report_of
from reports.queries.packs import PackContext
from reports.rules.blocks import Block, Blocks, Cell, Entry, Lead, Prose, Subheading, Table, Tag, Tone, columns, parts
from reports.rules.prose import bullets, number_in_words, verb

NOT_TOLD = "This report is about no final audit that every reader of it may read."
THE_WHOLE = "The audit as a whole"
RESPONDED = Tag("SAAS responded", Tone.GREEN)
NO_RESPONSE = Tag("No response yet", Tone.AMBER)
TONES = {Change.BETTER: Tone.GREEN, Change.SAME: Tone.GREY, Change.WORSE: Tone.RED, Change.UNKNOWN: Tone.GREY}


def build(context: PackContext) -> Blocks:
    """The newest final version of the audit's report, with SAAS's response and what has come of it."""
    found = final_report_of(context.reader, context.report.audit_id)
    if found is None:
        return Blocks((Lead(NOT_TOLD),))
    words = found.words
    return Blocks(
        (
            Lead(_lead(found)),
            _what_and_why(found),
            *(block for heading, text in words.parts for block in (Subheading(heading), Prose(text))),
            *_results(words),
            *_findings(words),
            *_recommendations(found),
            _movement(found.matrix),
        )
    )


def _lead(found: FinalReport) -> str:
    words, closed = found.words, list(found.states.values()).count(STATE_WORDS[ActionState.CLOSED])
    advised, tasks = len(words.recommendations), sum(len(one.tasks) for one in words.recommendations)
    overall = words.overall_words or "Nothing was graded as a whole."
    made = f"{counted(advised, 'recommendation')} {verb(advised, 'was', 'were')} made"
    so_far = f"{number_in_words(closed).capitalize()} of these {verb(closed, 'is', 'are')} closed with the effect."
    return f"{overall} {made}, with {counted(tasks, 'task')} for those who are to act. {so_far}"


def _what_and_why(found: FinalReport) -> Entry:
    words, number = found.words, found.report.number
    version = f"Version {number}, made final" if number > 1 else "Made final"
    return Entry(
        title=words.title,
        tags=(RESPONDED if found.audit.state == AuditState.RESPONDED else NO_RESPONSE,),
        about=f"{words.kind}, {words.graded_words} graded. {version} {date_words(found.report.published_at)}",
        text=words.why,
        parts=parts(
            ("What should be different for children", words.outcome),
            ("Lines of enquiry", bullets(words.lines)),
            ("Agencies", ", ".join(words.agencies)),
            ("Did not submit", ", ".join(words.not_signed)),
            ("How", f"With {words.tool}, launched {words.launched_words}, moderated {words.moderated_words}"),
            ("Led by", words.lead),
        ),
    )


# What was graded


def _results(words: ReportWords) -> Iterator[Block]:
    if not words.results:
        return
    yield Subheading("Grades", "audit-grades")
    titles = columns("Question and standard", "Settled grades", "Met the standard")
    lines = tuple(_result(result, share) for result, share in words.shares)
    yield Table(f"How many {words.units} were settled at each grade", titles, lines)
    rows = [(one.agency, *row) for one in words.by_agency for row in one.rows]
    if rows:
        yield Prose(_agreement([(own, settled) for *_, own, settled in rows]))
    titles = columns("Agency and question", "Its own grade", "Settled")
    lines = tuple(
        (Cell(f"{agency}, question {number}"), Cell(own or "Not given"), Cell(settled or "Not settled"))
        for agency, number, own, settled in rows
    )
    yield Table("What each agency gave itself, and what was settled", titles, lines)


def _result(result: QuestionResult, share: str) -> tuple[Cell, ...]:
    settled = ", ".join(f"{one.label}: {one.count}" for one in result.counts if one.count)
    return (
        Cell(f"{result.number} {result.asked}", result.standard_text),
        Cell(settled or "None", "" if result.graded else "Nothing was graded"),
        Cell(share),
    )


def _agreement(grades: list[tuple[str, str]]) -> str:
    """How many of the grades that agencies gave themselves were settled as they were."""
    both = [own == settled for own, settled in grades if own and settled]
    if not both:
        return "No grade was both given by an agency and settled."
    stood = f"{sum(both)} of {counted(len(both), 'grade')} that agencies gave themselves"
    return f"{stood} {verb(sum(both), 'was', 'were')} settled as given."


# What was found


def _findings(words: ReportWords) -> Iterator[Block]:
    if words.findings:
        yield Subheading("Findings by standard", "audit-findings")
    known = [result.standard_text for result in words.results]
    named = {one.standard for one in words.findings}
    order = [*dict.fromkeys(text for text in known if text in named), *sorted(named - set(known) - {""})]
    for standard in [*order, *([""] if "" in named else [])]:
        yield _of_standard(standard, [one for one in words.findings if one.standard == standard])


def _of_standard(standard: str, findings: Iterable[ReportFinding]) -> Entry:
    by_kind: dict[str, list[str]] = {}
    for one in findings:
        by_kind.setdefault(one.kind_words, []).append(one.text)
    told = [(kind, bullets(texts)) for kind, texts in by_kind.items()]
    return Entry(title=standard or THE_WHOLE, parts=parts(*told))


# What came of it


def _recommendations(found: FinalReport) -> Iterator[Block]:
    yield Subheading("Recommendations, and where each stands now", "audit-recommendations")
    said = f"{date_words(found.response.at)}: {found.response.text}" if found.response else ""
    yield Prose(f"SAAS’s response, {said}" if said else "SAAS has not responded yet.")
    lines = tuple(
        (
            Cell(f"{advised.number}. {advised.text}", advised.outcome),
            Cell(task.title),
            Cell(task.holder, f"{task.owner}, by {task.due_words}"),
            Cell(found.states.get(task, "Not known")),
        )
        for advised in found.words.recommendations
        for task in advised.tasks
    )
    titles = columns("Recommendation", "What is to be done", "By whom and when", "Where it stands")
    yield Table("Recommendations for action", titles, lines)


def _movement(matrix: tuple[ReauditRow, ...]) -> Table:
    titles = columns("Standard", "Then", "Now", "What changed")
    return Table("Since the audit it repeats", titles, tuple(_moved(row) for row in matrix))


def _moved(row: ReauditRow) -> tuple[Cell, ...]:
    moved = row.comparison
    return (
        Cell(row.text, row.section),
        Cell(row.then_words),
        Cell(row.now_words),
        Cell(moved.change_words, moved.chance_words, TONES[moved.change]),
    )
