"""What people wrote, as blocks: headings they set themselves become those of the report, and nothing else is markup."""

from reports.rules.blocks import Entry, Part, Prose, Subheading
from reports.rules.written import by_headings


def told(text: str) -> tuple[Subheading | Prose, ...]:
    """A text as the blocks of a section of its own."""
    blocks: list[Subheading | Prose] = []
    for heading, words in by_headings(text):
        blocks += [Subheading(heading)] if heading else []
        blocks += [Prose(words)] if words else []
    return tuple(blocks)


def commentary(text: str) -> Entry:
    """A commentary as one entry, its headings as labels."""
    pieces = by_headings(text)
    first = "".join(words for heading, words in pieces if not heading)
    return Entry("Commentary", text=first, parts=tuple(Part(heading, words) for heading, words in pieces if heading))
