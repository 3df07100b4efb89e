"""Strengths, and good, best and outstanding practice recorded since the last pack (R77)."""

from dataclasses import dataclass, field

from assurance.models import GoodPractice as Recorded
from assurance.rules.wording import date_words
from reports.queries.packs import PackContext
from reports.rules.contents import Heading
from reports.rules.kinds import Covers


@dataclass(frozen=True)
class Practice:
    """One entry: how good it is, what it is about and whose, what is done, and the difference it makes."""

    title: str
    level: str
    about: str
    owner_name: str
    what: str
    difference: str


@dataclass(frozen=True)
class GoodPractice:
    """The section; `lead` says since when it looks, and whether anything has been recorded."""

    lead: str
    entries: tuple[Practice, ...]
    headings: tuple[Heading, ...] = field(default=())


def build(context: PackContext) -> GoodPractice:
    """What was recorded since the last pack, the oldest first."""
    opening = "What has been recorded" if context.practice else "No good practice has been recorded"
    dated = " from" if context.rule.covers == Covers.YEAR else ", of"
    since = f" {context.since_words}{dated} {date_words(context.since)}" if context.since else ""
    return GoodPractice(f"{opening}{since}.", tuple(map(_practice, context.practice)))


def _practice(recorded: Recorded) -> Practice:
    return Practice(
        title=recorded.title,
        level=recorded.get_level_display(),
        about=recorded.topic.title,
        owner_name=recorded.agency.name if recorded.agency else "Partners together",
        what=recorded.what,
        difference=recorded.difference,
    )
