"""Facts in sentences: lists and small numbers as one writes them."""

from collections.abc import Iterable, Sequence

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def listed(words: Sequence[str]) -> str:
    """Words as a list in prose: "A", "A and B", "A, B and C"; blank without any."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def number_in_words(number: int) -> str:
    """A number as prose has it: "none", "two", "12"."""
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def part_in_words(part: int, whole: int) -> str:
    """How many of how many, to begin a sentence: "All three of the", "Two of the three", "None of the three"."""
    if part == whole:
        return f"All {number_in_words(whole)}"
    return f"{number_in_words(part).capitalize()} of the {number_in_words(whole)}"


def verb(number: int, singular: str, plural: str) -> str:
    """The verb that goes with so many: "has" for none and one, "have" for more."""
    return singular if number < 2 else plural


def bullets(lines: Iterable[str]) -> str:
    """Each of the lines as one item of a list, for the blocks; blank without any."""
    return "\n".join(f"- {' '.join(line.split())}" for line in lines)
