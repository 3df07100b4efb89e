"""What of the reports needs a person: the parts that they are asked to write."""

from datetime import date

from django.urls import reverse

from assurance.models import User
from assurance.permissions import may, may_somewhere
from assurance.queries.todo import Todo
from assurance.rules.roles import Permission
from assurance.rules.tracker import due_in_words
from reports.queries.narratives import Wanted, capacities, reports_written_by, wanted_parts
from reports.rules.kinds import Part
from reports.rules.written import PART_WORDS, Writer, rule_of

# How many rows the first page shows: the page of each report has them all.
ROWS_SHOWN = 10


def reports_todo_for(user: User, today: date) -> list[Todo]:
    """The parts of reports that `user` is asked for, the soonest due first."""
    asked = _asked_as(user)
    if not asked:
        return []
    wanted = wanted_parts(reports_written_by(user), asked, today)
    return [_row(one, today) for one in wanted if rule_of(one.name).asked in capacities(user, one.report)][:ROWS_SHOWN]


def _asked_as(user: User) -> frozenset[Writer]:
    held = {
        Writer.BUSINESS_TEAM: may(user, Permission.BUILD_PACK),
        Writer.SCRUTINEER: may(user, Permission.SCRUTINISE),
        Writer.CHAIR: may_somewhere(user, Permission.CHAIR_MEETING),
    }
    return frozenset(writer for writer, holds in held.items() if holds)


def _row(one: Wanted, today: date) -> Todo:
    return Todo(
        f"Your {PART_WORDS[Part(one.name)]} for “{one.report}” is wanted",
        reverse("reports:narrative_write", args=[one.report.pk, one.name]),
        "It saves itself while you write, and goes into the report once you finish it.",
        due_in_words(one.due_on, today, "Papers due"),
        today > one.due_on,
    )
