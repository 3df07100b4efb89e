"""The words beside the ends of a chart's lines, moved apart where the lines end close together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from textwrap import wrap

LETTERS = 22
LINE_HEIGHT = Decimal(13)
# Between one label and the next.
APART = Decimal(3)


@dataclass(frozen=True)
class EndLabel:
    """Words in lines, the height their line ends at, and the height of their own middle."""

    lines: tuple[str, ...]
    wanted: Decimal
    middle: Decimal

    @property
    def height(self) -> Decimal:
        """How high the label is."""
        return LINE_HEIGHT * len(self.lines)


def end_label(words: str, wanted: Decimal) -> EndLabel:
    """A label at the height its line ends at, in lines that fit beside the drawing."""
    return EndLabel(tuple(wrap(words, LETTERS)), wanted, wanted)


def room_for(words: Iterable[str]) -> Decimal:
    """How high a drawing is at least that has these labels beside it."""
    return sum((end_label(text, Decimal(0)).height + APART for text in words), Decimal(0))


def moved_apart(labels: Sequence[EndLabel], top: Decimal, bottom: Decimal) -> tuple[EndLabel, ...]:
    """
    The labels from the top down, each as near to its line as the others let it, and all between `top` and `bottom`.

    There must be room for them.
    """
    down: list[EndLabel] = []
    lowest = top
    for label in sorted(labels, key=lambda label: (label.wanted, label.lines)):
        down.append(replace(label, middle=max(label.wanted, lowest + label.height / 2)))
        lowest = down[-1].middle + label.height / 2 + APART
    up: list[EndLabel] = []
    highest = bottom
    for label in reversed(down):
        up.append(replace(label, middle=min(label.middle, highest - label.height / 2)))
        highest = up[-1].middle - label.height / 2 - APART
    return tuple(reversed(up))
