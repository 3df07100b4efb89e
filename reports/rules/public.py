"""
What of a report is published: a list of what may be, section by section (trust.md 6; ADR 24).

What is not named here is withheld. A section is published as people wrote it, or another takes its place that shows
nothing but what the disclosure boundary lets through; of every other the public edition names the title and a reason.
"""

from dataclasses import dataclass
from types import MappingProxyType

from reports.rules.kinds import Part

CLASSIFICATION = "OFFICIAL"
# Written for readers outside, and read again before it goes out.
AS_WRITTEN = frozenset({*map(str, Part), "findings", "recommendations"})
FIGURES, AUDITS, LEFT_OUT = "public_figures", "public_audits", "left_out"
# The section that shows as much of another as may be shown.
IN_PLACE_OF = MappingProxyType({"indicators": FIGURES, "audits": AUDITS})
TITLES = MappingProxyType(
    {FIGURES: "Figures of the indicators", AUDITS: "Results of audits", LEFT_OUT: "What this edition leaves out"}
)

IN_CONFIDENCE = "Status returns are written in confidence between the partners."
FOR_MEMBERS = "It is written for the members of the Partnership."
NOTHING_IN_IT = "There is nothing in it that may be shown."
BESIDE_FIGURES = (
    f"It is of figures that may be of few children; those that may be shown stand under “{TITLES[FIGURES]}”."
)
WITHHELD = MappingProxyType(
    {
        "exceptions": "It is for the Executive Board before it next meets.",
        "early_warnings": "Warnings are dealt with in confidence until they are resolved.",
        "missing_returns": "It is of status returns, which the partners owe each other.",
        "partner_returns": IN_CONFIDENCE,
        "shared_concerns": IN_CONFIDENCE,
        "good_practice": "Agencies recorded it for each other, and nobody has asked them whether it may be published.",
        "dashboard": BESIDE_FIGURES,
        "indicator_details": BESIDE_FIGURES,
        "priorities": FOR_MEMBERS,
        "themes": FOR_MEMBERS,
        "theme_story": FOR_MEMBERS,
        "risks": "Risks name weaknesses that somebody could use.",
        "audit_report": "Findings of audits can tell who a child is; numbers that may be shown are published by audit.",
        "scrutiny": "Assessments have readers of their own, whom the Independent Scrutineer chooses.",
        "challenges": "Challenges are argued out in confidence between the partners.",
        "actions": "It names the people who act.",
        "learning": "Reviews of single cases are published by rules of their own.",
        "training": FOR_MEMBERS,
        "funding": "What each partner pays is for that partner to publish.",
        "meetings": "Minutes are for the members of the groups that met.",
        "compliance": FOR_MEMBERS,
        "assurance_map": "It shows where assurance is weak, to those who see to it.",
        "decisions_asked": "It asks the Executive Board alone.",
        "folder_contents": "Folders are for inspectors.",
    }
)
COMMENTARIES = "Commentaries on sections"
OWNERS = "Names of people who are to act on recommendations"
OWNERS_WHY = "They answer to their agencies, which are named."


@dataclass(frozen=True)
class NotShown:
    """How many numbers of a figure or an audit are not shown, and why."""

    of: str
    numbers: int
    why: str


def reason_withheld(name: str) -> str:
    """Why the section of that name is not published, in a sentence; blank for one that is. Unknown ones are not."""
    if name in AS_WRITTEN or name in IN_PLACE_OF:
        return ""
    return WITHHELD.get(name, FOR_MEMBERS)
