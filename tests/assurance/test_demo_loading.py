"""Where the demonstration is loaded and where not, and `prepare_portal`, which loads it."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assurance.models import ActivityEntry, Agency, ReportingPeriod, Topic, User
from assurance.rules.periods import Quarter
from assurance.services.demo import first_moment
from assurance.services.periods import open_period
from indicators.models import DataRequest, Observation

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("options", [[], ["--list-accounts"]])
def test_production_refuses_the_demonstration(db, settings, options):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        call_command("load_demo", *options)
    assert not User.objects.exists()


def test_without_accounts_the_list_says_how_to_get_them(db):
    printed = StringIO()
    call_command("load_demo", "--list-accounts", stdout=printed)
    assert printed.getvalue() == "There are no demonstration accounts yet: run load_demo first.\n"


def test_a_quarter_opened_by_hand_stops_the_demonstration_and_nothing_of_it_is_kept(framework):
    open_period(
        quarter=Quarter(2024, 2),
        meeting_at=datetime(2024, 12, 19, 10, 0, tzinfo=UTC),
        opens_on=date(2024, 11, 7),
        due_on=date(2024, 11, 28),
        by=None,
        now=NOW,
    )
    with pytest.raises(CommandError, match="has been opened already"):
        call_command("load_demo", verbosity=0)
    assert ReportingPeriod.objects.count() == 1
    assert not User.objects.exists()


def test_an_empty_log_begins_before_all_the_demonstration_tells_of(db):
    assert first_moment(now=NOW).date() == date(2024, 9, 2)


def test_a_log_that_has_begun_is_carried_on_and_not_written_behind(framework):
    assert first_moment(now=NOW) == NOW


def test_preparing_the_portal_loads_all_of_it(db):
    call_command("prepare_portal", verbosity=0)
    assert User.objects.filter(is_demo=True).exists()
    assert Observation.objects.exists()
    assert DataRequest.objects.exists()
    entries = ActivityEntry.objects.count()
    call_command("prepare_portal", verbosity=0)
    assert ActivityEntry.objects.count() == entries


def test_preparing_in_production_loads_the_framework_and_no_demonstration(db, settings):
    settings.PRODUCTION = True
    call_command("prepare_portal", verbosity=0)
    assert Agency.objects.exists()
    assert Topic.objects.filter(kind=Topic.Kind.INDICATOR).exists()
    assert not User.objects.exists()
    assert not Observation.objects.exists()
