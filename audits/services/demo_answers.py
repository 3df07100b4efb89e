"""What the agencies of the demonstration answer in its audits, alone, and signed by those who may."""

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

from assurance.models import User
from assurance.rules.demo import DOMAIN, MARK
from assurance.rules.wording import local_date
from audits.models import AnswerSheet, Audit, Participant
from audits.queries.answers import content_for, draft_of, sheets_of
from audits.queries.identifiers import known_terms
from audits.rules.demo import DOES_WELL, LETTERS, AgencyStory, AuditStory, CaseStory
from audits.rules.signing import CHOSEN, looked_through, names_of
from audits.rules.tool_content import Question, ToolContent
from audits.rules.tools import Purpose, QuestionKind
from audits.services.answers import (
    Written,
    confirm_names,
    record_route,
    save_answers,
    save_survey,
    say_whether_known,
)
from audits.services.signing import sign_answers

# Who writes for each agency, and who signs.
WRITERS = MappingProxyType(
    {
        "kent-county-council": ("local.authority.contributor", "local.authority.lead"),
        "kent-police": ("police.contributor", "police.lead"),
        "nhs-kent-and-medway": ("health.contributor", "health.lead"),
        "health-provider-trusts": ("trusts.lead", "trusts.lead"),
        "education": ("education.lead", "education.lead"),
        "probation-service": ("probation.lead", "probation.lead"),
    }
)
SURVEY = "Staff survey of the agency (figures of the demonstration)"


def answer(story: AuditStory, part: AgencyStory, *, now: datetime) -> None:
    """Write all that an agency has answered so far, and sign it if it has."""
    audit = Audit.objects.get(title=story.title)
    found = Participant.objects.select_related("audit__tool", "agency")
    participant = found.get(audit=audit, agency__slug=part.slug)
    writer, signer = (User.objects.get(email=f"{key}@{DOMAIN}") for key in WRITERS[part.slug])
    content = content_for(participant)
    for place, sheet in enumerate(sheets_of(participant)):
        if story.cases:
            _answer_case(story, part, place, sheet, content, writer, now)
        else:
            _answer_about_itself(story, part, sheet, content, writer, now)
    if part.signed is not None:
        sign_answers(participant=participant, by=signer, now=now)


def _answer_case(
    story: AuditStory,
    part: AgencyStory,
    place: int,
    sheet: AnswerSheet,
    content: ToolContent,
    by: User,
    now: datetime,
) -> None:
    case = story.cases[place]
    letters = case.grades_of(part.slug)
    if not letters:
        said = {"is_known": False, "unknown_because": part.unknown}
        say_whether_known(sheet=sheet, version=sheet.version, by=by, now=now, **said)
        return
    written = list(_written(part, case, letters, content, story.tool["evidence"]))
    done = part.done[place] if part.done else len(written)
    save_answers(sheet=sheet, written=written[:done], by=by, now=now)
    if case.route.get("agency") == part.slug:
        told, how = case.route["told"], case.route["how"]
        record_route(sheet=sheet, told=told, on=local_date(now), how=how, by=by, now=now)


def _written(
    part: AgencyStory, case: CaseStory, letters: str, content: ToolContent, evidence: list[str]
) -> Iterator[Written]:
    grades, shown = iter(letters), iter(evidence)
    for question in content.questions:
        if question.kind in CHOSEN:
            letter = next(grades)
            read = f"{part.read} {next(shown)}" if question.needs_evidence else ""
            yield Written(question.pk, 0, value=LETTERS[letter], evidence=read)
        elif text := _words(part, case, letters, question):
            yield Written(question.pk, 0, text=text)


def _words(part: AgencyStory, case: CaseStory, letters: str, question: Question) -> str:
    if question.purpose == Purpose.VOICE:
        return f"{part.says} {case.voice[part.view]}"
    if question.purpose == Purpose.IMPACT:
        return f"{case.impact[part.view]} {MARK}"
    if question.is_required:
        return part.well if letters[0] in DOES_WELL else part.sooner
    return ""


def _answer_about_itself(
    story: AuditStory, part: AgencyStory, sheet: AnswerSheet, content: ToolContent, by: User, now: datetime
) -> None:
    grades, texts, shown = iter(part.grades), iter(part.texts), iter(story.tool["evidence"])
    written = []
    for question in content.questions:
        if question.kind == QuestionKind.GRADE:
            evidence = next(shown) if question.needs_evidence else ""
            written.append(Written(question.pk, 0, value=LETTERS[next(grades)], evidence=evidence))
        else:
            written.append(Written(question.pk, 0, text=f"{next(texts)} {MARK}"))
    save_answers(sheet=sheet, written=written, by=by, now=now)
    names = names_of(looked_through(draft_of(sheet), content, known_terms()))
    if names:
        confirm_names(sheet=sheet, names=names, by=by, now=now)
    for beginning, *figures in part.survey:
        standard = next(one for one in content.standards if one.text.startswith(beginning))
        counts = dict(zip(("asked", "answered", "agreed"), figures, strict=True)) | {"source": SURVEY}
        save_survey(participant=sheet.participant, standard=standard.pk, version=0, figures=counts, by=by, now=now)
