"""The life of a theme: planned, moved through its six stages, reported to the Executive Board (SAF 7, R92 to R98)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import (
    Decision,
    Meeting,
    PartnershipGroup,
    Priority,
    Risk,
    Theme,
    ThemeEvent,
    ThemeReport,
    Topic,
    User,
)
from assurance.permissions import demand, people_who_may
from assurance.queries.themes import earlier_of, facts_of, fingerprint_of, followed_by
from assurance.rules.meetings import DecisionState, MeetingState
from assurance.rules.roles import Permission
from assurance.rules.theme_gates import BoardDecision, Said, gates_of, problems_of_move, problems_of_plan
from assurance.rules.themes import (
    ENDED,
    RIGHTS,
    STATE_WORDS,
    Domain,
    ThemeMove,
    ThemeReportKind,
    ThemeState,
    after,
    may_be_reported,
)
from assurance.rules.wording import local_date
from assurance.services import activity as log
from assurance.services.notices import notify

MISSING = {
    "title": "Say in a few words what the theme is.",
    "why": "Say why this theme: what the indicators and risks show.",
    "outcome": "Say what is to be different for children.",
    "lead": "Say who leads it, by post.",
}
TOLD = {
    ThemeMove.AGREE: "The Executive Board has agreed the activity of a theme",
    ThemeMove.CLOSE: "A theme has been closed with what changed for children",
}
NEXT_MAY_BEGIN = "The next theme of the programme can begin"
CHANGED_MEANWHILE = (
    "Somebody else has changed this theme meanwhile. What you wrote is still here: read what its page says now, then "
    "save yours if it still holds."
)
FOR_THE_BOARD = "A report on a theme is for the Executive Board"


@transaction.atomic
def plan_theme(
    *,
    title: str,
    why: str,
    outcome: str,
    domain: Domain,
    group: PartnershipGroup,
    lead: str,
    by: User,
    now: datetime,
    follows: Theme | None = None,
    priority: Priority | None = None,
    topics: Iterable[Topic] = (),
    risks: Iterable[Risk] = (),
) -> Theme:
    """
    A theme of the rolling programme, not begun. It names its outcome for children from the start (R98).

    Raises ValidationError where the programme has no room for it: the one before has not begun, or another follows it.
    """
    demand(by, RIGHTS[ThemeMove.PLAN])
    _demand_words({"title": title, "why": why, "outcome": outcome, "lead": lead})
    _demand_place(follows)
    theme = Theme(title=title, why=why, outcome=outcome, domain=domain, group=group, lead=lead)
    theme.follows, theme.priority = follows, priority
    theme.save(force_insert=True)
    theme.topics.set(topics)
    theme.risks.set(risks)
    ThemeEvent.objects.create(theme=theme, move=ThemeMove.PLAN, by=by, at=now)
    detail = {"domain": str(domain), "group": group.slug, "follows": str(follows.pk) if follows else ""}
    log.record(actor=by, action="theme.plan", subject=theme, detail=detail, now=now)
    return theme


@transaction.atomic
def edit_theme(
    *,
    theme: Theme,
    seen: str,
    by: User,
    now: datetime,
    topics: Iterable[Topic],
    risks: Iterable[Risk],
    gates: Mapping[str, str],
    **fields: object,
) -> None:
    """
    Change what is written of a theme that has not ended; the outcome named at the start stands once it has begun.

    `fields` are those of the model; `gates` says which move each report comes before (C11). The log names what changed.
    `seen` is the fingerprint of what its writer saw: raises ValidationError when somebody else has changed it since.
    """
    demand(by, RIGHTS[ThemeMove.PLAN])
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    if theme.state in ENDED:
        raise ValidationError(f"That cannot be done now: the theme is at “{theme.get_state_display()}”.")
    if fingerprint_of(theme) != seen:
        raise ValidationError(CHANGED_MEANWHILE, code="conflict")
    if theme.state != ThemeState.PLANNED and fields.keys() & {"outcome", "follows"}:
        raise ValidationError("What was named when the theme began stands: its outcome, and what it follows.")
    _demand_words(fields)
    follows = fields.get("follows", theme.follows)
    if follows != theme.follows:
        _demand_place(follows if isinstance(follows, Theme) else None, theme)
    changed = sorted(name for name, value in fields.items() if getattr(theme, name) != value)
    kept = {str(kind): str(move) for kind, move in gates_of(gates).items()}
    Theme.objects.filter(pk=theme.pk).update(**fields, gates=kept)
    if kept != {str(kind): str(move) for kind, move in gates_of(theme.gates).items()}:
        changed.append("gates")
    for name, wanted in (("topics", list(topics)), ("risks", list(risks))):
        related = getattr(theme, name)
        if {one.pk for one in wanted} != set(related.values_list("pk", flat=True)):
            related.set(wanted)
            changed.append(name)
    log.record(actor=by, action="theme.edit", subject=theme, detail={"changed": changed}, now=now)


@transaction.atomic
def move_theme(
    *,
    theme: Theme,
    move: ThemeMove,
    seen: ThemeState,
    by: User,
    now: datetime,
    text: str = "",
    activity: str = "",
    difference: str = "",
    decision: Decision | None = None,
) -> None:
    """
    Make one move from the state that was `seen`: `MOVES` says where it leads, its gates what it waits for (SAF 7).

    Raises ValidationError, with nothing changed, when the move cannot be made from there, when its gate is shut, when
    something was left unsaid, and when somebody else has moved the theme in the meantime.
    """
    demand(by, RIGHTS[move])
    state = after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the theme is at “{STATE_WORDS[seen]}”.")
    if move == ThemeMove.BEGIN:
        _hold_programme()
    said = Said(text=text, activity=activity, difference=difference, decision=_board_decision(decision))
    # Nothing that was read with the theme some time ago: the gate is judged by what stands now.
    current = Theme.objects.select_related("follows").get(pk=theme.pk)
    if problems := problems_of_move(move, said, facts_of(current)):
        raise ValidationError(problems)
    _claim(theme, seen, {"state": state, **_values(move, said, decision, now)})
    ThemeEvent.objects.create(theme=theme, move=move, text=text, by=by, at=now)
    detail = {"decision": str(decision.pk)} if decision and move == ThemeMove.AGREE else {}
    log.record(actor=by, action=f"theme.{move}", subject=theme, detail=detail, now=now)
    _tell_of_move(theme, move, by, now)


@transaction.atomic
def record_theme_report(
    *,
    theme: Theme,
    kind: ThemeReportKind,
    meeting: Meeting,
    findings: str,
    by: User,
    now: datetime,
    recommendations: str = "",
) -> ThemeReport:
    """
    One of the three reports, as the Executive Board has it at a meeting; findings and recommendations apart (R138).

    It opens its gate once that meeting has been held. A later one of its kind replaces it. Members of the Executive
    Board are told of one for a meeting to come.
    """
    demand(by, Permission.MANAGE_THEME)
    current = Theme.objects.get(pk=theme.pk)
    if not may_be_reported(kind, ThemeState(current.state)):
        raise ValidationError(f"That report is not made while the theme is at “{current.get_state_display()}”.")
    if meeting.group.level != PartnershipGroup.Level.BOARD or meeting.state == MeetingState.CANCELLED:
        raise ValidationError("A theme is reported to a meeting of the Executive Board that was not cancelled (SAF 7).")
    if current.begun_on and local_date(meeting.starts_at) < current.begun_on:
        raise ValidationError("That meeting was before the theme began: choose a later one.")
    if not findings.strip():
        raise ValidationError("Say what was found.")
    report = ThemeReport.objects.create(
        theme=theme, kind=kind, meeting=meeting, findings=findings, recommendations=recommendations, by=by, at=now
    )
    detail = {"kind": str(kind), "meeting": str(meeting.key)}
    log.record(actor=by, action="theme.record_report", subject=theme, detail=detail, now=now)
    if meeting.state != MeetingState.HELD:
        _tell(theme, people_who_may(Permission.DECIDE, meeting.group).exclude(pk=by.pk), FOR_THE_BOARD, now)
    return report


def _demand_words(fields: Mapping[str, object]) -> None:
    missing = [sentence for name, sentence in MISSING.items() if name in fields and not str(fields[name]).strip()]
    if missing:
        raise ValidationError(missing)


def _demand_place(follows: Theme | None, theme: Theme | None = None) -> None:
    """Refuse a place in the programme that is not free (SAF 7, R95)."""
    _hold_programme()
    others = Theme.objects.exclude(pk=theme.pk) if theme else Theme.objects.all()
    problems = problems_of_plan(
        earlier_of(follows) if follows else None,
        is_followed=follows is not None and others.filter(follows=follows).exists(),
        others=[earlier_of(one) for one in others.order_by("begun_on", "title")],
    )
    if problems:
        raise ValidationError(problems)


def _hold_programme() -> None:
    """Two who plan or begin a theme at the same moment do so one after the other."""
    list(Theme.objects.select_for_update().order_by("pk").values_list("pk"))


def _board_decision(decision: Decision | None) -> BoardDecision | None:
    if decision is None:
        return None
    return BoardDecision(
        is_of_the_board=decision.meeting.group.level == PartnershipGroup.Level.BOARD,
        was_held=decision.meeting.state == MeetingState.HELD,
        stands=decision.state != DecisionState.OVERTAKEN,
    )


def _values(move: ThemeMove, said: Said, decision: Decision | None, now: datetime) -> dict[str, Any]:
    """What a move keeps with the theme."""
    if move == ThemeMove.BEGIN:
        return {"begun_on": local_date(now)}
    if move == ThemeMove.PROPOSE:
        return {"activity": said.activity} if said.activity else {}
    if move == ThemeMove.AGREE:
        return {"activity": said.activity, "decision": decision}
    if move == ThemeMove.CLOSE:
        return {"difference": said.difference, "ended_on": local_date(now)}
    if move == ThemeMove.DROP:
        return {"ended_on": local_date(now)}
    return {"begun_on": None, "ended_on": None} if move == ThemeMove.TAKE_UP else {}


def _claim(theme: Theme, seen: ThemeState, values: dict[str, Any]) -> None:
    if not Theme.objects.filter(pk=theme.pk, state=seen).update(**values):
        now_words = STATE_WORDS[ThemeState(Theme.objects.values_list("state", flat=True).get(pk=theme.pk))]
        raise ValidationError(
            f"Somebody else was first: the theme is now at “{now_words}”. What you wrote is still here. Read what they "
            "said, then send yours if it still holds.",
            code="conflict",
        )


def _tell_of_move(theme: Theme, move: ThemeMove, by: User, now: datetime) -> None:
    others = people_who_may(Permission.MANAGE_THEME).exclude(pk=by.pk)
    if move in TOLD:
        of_the_group = people_who_may(Permission.MANAGE_PLAN, theme.group).exclude(pk=by.pk)
        _tell(theme, (others | of_the_group).distinct(), TOLD[move], now)
    following = followed_by(theme)
    if move == ThemeMove.IMPLEMENT and following and following.state == ThemeState.PLANNED:
        _tell(following, others, NEXT_MAY_BEGIN, now)


def _tell(theme: Theme, people: Iterable[User], text: str, now: datetime) -> None:
    url = reverse("assurance:theme_detail", args=[theme.pk])
    for person in people:
        notify(person=person, text=text, url=url, permission=Permission.READ_PLAN, now=now)
