"""What else of the portal serves a priority: themes, risks, evidence and training that name it (R91, R93, R97)."""

from dataclasses import dataclass

from django.urls import reverse

from assurance.models import Priority, User
from assurance.queries.courses import courses_visible_to
from assurance.queries.items import items_visible_to
from assurance.queries.risks import risks_visible_to
from assurance.queries.themes import themes_visible_to

AT_MOST = 10
# What it is, who reads which, its page, and by which name it leads to the priority.
KINDS = (
    ("Themes", themes_visible_to, "assurance:theme_detail", "priority"),
    ("Risks", risks_visible_to, "assurance:risk_detail", "priority"),
    ("Evidence", items_visible_to, "assurance:item_detail", "supports__priority"),
    ("Training", courses_visible_to, "assurance:course_detail", "priority"),
)


@dataclass(frozen=True)
class Serving:
    """The rows of one kind that name a priority, each with its title and address; and whether there are more."""

    kind: str
    rows: tuple[tuple[str, str], ...]
    has_more: bool


def serving(priority: Priority, user: User) -> list[Serving]:
    """What names the priority, of each kind the first few that `user` may read; nothing of a kind without any."""
    found = []
    for kind, visible_to, page, name in KINDS:
        rows = list(visible_to(user).filter(**{name: priority})[: AT_MOST + 1])
        links = tuple((row.title, reverse(page, args=[row.pk])) for row in rows[:AT_MOST])
        if links:
            found.append(Serving(kind, links, len(rows) > AT_MOST))
    return found
