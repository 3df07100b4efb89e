"""
The sections of reports; which of them a kind usually has stands in its row (`reports.rules.kinds`).

A new one is a module and a line here: a frozen dataclass of words, built from the report's context; the contents page
lists its `headings`. One that is not made of blocks has a lay-out of its own, and its
templates `reports/pdf/sections/<name>.html` and `reports/sections/<name>.html` see it as it lies in the snapshot. What
of it is published is said in `reports.rules.public`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from assurance.rules.wording import LONDON, date_time_words, date_words
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks
from reports.rules.kinds import KIND_LABELS, PART_TITLES, RULES, Covers, Kind, commentary_on, offered
from reports.sections import (
    actions,
    assurance_map,
    audit_report,
    audits,
    challenges,
    compliance,
    dashboard,
    decisions_asked,
    early_warnings,
    exceptions,
    folder_contents,
    front_sheet,
    funding,
    good_practice,
    indicator_details,
    indicators,
    learning,
    meetings,
    missing_returns,
    partner_returns,
    priorities,
    risks,
    scrutiny,
    shared_concerns,
    theme_story,
    themes,
    training,
    written,
)
from reports.sections.public import public_content
from reports.sections.section import Section, frozen

CLASSIFICATION = "OFFICIAL-SENSITIVE"
SECTIONS = (
    Section("exceptions", "Why this report is made now", exceptions.build),
    Section("early_warnings", "Early warnings", early_warnings.build),
    Section("missing_returns", "What is missing", missing_returns.build),
    *(Section(name, title, written.part(name)) for name, title in PART_TITLES.items()),
    Section("findings", "Findings", written.findings),
    Section("recommendations", "Recommendations for action", written.recommendations),
    Section("partner_returns", "Status returns", partner_returns.build),
    Section("shared_concerns", "Concerns raised by two or more agencies", shared_concerns.build),
    Section("good_practice", "Good practice", good_practice.build),
    Section("dashboard", "Dashboard", dashboard.build),
    Section("indicators", "Indicators", indicators.build),
    Section("indicator_details", "Each indicator", indicator_details.build),
    Section("priorities", "Priorities of the strategic plan and their progress", priorities.build),
    Section("themes", "Themes", themes.build),
    Section("theme_story", "The theme", theme_story.build),
    Section("risks", "Risks", risks.build),
    Section("audits", "Audits", audits.build),
    Section("audit_report", "The audit", audit_report.build),
    Section("scrutiny", "Scrutiny", scrutiny.build),
    Section("challenges", "Challenges", challenges.build),
    Section("actions", "Actions and recommendations", actions.build),
    Section("learning", "Learning", learning.build),
    Section("training", "Training and its impact", training.build),
    Section("funding", "Funding", funding.build),
    Section("meetings", "Meetings of the year", meetings.build),
    Section("compliance", "Compliance with the terms of reference", compliance.build),
    Section("assurance_map", "Assurance map", assurance_map.build),
    Section("decisions_asked", "Decisions asked of the Executive Board", decisions_asked.build),
    Section("folder_contents", "What is in this folder", folder_contents.build),
)


FRONT_SHEET = Section("front_sheet", "Front sheet", front_sheet.build)
WHAT_IS_MISSING = next(section for section in SECTIONS if section.name == "missing_returns")
BY_NAME = {section.name: section for section in SECTIONS}


def choices(kind: Kind) -> list[tuple[str, str]]:
    """The sections a report of this kind can have, as (name, title): those it usually has first, in their order."""
    return [(name, BY_NAME[name].title) for name in offered(kind, BY_NAME)]


def chosen(kind: Kind, names: Iterable[str]) -> tuple[Section, ...]:
    """The sections of these names in this order; those this kind usually has for no names."""
    return tuple(BY_NAME[name] for name in names or RULES[kind].sections if name in BY_NAME)


def snapshot_content(context: PackContext, names: Sequence[str] = ()) -> dict[str, Any]:
    """The whole report as plain values, ready to be written as canonical JSON; every word of page and PDF is in it."""
    issued_at = context.known_at.astimezone(LONDON)
    quarter = context.period.as_quarter
    built = [(section, section.build(context)) for section in chosen(context.kind, names)]
    absent = tuple(f"{section.title}: {one.absent}" for section, one in built if isinstance(one, Blocks) and one.absent)
    built = [(section, replace(one, absent=absent) if section is WHAT_IS_MISSING else one) for section, one in built]
    leads = [(section.title, one.lead) for section, one in built if isinstance(one, Blocks) and not one.absent]
    front = front_sheet.build(context, leads)
    heading = {
        "kind": str(context.kind),
        "title": KIND_LABELS[context.kind],
        "partnership": context.partnership,
        "period": f"Year to {date_words(quarter.ends_on)}" if context.rule.covers == Covers.YEAR else quarter.words,
        "period_code": quarter.code,
        "issued_at": issued_at.isoformat(timespec="seconds"),
        "known_at": date_time_words(issued_at),
    }
    said = context.written.texts
    return {
        **heading,
        "classification": CLASSIFICATION,
        "meeting": date_time_words(context.period.meeting.starts_at),
        "subject": front.subject,
        "sections": [
            frozen(section, content, said.get(commentary_on(section.name), ""))
            for section, content in [(FRONT_SHEET, front), *built]
        ],
        **({"public": public_content(context, built, heading)} if context.rule.is_published else {}),
        **({"files": folder_contents.files(context)} if context.rule.is_folder else {}),
    }
