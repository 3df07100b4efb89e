"""Figures as a reader sees them: with their unit, or with the reason why there is none."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from indicators.rules.vocabulary import NOT_YET_AGREED, Kind, Relation, Status, Unit, Worth

SUFFIXES = {
    Unit.PERCENT: "%",
    Unit.PER_10000: " per 10,000",
    Unit.PER_100000: " per 100,000",
    Unit.COUNT: "",
    Unit.DAYS: " days",
}
SUPPRESSION_SYMBOLS = frozenset({"c", "*"})
SYMBOL_WORDS = {
    "c": "suppressed by the publisher",
    "*": "suppressed by the publisher",
    "x": "not available from the publisher",
    "-": "not available from the publisher",
    ":": "not available from the publisher",
    "z": "not applicable",
    "u": "too unreliable to publish",
    "k": "rounds to nought and is not shown",
}
CLOSENESS = list(Relation)


def figure_in_words(value: Decimal, unit: Unit, decimals: int) -> str:
    """`value` with its unit, `decimals` places, halves away from nought: "21.6%", "1,234", "312.0 per 10,000"."""
    number = f"{rounded(value, decimals):,}"
    if unit == Unit.DAYS and number == "1":
        return "1 day"
    return number + SUFFIXES[unit]


def rounded(value: Decimal, decimals: int) -> Decimal:
    """`value` to `decimals` places, halves away from nought, never a negative nought."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0


def count_as_number(number: Decimal | None) -> Decimal | int | None:
    """A numerator or denominator as a number: whole where it is whole."""
    if number is None or number != number.to_integral_value():
        return number
    return int(number)


def count_in_words(number: Decimal | None) -> str:
    """A numerator or denominator with its thousands marked: "24,035", or nothing when there is none."""
    return "" if number is None else f"{count_as_number(number):,}"


def status_of(value: Decimal | None, symbol: str) -> Status:
    """What a cell of a publisher's table is: a value, a suppression, or nothing to be had."""
    if value is not None:
        return Status.PUBLISHED
    return Status.SUPPRESSED if symbol in SUPPRESSION_SYMBOLS else Status.NOT_AVAILABLE


def reason_in_words(status: Status, symbol: str) -> str:
    """Why there is no value, with the publisher's symbol: "suppressed by the publisher (c)"."""
    if status == Status.WITHDRAWN:
        return "withdrawn"
    fallback = "suppressed by the publisher" if status == Status.SUPPRESSED else "not available"
    words = SYMBOL_WORDS.get(symbol, fallback)
    return f"{words} ({symbol})" if symbol else words


def is_comparable(unit: Unit) -> bool:
    """Whether the figures of two areas may stand side by side. Plain counts may not: areas differ in size."""
    return unit != Unit.COUNT


def average(values: Iterable[Decimal]) -> Decimal | None:
    """The plain average, as the publisher's own neighbour average is made: no area weighs more. None of nothing."""
    listed = list(values)
    return sum(listed, Decimal(0)) / len(listed) if listed else None


def worth_of(kind: Kind, relations: Iterable[Relation]) -> Worth:
    """How far an item is measured, given how close each measure with a figure is to it. A proxy never measures it."""
    if kind == Kind.JUDGEMENT:
        return Worth.JUDGED
    closest = min(relations, key=CLOSENESS.index, default=Relation.CONTEXT)
    return {Relation.DIRECT: Worth.MEASURED, Relation.NEAR: Worth.NEARBY, Relation.PROXY: Worth.PROXY}.get(
        closest, Worth.NOTHING
    )


def definition_state(agreed: Iterable[object]) -> str:
    """Whether the things a definition needs are settled: "Agreed", "Partly agreed" or "Not yet agreed" (C10)."""
    settled = [value not in ("", None) for value in agreed]
    if not any(settled):
        return NOT_YET_AGREED
    return "Agreed" if all(settled) else "Partly agreed"
