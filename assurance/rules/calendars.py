"""
The year calendar of meetings: quarters without one, SAAS before the Executive Board, days to think twice about.

Source: SAAS ToR 3.1 ("will meet quarterly"); Scrutiny and Assurance Framework, sections 1 and 8 (R20, R21).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assurance.rules.clocks import why_skipped
from assurance.rules.periods import Quarter, quarter_containing
from assurance.rules.wording import date_time_words, date_words, local_date

SAAS = "saas"
EXECUTIVE_BOARD = "executive-board"


def quarters_of(financial_year: int) -> tuple[Quarter, ...]:
    """The four quarters of a financial year."""
    return tuple(Quarter(financial_year, number) for number in (1, 2, 3, 4))


def year_words(financial_year: int) -> str:
    """A financial year as people say it: "2026/27"."""
    return f"{financial_year}/{(financial_year + 1) % 100:02d}"


def meets_quarterly(meets: str) -> bool:
    """Whether how often a group meets, as it is laid down in words, is once a quarter."""
    return meets.strip().lower().startswith("quarterly")


def gaps(
    meeting_days: Iterable[date], quarters: Iterable[Quarter], *, starts_on: date, ends_on: date | None
) -> tuple[Quarter, ...]:
    """The quarters all through which there is a quarterly group, and in which it has no ordinary meeting (R20)."""
    met = {quarter_containing(day) for day in meeting_days}
    return tuple(
        quarter
        for quarter in quarters
        if quarter not in met and starts_on <= quarter.starts_on and (ends_on is None or quarter.ends_on <= ends_on)
    )


def gap_words(quarter: Quarter, today: date) -> str:
    """A gap in words: what is past was missed, what is to come can still be planned."""
    return "No ordinary meeting was held" if quarter.ends_on < today else "No ordinary meeting is planned"


@dataclass(frozen=True)
class OutOfOrder:
    """An Executive Board meeting that no SAAS meeting comes before, with a sentence saying so (R21)."""

    board_at: datetime
    words: str


def out_of_order(saas: Sequence[datetime], board: Sequence[datetime]) -> tuple[OutOfOrder, ...]:
    """
    The Executive Board meetings that SAAS does not inform: none of its meetings lies between the one before and them.

    Both are ordinary meetings that stand. Where no Executive Board came before, SAAS may have met up to the beginning
    of the quarter before (SAF 8).
    """
    found = []
    boards = sorted(board)
    for number, board_at in enumerate(boards):
        quarter = quarter_containing(local_date(board_at))
        before = [boards[number - 1]] if number else []
        informs = [at for at in saas if at < board_at and all(at > earlier for earlier in before)]
        if not any(local_date(at) >= quarter.previous.starts_on for at in informs):
            found.append(OutOfOrder(board_at, _order_words(board_at, quarter, saas)))
    return tuple(found)


def _order_words(board_at: datetime, quarter: Quarter, saas: Iterable[datetime]) -> str:
    """Why a Board is not informed: SAAS meets too late in its quarter, or not at all before it."""
    after = sorted(at for at in saas if at >= board_at and quarter_containing(local_date(at)) == quarter)
    board_words = f"the Executive Board of {date_words(board_at)}"
    if after:
        return (
            f"SAAS meets on {date_words(after[0])}, which is not before {board_words} that it is to inform. "
            "Move one of the two."
        )
    return f"No SAAS meeting comes before {board_words}, so SAAS cannot inform it. Plan one."


def cautions(starts_at: datetime, now: datetime) -> list[str]:
    """What to think twice about in a meeting's time, a sentence each: a weekend, a bank holiday, a past time."""
    day = local_date(starts_at)
    found = []
    if reason := why_skipped(day):
        found.append(f"{day:%A} {date_words(day)} is not a working day in England: it is a {_a_reason(reason)}.")
    if starts_at < now:
        found.append(f"{date_time_words(starts_at)} has passed.")
    return found


def _a_reason(reason: str) -> str:
    """The reason after an article: "weekend", "bank holiday (Good Friday)"."""
    name, _, is_holiday = reason.partition(", a ")
    return f"{is_holiday} ({name})" if is_holiday else name
