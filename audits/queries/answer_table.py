"""What the agencies found, question by question, beside what was settled and said: a table to take away (R88, R112)."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.db.models import F

from assurance.queries.tables import Table
from assurance.rules.tables import Cell
from assurance.rules.wording import local_date
from audits.models import Audit, Discussion, FrozenSheet, SettledGrade
from audits.queries.moderation import unit_name, units_of, version_of
from audits.queries.tools import tool_content
from audits.rules.agreement import scale_of
from audits.rules.frozen import SheetWords, read_sheet
from audits.rules.survey import survey_words
from audits.rules.tool_content import Question

Lines = Iterator[list[Cell]]
CASE_HEADER = {True: "Case", False: "Agency audited"}


def answer_table(audit: Audit) -> Table:
    """
    Every answer that stands, for somebody who compares the agencies' answers (`audit_compared_by`).

    Then what was settled of each question with why, and what practitioners said. A fixed number of queries.
    """
    content = tool_content(version_of(audit))
    names = {unit.pk: unit_name(unit) for unit in units_of(audit)}
    questions = {one.pk: one for one in content.questions}
    grades = {
        (one.pk, grade.slug): grade.label
        for one in content.questions
        for grade in scale_of(one.kind, content.grades) or ()
    }
    headers = [CASE_HEADER[audit.has_cases], "What it is", "Number", "Question", "Agency or person", "On", "Answer"]
    headers += ["Words", "Evidence", "Files"]
    rows = [*_answers(audit, names), *_settled(audit, names, questions, grades), *_discussed(audit, names)]
    return headers, rows


def _answers(audit: Audit, names: Mapping[UUID, str]) -> Lines:
    standing = FrozenSheet.objects.filter(
        submission=F("sheet__participant__standing"), sheet__participant__audit=audit
    ).select_related("sheet__participant__agency")
    for frozen in standing.order_by("sheet__case__order", "sheet__case__reference", "sheet__participant__agency__name"):
        sheet = frozen.sheet
        name = names.get(sheet.case_id or sheet.participant_id, "")
        yield from _sheet(name, sheet.participant.agency.name, read_sheet(frozen.content))


def _sheet(name: str, agency: str, words: SheetWords) -> Lines:
    if not words.is_known:
        yield _row(name, "Not known to the agency", who=agency, words=words.unknown_because)
    for one in words.answers:
        files = "\n".join(file.name for file in one.files)
        yield [
            name,
            "Answer",
            one.number,
            one.asked,
            agency,
            None,
            one.label or one.value,
            one.text,
            one.evidence,
            files,
        ]
    for route in words.routes:
        told = f"Told: {route.told}. {route.how}"
        yield _row(name, "The child’s team was told", who=agency, on=date.fromisoformat(route.on), words=told)
    for found in words.survey:
        said = f"{survey_words(found.asked, found.answered, found.agreed)} {found.source}."
        yield _row(name, "Staff survey", who=agency, words=said)


def _settled(
    audit: Audit,
    names: Mapping[UUID, str],
    questions: Mapping[UUID, Question],
    grades: Mapping[tuple[UUID, str], str],
) -> Lines:
    found = SettledGrade.objects.filter(audit=audit, question__in=questions).select_related("settled_by")
    for one in sorted(found, key=lambda one: (names.get(_unit(one), ""), list(questions).index(one.question_id))):
        asked, label = questions[one.question_id], grades.get((one.question_id, one.value), one.value)
        name, by, on = names.get(_unit(one), ""), str(one.settled_by), local_date(one.settled_at)
        yield [name, "Settled in moderation", asked.number, asked.text, by, on, label, one.reason, "", ""]


def _discussed(audit: Audit, names: Mapping[UUID, str]) -> Lines:
    found = {_unit(one): one for one in Discussion.objects.filter(audit=audit)}
    for pk, name in names.items():
        if pk in found:
            on = local_date(found[pk].changed_at)
            yield _row(name, "What practitioners said", on=on, words=found[pk].practitioners)
            yield _row(name, "Good practice", on=on, words=found[pk].good_practice)


def _unit(one: SettledGrade | Discussion) -> UUID:
    return one.case_id or one.participant_id


def _row(name: str, what: str, *, who: str = "", on: date | None = None, words: str) -> list[Cell]:
    return [name, what, "", "", who, on, "", words, "", ""]
