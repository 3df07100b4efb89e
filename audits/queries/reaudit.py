"""A re-audit beside the audit it repeats, standard by standard, for those who read both reports (R115)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Max, Q
from django.urls import reverse

from assurance.models import Action, User
from assurance.queries.actions import actions_visible_to
from assurance.queries.tables import Table
from assurance.rules.actions import ActionMove, ActionState
from audits.models import Audit, AuditReport, SettledGrade
from audits.queries.audits import audits_reported_to
from audits.queries.links import HubLink
from audits.queries.reports import drafts_read_by
from audits.queries.tools import contents_of
from audits.rules.agreement import JUDGEMENT_SCALE, scale_of
from audits.rules.audits import AuditState
from audits.rules.reaudit import NOT_ASKED, Change, Comparison, Side, compared, is_unimproved, side_of
from audits.rules.tool_content import ToolContent
from audits.rules.tools import GradeRule, Purpose

OVERALL = "overall"
OVERALL_WORDS = "The grade of the whole"
# A standard by its identity, or the grade of the whole.
Key = UUID | str
# A case (or an agency), the question that was graded, and the grade.
Settled = tuple[UUID, UUID, str]


@dataclass(frozen=True)
class StandardSide:
    """What one audit found of one standard: its words, the heading it stands under, and the counts."""

    text: str
    section: str
    side: Side


Sides = dict[Key, StandardSide]


def sides_of(audits: Collection[Audit]) -> dict[UUID, Sides]:
    """
    What the settled grades of each audit say of each standard, in its tool's order, the whole last.

    Six queries, however many audits.
    """
    tools = {audit.tool_id: audit.tool for audit in audits if audit.tool}
    contents = contents_of(list(tools.values())) if tools else {}
    settled: dict[UUID, list[Settled]] = defaultdict(list)
    found = SettledGrade.objects.filter(audit__in=audits)
    for audit, case, participant, question, value in found.values_list(
        "audit", "case", "participant", "question", "value"
    ):
        settled[audit].append((case or participant, question, value))
    return {audit.pk: _sides(contents[audit.tool_id], settled[audit.pk]) if audit.tool_id else {} for audit in audits}


def _sides(content: ToolContent, settled: Iterable[Settled]) -> Sides:
    places: dict[UUID | None, tuple[Key, dict[str, GradeRule]]] = {}
    headings: dict[Key, tuple[str, str]] = {}
    for section in content.sections:
        for standard in section.standards:
            for question in standard.questions:
                if scale := scale_of(question.kind, content.grades):
                    is_overall = question.purpose == Purpose.OVERALL
                    key: Key = OVERALL if is_overall else standard.identity or ""
                    places[question.pk] = key, {grade.slug: grade for grade in scale}
                    headings[key] = ("", OVERALL_WORDS) if is_overall else (section.title, standard.text)
    found: dict[Key, dict[UUID, list[GradeRule]]] = defaultdict(lambda: defaultdict(list))
    for unit, asked, value in settled:
        key, grades = places[asked]
        if value in grades:
            found[key][unit].append(grades[value])
    every = (*content.grades, *JUDGEMENT_SCALE)
    rows = {
        key: StandardSide(text, section, side_of(found[key].values(), every))
        for key, (section, text) in headings.items()
    }
    return dict(sorted(rows.items(), key=lambda row: row[0] == OVERALL))


@dataclass(frozen=True)
class ReauditRow:
    """One standard, then and now; a side is None where that audit did not ask of it."""

    key: Key
    text: str
    section: str
    then: Side | None
    now: Side | None
    unit: str

    @cached_property
    def comparison(self) -> Comparison:
        """In which direction it went, and whether chance could do that."""
        return compared(self.then or NOT_ASKED, self.now or NOT_ASKED)

    @property
    def then_words(self) -> str:
        """How many met it then."""
        return self.then.words(self.unit) if self.then else "Not asked then"

    @property
    def now_words(self) -> str:
        """How many meet it now."""
        return self.now.words(self.unit) if self.now else "Not asked now"

    @property
    def is_unimproved(self) -> bool:
        """Whether it fell short then and falls short still."""
        return bool(self.then and self.now) and is_unimproved(self.then or NOT_ASKED, self.now or NOT_ASKED)


@dataclass(frozen=True)
class ReauditPage:
    """The matrix of a re-audit. `actions` are the closed ones its result reopens, as far as the reader reads them."""

    audit: Audit
    earlier: Audit
    rows: tuple[ReauditRow, ...]
    actions: tuple[Action, ...]
    is_draft: bool

    def number(self, change: Change) -> int:
        """How many standards changed like this; the grade of the whole is none of them."""
        return sum(row.comparison.change == change for row in self.rows if row.key != OVERALL)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The figures at the head of the page."""
        return [
            ("Better", self.number(Change.BETTER)),
            ("No change", self.number(Change.SAME)),
            ("Worse", self.number(Change.WORSE)),
            ("Cannot be compared", self.number(Change.UNKNOWN)),
        ]


def reaudit_visible_to(user: User, pk: UUID) -> Audit | None:
    """A re-audit `user` may set beside the earlier one: both reports are theirs to read, this one perhaps in draft."""
    final = audits_reported_to(user).order_by()
    readable = Q(pk__in=final.values("pk")) | Q(pk__in=drafts_read_by(user).order_by().values("pk"))
    found = Audit.objects.filter(readable, pk=pk, earlier__in=final.values("pk"))
    return found.select_related("earlier__tool", "tool").first()


def rows_of(audit: Audit) -> list[ReauditRow]:
    """The matrix: the re-audit's standards in their order, then those that only the earlier audit asked of."""
    return matrices_of([audit])[audit.pk]


def matrices_of(audits: Collection[Audit]) -> dict[UUID, list[ReauditRow]]:
    """The matrix of each of these audits, empty for one that repeats none. Six queries, however many."""
    earlier = [audit.earlier for audit in audits if _repeats(audit)]
    sides = sides_of(list({one.pk: one for one in (*earlier, *audits)}.values())) if earlier else {}
    return {
        audit.pk: _matrix(sides[audit.earlier_id], sides[audit.pk], str(audit.unit)) if _repeats(audit) else []
        for audit in audits
    }


def _repeats(audit: Audit) -> bool:
    return audit.earlier is not None and audit.earlier.unit == audit.unit


def _matrix(then: Sides, now: Sides, unit: str) -> list[ReauditRow]:
    keys = [*(key for key in now if key != OVERALL), *(key for key in then if key not in now and key != OVERALL)]
    keys += [OVERALL] if OVERALL in then or OVERALL in now else []
    return [_row(key, then.get(key), now.get(key), unit) for key in keys]


def _row(key: Key, then: StandardSide | None, now: StandardSide | None, unit: str) -> ReauditRow:
    words = now or then
    return ReauditRow(
        key=key,
        text=words.text if words else "",
        section=words.section if words else "",
        then=then.side if then else None,
        now=now.side if now else None,
        unit=unit,
    )


def reaudit_page(audit: Audit, user: User) -> ReauditPage:
    """The page of a re-audit (which must come from `reaudit_visible_to`)."""
    rows, is_draft = tuple(rows_of(audit)), audit.state == AuditState.REPORTING
    closed = [action.pk for action in unimproved_actions(audit, rows)] if is_draft else []
    actions = tuple(actions_visible_to(user).filter(pk__in=closed)) if closed else ()
    return ReauditPage(audit, audit.earlier, rows, actions, is_draft)


def unimproved_actions(audit: Audit, rows: Iterable[ReauditRow]) -> list[Action]:
    """
    The closed actions of the earlier audit whose standard did not improve.

    One that was closed again after this audit's report was first final was closed in the knowledge of it, and stays.
    """
    standards = [row.key for row in rows if row.is_unimproved and row.key != OVERALL]
    found = Action.objects.filter(
        state=ActionState.CLOSED,
        audit_task__recommendation__audit=audit.earlier_id,
        audit_task__recommendation__standard__identity__in=standards,
    )
    first = AuditReport.objects.filter(audit=audit).order_by("number").first()
    if first:
        closed = Max("updates__at", filter=Q(updates__move=ActionMove.CLOSE))
        found = found.annotate(closed_at=closed).filter(closed_at__lt=first.published_at)
    return list(found.select_related("agency", "group").order_by("due_on", "pk"))


def reaudit_table(rows: Iterable[ReauditRow]) -> Table:
    """The matrix as a table: numbers, and what they say."""
    headers = ["Part", "Standard", "Met then", "Graded then", "Met now", "Graded now", "Change", "Could it be chance?"]
    headers += ["p-value", "Grades then", "Grades now"]
    return headers, [
        [
            row.section,
            row.text,
            row.then.met if row.then else None,
            row.then.graded if row.then else None,
            row.now.met if row.now else None,
            row.now.graded if row.now else None,
            row.comparison.change_words,
            row.comparison.chance_words,
            row.comparison.p_words,
            row.then.grades_words if row.then else "",
            row.now.grades_words if row.now else "",
        ]
        for row in rows
    ]


def reaudit_link(audit: Audit, user: User) -> HubLink | None:
    """The matrix, for those who read both reports."""
    if not audit.earlier_id or reaudit_visible_to(user, audit.pk) is None:
        return None
    url = reverse("audits:reaudit_detail", args=[audit.pk])
    return HubLink("Then and now", url, "Each standard beside what the earlier audit found")
