"""
Whether a meeting is quorate, and why, in words; and what the replies say beforehand.

Source: SAAS ToR 2.2, 3.5, 3.6 (R30 to R36, C9): "Meetings will only be quorate if there is representation (excluding
the chair) from all three Safeguarding Partner agencies". A substitute who is not confirmed able to contribute and to
commission work makes the meeting not quorate, whomever they stand in for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.attendance import Presence, Reply, Standing
from assurance.rules.meetings import MeetingKind

# The three Safeguarding Partners, by name, so that no order ranks them (R2).
PARTNERS = MappingProxyType({"health": "Health", "local_authority": "Local Authority", "police": "Police"})
COUNTS = (Standing.MEMBER, Standing.SUBSTITUTE)
GROUP_WITH_A_QUORUM = "saas"
NO_QUORUM = "No quorum is laid down for this meeting in the Partnership’s documents: not yet agreed."

IS_NOT = "the meeting is not quorate"
WILL_NOT_BE = "unless that is confirmed, the meeting will not be quorate"


class Verdict(StrEnum):
    """Whether a meeting is quorate, as far as it can be said."""

    QUORATE = "quorate"
    NOT_QUORATE = "not_quorate"
    OPEN = "open"
    NOT_LAID_DOWN = "not_laid_down"


VERDICT_WORDS = MappingProxyType(
    {
        Verdict.QUORATE: "Quorate",
        Verdict.NOT_QUORATE: "Not quorate",
        Verdict.OPEN: "Cannot be said yet",
        Verdict.NOT_LAID_DOWN: "No quorum laid down",
    }
)
FORECAST_WORDS = MappingProxyType(
    {
        Verdict.QUORATE: "Expected to be quorate",
        Verdict.NOT_QUORATE: "Will not be quorate as replies stand",
        Verdict.OPEN: "Not yet certain to be quorate",
        Verdict.NOT_LAID_DOWN: "No quorum laid down",
    }
)


@dataclass(frozen=True)
class Attendance:
    """
    One person at a meeting, as far as the quorum asks.

    `partner` is the Safeguarding Partner they represent, a key of `PARTNERS`, or blank. `stands_in_for` is the post of
    the member a substitute stands in for.
    """

    post: str
    standing: Standing
    partner: str = ""
    reply: Reply = Reply.NONE
    presence: Presence = Presence.NOT_RECORDED
    is_in_chair: bool = False
    stands_in_for: str = ""
    can_contribute: bool | None = None

    @property
    def is_able(self) -> bool:
        """Whether they may attend as they do: only a substitute has to be confirmed (SAAS ToR 3.6)."""
        return self.standing != Standing.SUBSTITUTE or self.can_contribute is True

    def represents(self, partner: str) -> bool:
        """Whether they count as this partner's representative; whoever is in the chair does not (SAAS ToR 3.5)."""
        return self.standing in COUNTS and self.partner == partner and not self.is_in_chair


@dataclass(frozen=True)
class Quorum:
    """The verdict, every reason for it in words, and the partners who are missing, in words."""

    verdict: Verdict
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()


def lays_down_quorum(group_slug: str, kind: MeetingKind) -> bool:
    """Whether a quorum is laid down: for meetings of SAAS itself, not of its working groups (SAAS ToR 3.5, 3.8)."""
    return group_slug == GROUP_WITH_A_QUORUM and kind != MeetingKind.WORKING_GROUP


def quorum(attendance: Iterable[Attendance]) -> Quorum:
    """Whether the meeting was quorate, by who was present. Not to be said until attendance is recorded."""
    everybody = tuple(attendance)
    present = tuple(one for one in everybody if one.presence == Presence.PRESENT)
    if all(one.presence == Presence.NOT_RECORDED for one in everybody):
        return Quorum(Verdict.OPEN, ("Attendance has not been recorded yet.",))
    missing = _missing(present)
    unable = tuple(one for one in present if not one.is_able)
    chair = next((one for one in present if one.is_in_chair), None)
    reasons = [_who_represents(partner, present, chair) for partner in PARTNERS]
    reasons += [_unable_words(one, IS_NOT) for one in unable]
    if chair:
        reasons.append(f"{chair.post} was in the chair, and is not counted (SAAS ToR 3.5).")
    else:
        reasons.append("Who was in the chair is not recorded, so that nobody could be left out of the count.")
    return Quorum(_verdict(fails=bool(missing or unable), is_open=chair is None), tuple(reasons), missing)


def forecast(attendance: Iterable[Attendance]) -> Quorum:
    """
    Whether the meeting will be quorate, by the replies: who is still needed, and who has not replied (R33).

    `is_in_chair` marks who is expected in the chair. A partner of whom somebody may still reply is open.
    """
    everybody = tuple(attendance)
    coming = tuple(one for one in everybody if one.reply == Reply.COMING)
    silent = tuple(one for one in everybody if one.reply == Reply.NONE)
    missing = _missing(coming)
    lost = [partner for partner, words in PARTNERS.items() if words in missing and not _of(silent, partner)]
    unable = tuple(one for one in coming if not one.is_able)
    refused = any(one.can_contribute is False for one in unable)
    reasons = [_who_comes(partner, coming, silent) for partner in PARTNERS]
    reasons += [_unable_words(one, WILL_NOT_BE) for one in unable]
    reasons += [f"{one.post} is expected in the chair, and is not counted." for one in everybody if one.is_in_chair]
    verdict = _verdict(fails=bool(lost) or refused, is_open=bool(missing or unable))
    return Quorum(verdict, tuple(reasons), missing)


def without_quorum(attendance: Iterable[Attendance], is_there: Callable[[Attendance], bool]) -> Quorum:
    """Where no quorum is laid down: that, and which partners are represented by those of whom `is_there` holds."""
    there = tuple(one for one in attendance if is_there(one))
    found = {partner: _posts(_seated(there, partner)) for partner in PARTNERS}
    reasons = [f"{PARTNERS[partner]}: {posts}." if posts else _nobody(partner) for partner, posts in found.items()]
    missing = tuple(PARTNERS[partner] for partner, posts in found.items() if not posts)
    return Quorum(Verdict.NOT_LAID_DOWN, (NO_QUORUM, *reasons), missing)


def _verdict(*, fails: bool, is_open: bool) -> Verdict:
    if fails:
        return Verdict.NOT_QUORATE
    return Verdict.OPEN if is_open else Verdict.QUORATE


def _of(people: Iterable[Attendance], partner: str) -> tuple[Attendance, ...]:
    return tuple(one for one in people if one.represents(partner))


def _seated(people: Iterable[Attendance], partner: str) -> tuple[Attendance, ...]:
    return tuple(one for one in people if one.standing in COUNTS and one.partner == partner)


def _missing(people: tuple[Attendance, ...]) -> tuple[str, ...]:
    return tuple(words for partner, words in PARTNERS.items() if not _of(people, partner))


def _posts(people: Iterable[Attendance]) -> str:
    return "; ".join(sorted(one.post for one in people))


def _nobody(partner: str) -> str:
    return f"{PARTNERS[partner]}: nobody."


def _who_represents(partner: str, present: tuple[Attendance, ...], chair: Attendance | None) -> str:
    words = PARTNERS[partner]
    if people := _of(present, partner):
        return f"{words} is represented by {_posts(people)}."
    if chair and chair.partner == partner:
        return f"{words} is not represented: {chair.post} was in the chair, and does not count (SAAS ToR 3.5)."
    return f"{words} is not represented (SAAS ToR 3.5)."


def _who_comes(partner: str, coming: tuple[Attendance, ...], silent: tuple[Attendance, ...]) -> str:
    words = PARTNERS[partner]
    if people := _of(coming, partner):
        return f"{words}: {_posts(people)} is coming." if len(people) == 1 else f"{words}: {_posts(people)} are coming."
    if waited_for := _of(silent, partner):
        return f"{words} is still needed. No reply yet from {_posts(waited_for)}."
    return f"{words} is still needed, and nobody who is expected can come: ask for a representative, or rearrange."


def _unable_words(one: Attendance, so: str) -> str:
    said = "is recorded as not able" if one.can_contribute is False else "is not confirmed as able"
    return (
        f"{one.post}, substitute for {one.stands_in_for}, {said} to contribute and to commission work in their own "
        f"agency: {so} (SAAS ToR 3.6)."
    )
