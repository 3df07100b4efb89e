"""Comparisons of assessments as tables to take away, each row with the framework's citation (R128)."""

from assurance.queries.tables import Table
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words
from scrutiny.models import Assessment
from scrutiny.queries.compare import ComparePage, Comparison, GridPage, PairPage, made_by
from scrutiny.rules.frameworks import RATING_WORDS, Rating
from scrutiny.rules.frozen import FrozenAnswer

NAMES = {
    "pair": "Assessments side by side",
    "movement": "Movement since earlier assessments",
    "years": "Ratings by year",
    "agencies": "Ratings by agency",
}


def title_of(what: str, page: ComparePage) -> str:
    """What the page compares, as a title."""
    about = page.about if isinstance(page, GridPage) else " and ".join(one.title for one in page.assessments)
    return f"{NAMES[what]}: {about}" if about else NAMES[what]


def compare_table(what: str, page: ComparePage) -> Table:
    """The page as a table: one row a question; nothing but the head where there is nothing to compare."""
    if isinstance(page, PairPage):
        return _pair_table(what, page)
    return _grid_table(page)


def assessment_words(one: Assessment) -> str:
    """An assessment in a heading: who made it, which, and until when its period goes."""
    return f"{made_by(one)}: {one.title}, to {date_words(one.ends_on)}"


def _pair_table(what: str, page: PairPage) -> Table:
    sides = [assessment_words(one) for one in page.assessments] or ["First", "Second"]
    headers = [
        "Question",
        "Words of the question",
        *sides,
        "Movement" if what == "movement" else "Standing",
        "In words",
        *(f"Rationale: {side}" for side in sides),
        *(["Ratings before"] if what == "movement" else []),
        "Citation",
    ]
    return headers, _pair_rows(what, page.comparison, "; ".join(page.cited)) if page.comparison else []


def _pair_rows(what: str, comparison: Comparison, cited: str) -> list[list[Cell]]:
    return [
        [
            each.pair.asked.number,
            each.pair.asked.text,
            _rating(each.pair.one),
            _rating(each.pair.other),
            group.words,
            each.words,
            each.pair.one.rationale if each.pair.one else "",
            each.pair.other.rationale if each.pair.other else "",
            *([each.trail] if what == "movement" else []),
            cited,
        ]
        for group in comparison.groups
        for each in group.pairs
    ]


def _rating(answer: FrozenAnswer | None) -> str:
    return RATING_WORDS[Rating(answer.rating)] if answer else "Not asked"


def _grid_table(page: GridPage) -> Table:
    shown, cited = page.grid, "; ".join(page.cited)
    headers = ["Step", "Question", "Words of the question", *(shown.columns if shown else ()), "Citation"]
    rows: list[list[Cell]] = [
        [
            f"{step.number}. {step.title}",
            row.question.number if row.question.is_asked else f"{row.question.number} (no longer asked)",
            row.question.text,
            *(cell.words for cell in row.cells),
            cited,
        ]
        for step in (shown.steps if shown else ())
        for row in step.rows
    ]
    gaps: list[list[Cell]] = [
        ["", "", f"{agency.name}: no published self-assessment that you may read", *([""] * len(headers[3:]))]
        for agency in page.without
    ]
    return headers, [*rows, *gaps]
