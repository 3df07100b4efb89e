"""Who belongs at a meeting by the memberships of its day, and who will be in the chair (SAAS ToR 2.2, 3.4, 4.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from assurance.models import Agency, Attendee, Meeting, Membership, User
from assurance.queries.memberships import sub_groups
from assurance.rules.attendance import CHAIR_ROLES, EXPECTED_AS, Reply, Standing, standing_of
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.rules.wording import local_date

SAAS = "saas"
POST_LENGTH = 160


@dataclass(frozen=True)
class Expected:
    """Somebody who belongs at a meeting: under which post, for which agency, in what standing."""

    person: User
    post: str
    agency: Agency | None
    standing: Standing


def expected_at(meeting: Meeting, today: date) -> dict[int, Expected]:
    """
    Who belongs at a meeting by the memberships of its day that have begun by `today`, by the key of the person.

    Who is to join later is not to be known of from the list (trust.md 2): the list is matched again when papers go out.

    Its group's members with chair and deputy, the Business Team as secretariat, the Independent Scrutineer; at SAAS the
    chairs of sub-groups too, unless a member is named to give a group's update instead (SAAS ToR 3.4, 4.1, R11).
    """
    day = local_date(meeting.starts_at)
    found: dict[int, list[Membership]] = {}
    for membership in _belonging(meeting, day).filter(starts_on__lte=today):
        found.setdefault(membership.person_id, []).append(membership)
    return {pk: _expected(memberships) for pk, memberships in found.items()}


def _belonging(meeting: Meeting, day: date) -> QuerySet[Membership]:
    here = Q(group=meeting.group, role__in=EXPECTED_AS)
    everywhere = Q(role__in=[Role.BUSINESS_TEAM, Role.INDEPENDENT_SCRUTINEER])
    active = Membership.objects.on(day).filter(person__is_active=True)
    belongs = here | everywhere
    if meeting.group.slug == SAAS:
        spoken_for = active.filter(here, speaks_for_chair_of__isnull=False).values("speaks_for_chair_of")
        belongs |= Q(role=Role.GROUP_CHAIR, group__in=sub_groups(day)) & ~Q(group__in=spoken_for)
    return active.filter(belongs).select_related("person", "representing", "speaks_for_chair_of").order_by("pk")


def _expected(memberships: list[Membership]) -> Expected:
    person = memberships[0].person
    spoken_for = next((one.speaks_for_chair_of for one in memberships if one.speaks_for_chair_of), None)
    aside = f", for the chair of {spoken_for.short_name}" if spoken_for else ""
    return Expected(
        person,
        (person.post_title or str(person))[: POST_LENGTH - len(aside)] + aside,
        next((one.representing for one in memberships if one.representing), None),
        standing_of(Role(one.role) for one in memberships),
    )


def expected_chair(meeting: Meeting, attendees: Iterable[Attendee]) -> Attendee | None:
    """Who will be in the chair by the replies: the chair, or the deputy where the chair cannot come (SAAS ToR 2.2)."""
    day = local_date(meeting.starts_at)
    holders = Membership.objects.on(day).filter(group=meeting.group, role__in=CHAIR_ROLES).values_list("person", "role")
    role_of = {person: CHAIR_ROLES.index(Role(role)) for person, role in holders}
    able = [one for one in attendees if one.person_id in role_of and one.reply in (Reply.NONE, Reply.COMING)]
    return min(able, key=lambda one: role_of[one.person_id], default=None)


def meetings_to_keep_in_step() -> QuerySet[Meeting]:
    """The meetings whose list still follows the memberships: those whose papers have not gone out."""
    return Meeting.objects.filter(state__in=[MeetingState.PLANNED, MeetingState.AGREED]).select_related("group")
