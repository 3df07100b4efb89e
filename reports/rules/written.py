"""
What people write in a report, and who writes it: parts and commentaries (R136, R139).

The words of the Independent Scrutineer are the Scrutineer's alone: neither the Business Team nor a chair sees a draft
of them (trust.md 3).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from types import MappingProxyType

from reports.rules.kinds import PART_TITLES, RULES, Kind, Part, commentary_on

# About seven printed pages.
LONGEST = 20_000
TOO_LONG = (
    f"This is longer than {LONGEST:,} characters and cannot be saved yet. Nothing is lost: all of it is still in the "
    "box. Shorten it, and it is saved."
)
HEADING = "# "


class Writer(StrEnum):
    """In what capacity somebody writes."""

    SCRUTINEER = "scrutineer"
    CHAIR = "chair"
    BUSINESS_TEAM = "business_team"


@dataclass(frozen=True)
class WriterRule:
    """Who is asked for a text, and who may write it."""

    asked: Writer
    may: frozenset[Writer]


def _rule(asked: Writer, *others: Writer) -> WriterRule:
    return WriterRule(asked, frozenset({asked, *others}))


WRITERS = MappingProxyType(
    {
        Part.FOREWORD: _rule(Writer.CHAIR, Writer.BUSINESS_TEAM),
        Part.IMPACT: _rule(Writer.BUSINESS_TEAM),
        Part.STATEMENT: _rule(Writer.SCRUTINEER),
    }
)
COMMENTARY = _rule(Writer.BUSINESS_TEAM)
# What is asked of them, to end a sentence that begins with "Your".
PART_WORDS = MappingProxyType(
    {Part.FOREWORD: "foreword", Part.IMPACT: "account of what changed for children", Part.STATEMENT: "statement"}
)
# Sections that hold nothing but what people write, and so need no commentary.
NO_COMMENTARY = frozenset({*map(str, Part), "findings", "recommendations"})


def rule_of(name: str) -> WriterRule:
    """Who writes the text of that name."""
    return WRITERS[Part(name)] if name in set(Part) else COMMENTARY


def is_written_by(name: str, capacities: Collection[Writer]) -> bool:
    """Whether somebody with these capacities may write the text of that name."""
    return not rule_of(name).may.isdisjoint(capacities)


def usual_parts(kind: Kind) -> tuple[Part, ...]:
    """The parts that a report of this kind usually has, in their order."""
    return tuple(Part(name) for name in RULES[kind].sections if name in set(Part))


def text_titles(sections: Iterable[tuple[str, str]]) -> dict[str, str]:
    """
    The titles of every text there can be, by name: the parts first, then a commentary on each other section.

    `sections` are the names and titles of those the report can have.
    """
    parts = {str(part): title for part, title in PART_TITLES.items()}
    on = {commentary_on(name): f"Commentary on “{title}”" for name, title in sections if name not in NO_COMMENTARY}
    return parts | on


@dataclass(frozen=True)
class Line:
    """One line of a comparison: "added", "removed" or "same"."""

    change: str
    text: str


def changed_lines(before: str, after: str) -> tuple[Line, ...]:
    """What two wordings have in common and not, line by line: what went stands before what came."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(a=old, b=new).get_opcodes():
        if what == "equal":
            lines += [Line("same", text) for text in old[old_from:old_to]]
        else:
            lines += [Line("removed", text) for text in old[old_from:old_to]]
            lines += [Line("added", text) for text in new[new_from:new_to]]
    return tuple(lines)


def by_headings(text: str) -> tuple[tuple[str, str], ...]:
    """
    A text in pieces, each a heading and what stands below it; a line that begins with "# " is a heading.

    The first has a blank heading if the text begins without one. A piece may have nothing below its heading.
    """
    pieces: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        if line.startswith(HEADING) and line[len(HEADING) :].strip():
            pieces.append((line[len(HEADING) :].strip(), []))
        else:
            pieces[-1][1].append(line)
    told = [(heading, "\n".join(lines).strip("\n")) for heading, lines in pieces]
    return tuple((heading, words if words.strip() else "") for heading, words in told if heading or words.strip())
