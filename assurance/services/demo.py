"""The demonstration: an account a role, and what the agencies reported over eight quarters and the one that is open."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from assurance.models import ActivityEntry, Agency, Membership, PartnershipGroup, Post, User
from assurance.models.memberships import SEATS_THAT_END
from assurance.queries.demo import LOADED, demo_is_loaded
from assurance.rules.canonical import sha256_of
from assurance.rules.demo import AccountPlan, Calendar, Story, read_accounts, read_calendar, read_story
from assurance.rules.demo_attendance import AttendancePlan, read_attendance
from assurance.rules.roles import ROLES, Role
from assurance.services import activity
from assurance.services.demo_agendas import agenda_steps
from assurance.services.demo_attendance import attendance_steps
from assurance.services.demo_cycle import cycle_steps
from assurance.services.demo_meetings import meeting_steps
from assurance.services.demo_minutes import minutes_steps
from assurance.services.demo_returns import BUSINESS_TEAM, People, Step, tell
from assurance.services.memberships import add_membership
from assurance.services.people import appoint_scrutineer, invite_person
from assurance.services.posts import hand_over_post

DATA = Path(__file__).resolve().parent.parent / "data" / "demo"
# Public on purpose: demo accounts open in demo mode alone.
DEMO_PASSWORD = "kent-demo-2026"  # noqa: S105
LIMITED_ROLES_LAST = timedelta(days=365)
RENEWED_WITH_LEFT = timedelta(days=180)

SEATS = dict[str, Agency | PartnershipGroup]


def first_moment(*, now: datetime) -> datetime:
    """When to load the framework under the demonstration: before all it tells of, unless the log has begun."""
    return now if ActivityEntry.objects.exists() else beginning()


def beginning() -> datetime:
    """The moment the demonstration begins."""
    return _calendar().begins_at


@transaction.atomic
def load_demo(*, now: datetime, today: date, meanwhile: Sequence[Step] = ()) -> bool:
    """
    Make the demonstration's accounts and live through its quarters; whether that was done now, or had been before.

    What came to pass `meanwhile`, outside the returns, is done at its moments, in the order of time.

    What visitors have changed since is left alone. A later run adds accounts of roles that are new, and renews those
    that are for a limited time. Needs the framework and the indicators' topics. Raises ValidationError, and loads
    nothing, when one of its quarters has been opened by hand.
    """
    accounts = read_accounts((DATA / "accounts.toml").read_text(encoding="utf-8"))
    fresh = not demo_is_loaded()
    if fresh:
        _live(accounts, _calendar(), _stories(), meanwhile, now)
        root = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
        activity.record(actor=None, action=LOADED, subject=root, detail={"sha256": _stamp()}, now=now)
    missing = _missing(accounts)
    if missing:
        _make_accounts(missing, now, today)
    _renew(now, today)
    return fresh


def _live(
    accounts: Sequence[AccountPlan],
    calendar: Calendar,
    stories: Sequence[Story],
    meanwhile: Sequence[Step],
    now: datetime,
) -> None:
    begins_at = calendar.begins_at
    lasting = [account for account in accounts if not ROLES[account.role].must_end]
    people = _make_accounts(lasting, begins_at, begins_at.date())
    _fill_posts(lasting, people, begins_at)
    appoint_scrutineer(
        person=people["independent.scrutineer"],
        scope="How effective the arrangements are for children, families and practitioners, including how serious "
        "cases are identified and reviewed (demonstration)",
        employer="None of the partner agencies",
        reports_to="The three Safeguarding Partners together",
        starts_on=begins_at.date(),
        ends_on=None,
        by=people[BUSINESS_TEAM],
        now=begins_at,
    )
    meetings = meeting_steps(calendar, people[BUSINESS_TEAM])
    agendas = agenda_steps(calendar, people[BUSINESS_TEAM])
    attendance = attendance_steps(calendar, _attendance(), people)
    rearranged = [plan.rearranged_to for plan in _attendance() if plan.rearranged_to]
    minutes = minutes_steps(calendar, rearranged, people)
    cycle = cycle_steps(calendar, people, now)
    steps = [*meanwhile, *meetings, *agendas, *attendance, *minutes, *cycle]
    tell(calendar=calendar, stories=stories, people=people, meanwhile=steps)


def _make_accounts(accounts: Sequence[AccountPlan], now: datetime, today: date) -> dict[str, User]:
    seats: SEATS = {seat.slug: seat for model in (Agency, PartnershipGroup) for seat in model.objects.all()}
    password = make_password(DEMO_PASSWORD)
    people = {}
    for account in accounts:
        person = invite_person(
            email=account.email,
            name="",
            post_title=account.post_title,
            role=account.role,
            seat=seats[account.seat],
            starts_on=today,
            ends_on=today + LIMITED_ROLES_LAST if ROLES[account.role].must_end else None,
            representing=seats.get(account.representing),
            by=None,
            now=now,
            today=today,
            **account.details,
        )
        person.password, person.is_demo, person.joined_at = password, True, now
        person.save(update_fields=["password", "is_demo", "joined_at"])
        people[account.key] = person
    return people


def _fill_posts(accounts: Sequence[AccountPlan], people: People, now: datetime) -> None:
    for account in accounts:
        if account.holds:
            post = Post.objects.get(slug=account.holds)
            hand_over_post(
                post=post, person=people[account.key], starts_on=now.date(), by=people[BUSINESS_TEAM], now=now
            )


def _missing(accounts: Sequence[AccountPlan]) -> list[AccountPlan]:
    there = set(User.objects.filter(is_demo=True).values_list("email", flat=True))
    return [account for account in accounts if account.email not in there]


def _renew(now: datetime, today: date) -> None:
    """Renew the memberships that must end, so that the demonstration's inspector is never shut out by the calendar."""
    limited = Membership.objects.filter(person__is_demo=True, role__in=SEATS_THAT_END).order_by("ends_on")
    latest = {(one.person_id, one.role): one for one in limited.select_related("person", "agency", "group")}
    for membership in latest.values():
        if membership.ends_on < today + RENEWED_WITH_LEFT:
            add_membership(
                person=membership.person,
                role=Role(membership.role),
                seat=membership.seat,
                starts_on=max(today, membership.ends_on + timedelta(days=1)),
                ends_on=today + LIMITED_ROLES_LAST,
                by=None,
                now=now,
                today=today,
            )


def _calendar() -> Calendar:
    return read_calendar((DATA / "calendar.toml").read_text(encoding="utf-8"))


def _attendance() -> Sequence[AttendancePlan]:
    return read_attendance((DATA / "attendance.toml").read_text(encoding="utf-8"))


def _stories() -> list[Story]:
    return [read_story(path.read_text(encoding="utf-8")) for path in sorted((DATA / "returns").glob("*.toml"))]


def _stamp() -> str:
    return sha256_of(b"\0".join(path.read_bytes() for path in sorted(DATA.rglob("*.toml"))))
