"""The published figures land in the demonstration by when they were out, so that looking back shows what was known."""

import tomllib
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from assurance.models import EarlyWarning
from assurance.rules.roles import Role
from indicators.management.commands.load_figures import FIGURES
from indicators.management.commands.load_indicators import text
from indicators.models import Batch, Observation
from indicators.queries.dashboard import dashboard_visible_to
from indicators.queries.moments import moment_of
from indicators.rules.published import PublishedFigure, read_figures
from indicators.rules.releases import Release, read_months_to_release, released_on, releases_of
from indicators.rules.vocabulary import Status
from indicators.services.demo import figure_releases
from tests.factories.assurance import person_with
from tests.indicators.conftest import TODAY

BEGINS = date(2024, 9, 2)


@pytest.mark.parametrize(
    ("end", "months", "day"),
    [
        (date(2025, 3, 31), 8, date(2025, 11, 30)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(2025, 8, 31), 12, date(2026, 8, 31)),
        (date(2025, 12, 15), 2, date(2026, 2, 28)),
        (date(2023, 11, 1), 3, date(2024, 2, 29)),
        (date(2024, 6, 30), 18, date(2025, 12, 31)),
    ],
)
def test_the_last_day_of_the_month_is_taken(end, months, day):
    assert released_on(end, months) == day


def published(source, end):
    return PublishedFigure(source, "M", "A", end, end, None, None, Decimal(1), Status.PUBLISHED, "", "")


def test_figures_are_grouped_by_the_day_they_were_out_and_none_is_before_it_all_begins():
    figures = [published("slow", date(2025, 3, 31)), published("slow", date(2020, 3, 31)), published("quick", TODAY)]
    found = releases_of(figures, {"slow": 8, "quick": 1}, begins=BEGINS)
    assert [(one.day, one.figures) for one in found] == [
        (BEGINS, (figures[1],)),
        (date(2025, 11, 30), (figures[0],)),
        (date(2026, 12, 31), (figures[2],)),
    ]


def test_every_source_says_how_late_its_figures_are_and_why():
    months = read_months_to_release(text("sources.toml"))
    figures = read_figures(FIGURES.read_text(encoding="utf-8"))
    assert {figure.source for figure in figures} <= months.keys()
    assert all(source["release_rule"].endswith(".") for source in tomllib.loads(text("sources.toml"))["sources"])
    assert max(one.day for one in releases_of(figures, months, begins=BEGINS)) <= TODAY


def test_what_landed_with_the_whole_file_does_not_land_again(real_figures):
    found = [Release(BEGINS, (published("nhse-a-and-e-monthly", TODAY),))]
    assert len(figure_releases(releases=found, file_name="figures.csv", sha256="0" * 64)) == 1
    assert figure_releases(releases=found, file_name="figures.csv", sha256=Batch.objects.first().sha256) == []


@pytest.fixture
def demo(db):
    """The demonstration."""
    call_command("load_demo", verbosity=0)


def row_of(user, slug, day=None):
    then = moment_of(user, day) if day else None
    board = dashboard_visible_to(user, today=TODAY, then=then)
    return next(row for domain in board.domains for row in domain.rows if row.item.slug == slug)


def test_looking_back_shows_what_was_known_then_and_nothing_lands_twice(demo):
    chair = person_with(Role.SAAS_CHAIR)
    board_met = date(2025, 9, 18)
    assert row_of(chair, "repeat-referrals", board_met).item.headline.period == "Year ending March 2024"
    assert row_of(chair, "repeat-referrals", date(2025, 11, 29)).item.headline.words == "23.3%"
    assert row_of(chair, "repeat-referrals", date(2025, 11, 30)).item.headline.words == "21.6%"
    assert row_of(chair, "repeat-referrals").item.headline.updated == date(2025, 11, 30)
    assert moment_of(chair, board_met).words.startswith("As reviewed at the meeting of Partnership Executive Board")
    assert EarlyWarning.objects.count() == 2
    assert not row_of(chair, "repeat-referrals", board_met).warnings
    # All of the file is there, each figure once, and a second run brings none.
    batches = Batch.objects.count()
    assert Observation.objects.count() == 9360
    assert not Observation.objects.exclude(supersedes=None).exists()
    call_command("load_demo", verbosity=0)
    assert Batch.objects.count() == batches
