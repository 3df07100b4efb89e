"""A grid pasted from a spreadsheet: the answers to several data requests at once (R52). Nothing is guessed."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assurance.rules.typed_values import plain_text
from indicators.rules.importing.cells import BLANK, Cell, kept, read_cell
from indicators.rules.importing.problems import Problem, column_letter, quoted
from indicators.rules.published import COUNT_PLACES, VALUE_PLACES
from indicators.rules.requests import PER, Answer
from indicators.rules.vocabulary import Unit

COLUMNS = ("measure", "numerator", "denominator", "value", "analysis")
FIGURES = ("value", "numerator", "denominator")
MOST_ROWS = 500
# What a symbol in place of a figure says, as the reason why there is none.
REASONS = {
    "c": "Suppressed (c)",
    "*": "Suppressed (*)",
    "x": "Not available (x)",
    "-": "Not available (-)",
    ":": "Not available (:)",
    "z": "Not applicable (z)",
    "u": "Too unreliable to give (u)",
    "k": "Rounds to nought and is not given (k)",
}


@dataclass(frozen=True)
class Askable:
    """A request that a row can answer: its key, its measure's title and code, its unit, and the answer in draft."""

    key: str
    title: str
    code: str
    unit: Unit
    draft: Answer
    is_sent: bool = False


@dataclass(frozen=True)
class Filled:
    """A row that was understood: which request it answers, and what its draft would then hold."""

    row: int
    key: str
    answer: Answer


@dataclass(frozen=True)
class Grid:
    """The rows that were understood, and every cell and row that was not."""

    filled: tuple[Filled, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_grid(text: str, askable: Sequence[Askable]) -> Grid:
    """
    What a pasted grid says: tab-separated, a measure a row, named by its title or its code.

    The columns are measure, numerator, denominator, value and analysis, or those a first row names. A row's blank cells
    leave the draft as it is, but for its figures, which are taken together.
    """
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        return Grid(problems=(Problem(1, "", "", "A quotation mark is missing, or stands in the wrong place."),))
    rows = [[cell.strip() for cell in row] for row in rows]
    columns, first = _columns(rows)
    found = [(number, row) for number, row in enumerate(rows[first:], start=first + 1) if any(row)]
    if len(found) > MOST_ROWS:
        return Grid(problems=(Problem(1, "", "", f"There are more than {MOST_ROWS} rows."),))
    return _Reader(columns, askable).read(found)


def _columns(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], int]:
    """The columns in their order, and how many rows come before the first answer."""
    names = tuple(cell.casefold() for cell in rows[0]) if rows else ()
    if "measure" in names and set(names) - {""} <= set(COLUMNS):
        return names, 1
    return COLUMNS, 0


class _Reader:
    """Reads rows of one layout."""

    def __init__(self, columns: Sequence[str], askable: Sequence[Askable]) -> None:
        self.columns = columns
        self.named: Mapping[str, Askable] = {_plain(each.code): each for each in askable} | {
            _plain(each.title): each for each in askable
        }
        self.seen: set[str] = set()
        self.problems: list[Problem] = []

    def read(self, rows: Sequence[tuple[int, Sequence[str]]]) -> Grid:
        """The grid these rows make."""
        filled = [answer for number, row in rows if (answer := self._row(number, row))]
        return Grid(tuple(filled), tuple(sorted(self.problems, key=lambda each: (each.row, each.letter))))

    def _row(self, number: int, row: Sequence[str]) -> Filled | None:
        if len(row) > len(self.columns) and any(row[len(self.columns) :]):
            self._wrong(number, "", f"There are more than {len(self.columns)} columns.")
            return None
        cells = dict(zip(self.columns, row, strict=False))
        asked = self._asked(number, cells.get("measure", ""))
        if asked is None:
            return None
        before = len(self.problems)
        answer = self._answer(number, asked, cells)
        return Filled(number, asked.key, answer) if len(self.problems) == before else None

    def _asked(self, number: int, name: str) -> Askable | None:
        if not name:
            self._wrong(number, "measure", "No measure is named.")
            return None
        asked = self.named.get(_plain(name))
        if asked is None:
            self._wrong(number, "measure", f"{quoted(name)} is not one of the measures you are asked for.")
        elif asked.is_sent:
            self._wrong(number, "measure", f"{quoted(name)} has been sent already. Correct it on its own page.")
        elif asked.key in self.seen:
            self._wrong(number, "measure", f"{quoted(name)} is in the grid twice.")
        else:
            self.seen.add(asked.key)
            return asked
        return None

    def _answer(self, number: int, asked: Askable, cells: Mapping[str, str]) -> Answer:
        read = {name: self._cell(number, name, cells.get(name, ""), asked.unit) for name in FIGURES}
        analysis = plain_text(cells.get("analysis", ""))
        answer = replace(asked.draft, analysis=analysis or asked.draft.analysis)
        symbols = {cell.symbol for cell in read.values() if cell.symbol}
        has_figure = any(cell.number is not None for cell in read.values())
        if symbols and (has_figure or len(symbols) > 1):
            self._wrong(number, "", "A row has figures, or one symbol that says why there are none: not both.")
        elif symbols:
            reason = REASONS[symbols.pop()]
            return replace(answer, value=None, numerator=None, denominator=None, not_available=reason)
        elif has_figure:
            value, numerator, denominator = (number_of(read[name], name) for name in FIGURES)
            return replace(answer, value=value, numerator=numerator, denominator=denominator, not_available="")
        elif not analysis and not any(cell.problem for cell in read.values()):
            self._wrong(number, "", "Nothing is given but the name of the measure.")
        return answer

    def _cell(self, number: int, name: str, text: str, unit: Unit) -> Cell:
        cell = read_cell(text)
        problem = cell_problem(cell, name, unit)
        if problem:
            self._wrong(number, name, problem)
        return cell

    def _wrong(self, number: int, name: str, problem: str) -> None:
        letter = column_letter(list(self.columns).index(name)) if name in self.columns else ""
        self.problems.append(Problem(number, letter, name, problem))


def cell_problem(cell: Cell, name: str, unit: Unit) -> str:
    """What is wrong with a cell as a value, numerator or denominator of this unit; blank when nothing is."""
    if cell.problem:
        return cell.problem
    if name != "value" and unit not in PER and cell != BLANK:
        return "This measure is a plain number: give it as the value."
    if cell.percent and (name != "value" or unit != Unit.PERCENT):
        return "A percentage cannot stand here."
    if cell.number is not None and cell.number < 0 and name != "value":
        return "The number is less than nought."
    if cell.number is not None and number_of(cell, name) is None:
        return "The number is too large to be kept."
    return ""


def number_of(cell: Cell, name: str) -> Decimal | None:
    """The number of a cell as a value, numerator or denominator is kept; None when there is none, or no room for it."""
    return None if cell.number is None else kept(cell.number, VALUE_PLACES if name == "value" else COUNT_PLACES)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
