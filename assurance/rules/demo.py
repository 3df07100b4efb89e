"""
The demonstration's files read into plain values: its accounts, its calendar, and what each agency wrote by quarter.

No statement leaves here without its mark, so that nobody takes the demonstration for a real return.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from assurance.rules.meetings import Held, MeetingKind, Occasion
from assurance.rules.periods import Quarter, quarter_of
from assurance.rules.returns import HEADINGS, Section
from assurance.rules.roles import Role
from assurance.rules.wording import LONDON

MARK = "Demonstration text."
FIRST_LINE = "Demonstration text: no real return, person, figure or incident stands behind any part of this return."
NIL = "Nothing to report under this heading this quarter."
DOMAIN = "demo.example"
IN_POST_TITLES = " (demonstration)"
MEMBERSHIP_DETAILS = ("capacity", "has_authority")


@dataclass(frozen=True)
class AccountPlan:
    """An account of the demonstration: a post, never a person. `details` are further fields of its membership."""

    key: str
    post: str
    role: Role
    seat: str
    representing: str
    holds: str
    details: MappingProxyType[str, Any]

    @property
    def email(self) -> str:
        """The address it signs in with: "police.lead@demo.example"."""
        return f"{self.key}@{DOMAIN}"

    @property
    def post_title(self) -> str:
        """Its post, marked: "Police partner lead (demonstration)"."""
        return self.post + IN_POST_TITLES


@dataclass(frozen=True)
class PeriodPlan:
    """A quarter and the Executive Board meeting it informs."""

    quarter: Quarter
    meeting_at: datetime


@dataclass(frozen=True)
class MeetingPlan:
    """A meeting of a group other than the Executive Board. `prepares` is when the meeting of a working group begins."""

    group: str
    kind: MeetingKind
    title: str
    occasion: Occasion
    prepares: datetime | None
    is_to_come: bool


@dataclass(frozen=True)
class Calendar:
    """When the demonstration begins, its quarters in order, of which the last is still open, and the other meetings."""

    begins_at: datetime
    periods: tuple[PeriodPlan, ...]
    meetings: tuple[MeetingPlan, ...] = ()


@dataclass(frozen=True)
class Told:
    """What changes in a statement in one quarter: the draft's fields, and those written anew when it was returned."""

    values: MappingProxyType[str, Any]
    revised: MappingProxyType[str, Any]


@dataclass(frozen=True, eq=False)
class Thread:
    """One statement through the quarters, under one identity: two threads are never the same."""

    section: Section
    topic: str
    told: MappingProxyType[Quarter, Told]


@dataclass(frozen=True)
class Extension:
    """A later due date: how many working days later, and why."""

    working_days: int
    reason: str


@dataclass(frozen=True)
class Story:
    """
    All that one agency or group writes: who writes and who signs, its statements, and what befell its returns.

    `writes_after` counts working days after a return is asked for; `signs_before` those before it is due, negative when
    it is signed after that.
    """

    owner: str
    writer: str
    signer: str
    writes_after: int
    signs_before: MappingProxyType[Quarter, int]
    threads: tuple[Thread, ...]
    nils: MappingProxyType[tuple[Quarter, Section], str]
    extensions: MappingProxyType[Quarter, Extension]
    returned: MappingProxyType[Quarter, str]

    @property
    def quarters(self) -> frozenset[Quarter]:
        """The quarters for which there is a return."""
        return frozenset(quarter for thread in self.threads for quarter in thread.told)

    def nil(self, quarter: Quarter, section: Section) -> str:
        """
        The nil return of a section without statements, marked.

        The Framework's own headings have one only where the file says why, for such a nil is never a matter of course.
        """
        words = self.nils.get((quarter, section), "" if HEADINGS[section].framework else NIL)
        return f"{words} {MARK}" if words else ""


def read_accounts(text: str) -> tuple[AccountPlan, ...]:
    """The accounts, the Business Team's first. Raises KeyError or ValueError when the file is not as it should be."""
    return tuple(_account(row) for row in tomllib.loads(text)["account"])


def read_calendar(text: str) -> Calendar:
    """The calendar, in London time. Raises KeyError or ValueError when the file is not as it should be."""
    file = tomllib.loads(text)
    periods = [PeriodPlan(quarter_of(row["quarter"]), _london(row["meeting_at"])) for row in file["period"]]
    return Calendar(
        _london(file["begins_at"]),
        tuple(sorted(periods, key=lambda period: period.quarter)),
        tuple(_meeting(row) for row in file.get("meeting", [])),
    )


def read_story(text: str) -> Story:
    """What one agency or group writes. Raises KeyError or ValueError when the file is not as it should be."""
    file = tomllib.loads(text)
    threads = tuple(_thread(row) for row in file["thread"])
    usual = {quarter: file["signs_before"] for thread in threads for quarter in thread.told}
    return Story(
        owner=file["owner"],
        writer=file["writer"],
        signer=file["signer"],
        writes_after=file["writes_after"],
        signs_before=MappingProxyType(usual | {_quarter(row): row["before"] for row in file.get("signs", [])}),
        threads=threads,
        nils=MappingProxyType({(_quarter(row), Section(row["section"])): row["words"] for row in file.get("nil", [])}),
        extensions=MappingProxyType(
            {_quarter(row): Extension(row["working_days"], row["reason"]) for row in file.get("extension", [])}
        ),
        returned=MappingProxyType({_quarter(row): row["reason"] for row in file.get("returned", [])}),
    )


def marked(statement: str, *, opens_the_return: bool) -> str:
    """A statement with its mark at the end, and the sentence that opens every return before its first statement."""
    return f"{FIRST_LINE}\n\n{statement}" if opens_the_return else f"{statement} {MARK}"


def _account(row: dict[str, Any]) -> AccountPlan:
    details = {name: value for name, value in row.items() if name in MEMBERSHIP_DETAILS}
    return AccountPlan(
        key=row["key"],
        post=row["post"],
        role=Role(row["role"]),
        seat=row["seat"],
        representing=row.get("representing", ""),
        holds=row.get("holds", ""),
        details=MappingProxyType(details),
    )


def _meeting(row: dict[str, Any]) -> MeetingPlan:
    occasion = Occasion(_london(row["starts_at"]), held=Held(row.get("held", "")), place=row.get("place", ""))
    return MeetingPlan(
        group=row["group"],
        kind=MeetingKind(row.get("kind", MeetingKind.ORDINARY)),
        title=row.get("title", ""),
        occasion=occasion,
        prepares=_london(row["prepares"]) if "prepares" in row else None,
        is_to_come=row.get("is_to_come", False),
    )


def _thread(row: dict[str, Any]) -> Thread:
    """A thread whose every quarter holds its whole statement: what a quarter does not say anew, the one before said."""
    told: dict[Quarter, Told] = {}
    values: dict[str, Any] = {"owner": row["owner"]} if "owner" in row else {}
    for part in sorted(row["told"], key=_quarter):
        anew = {name: part[name] for name in part.keys() - {"quarter", "revised"}}
        values = values | anew
        told[_quarter(part)] = Told(MappingProxyType(values), MappingProxyType(part.get("revised", {})))
        values = values | part.get("revised", {})
    return Thread(Section(row["section"]), row.get("topic", ""), MappingProxyType(told))


def _quarter(row: dict[str, Any]) -> Quarter:
    return quarter_of(row["quarter"])


def _london(moment: datetime | date) -> datetime:
    if not isinstance(moment, datetime):
        raise ValueError(f"{moment} needs a time of day.")
    return moment.replace(tzinfo=LONDON)
