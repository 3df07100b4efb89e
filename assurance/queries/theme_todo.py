"""The themes that wait for somebody: for those who keep them, and for the Executive Board (R93)."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from assurance.models import PartnershipGroup, Theme, User
from assurance.permissions import groups_where, may
from assurance.queries.themes import before_implementation, facts_of, missing_for, themes_visible_to, with_history
from assurance.rules.roles import Permission
from assurance.rules.theme_gates import Facts
from assurance.rules.themes import ENDED, ThemeMove, ThemeReportKind, ThemeState, after

# What can be done once nothing is missing; the rest goes on when its work is done, which no record tells.
READY = MappingProxyType(
    {
        ThemeMove.BEGIN: "It can begin",
        ThemeMove.PROPOSE: "The Executive Board has had the first report",
        ThemeMove.AGREE: "The Executive Board has had the second report",
        ThemeMove.CLOSE: "The Executive Board has had the third report",
    }
)
FOR_THE_BOARD = "It waits for the Executive Board’s decision"


@dataclass(frozen=True)
class DueTheme:
    """A theme that waits for its reader: for what, and by when, where there is a day."""

    theme: Theme
    words: str
    on: date | None = None


def due_themes(user: User, today: date) -> list[DueTheme]:
    """
    The themes `user` has to see to.

    Of those who keep themes, what can go on now; of the members of the Executive Board, what its next meeting decides
    on, by that day. A fixed number of queries.
    """
    keeps = may(user, Permission.MANAGE_THEME)
    board = groups_where(user, Permission.DECIDE).filter(level=PartnershipGroup.Level.BOARD)
    decides = board.exists()
    if not keeps and not decides:
        return []
    themes = list(with_history(themes_visible_to(user).exclude(state__in=ENDED)))
    others = list(before_implementation())
    facts = {theme.pk: facts_of(theme, None, others) for theme in themes}
    ready = [_ready(theme, facts[theme.pk]) for theme in themes] if keeps else []
    before = [_before_the_board(theme, facts[theme.pk], today) for theme in themes] if decides else []
    return [one for one in (*before, *ready) if one]


def _ready(theme: Theme, facts: Facts) -> DueTheme | None:
    for move, words in READY.items():
        if after(ThemeState(theme.state), move) and not missing_for(move, facts):
            return DueTheme(theme, words)
    return None


def _before_the_board(theme: Theme, facts: Facts, today: date) -> DueTheme | None:
    day = facts.to_come.get(ThemeReportKind.PROPOSAL)
    if theme.state != ThemeState.PROPOSING or day is None or day < today:
        return None
    return DueTheme(theme, FOR_THE_BOARD, day)
