"""
The life of a report: drafts, what must be there before one is issued, versions, withdrawal (R138 to R142).

A draft bears its watermark and is the Business Team's, and of those to whom it was shown. What is issued is frozen: a
version with its number, snapshot, day and person. Another version says why there is one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.roles import Permission
from assurance.rules.wording import date_time_words, date_words
from reports.rules.kinds import PART_TITLES, RULES, Kind, Part


class Edition(StrEnum):
    """For whom a run builds: a draft for those who prepare, the issued version, or one for everybody."""

    DRAFT = "draft"
    ISSUED = "issued"
    PUBLIC = "public"


EDITION_WORDS = MappingProxyType({Edition.DRAFT: "Draft", Edition.ISSUED: "Issued", Edition.PUBLIC: "Public edition"})
WATERMARKS = MappingProxyType({Edition.DRAFT: "DRAFT", Edition.ISSUED: "", Edition.PUBLIC: ""})


class Audience(StrEnum):
    """To whom a draft can be shown."""

    SCRUTINEER = "scrutineer"
    SAAS_CHAIRS = "saas_chairs"
    BOARD = "board"


AUDIENCE_WORDS = MappingProxyType(
    {
        Audience.SCRUTINEER: "The Independent Scrutineer",
        Audience.SAAS_CHAIRS: "The chair and deputy chair of SAAS",
        Audience.BOARD: "The members of the Executive Board",
    }
)
# Who holds the right is of the audience; readers of packs all the same, or they see no report at all.
AUDIENCE_RIGHTS = MappingProxyType(
    {
        Audience.SCRUTINEER: Permission.SCRUTINISE,
        Audience.SAAS_CHAIRS: Permission.HANDLE_WARNING,
        Audience.BOARD: Permission.DECIDE,
    }
)


class Approver(StrEnum):
    """Who approves a report (R140)."""

    BOARD = "board"
    SAAS_CHAIR = "saas_chair"
    BOARD_CHAIR = "board_chair"


APPROVER_WORDS = MappingProxyType(
    {
        Approver.BOARD: "The Executive Board",
        Approver.SAAS_CHAIR: "The chair of SAAS",
        Approver.BOARD_CHAIR: "The chair of the Executive Board",
    }
)


class Body(StrEnum):
    """To whom an issued report was presented (KCC 2.2, R140)."""

    COUNTY_COUNCIL = "county_council"
    CABINET = "cabinet"
    CYPE_COMMITTEE = "cype_committee"
    CORPORATE_PARENTING = "corporate_parenting"
    ASSURANCE_BOARD = "assurance_board"
    OTHER = "other"


BODY_WORDS = MappingProxyType(
    {
        Body.COUNTY_COUNCIL: "County Council",
        Body.CABINET: "Cabinet",
        Body.CYPE_COMMITTEE: "Children’s, Young People and Education Cabinet Committee",
        Body.CORPORATE_PARENTING: "Corporate Parenting Panel",
        Body.ASSURANCE_BOARD: "Children’s Assurance Board",
        Body.OTHER: "Another body",
    }
)


@dataclass(frozen=True)
class ReadyFacts:
    """What counts before a draft is issued: the parts it holds, and whether it was approved and shown in draft."""

    parts: Collection[str]
    is_approved: bool
    scrutineer_had_it: bool


def needed_to_issue(kind: Kind, facts: ReadyFacts) -> tuple[str, ...]:
    """What is still missing before this draft can be issued, each in a sentence; nothing when it can."""
    rule = RULES[kind]
    missing = [_PART_MISSING[part] for part in rule.needed if part not in facts.parts]
    if rule.needs_scrutineer and not facts.scrutineer_had_it:
        missing.append("The Independent Scrutineer has not had a draft of it (Six Steps, paragraph 35).")
    if rule.needs_approval and not facts.is_approved:
        missing.append("Nobody has approved this draft.")
    return tuple(missing)


_PART_MISSING = MappingProxyType(
    {part: f"“{title}” is missing from this draft." for part, title in PART_TITLES.items()}
)


def version_words(edition: Edition, at: datetime, number: int | None = None) -> str:
    """What every page says of its version: "Draft of 3 May 2026 at 10:15am", "Version 2, issued 4 May 2026"."""
    if edition == Edition.DRAFT or number is None:
        return f"Draft of {date_time_words(at)}"
    issued = f"Version {number}, issued {date_words(at)}"
    return f"{issued}, public edition" if edition == Edition.PUBLIC else issued


def parts_of(names: Collection[str]) -> frozenset[Part]:
    """Those of these names that are parts people write."""
    return frozenset(Part(name) for name in names if name in set(Part))
