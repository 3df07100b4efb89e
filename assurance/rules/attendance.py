"""
Who comes to a meeting, and whether it is quorate.

Source: SAAS ToR 2.2, 3.5, 3.6, 4.1 (R30 to R37).
"""

from enum import StrEnum
from types import MappingProxyType


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
