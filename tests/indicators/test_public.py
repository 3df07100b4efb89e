"""The public edition of a measure: what is in the file, who may make it, and that it is logged."""

import csv
import hashlib
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from indicators.models import IndicatorDefinition
from indicators.queries.public import NOT_COUNTED
from indicators.services.public import HEADERS, public_file
from tests.factories.assurance import person_with
from tests.factories.indicators import NOW, AreaFactory, MeasureFactory, SourceFactory, figure, land
from tests.indicators.conftest import TODAY

pytestmark = pytest.mark.django_db

SMALL = "c: a count from 1 to 5, or one from which such a count could be worked out."
ADDRESS = "/indicators/measures/REREF/public.csv"


@pytest.fixture
def team(db):
    """A member of the Business Team."""
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def measure():
    """A percentage of Kent and of two districts, one of them of few children."""
    kent = AreaFactory(slug="kent", name="Kent")
    measure = MeasureFactory(code="REREF", title="=Re-referrals", home_area=kent)
    ashford, dover = (AreaFactory(slug=name.lower(), name=name, within=kent) for name in ("Ashford", "Dover"))
    land(
        figure(measure, "20.5", numerator=Decimal(41), denominator=Decimal(200), note="Two brothers"),
        figure(measure, "3.0", area=ashford, numerator=Decimal(3), denominator=Decimal(100)),
        figure(measure, "38.0", area=dover, numerator=Decimal(38), denominator=Decimal(100)),
        figure(measure, symbol="x", area=dover, start=date(2023, 4, 1), end=date(2024, 3, 31)),
    )
    return measure


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_edition(team, sign_in, measure):
    answer = sign_in(team).get(ADDRESS)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reref-public.csv"'
    ashford, dover, before, kent = rows_of(answer)
    assert tuple(kent) == HEADERS
    assert kent == {
        "Figure": "'=Re-referrals", "Area": "Kent", "Period": "Year ending March 2025", "First day": "2024-04-01",
        "Last day": "2025-03-31", "Value": "20.5", "Unit": "Percentage", "Numerator": "41", "Denominator": "200",
        "Held back": "", "Source": "A publisher: A release", "Licence": "Contains figures of a publisher.",
    }  # fmt: skip
    for row in (ashford, dover):
        assert (row["Value"], row["Numerator"], row["Denominator"], row["Held back"]) == ("c", "c", "100", SMALL)
    assert (before["Value"], before["Held back"]) == ("", "Not available from the publisher (x)")


def test_notes_are_left_out(team, sign_in, measure):
    assert b"brothers" not in sign_in(team).get(ADDRESS).content


def test_the_threshold_is_that_of_the_definition_today(team, sign_in, measure):
    IndicatorDefinition.objects.filter(indicator=measure.indicator).update(dissemination_threshold=50)
    assert "c" in {row["Value"] for row in rows_of(sign_in(team).get(ADDRESS)) if row["Area"] == "Kent"}


def test_what_is_added_up_only_where_the_definition_does_not_say_otherwise(team, sign_in):
    measure = MeasureFactory(code="REREF", unit="count", decimals=0)
    land(
        figure(measure, "40", start=date(2025, 4, 1), end=date(2025, 6, 30)),
        figure(measure, "43", start=date(2025, 4, 1), end=date(2025, 9, 30)),
    )
    client = sign_in(team)
    assert [row["Value"] for row in rows_of(client.get(ADDRESS))] == ["c", "40"]
    IndicatorDefinition.objects.filter(indicator=measure.indicator).update(roll_up="at_period_end")
    assert [row["Value"] for row in rows_of(client.get(ADDRESS))] == ["43", "40"]


@pytest.mark.parametrize(("url", "value", "words"), [("https://example.org/", "12.5", ""), ("", "", NOT_COUNTED)])
def test_a_figure_without_a_count_is_published_where_its_publisher_has_done_so(team, sign_in, url, value, words):
    SourceFactory(licence_url=url)
    land(figure(MeasureFactory(code="REREF"), "12.5"))
    (row,) = rows_of(sign_in(team).get(ADDRESS))
    assert (row["Value"], row["Held back"]) == (value, words)


def test_a_numerator_nobody_gave_is_not_made_up(team, sign_in):
    land(figure(MeasureFactory(code="REREF"), "12.5", denominator=Decimal(800)))
    (row,) = rows_of(sign_in(team).get(ADDRESS))
    assert (row["Value"], row["Numerator"], row["Denominator"]) == ("12.5", "", "800")


def test_as_a_workbook_too(team, sign_in, measure):
    answer = sign_in(team).get(ADDRESS.replace("csv", "xlsx"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reref-public.xlsx"'


def test_who_made_which_edition_is_logged(team, sign_in, measure):
    answer = sign_in(team).get(ADDRESS)
    entry = ActivityEntry.objects.get(action="measure.publish")
    assert entry.actor == team
    assert hashlib.sha256(answer.content).hexdigest() in entry.detail


def test_the_business_team_alone_makes_it(reader, sign_in, measure):
    assert sign_in(reader).get(ADDRESS).status_code == 403
    with pytest.raises(PermissionDenied):
        public_file(by=reader, code="REREF", suffix="csv", today=TODAY, now=NOW)
    assert not ActivityEntry.objects.filter(action="measure.publish").exists()


@pytest.mark.parametrize("code", ["NOTHING", "EMPTY"])
def test_what_has_no_figures_has_no_edition(team, sign_in, code):
    MeasureFactory(code="EMPTY")
    assert sign_in(team).get(f"/indicators/measures/{code}/public.csv").status_code == 404


def test_an_edition_takes_few_queries(team, measure, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        public_file(by=team, code="REREF", suffix="csv", today=TODAY, now=NOW)
