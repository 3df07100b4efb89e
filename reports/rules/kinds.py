"""
The kinds of report: for whom each is, what it covers and is about, what it usually holds, and who has a word in it.

Every kind is a row here; the Business Team chooses and orders sections for each without code (R135 to R142).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What can be built."""

    EXECUTIVE_BOARD_PACK = "executive_board_pack"
    SAAS_PAPERS = "saas_papers"
    ANNUAL_SCRUTINY_REPORT = "annual_scrutiny_report"
    YEARLY_REPORT = "yearly_report"
    THEME_REPORT = "theme_report"
    AUDIT_COMPOSITE = "audit_composite"
    EXCEPTION_REPORT = "exception_report"
    INSPECTION_FOLDER = "inspection_folder"


class About(StrEnum):
    """What a report is about beside its quarter: nothing, a theme, an audit, or what somebody says it is about."""

    NOTHING = "nothing"
    THEME = "theme"
    AUDIT = "audit"
    SUBJECT = "subject"


class Covers(StrEnum):
    """From when on a report tells what happened: the report before it, or a year."""

    SINCE_LAST = "since_last"
    YEAR = "year"


class Part(StrEnum):
    """What people write in a report themselves: each a section of its own."""

    FOREWORD = "foreword"
    IMPACT = "impact"
    STATEMENT = "statement"


BOARD, SAAS, WATCHERS = "board", "saas", "watchers"


@dataclass(frozen=True)
class KindRule:
    """
    One kind: its name, what it is for, whose group it goes to, and which group reports, if another does.

    `sections` are those it usually has, in their order. `needed` are the parts without which it is not issued.
    `needs_approval` says whether somebody must have approved what is issued, and `needs_scrutineer` whether the
    Independent Scrutineer must have had its draft (Six Steps, section 2, paragraph 35; R139). What is a folder is one
    file of many; what is published has a public edition too (ADR 24). `to` the watchers are the reports of the
    Partnership itself: for who reads everywhere, inspectors too.
    """

    label: str
    what: str
    to: str
    sections: tuple[str, ...]
    by: str = ""
    covers: Covers = Covers.SINCE_LAST
    about: About = About.NOTHING
    needed: tuple[Part, ...] = ()
    needs_approval: bool = False
    needs_scrutineer: bool = False
    is_folder: bool = False
    is_published: bool = False


WRITTEN = ("findings", "recommendations")
CYCLE = ("themes", "risks", "audits", "scrutiny", "challenges", "actions", "learning")
RULES = MappingProxyType(
    {
        Kind.EXECUTIVE_BOARD_PACK: KindRule(
            label="Executive Board pack",
            what="What the Executive Board reads before it meets: warnings, returns, figures, and what became of them.",
            to=BOARD,
            sections=(
                "early_warnings",
                "missing_returns",
                *WRITTEN,
                "partner_returns",
                "shared_concerns",
                "good_practice",
                "dashboard",
                "indicators",
                "indicator_details",
                *CYCLE,
                "compliance",
                "assurance_map",
                "decisions_asked",
            ),
        ),
        Kind.SAAS_PAPERS: KindRule(
            label="SAAS papers",
            what="What SAAS reads before it meets: the same matter, as far as every member of SAAS may know it.",
            to=SAAS,
            sections=(
                "early_warnings",
                "missing_returns",
                *WRITTEN,
                "partner_returns",
                "shared_concerns",
                "good_practice",
                "dashboard",
                "indicators",
                "indicator_details",
                *CYCLE,
                "compliance",
                "assurance_map",
            ),
        ),
        Kind.ANNUAL_SCRUTINY_REPORT: KindRule(
            label="Annual scrutiny report",
            what="What SAAS tells the Executive Board once a year, with its chair’s and the Scrutineer’s words.",
            to=BOARD,
            by=SAAS,
            covers=Covers.YEAR,
            sections=(
                "missing_returns",
                "foreword",
                "statement",
                *WRITTEN,
                "early_warnings",
                "scrutiny",
                "audits",
                "themes",
                "challenges",
                "actions",
                "learning",
                "good_practice",
                "meetings",
                "compliance",
            ),
            needed=(Part.FOREWORD, Part.STATEMENT),
            needs_approval=True,
            needs_scrutineer=True,
            is_published=True,
        ),
        Kind.YEARLY_REPORT: KindRule(
            label="Yearly report of the Partnership",
            what="What the Partnership did in the year, what changed for children, and the Scrutineer’s statement.",
            to=BOARD,
            covers=Covers.YEAR,
            sections=(
                "missing_returns",
                "foreword",
                "impact",
                "statement",
                *WRITTEN,
                "priorities",
                "themes",
                "dashboard",
                "indicators",
                "indicator_details",
                "audits",
                "scrutiny",
                "learning",
                "training",
                "good_practice",
                "actions",
                "funding",
                "compliance",
            ),
            needed=(Part.IMPACT, Part.STATEMENT),
            needs_approval=True,
            needs_scrutineer=True,
            is_published=True,
        ),
        Kind.THEME_REPORT: KindRule(
            label="Theme report",
            what="One theme of the rolling programme at length, for the Executive Board.",
            to=BOARD,
            by=SAAS,
            about=About.THEME,
            sections=(*WRITTEN, "theme_story"),
        ),
        Kind.AUDIT_COMPOSITE: KindRule(
            label="Audit composite",
            what="One final audit at length, for the Executive Board.",
            to=BOARD,
            by=SAAS,
            about=About.AUDIT,
            sections=(*WRITTEN, "audit_report"),
        ),
        Kind.EXCEPTION_REPORT: KindRule(
            label="Exception report",
            what="At any time: what the Executive Board must know before it next meets.",
            to=BOARD,
            by=SAAS,
            about=About.SUBJECT,
            sections=("exceptions", *WRITTEN, "decisions_asked"),
        ),
        Kind.INSPECTION_FOLDER: KindRule(
            label="Inspection folder",
            what="Everything an inspector asks for in one file: issued reports, minutes, audits and documents.",
            to=WATCHERS,
            covers=Covers.YEAR,
            sections=(
                "folder_contents",
                "missing_returns",
                "priorities",
                "early_warnings",
                "dashboard",
                "indicators",
                *CYCLE,
                "meetings",
                "training",
                "funding",
                "compliance",
                "assurance_map",
            ),
            is_folder=True,
        ),
    }
)
KIND_LABELS = MappingProxyType({kind: rule.label for kind, rule in RULES.items()})
PART_TITLES = MappingProxyType(
    {
        Part.FOREWORD: "Foreword",
        Part.IMPACT: "What changed for children",
        Part.STATEMENT: "Statement of the Independent Scrutineer",
    }
)


# Sections that make sense in reports about something alone.
ONLY_ABOUT = MappingProxyType({"theme_story": About.THEME, "audit_report": About.AUDIT})
ONLY_IN_FOLDERS = frozenset({"folder_contents"})


def offered(kind: Kind, names: Iterable[str]) -> list[str]:
    """Of all sections by name, those a report of this kind can have: those it usually has first, in their order."""
    rule, known = RULES[kind], list(names)
    usual = [name for name in rule.sections if name in known]
    fitting = [name for name in known if ONLY_ABOUT.get(name, rule.about) == rule.about]
    fitting = [name for name in fitting if rule.is_folder or name not in ONLY_IN_FOLDERS]
    return usual + [name for name in fitting if name not in usual]


def subject_words(kind: Kind, about: str, quarter: str) -> str:
    """What a front sheet names as the subject, in a report of this kind about that."""
    if kind in (Kind.EXECUTIVE_BOARD_PACK, Kind.SAAS_PAPERS):
        return f"Status returns and indicators for {quarter}"
    return f"{RULES[kind].label}: {about}" if about else RULES[kind].label


def commentary_on(section: str) -> str:
    """The name under which a commentary on a section is kept: "on_risks"."""
    return f"on_{section}"
