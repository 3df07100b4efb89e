"""
The sections of an Executive Board pack, in the order of its pages: a new one is a module, its templates, a line here.

A section is a frozen dataclass of words, built from the pack's context; the contents page lists its `headings`. Its
templates `reports/pdf/sections/<name>.html` and `reports/sections/<name>.html` see it as it lies in the snapshot.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from assurance.rules.wording import LONDON, date_time_words
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks
from reports.rules.runs import KIND_LABELS, Kind
from reports.sections import (
    actions,
    assurance_map,
    audits,
    challenges,
    compliance,
    decisions_asked,
    early_warnings,
    front_sheet,
    good_practice,
    indicators,
    learning,
    missing_returns,
    partner_returns,
    risks,
    scrutiny,
    shared_concerns,
    themes,
)

CLASSIFICATION = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True)
class Section:
    """A section: the name of its module and templates, its title, and the function that builds it."""

    name: str
    title: str
    build: Callable[[PackContext], Any]

    @property
    def anchor(self) -> str:
        """The name a link finds the section by."""
        return self.name.replace("_", "-")


SECTIONS = (
    Section("front_sheet", "Front sheet", front_sheet.build),
    Section("early_warnings", "Early warnings", early_warnings.build),
    Section("missing_returns", "What is missing", missing_returns.build),
    Section("partner_returns", "Status returns", partner_returns.build),
    Section("shared_concerns", "Concerns raised by two or more agencies", shared_concerns.build),
    Section("good_practice", "Good practice", good_practice.build),
    Section("indicators", "Indicators", indicators.build),
    Section("themes", "Themes", themes.build),
    Section("risks", "Risks", risks.build),
    Section("audits", "Audits", audits.build),
    Section("scrutiny", "Scrutiny", scrutiny.build),
    Section("challenges", "Challenges", challenges.build),
    Section("actions", "Actions and recommendations", actions.build),
    Section("learning", "Learning", learning.build),
    Section("compliance", "Compliance with the terms of reference", compliance.build),
    Section("assurance_map", "Assurance map", assurance_map.build),
    Section("decisions_asked", "Decisions asked of the Executive Board", decisions_asked.build),
)


FRONT_SHEET = SECTIONS[0]
WHAT_IS_MISSING = next(section for section in SECTIONS if section.name == "missing_returns")
CHOICES = SECTIONS[1:]


def chosen(names: Iterable[str]) -> tuple[Section, ...]:
    """The front sheet, and the sections of these names in this order; every section for no names."""
    by_name = {section.name: section for section in CHOICES}
    return (FRONT_SHEET, *[by_name[name] for name in names if name in by_name]) if names else SECTIONS


def snapshot_content(context: PackContext, names: Sequence[str] = ()) -> dict[str, Any]:
    """The whole pack as plain values, ready to be written as canonical JSON; every word of page and PDF is in it."""
    issued_at = context.known_at.astimezone(LONDON)
    quarter = context.period.as_quarter
    built = [(section, section.build(context)) for section in chosen(names)]
    absent = tuple(f"{section.title}: {one.absent}" for section, one in built if isinstance(one, Blocks) and one.absent)
    built = [(section, replace(one, absent=absent) if section is WHAT_IS_MISSING else one) for section, one in built]
    return {
        "kind": str(Kind.EXECUTIVE_BOARD_PACK),
        "title": KIND_LABELS[Kind.EXECUTIVE_BOARD_PACK],
        "partnership": context.partnership,
        "classification": CLASSIFICATION,
        "period": quarter.words,
        "period_code": quarter.code,
        "meeting": date_time_words(context.period.meeting.starts_at),
        "issued_at": issued_at.isoformat(timespec="seconds"),
        "known_at": date_time_words(issued_at),
        "subject": f"Status returns and indicators for {quarter.words}",
        "sections": [_section(section, content) for section, content in built],
    }


def _section(section: Section, content: Any) -> dict[str, Any]:
    return {"name": section.name, "title": section.title, "anchor": section.anchor, "content": asdict(content)}
