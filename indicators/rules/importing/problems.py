"""What is wrong with a file, named by row and column."""

from dataclasses import dataclass
from typing import NoReturn

LONGEST_QUOTED = 40
LETTERS = 26


class FileRefused(ValueError):
    """A file that cannot be read at all; its message is one sentence fit for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell, or one row where there is no `letter`, that cannot be read. `row` counts from 1, as Excel does."""

    row: int
    letter: str
    header: str
    problem: str

    @property
    def sentence(self) -> str:
        """The problem with its place: "Row 14, column F (value): “12O” is not a number."."""
        if not self.letter:
            return f"Row {self.row}: {self.problem}"
        return f"Row {self.row}, column {self.letter} ({self.header}): {self.problem}"


def refuse(sentence: str) -> NoReturn:
    """Raise FileRefused with this sentence."""
    raise FileRefused(sentence)


def quoted(text: str) -> str:
    """A cell's text within quotation marks, cut short when long, without anything that does not print."""
    printable = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    if len(printable) > LONGEST_QUOTED:
        printable = printable[:LONGEST_QUOTED] + "…"
    return f"“{printable}”"


def column_letter(index: int) -> str:
    """The letter of a column counted from nought: A, B … Z, AA, AB …"""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letter: str) -> int:
    """The place, from nought, of the column with this letter. Raises ValueError when it is not one."""
    number = 0
    for character in letter.upper():
        if not "A" <= character <= "Z":
            raise ValueError(f"{quoted(letter)} is not the letter of a column.")
        number = number * LETTERS + ord(character) - ord("A") + 1
    if not number:
        raise ValueError("A column needs a letter.")
    return number - 1
