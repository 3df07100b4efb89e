"""Cells that hold a number, or a symbol where a number would stand."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from indicators.rules.figures import SYMBOL_WORDS
from indicators.rules.importing.problems import quoted
from indicators.rules.published import COUNT_PLACES, DIGITS, VALUE_PLACES

SYMBOLS = frozenset(SYMBOL_WORDS)
# Thousands are marked in threes or not at all: "1,23" is a slip, or a decimal comma, and no number.
NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
LONGEST_NUMBER = 40
# A number as most are written: it is kept as it is, as a value and as a count.
PLAIN = re.compile(r"[0-9]{1,8}(?:\.[0-9]{1,2})?")


class Cell(NamedTuple):
    """
    What a cell says: a number, a symbol in its place, nothing (all three blank), or what is wrong with it.

    `as_value` and `as_count` are the number as the portal keeps a value and a count; None when it cannot.
    """

    number: Decimal | None = None
    as_value: Decimal | None = None
    as_count: Decimal | None = None
    symbol: str = ""
    problem: str = ""
    percent: bool = False


BLANK = Cell()


def read_cell(text: str) -> Cell:
    """
    The number or symbol of a cell. Spaces around it do not count; "12,834" and "73.10%" are numbers.

    Nought is a number, never a symbol. Whatever is neither is a problem, and nothing is guessed.
    """
    if PLAIN.fullmatch(text):
        number = Decimal(text)
        return Cell(number, number, number)
    stripped = text.strip()
    if not stripped:
        return BLANK
    if stripped in SYMBOLS:
        return Cell(symbol=stripped)
    percent = stripped.endswith("%")
    bare = stripped[:-1].rstrip() if percent else stripped
    if len(bare) > LONGEST_NUMBER or not NUMBER.fullmatch(bare):
        return Cell(problem=f"{quoted(stripped)} is not a number.")
    number = Decimal(bare.replace(",", "")) + 0
    count = None if percent or number < 0 else kept(number, COUNT_PLACES)
    return Cell(number, kept(number, VALUE_PLACES), count, percent=percent)


def kept(number: Decimal, places: int) -> Decimal | None:
    """`number` to the places the portal keeps, halves away from nought; None when it is too large to be kept."""
    if abs(number) >= Decimal(10) ** (DIGITS - places):
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > places:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return number + 0 if abs(number) < Decimal(10) ** (DIGITS - places) else None


def to_digits(number: Decimal, digits: int) -> Decimal:
    """`number` to so many significant digits, rounded as a double is, for so the figures kept so far were made."""
    return Decimal(f"{float(number):.{digits}g}")


class Cells(dict[str, Cell]):
    """The cells read so far, by their text: the same text is read once. Kept small, so that memory stays flat."""

    MOST = 200_000

    def __missing__(self, text: str) -> Cell:
        if len(self) >= self.MOST:
            self.clear()
        cell = self[text] = read_cell(text)
        return cell
