"""Telling people of an audit: those of the agencies it asks, and those on its team (trust.md 12)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from assurance.models import User
from assurance.permissions import people_who_may
from assurance.rules.roles import Permission
from assurance.rules.tracker import due_in_words
from assurance.services.notices import notify
from audits.models import Audit, AuditTeamMember, Participant
from audits.queries.audits import audits_visible_to
from audits.rules.answers import ParticipantState
from audits.rules.audits import AuditMove

NEW_DATE = "The day by which your agency answers an audit has changed"
CANCELLED = "An audit your agency was asked to answer has been cancelled"
TEAM_CANCELLED = "An audit whose team you are on has been cancelled"
REMINDED = "Your agency has an audit to answer."
OVERDUE = "Your agency’s answers to an audit are overdue"
JOINED = "You are on the team of an audit"


def tell_of_new_date(audit: Audit, by: User, now: datetime) -> None:
    """Tell the agencies that have not submitted, and let them be reminded of the new date."""
    waiting = audit.participants.exclude(state=ParticipantState.SIGNED).select_related("agency")
    for participant in waiting:
        tell_agency(participant, NEW_DATE, by, now)
    waiting.update(reminded_at=None)


def tell_cancelled(audit: Audit, by: User, now: datetime) -> None:
    """Tell the agencies that were asked, and the team: of the audit, or of the programme where it is shut to them."""
    if audit.events.filter(move=AuditMove.LAUNCH).exists():
        for participant in audit.participants.select_related("agency"):
            for person in _answer_for(participant, by):
                _tell(person, participant, CANCELLED, _page_open_to(person, audit), now)
    for member in audit.team.filter(left_on=None).select_related("person", "agency"):
        tell_member(member, TEAM_CANCELLED, by, now)


def reminder_words(due_on: date, today: date) -> str:
    """What a reminder says: by when an audit is to be answered, or that the answers are overdue."""
    return OVERDUE if due_on < today else f"{REMINDED} {due_in_words(due_on, today, 'It is due')}"


def tell_agency(participant: Participant, text: str, by: User | None, now: datetime, *, url: str = "") -> None:
    """Tell those who answer for an agency; the address is that of its answers unless it is given."""
    for person in _answer_for(participant, by):
        _tell(person, participant, text, url or reverse("audits:participant_detail", args=[participant.pk]), now)


def tell_member(member: AuditTeamMember, text: str, by: User | None, now: datetime) -> None:
    """Tell somebody on the team."""
    if by is not None and member.person_id == by.pk:
        return
    notify(
        person=member.person,
        text=text,
        url=reverse("audits:audit_detail", args=[member.audit_id]),
        permission=Permission.ANSWER_AUDIT if member.agency else Permission.MANAGE_AUDIT,
        on=member.agency,
        now=now,
    )


def _tell(person: User, participant: Participant, text: str, url: str, now: datetime) -> None:
    permission = Permission.ANSWER_AUDIT
    notify(person=person, text=text, url=url, permission=permission, on=participant.agency, now=now)


def _answer_for(participant: Participant, by: User | None) -> list[User]:
    people: Iterable[User] = people_who_may(Permission.ANSWER_AUDIT, participant.agency)
    return [person for person in people if by is None or person.pk != by.pk]


def _page_open_to(person: User, audit: Audit) -> str:
    if audits_visible_to(person).filter(pk=audit.pk).exists():
        return reverse("audits:audit_detail", args=[audit.pk])
    return reverse("audits:audit_list")
