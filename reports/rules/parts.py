"""How the sections of a report are shared out to be laid out apart, and what is said meanwhile (ADR 21)."""

from collections.abc import Sequence

from assurance.rules.wording import counted

# About two pages. A part begins on a page of its own, so short sections that follow each other share one.
TOGETHER_CHARACTERS = 4_000


def shared_out(lengths: Sequence[int]) -> list[range]:
    """
    Which sections, by their number from 0, are laid out together, given the characters of each, in their order.

    Sections stay together while they have no more than `TOGETHER_CHARACTERS`; a longer one is a part by itself.
    """
    parts: list[range] = []
    characters = 0
    for number, length in enumerate(lengths):
        if parts and characters + length <= TOGETHER_CHARACTERS:
            parts[-1] = range(parts[-1].start, number + 1)
            characters += length
        else:
            parts.append(range(number, number + 1))
            characters = length
    return parts


def laying_out_in_words(done: int, sections: int) -> str:
    """How far the pages are: "Laying out the pages: 7 of 18 sections"."""
    return f"Laying out the pages: {done} of {counted(sections, 'section')}"
