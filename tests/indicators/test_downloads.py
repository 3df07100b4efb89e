"""Figures as files: what is in them, who took them."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from assurance.models import ActivityEntry
from indicators.models import Area
from indicators.rules.vocabulary import Relation
from indicators.services.downloads import (
    AREAS_HEADERS,
    DASHBOARD_HEADERS,
    FIGURES_HEADERS,
    SERIES_HEADERS,
    WARNINGS_HEADER,
)
from indicators.services.findings import refresh_findings
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.indicators import (
    NOW,
    AreaFactory,
    IndicatorFactory,
    JudgementFactory,
    MeasureFactory,
    TargetFactory,
    figure,
    land,
)
from tests.factories.warnings import a_warning

pytestmark = pytest.mark.django_db


def _csv(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def _xlsx(answer):
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


@pytest.fixture
def measure():
    """A measure with a value and a withheld point."""
    measure = MeasureFactory(code="REREF", title="=Re-referrals")
    land(
        figure(measure, "21.6", numerator=Decimal(5194), denominator=Decimal(24035), note="@note"),
        figure(measure, symbol="c", start=date(2023, 4, 1), end=date(2024, 3, 31)),
    )
    return measure


def test_a_series_as_csv(reader, sign_in, measure):
    answer = sign_in(reader).get("/indicators/measures/REREF.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reref.csv"'
    newest, withheld = _csv(answer)
    assert newest == {
        "Figure": "'=Re-referrals", "Area": measure.home_area.name, "Period": "Year ending March 2025",
        "First day": "2024-04-01", "Last day": "2025-03-31", "Value": "21.6", "Unit": "Percentage",
        "Reason for no value": "", "Numerator": "5194", "Denominator": "24035", "Mean": "", "Lower limit": "",
        "Upper limit": "", "What it means": "", "Target": "", "Note": "'@note",
        "Source": "A publisher: A release", "Licence": "Contains figures of a publisher.",
    }  # fmt: skip
    assert (withheld["Value"], withheld["Reason for no value"]) == ("", "Suppressed by the publisher (c)")


def test_a_series_as_xlsx_says_the_same(reader, sign_in, measure):
    head, newest, withheld = _xlsx(sign_in(reader).get("/indicators/measures/REREF.xlsx"))
    assert head == SERIES_HEADERS
    assert newest[:1] + newest[3:6] == ("'=Re-referrals", datetime(2024, 4, 1), datetime(2025, 3, 31), 21.6)  # noqa: DTZ001
    assert newest[8:10] == (5194, 24035)
    assert newest[15] == "'@note"
    assert withheld[7] == "Suppressed by the publisher (c)"


def test_a_chart_takes_its_limits_meanings_and_target_along(reader, sign_in):
    measure = monthly_measure(code="CALM")
    TargetFactory(measure=measure, value=Decimal(9))
    land_months(measure, *CALM, OUTLIER)
    newest, *_, oldest = _csv(sign_in(reader).get("/indicators/measures/CALM.csv"))
    assert newest["What it means"] == "Concerning: above the upper limit"
    assert (newest["Target"], oldest["Target"], newest["Mean"] == oldest["Mean"] != "") == ("9.0", "9.0", True)
    assert len(newest["Mean"].split(".")[1]) == 2


def test_the_dashboard_file_has_a_row_an_item(reader, sign_in, measure):
    MeasureFactory(indicator=measure.indicator, relation=Relation.PROXY)
    empty = IndicatorFactory()
    JudgementFactory(indicator=empty)
    a_warning(topic=empty.topic)
    refresh_findings(now=NOW)
    first, second = _csv(sign_in(reader).get("/indicators/indicators.csv"))
    assert (first["Wording"], first["Value"], first["Variation"], first["Early warnings open"]) == (
        measure.indicator.slug,
        "21.6",
        "Cannot tell",
        "0",
    )
    assert (second["Wording"], second["Value"], second["Agreed by the partners"], second["Early warnings open"]) == (
        empty.slug,
        "",
        "Partly sighted",
        "1",
    )
    assert second["Reason for no value"].startswith("No figures yet")


def test_the_dashboard_as_xlsx_has_the_same_cells(reader, sign_in, measure):
    client = sign_in(reader)
    head, first = _xlsx(client.get("/indicators/indicators.xlsx"))
    assert head == (*DASHBOARD_HEADERS, WARNINGS_HEADER)
    assert first[6] == float(_csv(client.get("/indicators/indicators.csv"))[0]["Value"])


def test_every_newest_figure_is_in_a_file_of_its_own(reader, sign_in, measure):
    background = MeasureFactory(indicator=None, relation=Relation.CONTEXT, code="BACKGROUND")
    land(figure(background, "2"))
    rows = _csv(sign_in(reader).get("/indicators/figures.csv"))
    assert [(row["Item"], row["Value"]) for row in rows] == [("", "2.0"), (measure.indicator.slug, "21.6")]
    assert tuple(rows[0]) == FIGURES_HEADERS


def test_areas_are_a_table_with_intervals(reader, sign_in):
    england = AreaFactory(name="England", kind=Area.Kind.NATION)
    measure = MeasureFactory(code="REREF", home_area=AreaFactory(name="Kent", within=england))
    counts = {"numerator": Decimal(216), "denominator": Decimal(1000)}
    land(figure(measure, "21.6", **counts), figure(measure, "22.6", area=england))
    kent, nation = _csv(sign_in(reader).get("/indicators/measures/REREF/areas.csv"))
    assert tuple(kent) == AREAS_HEADERS
    assert (kent["Lower limit of 95% interval"], kent["Upper limit of 95% interval"]) == ("19.2", "24.3")
    assert (nation["Area"], nation["Kent beside it"]) == ("England", "No difference beyond chance")


def test_without_other_areas_there_is_no_file_of_them(reader, sign_in, measure):
    assert sign_in(reader).get("/indicators/measures/REREF/areas.csv").status_code == 404


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["indicators", "figures", "measures/REREF"])
def test_the_same_figures_make_the_same_bytes(reader, sign_in, measure, name, suffix):
    client = sign_in(reader)
    first, second = (client.get(f"/indicators/{name}.{suffix}").content for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("name", "action"), [("indicators.csv", "indicator.download"), ("measures/REREF.xlsx", "measure.download")]
)
def test_who_took_a_file_is_logged(reader, sign_in, measure, name, action):
    sign_in(reader).get(f"/indicators/{name}")
    entry = ActivityEntry.objects.get(action=action)
    assert entry.actor == reader
    assert "21.6" not in entry.detail


@pytest.mark.parametrize("name", ["measures/NOTHING.csv", "measures/REREF.pdf", "indicators.pdf"])
def test_what_is_not_there_is_not_found_and_not_logged(reader, sign_in, measure, name):
    assert sign_in(reader).get(f"/indicators/{name}").status_code == 404
    assert not ActivityEntry.objects.filter(action__endswith=".download").exists()


def test_a_measure_without_figures_has_no_file(reader, sign_in):
    assert sign_in(reader).get(f"/indicators/measures/{MeasureFactory().code}.csv").status_code == 404


@pytest.mark.parametrize("name", ["indicators.csv", "measures/REREF.csv"])
def test_who_may_not_read_indicators_gets_no_file(outsider, sign_in, measure, name):
    assert sign_in(outsider).get(f"/indicators/{name}").status_code == 403
