"""Each indicator in a pack: its finding, its chart with the newest figures, and a table of those without figures."""

import json
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.template.loader import render_to_string
from python_calamine import CalamineWorkbook

from assurance.models import ReportingPeriod
from assurance.rules.roles import Role
from indicators.models import Area
from indicators.rules.vocabulary import Kind, Relation
from reports.models import ReportSnapshot
from reports.queries.snapshots import read_snapshot
from reports.sections import indicator_details
from reports.services.pack_files import NO_PICTURE, pack_file
from tests.factories.assurance import person_with
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.indicators import AreaFactory, IndicatorFactory, JudgementFactory, TargetFactory
from tests.factories.reports import NOW, ReportRunFactory, finished, quarter_of_returns
from tests.factories.warnings import a_warning
from tests.reports.told import Told, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    """A measure of thirteen months, the last of them worse beyond chance, with a target and England beside it."""
    kent = AreaFactory(name="Kent", within=AreaFactory(name="England", kind=Area.Kind.NATION))
    measure = monthly_measure(title="What is counted", home_area=kent, relation=Relation.DIRECT)
    TargetFactory(measure=measure, value=Decimal(5))
    land_months(measure, *CALM, OUTLIER)
    land_months(measure, *CALM, area=kent.within)
    return measure


def test_without_indicators_it_says_so():
    assert Told(indicator_details).lead == "No indicators have been set up yet."


def test_without_figures_every_item_is_in_the_table():
    counted, judged = IndicatorFactory(), IndicatorFactory(kind=Kind.JUDGEMENT)
    JudgementFactory(indicator=judged)
    told = Told(indicator_details)
    assert told.lead == "No item of Appendix 1 has figures for a period that had ended by 30 September 2026."
    assert {row[0].partition(" ")[2]: row[1] for row in told.tables["Items without figures"]} == {
        counted.wording: "No figures yet: not published; this needs partner returns.",
        judged.wording: "Agreed by the partners: Partly in place, 1 November 2026.",
    }


def test_an_item_has_its_finding_its_target_and_its_chart(measure):
    IndicatorFactory()
    told = Told(indicator_details)
    assert told.lead == (
        "1 item of Appendix 1 has figures for periods that had ended by 30 September 2026, each with its chart. "
        "1 item has none."
    )
    (entry,) = told.of("entry")
    assert entry["title"].endswith(measure.indicator.wording)
    assert [tag["text"] for tag in entry["tags"]] == ["Concerning"]
    assert entry["about"] == "Direct: the item itself."
    assert told.part(entry["title"], "Target") == "5.0%: will be missed"
    (chart,) = told.of("chart")
    assert chart["title"] == "What is counted rose to 40.0%: special cause variation, concerning"
    assert chart["text"].startswith("What is counted, Kent: 13 figures")
    assert chart["caption"].startswith("What is counted, Kent. Percentage, XmR chart. ")
    assert chart["picture"]["alternative"].startswith(chart["title"])


def test_the_newest_figures_stand_beside_their_limits_and_the_others_are_kept(measure):
    (chart,) = Told(indicator_details).of("chart")
    heads = [column["title"] for column in chart["columns"]]
    assert heads == ["Period", "Value", "Lower limit", "Mean", "Upper limit", "England", "What it means"]
    rows = [[reading["text"] for reading in row] for row in chart["rows"]]
    assert rows[0] == [
        "September 2026",
        "40.0%",
        "8.61%",
        "13.69%",
        "18.77%",
        "",
        "Concerning: above the upper limit",
    ]
    assert rows[1][-2] == "13.0%"
    assert (len(rows), len(chart["earlier"])) == (8, 5)
    assert [reading["number"] for reading in chart["rows"][0]][1:3] == ["40.0", "8.61"]


def test_a_withheld_figure_has_its_reason_and_no_number():
    land_months(monthly_measure(), 10, 12, None, 11)
    (chart,) = Told(indicator_details).of("chart")
    assert [row[1] for row in chart["rows"]][1] == {"text": "Not available", "number": ""}


def test_an_item_whose_every_figure_is_withheld_has_an_entry_and_no_chart():
    land_months(monthly_measure(), None, None)
    told = Told(indicator_details)
    assert (len(told.of("entry")), told.of("chart")) == (1, [])


def test_the_other_figures_of_an_item_are_said_if_they_changed_and_counted_if_not(measure):
    near = monthly_measure(title="What comes near", relation=Relation.NEAR, indicator=measure.indicator)
    land_months(near, *CALM, OUTLIER)
    for number in range(2):
        still = monthly_measure(title=f"Still {number}", relation=Relation.PROXY, indicator=measure.indicator)
        land_months(still, *CALM)
    (prose,) = Told(indicator_details).of("prose")
    assert prose["text"].splitlines() == [
        "Also changed beyond chance:",
        "- Near: What comes near rose to 40.0%: special cause variation, concerning.",
        "2 other figures of this item show no change that can be told from chance.",
    ]


def test_an_open_warning_is_a_tag(measure):
    a_warning(topic=measure.indicator.topic)
    (entry,) = Told(indicator_details).of("entry")
    assert [tag["text"] for tag in entry["tags"]] == ["Concerning", "Early warning open"]


def test_however_many_measures_there_are_the_queries_are_as_many():
    def several(number):
        for _ in range(number):
            land_months(monthly_measure(), 10, 12)

    several(3)
    few = queries_of(indicator_details)
    several(27)
    assert queries_of(indicator_details) == few


# The forms of a pack


@pytest.fixture
def run(measure):
    """A pack of this section alone, done."""
    quarter_of_returns()
    return finished(ReportRunFactory(period=ReportingPeriod.objects.get(), sections=["indicator_details"]))


def test_page_and_pdf_draw_the_picture_of_the_snapshot(run):
    picture = next(block["picture"] for block in blocks_of(run) if block["kind"] == "chart")
    for templates in ("reports", "reports/pdf"):
        report = read_snapshot(run.snapshot.content, templates=templates)
        (section,) = report["sections"]
        html = render_to_string(section["template"], {"content": section["content"]})
        assert html.count("<svg") == 1
        assert [stroke["path"] in html for stroke in picture["strokes"]] == [True] * len(picture["strokes"])
        assert f"<title>{picture['alternative']}</title>" in html


def test_the_page_has_every_figure_and_the_print_the_newest(run):
    shown = {}
    for templates in ("reports", "reports/pdf"):
        (section,) = read_snapshot(run.snapshot.content, templates=templates)["sections"]
        table = render_to_string(section["template"], {"content": section["content"]}).partition("<table")[2]
        shown[templates] = [words in table for words in (">September 2026<", ">February 2026<", ">September 2025<")]
    assert shown == {"reports": [True, True, True], "reports/pdf": [True, True, False]}


def test_the_word_file_has_sentence_and_table_and_says_where_the_picture_is(run):
    file = pack_file(run=run, suffix="docx", by=person_with(Role.BUSINESS_TEAM), now=NOW)
    document = docx.Document(BytesIO(file.content))
    text = [paragraph.text for paragraph in document.paragraphs]
    assert "What is counted rose to 40.0%: special cause variation, concerning" in text
    assert NO_PICTURE in text
    table = next(table for table in document.tables if table.rows[0].cells[1].text == "Value")
    assert [len(table.rows), table.rows[1].cells[1].text] == [9, "40.0%"]


def test_the_workbook_has_every_figure_as_a_number(run):
    file = pack_file(run=run, suffix="xlsx", by=person_with(Role.BUSINESS_TEAM), now=NOW)
    book = CalamineWorkbook.from_filelike(BytesIO(file.content))
    name = next(name for name in book.sheet_names if "Each indicator figures" in name)
    head, *rows = book.get_sheet_by_name(name).to_python()
    assert head[:3] == ["Chart", "Period", "Value"]
    assert [row[2] for row in rows] == [float(value) for value in (OUTLIER, *reversed(CALM))]
    assert {row[0] for row in rows} == {"What is counted"}


def test_a_snapshot_of_before_there_were_icons_and_charts_still_reads(run):
    report = json.loads(run.snapshot.content)
    table = {
        "kind": "table",
        "caption": "Old",
        "columns": [{"title": "What", "is_numeric": False}],
        "rows": [[{"text": "A-CELL", "note": "", "tone": ""}]],
    }
    report["sections"][1]["content"] = {"body": [table], "headings": []}
    for templates in ("reports", "reports/pdf"):
        (section,) = read_snapshot(json.dumps(report), templates=templates)["sections"]
        html = render_to_string(section["template"], {"content": section["content"]})
        assert "A-CELL" in html
        assert "icon" not in html


def test_the_same_figures_make_the_same_snapshot(run):
    again = finished(ReportRunFactory(period=run.period, sections=["indicator_details"]))
    assert blocks_of(again) == blocks_of(run)
    assert ReportSnapshot.objects.count() == 2


def blocks_of(run):
    """The blocks of its only section."""
    return json.loads(run.snapshot.content)["sections"][1]["content"]["body"]
