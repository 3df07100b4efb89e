"""How returns are laid out: side by side while a reader can take them in together, one below the other beyond that."""

from collections.abc import Iterable

# What a third of a page's width holds on little more than half its height. Longer columns are no longer seen together,
# and their short lines tire the eye.
COLUMN_CHARACTERS = 1_000
LONE_CHARACTERS = 300
# About a quarter of a page.
STATEMENT_CHARACTERS = 1_000


def is_side_by_side(column_lengths: Iterable[int]) -> bool:
    """
    Whether columns of so many characters are set side by side.

    They are while a reader can take them in together, unless one has all the words and would leave the rest of the
    page blank.
    """
    longest, *others = sorted(column_lengths, reverse=True) or [0]
    return longest <= COLUMN_CHARACTERS if any(others) else longest <= LONE_CHARACTERS


def is_long(characters: int) -> bool:
    """Whether a statement may run over the end of a page: a shorter one is kept together."""
    return characters > STATEMENT_CHARACTERS
