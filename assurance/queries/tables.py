"""A table as the queries give it, to be downloaded, and what many of them have in a cell."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from assurance.models import User
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words

# Its headers, and its rows.
Table = tuple[list[str], list[list[Cell]]]
HISTORY = "What happened, and what was said"


class Happened(Protocol):
    """A row of a history: the move that was made, by whom and when."""

    at: datetime
    by: User | None

    def get_move_display(self) -> str:
        """The move in words."""
        ...


def history_cell(events: Iterable[Happened]) -> str:
    """A history as one cell, a line a move with what was said: "2 June 2026, Business Team: Agreed. By the Board."."""
    return "\n".join(
        told(event.get_move_display(), getattr(event, "text", "") or getattr(event, "reason", ""), event.at, event.by)
        for event in events
    )


def told(what: str, said: str, on: date, by: User | None = None) -> str:
    """What was done or said on a day, and by whom, on one line: "2 June 2026, Business Team: Agreed. Words"."""
    who = f", {by}" if by else ""
    return f"{date_words(on)}{who}: {'. '.join(filter(None, (what, said)))}"
