"""Factories of attendance: SAAS with its members, a meeting with its list, and who came to it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from assurance.models import Agency, Attendee, Membership, User
from assurance.queries.attendance import attendees_of, recorded_as
from assurance.rules.attendance import Presence, Reply
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.services import attendance as services
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.meetings import STARTS_AT, a_meeting

BEFORE = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
AFTER = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
MEETS_ON = STARTS_AT.date()
SENT = {"post": "Detective Superintendent", "agency": None, "reason": "The member is before a court that day"}
PARTNERS = {"Police": "police", "Health": "health", "Council": "local_authority"}


@dataclass(frozen=True)
class Saas:
    """The people of SAAS: who keeps its meetings, who chairs them, its members by name."""

    team: User
    chair: User
    deputy: User
    police: User
    health: User
    council: User
    probation: User
    scrutineer: User


def a_member(name, category="", role=Role.SAAS_MEMBER, *, agency=None, **fields):
    """A member of SAAS by the post "{name} member", who represents an agency of this category."""
    person = person_with(role, post_title=f"{name} member", **fields)
    slug = f"{name.lower()}-agency"
    agency = agency or Agency.objects.filter(slug=slug).first() or AgencyFactory(slug=slug, category=category)
    Membership.objects.filter(person=person).update(representing=agency)
    return person


def a_saas():
    """SAAS with chair, deputy, a member of each Safeguarding Partner and one of a Relevant Agency."""
    partners = {name.lower(): a_member(name, category) for name, category in PARTNERS.items()}
    return Saas(
        team=person_with(Role.BUSINESS_TEAM, post_title="Business Team"),
        chair=person_with(Role.SAAS_CHAIR, post_title="Chair"),
        deputy=a_member("Council", role=Role.SAAS_DEPUTY, agency=Agency.objects.get(slug="council-agency")),
        probation=a_member("Probation"),
        scrutineer=person_with(Role.INDEPENDENT_SCRUTINEER, post_title="Scrutineer"),
        **partners,
    )


def a_listed_meeting(state=MeetingState.CIRCULATED, *, listed_at=BEFORE, **fields):
    """A meeting whose list is that of the memberships of its day, as known when it was listed."""
    meeting = a_meeting(MeetingState.PLANNED, **fields)
    services.keep_in_step(meeting=meeting, by=None, now=listed_at)
    meeting.state = state
    meeting.save(update_fields=["state"])
    return meeting


def place_of(meeting, person) -> Attendee:
    """The place of a person on the list, as it is now."""
    return attendees_of(meeting).get(person=person)


def answers(meeting, person, answer=Reply.COMING, *, by=None, now=BEFORE, **words):
    """The person replies, or somebody does for them; the place of the substitute if they send one."""
    words = SENT | words if answer == Reply.SENDS_SUBSTITUTE else words
    services.reply(attendee=place_of(meeting, person), answer=answer, by=by or person, now=now, **words)
    return place_of(meeting, person).substitutes.first()


def takes(meeting, team, *, present, chair=None, now=AFTER):
    """The secretariat records these people, or places on the list, as present and everybody else as absent."""
    rows = list(attendees_of(meeting))
    there = {one.pk for one in rows if one in present or one.person in present}
    in_chair = next((one.pk for one in rows if chair and chair in (one.person, one)), None)
    presences = {one.pk: Presence.PRESENT if one.pk in there else Presence.ABSENT for one in rows}
    services.take_attendance(
        meeting=meeting,
        presences=presences,
        in_chair=in_chair,
        seen=recorded_as(rows),
        by=team,
        now=now,
        today=now.date(),
    )
