"""
Who comes to a meeting, and whether it is quorate.

Source: SAAS ToR 2.2, 3.5, 3.6, 4.1 (R30 to R37).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.meetings import MeetingState, MinutesState
from assurance.rules.roles import Role
from assurance.rules.wording import date_words


class Reply(StrEnum):
    """What somebody has answered to the invitation."""

    NONE = ""
    COMING = "coming"
    APOLOGIES = "apologies"
    SENDS_SUBSTITUTE = "sends_substitute"


class Presence(StrEnum):
    """Whether somebody was there, as the secretariat recorded it."""

    NOT_RECORDED = ""
    PRESENT = "present"
    ABSENT = "absent"


class Standing(StrEnum):
    """In what standing somebody attends. Only members, and those who substitute for them, count towards the quorum."""

    MEMBER = "member"
    SUBSTITUTE = "substitute"
    IN_ATTENDANCE = "in_attendance"
    SCRUTINEER = "scrutineer"
    SECRETARIAT = "secretariat"
    OBSERVER = "observer"


REPLY_WORDS = MappingProxyType(
    {
        Reply.NONE: "No reply yet",
        Reply.COMING: "Coming",
        Reply.APOLOGIES: "Apologies",
        Reply.SENDS_SUBSTITUTE: "Sends a substitute",
    }
)
PRESENCE_WORDS = MappingProxyType(
    {Presence.NOT_RECORDED: "Not yet recorded", Presence.PRESENT: "Present", Presence.ABSENT: "Absent"}
)
STANDING_WORDS = MappingProxyType(
    {
        Standing.MEMBER: "Member",
        Standing.SUBSTITUTE: "Substitute",
        Standing.IN_ATTENDANCE: "In attendance",
        Standing.SCRUTINEER: "Independent Scrutineer",
        Standing.SECRETARIAT: "Business Team",
        Standing.OBSERVER: "Participating observer",
    }
)
# What a member tells the others beforehand, by the fields of an input (SAAS ToR 4.3, R40, R41).
INPUT_WORDS = MappingProxyType(
    {
        "actions_taken": "Actions taken on the priorities and the Strategic Plan",
        "context": "Context and interpretation of the data",
        "risks": "Impact of known risks and emerging issues",
        "inspection": "Inspection feedback, and initiatives and legislation to come",
        "fora": "Concerns and emerging themes from fora",
    }
)

# Who belongs at a group's meeting, by role, and in what standing. Where somebody has several roles the first of these
# decides: an Independent Scrutineer or a member of the Business Team counts for no partner, whatever else they are
# (R32). SAAS ToR 3.4, 4.1, 4.2.
EXPECTED_AS = MappingProxyType(
    {
        Role.INDEPENDENT_SCRUTINEER: Standing.SCRUTINEER,
        Role.BUSINESS_TEAM: Standing.SECRETARIAT,
        Role.SAAS_CHAIR: Standing.MEMBER,
        Role.SAAS_DEPUTY: Standing.MEMBER,
        Role.SAAS_MEMBER: Standing.MEMBER,
        Role.GROUP_CHAIR: Standing.MEMBER,
        Role.BOARD_MEMBER: Standing.MEMBER,
        Role.BOARD_OBSERVER: Standing.OBSERVER,
    }
)
GUESTS = (Standing.IN_ATTENDANCE, Standing.OBSERVER)
# Who takes the chair, the first of them who comes (SAAS ToR 2.1, 2.2).
CHAIR_ROLES = (Role.SAAS_CHAIR, Role.GROUP_CHAIR, Role.SAAS_DEPUTY)
MEETINGS_LOOKED_BACK = 4
SUBSTITUTED_OFTEN = 2


def standing_of(roles: Iterable[Role]) -> Standing:
    """In what standing somebody with these roles attends. Raises StopIteration when none of them belongs there."""
    held = set(roles)
    return next(standing for role, standing in EXPECTED_AS.items() if role in held)


def problem_of_reply(state: MeetingState, *, recorded: bool = False) -> str:
    """Why nobody can reply any more; blank while they can. Once attendance is `recorded`, who came is known."""
    if state == MeetingState.CANCELLED:
        return "The meeting has been cancelled: nobody needs to reply."
    if state == MeetingState.HELD:
        return "The meeting has been held: replies are closed."
    return "Attendance has been recorded: replies are closed." if recorded else ""


def problem_of_input(state: MeetingState) -> str:
    """Why no input can be written or sent any more; blank while it can (R40: "before the meeting")."""
    if state == MeetingState.CANCELLED:
        return "The meeting has been cancelled: nothing can be sent to it."
    return "The meeting has been held: nothing more can be sent to it." if state == MeetingState.HELD else ""


def problem_of_list(minutes: MinutesState | None, state: MeetingState = MeetingState.PLANNED) -> str:
    """Why the list of who came can no longer be changed; blank while it can. Approved minutes rest on it."""
    if state == MeetingState.CANCELLED:
        return "The meeting has been cancelled: its list stays as it is."
    if minutes in (None, MinutesState.DRAFT):
        return ""
    return "The minutes are approved, and attendance with them. To correct it, open the minutes for correction first."


def problem_of_taking(state: MeetingState, minutes: MinutesState | None, meets_on: date, today: date) -> str:
    """Why attendance cannot be recorded now; blank when it can: from the day of the meeting on."""
    if state == MeetingState.CANCELLED:
        return "The meeting has been cancelled: nobody attended it."
    if today < meets_on:
        return f"The meeting is on {date_words(meets_on)}: attendance is recorded from that day on."
    return problem_of_list(minutes)


@dataclass(frozen=True, order=True)
class Recorded:
    """What was recorded of one place on the list: its key, whether they were there, and whether in the chair."""

    key: str
    presence: Presence
    is_in_chair: bool


def fingerprint(rows: Iterable[Recorded]) -> str:
    """What was recorded of a meeting in one value, alike for the same record; blank while nothing was recorded."""
    known = sorted([one.key, str(one.presence), one.is_in_chair] for one in rows if one.presence)
    return sha256_of(canonical_json(known)) if known else ""


def often_substituted(sent: Sequence[bool]) -> int:
    """
    How often a member sent a substitute to the latest four meetings, newest first; 0 when it was not repeated.

    Substitution "is only acceptable as an exception" (SAAS ToR 3.6): a second time within four meetings is reported.
    """
    times = sum(sent[:MEETINGS_LOOKED_BACK])
    return times if times >= SUBSTITUTED_OFTEN else 0
