"""
The audits of the demonstration, planned, answered, moderated and reported by the real services at their times.

One of last year whose actions were followed, its re-audit, one that agencies answer now, a Section 11 review that is
being reported, and one planned because of an early warning.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from types import MappingProxyType

from django.db import transaction

from assurance.models import Action, Agency, EarlyWarning, Meeting, PartnershipGroup, Theme, Topic, User
from assurance.rules.actions import ActionMove, ActionOrigin, ActionState
from assurance.rules.demo import DOMAIN, MARK
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_after, working_days_before
from assurance.services.actions import move_action
from assurance.services.demo_returns import BUSINESS_TEAM
from audits.models import Audit
from audits.queries.cases import frame_fingerprint
from audits.rules.audits import AuditMove, AuditState
from audits.rules.cases import CaseState, read_frame
from audits.rules.demo import AuditStory, read_story
from audits.services.audits import plan_audit
from audits.services.cases import draw_cases, replace_case, set_frame
from audits.services.demo_answers import answer
from audits.services.demo_findings import moderate, write_report
from audits.services.demo_tools import tool_of
from audits.services.moves import move_audit
from audits.services.participants import choose_agencies
from audits.services.reasons import add_reason
from audits.services.routings import route_findings
from audits.services.team import join_team, record_training

DATA = Path(__file__).resolve().parent.parent / "data" / "demo"
Step = tuple[datetime, Callable[..., object]]
LAUNCHES_AT, PLANS_AT, SETTLES_AT, ANSWERS_AT, MODERATES_AT, PUBLISHES_AT, RESPONDS_AT, TELLS_AT = (
    time(9, 50),
    time(10, 50),
    time(12, 30),
    time(13, 50),
    time(14, 40),
    time(14, 50),
    time(15, 50),
    time(16, 10),
)
# The demonstration's people on every team, with the agency they are on it for.
TEAM = MappingProxyType({BUSINESS_TEAM: "", "audit.team.member": "health-provider-trusts"})
TRAINING = "Auditing children’s cases together: two days for multi-agency audit teams"
DATES = ("starts_on", "answers_due_on", "moderation_on", "report_due_on")
FROM_THE_POLICE = "dans-leading-to-referral"
NEXT = "5_planned.toml"


def audit_steps(*, now: datetime) -> list[Step]:
    """What comes to pass in the audits, and when; none of it later than now. Needs the tools that are shipped."""
    stories = (_story(path) for path in sorted(DATA.glob("*.toml")) if path.name != NEXT)
    return [(min(at, now), act) for story in stories for at, act in _steps(story, local_date(now))]


@transaction.atomic
def plan_next_audit(*, now: datetime) -> bool:
    """
    Plan the audit that the figures ask for, with the early warning that shows it; whether that was done now.

    It comes after the figures have been looked at, which is when there are warnings.
    """
    story = _story(DATA / NEXT)
    if Audit.objects.filter(title=story.title).exists():
        return False
    _plan(story, local_date(now), now=now)
    return True


def _story(path: Path) -> AuditStory:
    return read_story(path.read_text(encoding="utf-8"))


def _steps(story: AuditStory, today: date) -> Iterator[Step]:
    def at(name: str, hour: time) -> datetime:
        return _moment(story.days[name], hour, today)

    yield at("planned", PLANS_AT), partial(_plan, story, today)
    yield at("starts_on", LAUNCHES_AT), partial(_move, story, AuditMove.LAUNCH)
    for part in story.agencies:
        days = part.signed if part.signed is not None else part.written or 0
        yield _moment(days, ANSWERS_AT, today), partial(answer, story, part)
    if "settled" not in story.days:
        return
    yield at("moderation_on", MODERATES_AT), partial(_move, story, AuditMove.MODERATE)
    yield at("settled", SETTLES_AT), partial(_settle, story, today)
    if "published" in story.days:
        yield at("published", PUBLISHES_AT), partial(_move, story, AuditMove.PUBLISH)
    if "responded" in story.days:
        yield at("responded", RESPONDS_AT), partial(_respond, story)
    for told in story.report.get("told", ()):
        yield _moment(told["days"], TELLS_AT, today), partial(_tell, told)


# Planning


def _plan(story: AuditStory, today: date, *, now: datetime) -> None:
    by, plan = person(BUSINESS_TEAM), story.plan
    dates = {name: day_of(story.days[name], today) for name in DATES}
    audit = plan_audit(
        title=story.title,
        kind=story.kind,
        why=plan["why"],
        outcome=plan["outcome"],
        lines=plan["lines"].strip(),
        group=PartnershipGroup.objects.get(slug="saas"),
        lead=plan["lead"],
        theme=Theme.objects.filter(title=plan.get("theme", "")).first(),
        topics=Topic.objects.filter(slug__in=plan["topics"]),
        tool=tool_of(story, by, now),
        earlier=Audit.objects.filter(title=plan.get("earlier", "")).first(),
        by=by,
        now=now,
        **dates,
    )
    choose_agencies(audit=audit, agencies=Agency.objects.filter(slug__in=story.asked), by=by, now=now)
    _say_why(story, audit, by, now)
    _staff(story, audit, by, now)
    if story.frame:
        _draw(story, audit, by, now)
    if "settled" not in story.days:
        _route(story, audit, by, now)


def _say_why(story: AuditStory, audit: Audit, by: User, now: datetime) -> None:
    kind, text = story.reason
    warnings = EarlyWarning.objects.filter(topic__slug__in=[FROM_THE_POLICE])
    shows = {"signal": warnings.order_by("-raised_at").first(), "earlier_audit": audit.earlier}
    add_reason(audit=audit, kind=kind, text=text, record=shows.get(str(kind)), by=by, now=now)


def _staff(story: AuditStory, audit: Audit, by: User, now: datetime) -> None:
    for key, slug in TEAM.items():
        member = join_team(
            audit=audit,
            person=person(key),
            agency=Agency.objects.get(slug=slug) if slug else None,
            is_lead=story.plan.get("led_from") == key,
            by=by,
            now=now,
        )
        if not member.person.audit_training.exists():
            on = working_days_before(local_date(now), 10)
            record_training(member=member, title=TRAINING, on=on, by=by, now=now)


def _draw(story: AuditStory, audit: Audit, by: User, now: datetime) -> None:
    seen, frame = frame_fingerprint(audit), read_frame(story.frame["references"])
    set_frame(audit=audit, frame=frame, criteria=story.plan["criteria"], seen=seen, by=by, now=now)
    draw_cases(audit=audit, number=story.frame["number"], reserve=story.frame["reserve"], by=by, now=now)
    if why := story.frame.get("replaced"):
        replace_case(case=audit.cases.filter(state=CaseState.DRAWN).order_by("order")[0], reason=why, by=by, now=now)


def _route(story: AuditStory, audit: Audit, by: User, now: datetime) -> None:
    """Send the findings to the first meeting after the report is due; to the group on a day if none is planned yet."""
    for one in story.routings:
        group = PartnershipGroup.objects.get(slug=one["group"])
        after = datetime.combine(max(audit.report_due_on, local_date(now)), time.max, LONDON)
        found = Meeting.objects.filter(group=group, starts_at__gt=after).exclude(state=MeetingState.CANCELLED)
        meeting = found.exclude(kind=MeetingKind.WORKING_GROUP).order_by("starts_at").first()
        on = working_days_after(audit.report_due_on, 15 if one["group"] == "saas" else 30)
        where = {"meeting": meeting} if meeting else {"group": group, "on": on}
        route_findings(audit=audit, purpose=one["purpose"], by=by, now=now, **where)


# Moving on


def _move(story: AuditStory, move: AuditMove, *, now: datetime) -> None:
    audit, by = audit_of(story), person(BUSINESS_TEAM)
    move_audit(audit=audit, move=move, seen=AuditState(audit.state), by=by, now=now)


def _settle(story: AuditStory, today: date, *, now: datetime) -> None:
    """The moderation meeting, its end, and what is written of it."""
    by = person(BUSINESS_TEAM)
    moderate(story, audit_of(story), by=by, now=now)
    _move(story, AuditMove.SETTLE, now=now)
    _route(story, audit_of(story), by, now)
    write_report(story, audit_of(story), lambda days: day_of(days, today), by=by, now=now)


def _respond(story: AuditStory, *, now: datetime) -> None:
    audit = audit_of(story)
    held = Meeting.objects.filter(group=audit.group, state=MeetingState.HELD, starts_at__lt=now).order_by("-starts_at")
    text = story.report["response"].strip()
    chair, seen = person("saas.chair"), AuditState(audit.state)
    meeting = held.first()
    move_audit(audit=audit, move=AuditMove.RESPOND, seen=seen, text=text, meeting=meeting, by=chair, now=now)


def _tell(told: dict[str, str], *, now: datetime) -> None:
    action = Action.objects.get(title=told["action"], origin=ActionOrigin.AUDIT)
    said = {name: f"{told[name]} {MARK}" for name in ("text", "difference") if name in told}
    seen, move = ActionState(action.state), ActionMove(told["move"])
    move_action(action=action, move=move, seen=seen, by=person(BUSINESS_TEAM), now=now, **said)


def audit_of(story: AuditStory) -> Audit:
    """The audit of a story, as it stands."""
    return Audit.objects.select_related("group", "tool__tool", "earlier").get(title=story.title)


def person(key: str) -> User:
    """The account of the demonstration with this key."""
    return User.objects.get(email=f"{key}@{DOMAIN}")


def day_of(days: int, today: date) -> date:
    """The day so many working days before today; with a minus, ahead of it."""
    return working_days_before(today, days) if days >= 0 else working_days_after(today, -days)


def _moment(days: int, at: time, today: date) -> datetime:
    return datetime.combine(day_of(days, today), at, LONDON)
