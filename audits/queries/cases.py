"""The cases of an audit for those who run it: frame, draw, reserve, what was replaced, and how to repeat the draw."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from assurance.models import Agency, User
from assurance.queries.agencies import current_agencies
from assurance.queries.tables import Table
from assurance.rules.canonical import sha256_of
from assurance.rules.wording import counted
from audits.models import Audit, AuditCase, CaseDraw
from audits.queries.audits import audits_run_by, runs
from audits.queries.links import HubLink
from audits.rules.audits import AuditState
from audits.rules.cases import REPLACES, CaseState, FrameCase, key_of, write_frame


@dataclass(frozen=True)
class KindRow:
    """One kind of case: how many are in the frame, and how many in the audit."""

    kind: str
    framed: int
    drawn: int


@dataclass(frozen=True)
class CasePage:
    """
    The cases of one audit. `draw` is the draw that stands, or None; `draws` all that were made, the latest first.

    `repeated` is the text whose SHA-256 put the first case first, for whoever repeats the draw.
    """

    framed: int
    kinds: tuple[KindRow, ...]
    drawn: tuple[AuditCase, ...]
    reserve: tuple[AuditCase, ...]
    replaced: tuple[AuditCase, ...]
    draw: CaseDraw | None
    draws: tuple[CaseDraw, ...]
    repeated: str
    may_change: bool
    may_replace: bool


def case_page(audit: Audit) -> CasePage:
    """The page of the cases of an audit, for those who run it. Two queries."""
    cases = list(audit.cases.order_by("order", "reference"))
    draws = tuple(audit.draws.select_related("by"))
    by_state = {state: tuple(case for case in cases if case.state == state) for state in CaseState}
    in_order = [case for case in cases if case.order is not None]
    standing = draws[0] if in_order and draws else None
    state = AuditState(audit.state)
    return CasePage(
        framed=len(cases),
        kinds=_kinds(cases),
        drawn=by_state[CaseState.DRAWN],
        reserve=by_state[CaseState.RESERVE],
        replaced=by_state[CaseState.REPLACED],
        draw=standing,
        draws=draws,
        repeated=f"{standing.seed}:{in_order[0].reference}" if standing else "",
        may_change=state == AuditState.PLANNED,
        may_replace=state in REPLACES,
    )


def _kinds(cases: list[AuditCase]) -> tuple[KindRow, ...]:
    """The kinds of cases in the order of the alphabet; none where no kind was given at all."""
    framed = Counter(case.stratum for case in cases)
    drawn = Counter(case.stratum for case in cases if case.state == CaseState.DRAWN)
    if not any(framed):
        return ()
    return tuple(KindRow(kind or "No kind given", framed[kind], drawn[kind]) for kind in sorted(framed))


def frame_text(audit: Audit) -> str:
    """The sampling frame as its form shows it, a case a line."""
    return write_frame(FrameCase(case.reference, case.stratum) for case in audit.cases.order_by("reference"))


def frame_fingerprint(audit: Audit) -> str:
    """The frame and its criteria in short: another one once somebody has changed either, or drawn."""
    drawn = audit.draws.values_list("pk", flat=True).first()
    return sha256_of(f"{frame_text(audit)}\n\n{audit.criteria}\n\n{drawn}")


def case_run_by(user: User, audit: UUID, pk: UUID) -> AuditCase | None:
    """One case of an audit `user` runs, or None."""
    return AuditCase.objects.filter(pk=pk, audit__in=audits_run_by(user).filter(pk=audit)).first()


def next_in_reserve(audit: Audit) -> AuditCase | None:
    """The case that would step in, or None."""
    return audit.cases.filter(state=CaseState.RESERVE).order_by("order").first()


def case_table(audit: Audit) -> Table:
    """The frame with the draw, as a table by which anybody can repeat it."""
    page = case_page(audit)
    seed = page.draw.seed if page.draw else ""
    headers = ["Order", "Reference", "Kind of case", "State", "Why replaced", f"SHA-256 of “{seed}:reference”"]
    headers += ["Which cases belong in the frame"]
    cases = audit.cases.order_by("reference")
    return headers, [
        [
            case.order,
            case.reference,
            case.stratum,
            case.get_state_display(),
            case.note,
            key_of(case.reference, seed),
            audit.criteria,
        ]
        for case in sorted(cases, key=lambda case: (case.order is None, case.order or 0, case.reference))
    ]


def agencies_offered(audit: Audit, today: date) -> QuerySet[Agency]:
    """The agencies an audit may ask: those of today, and those it asks already."""
    # Sets of keys, not joins, so that neither narrows the other.
    now = Q(pk__in=current_agencies(today).values("pk"))
    return Agency.objects.filter(now | Q(pk__in=audit.participants.values("agency"))).order_by("name")


def agencies_chosen(audit: Audit) -> list[Agency]:
    """The agencies an audit asks."""
    return list(Agency.objects.filter(pk__in=audit.participants.values("agency")).order_by("name"))


def case_link(audit: Audit, user: User) -> HubLink | None:
    """The page of the cases, for those who run the audit."""
    if not audit.has_cases or not runs(user, audit):
        return None
    drawn = audit.cases.filter(state=CaseState.DRAWN).count()
    note = f"{counted(drawn, 'case')} in the audit" if drawn else "Not drawn yet"
    return HubLink("Cases and how they were drawn", reverse("audits:case_list", args=[audit.pk]), note)


def agency_link(audit: Audit, user: User) -> HubLink | None:
    """The page on which agencies are chosen, for those who run an audit that is not launched."""
    if audit.state != AuditState.PLANNED or not runs(user, audit):
        return None
    return HubLink(
        "Agencies that are asked",
        reverse("audits:agency_choose", args=[audit.pk]),
        f"{counted(audit.participants.count(), 'agency', 'agencies')} chosen",
    )
