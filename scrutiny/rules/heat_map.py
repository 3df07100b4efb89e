"""
Ratings of many assessments at once: the questions of all versions of a framework by year, or by agency.

Source: Six Steps, section 6, question 13; ToR of the review, movement over the years (R127, R131).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutiny.rules.framework_content import StepWords
from scrutiny.rules.frameworks import RANK, RATING_WORDS, Rating


def lowest(ratings: Sequence[Rating]) -> Rating:
    """The lowest of several, so that no concern hides behind another's ease; Not yet rated only where all are."""
    return min(ratings, key=_rank)


@dataclass(frozen=True)
class AskedQuestion:
    """A question in the words of the newest version that asks it; `is_asked`: whether the newest of all does."""

    identity: str
    number: str
    text: str
    is_asked: bool


@dataclass(frozen=True)
class AskedStep:
    """A step with all the questions that were ever asked in it."""

    number: int
    title: str
    questions: tuple[AskedQuestion, ...]


def ever_asked(versions: Sequence[Sequence[StepWords]]) -> tuple[AskedStep, ...]:
    """
    Every question of several versions of a framework once, under its step; `versions` are newest first.

    What the newest version no longer asks stands behind the rest of its step, or in a step of its own at the end.
    """
    steps: dict[object, tuple[StepWords, list[AskedQuestion]]] = {}
    seen: set[object] = set()
    for place, version in enumerate(versions):
        for step in version:
            _, questions = steps.setdefault(step.identity, (step, []))
            for one in step.questions:
                if one.identity not in seen:
                    seen.add(one.identity)
                    questions.append(AskedQuestion(str(one.identity), one.number, one.text, not place))
    return tuple(AskedStep(step.number, step.title, tuple(found)) for step, found in steps.values() if found)


@dataclass(frozen=True)
class Column:
    """A year or an agency: its name, and the ratings of each of its assessments by the identity of the question."""

    label: str
    ratings: tuple[Mapping[str, Rating], ...]


@dataclass(frozen=True)
class Cell:
    """A question in a column: the lowest rating (None where it was not asked), and all of them where they differ."""

    label: str
    rating: Rating | None
    others: str = ""

    @property
    def rating_words(self) -> str:
        """The rating in words, or that it was not asked."""
        return RATING_WORDS[self.rating] if self.rating else "Not asked"

    @property
    def words(self) -> str:
        """The rating in words, with the others of the same year where they differ."""
        return f"{self.rating_words} (lowest of {self.others})" if self.others else self.rating_words


@dataclass(frozen=True)
class GridRow:
    """A question with its cells, one a column."""

    question: AskedQuestion
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class GridStep:
    """A step with its rows."""

    number: int
    title: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class GridTotal:
    """How many questions have a rating, a column each."""

    rating: Rating
    words: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Grid:
    """A heat map: steps of questions by columns, and how many questions of each column have which rating."""

    columns: tuple[str, ...]
    steps: tuple[GridStep, ...]
    totals: tuple[GridTotal, ...]

    @property
    def rows(self) -> tuple[GridRow, ...]:
        """Every row in order."""
        return tuple(row for step in self.steps for row in step.rows)


def grid(steps: Sequence[AskedStep], columns: Sequence[Column]) -> Grid:
    """The heat map of these questions and columns; a question that no column asked has no row."""
    made = [GridStep(step.number, step.title, _rows(step, columns)) for step in steps]
    shown = tuple(step for step in made if step.rows)
    return Grid(tuple(column.label for column in columns), shown, _totals(shown, columns))


def _rows(step: AskedStep, columns: Sequence[Column]) -> tuple[GridRow, ...]:
    rows = (GridRow(one, tuple(_cell(column, one.identity) for column in columns)) for one in step.questions)
    return tuple(row for row in rows if any(cell.rating for cell in row.cells))


def _cell(column: Column, question: str) -> Cell:
    given = [ratings[question] for ratings in column.ratings if question in ratings]
    if not given:
        return Cell(column.label, None)
    others = [RATING_WORDS[one] for one in sorted(given, key=_rank)] if len(set(given)) > 1 else []
    return Cell(column.label, lowest(given), ", ".join(others))


def _rank(rating: Rating) -> int:
    return RANK.get(rating, 9)


def _totals(steps: Sequence[GridStep], columns: Sequence[Column]) -> tuple[GridTotal, ...]:
    cells = [row.cells for step in steps for row in step.rows]
    return tuple(
        GridTotal(
            rating,
            RATING_WORDS[rating],
            tuple(
                (column.label, sum(row[place].rating == rating for row in cells))
                for place, column in enumerate(columns)
            ),
        )
        for rating in reversed(RANK)
    )


def in_parts(shown: Grid, most: int) -> tuple[Grid, ...]:
    """The same in parts of at most `most` columns, as even as can be, for paper that is no wider."""
    parts = -(-len(shown.columns) // most)
    size = -(-len(shown.columns) // max(parts, 1))
    return tuple(_part(shown, begin, begin + size) for begin in range(0, len(shown.columns), max(size, 1)))


def _part(shown: Grid, begin: int, end: int) -> Grid:
    return Grid(
        shown.columns[begin:end],
        tuple(
            GridStep(step.number, step.title, tuple(GridRow(row.question, row.cells[begin:end]) for row in step.rows))
            for step in shown.steps
        ),
        tuple(GridTotal(one.rating, one.words, one.counts[begin:end]) for one in shown.totals),
    )


def missing_years_words(years: Sequence[int]) -> str:
    """Which years between the first and the last of these have no assessment, as a sentence; blank when none is."""
    *others, last = [
        str(year) for year in range(min(years, default=0), max(years, default=0)) if year not in years
    ] or [""]
    if not last:
        return ""
    told = f"{', '.join(others)} and {last}" if others else last
    return f"No published assessment that you may read ends in {told}."
