"""What happens in audits and in scrutiny that not everybody may know of, with a canary in every draft field."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assurance.models import Action
from audits.models import AnswerSheet, Audit
from audits.rules.answers import TextPart
from audits.rules.audits import AuditState
from audits.services.answer_files import attach_file
from audits.services.answers import Written, record_route, save_answers
from audits.services.findings import save_text
from audits.services.moderation import settle_grade
from scrutiny.models import AssessmentDraft, DraftAction
from scrutiny.rules.assessments import AssessmentKind, Readers
from scrutiny.services.answers import add_action, add_evidence, save_answer
from scrutiny.services.drafts import begin_draft, save_head
from tests.access.people import GROUPS
from tests.access.world import NOW, PDF, TODAY, World
from tests.factories import audits, scrutiny

HEALTH = "health"
VOICES = ("rationale", "outcome", "children", "families", "practitioners")


def _audit(world: World, whose: str) -> Audit:
    return Audit.objects.get(pk=world.things["an audit"][whose]["pk"])


def health_answers(world: World) -> None:
    """Words, a grade that puts a child at risk, the route taken, and a file, in an audit the police answer in too."""
    lead = world.authors[HEALTH]
    sheet = AnswerSheet.objects.get(pk=world.things["a sheet"]["another's collecting"]["pk"])
    for question in audits.questions_of(_audit(world, "ours collecting").tool):
        written = Written(question.pk, 0, "inadequate" if question.kind == "grade" else "", "SECRET words", "SECRET")
        save_answers(sheet=sheet, written=[written], by=lead, now=NOW)
        upload = SimpleUploadedFile("SECRET.pdf", PDF + b"SECRET answer")
        attach_file(sheet=sheet, question=question.pk, upload=upload, by=lead, now=NOW)
    record_route(sheet=sheet, told="SECRET post", on=TODAY, how="SECRET way", by=lead, now=NOW)


def audit_is_planned(world: World) -> None:
    """One of health alone."""
    words = {"title": "SECRET audit", "group": world.seats["saas"], "tool": _audit(world, "ours planned").tool}
    words["created_by"] = world.people["business_team"]
    audits.an_audit(AuditState.PLANNED, agencies=[world.seats[HEALTH]], **words)


def audit_is_moderated(world: World) -> None:
    """A grade is settled otherwise than the agencies gave it, with the reason."""
    audit, team = _audit(world, "theirs moderating"), world.people["business_team"]
    question = audits.questions_of(audit.tool, "grade")[0]
    words = {"value": "inadequate", "reason": "SECRET reason", "version": 0, "by": team, "now": NOW}
    settle_grade(audit=audit, unit=audit.cases.get(), question=question.pk, **words)


def report_is_written(world: World) -> None:
    """A part of a report that is not final."""
    audit, team = _audit(world, "theirs reporting"), world.people["business_team"]
    save_text(audit=audit, part=TextPart.LIMITS, version=0, text="SECRET limits", by=team, now=NOW)


def report_is_final(world: World) -> None:
    """A report with its actions."""
    audit, team = _audit(world, "theirs reporting"), world.people["business_team"]
    save_text(audit=audit, part=TextPart.BRIEFING, version=0, text="SECRET briefing", by=team, now=NOW)
    audits.publish(audit, team)


def _write_draft(draft: AssessmentDraft, author, holder) -> None:
    """A canary in every field of a draft: its head, an answer, evidence, an action."""
    head = {"title": "SECRET title", "capacity": "SECRET post", "scope": "SECRET scope", "purpose": "SECRET purpose"}
    words = head | {"readers": Readers.BOARD, "starts_on": TODAY, "ends_on": TODAY, "summary": "SECRET summary"}
    by = {"by": author, "now": NOW}
    save_head(draft=draft, version=draft.version_number, authors=draft.authors.all(), **words, **by)
    answer = draft.answers.first()
    values = {"rating": "red"} | dict.fromkeys(VOICES, "SECRET words")
    save_answer(answer=answer, version=answer.version, values=values, **by)
    add_evidence(answer=answer, words="SECRET evidence", source="SECRET source", dated_on=TODAY, **by)
    task = {"title": "SECRET action", "outcome": "SECRET outcome", "owner": "SECRET post", "due_on": TODAY}
    add_action(answer=answer, holder=holder, is_recommendation=True, **task, **by)


def scrutineer_writes(world: World) -> None:
    """A draft of the scrutineer's is written in, and another begun."""
    author = world.people["independent_scrutineer"]
    draft = AssessmentDraft.objects.get(title="Own draft")
    _write_draft(draft, author, world.seats["police"])
    words = {"title": "SECRET second", "capacity": "SECRET", "scope": "SECRET", "purpose": "SECRET"}
    begin_draft(
        kind=AssessmentKind.SCRUTINY,
        agency=None,
        version=draft.version,
        readers=Readers.BOARD,
        starts_on=TODAY,
        ends_on=TODAY,
        by=author,
        now=NOW,
        **words,
    )


def police_assess_themselves(world: World) -> None:
    """Their agency's own draft is written in."""
    draft = AssessmentDraft.objects.get(title="Police draft")
    _write_draft(draft, world.people["partner_lead"], world.seats["police"])


def health_assesses_itself(world: World) -> None:
    """Its own draft is written in."""
    draft = AssessmentDraft.objects.get(title="Health draft")
    _write_draft(draft, world.authors[HEALTH], world.seats[HEALTH])


def board_is_assessed(world: World) -> None:
    """An assessment for the Executive Board alone; what it asks for is in the tracker already."""
    draft = scrutiny.answered(
        AssessmentDraft.objects.get(title="Another draft"), recommend=False, holder=world.seats["police"]
    )
    AssessmentDraft.objects.filter(pk=draft.pk).update(title="SECRET assessment", readers=str(Readers.BOARD))
    draft.refresh_from_db()
    known = Action.objects.order_by("set_at", "pk").first()
    DraftAction.objects.filter(answer__draft=draft).update(
        existing=known, title="", agency=None, group=None, due_on=None, is_recommendation=False
    )
    scrutiny.published(draft)


def page_of(name: str, kind: str, whose: str, person: str = "") -> Callable[[World], str]:
    """The page of a thing of the world; of one's own by whose it is."""

    def shows_at(world: World) -> str:
        address = world.things[kind][whose]
        return reverse(name, kwargs=address[person] if person else address)

    return shows_at


NOBODY: frozenset[str] = frozenset()
SCRUTINEER = frozenset({"independent_scrutineer"})
# What a Secret is made of: its name, what happens, who may know, one of them, and where it shows to them.
ROWS = (
    (
        "health answers an audit",
        health_answers,
        NOBODY,
        HEALTH,
        page_of("audits:participant_check", "a part in an audit", "another's collecting"),
    ),
    ("an audit is planned", audit_is_planned, GROUPS["audit readers"], "saas_member", lambda world: "/audits/"),
    (
        "an audit is moderated",
        audit_is_moderated,
        GROUPS["business_team"],
        "business_team",
        page_of("audits:moderation_detail", "a case in moderation", "theirs moderating"),
    ),
    (
        "an audit's report is written",
        report_is_written,
        GROUPS["business_team"],
        "business_team",
        page_of("audits:report_write", "an audit", "theirs reporting"),
    ),
    (
        "an audit's report is final",
        report_is_final,
        GROUPS["audit readers"],
        "inspector",
        page_of("audits:report_detail", "an audit", "theirs reporting"),
    ),
    (
        "the scrutineer writes a draft",
        scrutineer_writes,
        SCRUTINEER,
        "independent_scrutineer",
        lambda world: "/scrutiny/drafts/",
    ),
    (
        "the police assess themselves",
        police_assess_themselves,
        frozenset({"partner_lead", "partner_contributor"}),
        "partner_contributor",
        lambda world: "/scrutiny/drafts/",
    ),
    ("health assesses itself", health_assesses_itself, NOBODY, HEALTH, lambda world: "/scrutiny/drafts/"),
    (
        "the Board is assessed",
        board_is_assessed,
        GROUPS["review readers"],
        "board_observer",
        lambda world: "/scrutiny/",
    ),
)
