"""The dashboard in a pack: counts and icons that agree with the dashboard's page, up to the end of the quarter."""

import json
import re
from dataclasses import asdict
from decimal import Decimal

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from indicators.rules.dashboard import Outlook
from indicators.rules.vocabulary import Kind, Meaning
from reports.queries.snapshots import read_snapshot
from reports.sections import dashboard
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.indicators import IndicatorFactory, JudgementFactory, TargetFactory
from tests.factories.warnings import a_warning
from tests.reports.told import Told, a_context, queries_of

pytestmark = pytest.mark.django_db
ICONS = settings.BASE_DIR / "static" / "img" / "icons"
# Of a rise or a fall the icon has an arrow; of the counts it has none.
PLAIN = {Meaning.CONCERNING, Meaning.IMPROVING, Meaning.NEITHER}


@pytest.fixture
def worse():
    """An item whose newest figure is worse beyond chance, and whose target will be missed."""
    measure = monthly_measure(title="What got worse")
    TargetFactory(measure=measure, value=Decimal(5))
    land_months(measure, *CALM, OUTLIER)
    return measure


@pytest.fixture
def calm():
    """An item whose figures go up and down, and that has no target."""
    measure = monthly_measure(title="What stays")
    land_months(measure, *CALM)
    return measure


def test_without_indicators_it_says_so():
    assert Told(dashboard).lead == "No indicators have been set up yet."


def test_what_changed_and_which_targets_are_missed_is_counted(worse, calm):
    IndicatorFactory()
    told = Told(dashboard)
    assert told.lead == (
        "Of 2 items with figures one is worse beyond chance, none better. "
        "Of 1 target one is missed or will be. 1 counted item has no figures."
    )
    said = {row[0]: row[1] for row in told.tables["What the latest figures say"]}
    assert said == {
        "Concerning": "1",
        "Improving": "0",
        "Neither better nor worse": "0",
        "No change beyond chance": "1",
        "Cannot tell": "0",
    }
    assert [row[:2] for row in told.tables["Whether targets will be met"]] == [["Will be missed", "1"]]


def test_each_item_has_its_row_with_figure_variation_target_and_judgement(worse, calm):
    JudgementFactory(indicator=worse.indicator)
    rows = [row for caption, table in Told(dashboard).tables.items() if "figures" not in caption for row in table]
    (row,) = [row for row in rows if "What got worse" in row[0]]
    assert row[1:] == [
        "40.0% [September 2026]",
        "Concerning [Control chart of 13 figures]",
        "Will be missed [Target 5.0%]",
        "Partly sighted [1 November 2026]",
    ]
    (row,) = [row for row in rows if "What stays" in row[0]]
    assert row[3:] == ["No target", "Not yet judged"]


def test_an_item_without_figures_says_why_and_one_that_is_judged_has_no_figure(worse):
    nothing = IndicatorFactory()
    IndicatorFactory(kind=Kind.JUDGEMENT)
    cells = [row for table in Told(dashboard).tables.values() for row in table if nothing.wording in row[0]]
    assert cells[0][1].startswith("No figures [No figures yet")


def test_an_open_warning_is_beside_its_item(worse):
    assert "Early warning open" not in Told(dashboard).text
    a_warning(title="WARNING", topic=worse.indicator.topic)
    assert "Early warning open" in Told(dashboard).text


def test_every_icon_it_may_name_is_a_picture_and_a_rule_of_the_print_style():
    words = {meaning.replace("_", "-") for meaning in Meaning}
    words |= {str(outlook) for outlook in Outlook} - {Outlook.NO_TARGET, Outlook.UNJUDGED}
    arrows = {f"{meaning}-{way}" for meaning in PLAIN for way in ("high", "low")}
    styles = (settings.BASE_DIR / "static" / "css" / "pdf_sections.css").read_text()
    assert {path.stem for path in ICONS.glob("*.svg")} == words | arrows
    rule = r"^\.icon--([\w-]+) \{\n  background-image: url\(\"static:img/icons/\1\.svg\"\);"
    assert set(re.findall(rule, styles, re.MULTILINE)) == words | arrows


def test_icons_are_drawn_as_those_of_the_dashboards_page():
    page = (settings.BASE_DIR / "templates" / "indicators" / "_icons.html").read_text()
    symbols = re.findall(r'<symbol id="icon-([\w-]+)"[^>]*>(.*?)</symbol>', page)
    assert len(symbols) == len(list(ICONS.glob("*.svg"))) == 16
    for name, drawn in symbols:
        file = (ICONS / f"{name}.svg").read_text()
        shapes = [
            re.findall(r' (?:d|x|y|cx|cy|r|rx|width|height)="[^"]*"', one) for one in (drawn, file.partition(">")[2])
        ]
        assert shapes[0] == shapes[1], name


def test_the_icons_of_a_row_are_those_of_its_finding(worse, calm):
    icons = {cell["icon"] for table in Told(dashboard).of("table") for row in table["rows"] for cell in row}
    assert icons >= {"concerning", "concerning-high", "common", "will_miss"}


def test_the_page_draws_each_icon_once_and_points_at_it(worse, calm):
    content = asdict(dashboard.build(a_context()))
    front = {"name": "front_sheet", "title": "Front", "anchor": "front", "content": {"headings": []}}
    held = {"name": "dashboard", "title": "Dashboard", "anchor": "dashboard", "content": content}
    (section,) = read_snapshot(json.dumps({"sections": [front, held]}), templates="reports")["sections"]
    html = render_to_string(section["template"], {"content": section["content"]})
    drawn, pointed_at = (re.findall(found, html) for found in (r'<symbol id="([\w-]+)"', r'<use href="#([\w-]+)"'))
    assert len(drawn) == len(set(drawn)) == 16
    assert set(pointed_at) <= set(drawn)
    assert "icon-will_miss" in pointed_at


def test_however_many_items_there_are_the_queries_are_as_many():
    def several(number):
        for _ in range(number):
            measure = monthly_measure()
            land_months(measure, 10, 12)
            JudgementFactory(indicator=measure.indicator)

    several(3)
    few = queries_of(dashboard)
    several(27)
    assert queries_of(dashboard) == few
