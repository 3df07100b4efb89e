"""What the database itself holds of themes."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from assurance.models import Theme, ThemeEvent, ThemeReport
from assurance.rules.themes import ThemeState
from tests.factories.assurance import UserFactory
from tests.factories.themes import ANALYSIS, NOW, a_board_meeting, a_keeper, a_theme, report

pytestmark = pytest.mark.django_db


def refused(what):
    with pytest.raises(IntegrityError), transaction.atomic():
        what()


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"state": "elsewhere"}, ThemeState.PLANNED),
        ({"domain": "a fourth"}, ThemeState.PLANNED),
        ({"outcome": ""}, ThemeState.PLANNED),
        ({"state": ThemeState.AGREED}, ThemeState.PLANNED),
        ({"decision": None}, ThemeState.IMPLEMENTING),
        ({"state": ThemeState.CLOSED}, ThemeState.IMPLEMENTING),
    ],
)
def test_a_theme_that_cannot_be_is_not_kept(fields, state):
    theme = a_theme(state)
    refused(lambda: Theme.objects.filter(pk=theme.pk).update(**fields))


def test_a_theme_follows_another_and_one_alone_follows_it():
    first, team = a_theme(ThemeState.GATHERING), a_keeper()
    refused(lambda: Theme.objects.filter(pk=first.pk).update(follows=first))
    second = a_theme(team=team, title="Second", follows=first)
    third = Theme(title="Third", why="x", outcome="y", domain="protecting", group=first.group, lead="z", follows=first)
    refused(lambda: third.save())
    assert second.follows == first


def test_events_and_reports_are_known_and_never_changed():
    team = a_keeper()
    theme = a_theme(ThemeState.GATHERING, team=team)
    report(ANALYSIS, theme, team)
    refused(lambda: ThemeEvent.objects.create(theme=theme, move="jump", by=UserFactory(), at=NOW))
    told = {"theme": theme, "meeting": a_board_meeting(), "by": team, "at": NOW}
    refused(lambda: ThemeReport.objects.create(kind="a fourth", findings="x", **told))
    refused(lambda: ThemeReport.objects.create(kind=ANALYSIS, findings="", **told))
    for rows, change in ((ThemeEvent.objects, {"text": "x"}), (ThemeReport.objects, {"findings": "x"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().delete()
