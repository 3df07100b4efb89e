"""The published figures of Kent as the demo has them: spot checks against what the publishers printed."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
from django.core.management import call_command
from django.db import transaction

from indicators.models import Batch, CurrentObservation, LatestFigure, Measure, Observation
from indicators.queries.charts import charts_of_findings
from indicators.queries.dashboard import dashboard_visible_to
from indicators.queries.figures import measures_visible_to
from indicators.queries.indicators import series_visible_to
from indicators.queries.pack import pack_table
from indicators.queries.said import facts_ended_by
from indicators.rules.finding import find_all
from indicators.rules.vocabulary import Status
from indicators.services.findings import recompute_all
from tests.factories.indicators import NOW
from tests.indicators.conftest import TODAY
from tests.indicators.pictures import assert_agrees

pytestmark = pytest.mark.django_db

# Department for Education, Children in need, table C1, Kent, years ending March 2013 to 2025.
REREFERRALS = "24.2 26.5 28.4 20.8 23.0 23.1 26.1 28.5 28.1 21.5 21.8 23.3 21.6"
# measure, area, last day, value, numerator, denominator
PUBLISHED = [
    ("REREF_12M", "E10000016", "2025-03-31", "21.6", 5194, 24035),
    ("REREF_12M", "E92000001", "2025-03-31", "22.6", 142900, 632830),
    ("REREF_12M", "E12000008", "2025-03-31", "28.4", 37630, 132360),
    ("INJURY_ADM_0_14", "E10000016", "2024-03-31", "70.5549", 2035, 288428),
    ("AE_ATT_ALL_AGES", "RPA", "2026-03-31", "17718", 17718, None),
    ("AE_ATT_ALL_AGES", "KM4T", "2026-03-31", "85439", 85439, None),
    ("CYP_WAIT_52W_PCT", "QKS", "2024-09-30", "32.6103", 4510, 13830),
    ("CLA_MISSING", "E10000016", "2025-03-31", "8", None, None),
    ("FTE_YJS", "E10000016", "2024-12-31", "148", None, None),
]


@pytest.fixture(scope="module", autouse=True)
def published(django_db_setup, django_db_blocker):
    """The figures, loaded once. Each test undoes what it changed, and the module takes all of it back."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_indicators", verbosity=0)
        call_command("load_figures", verbosity=0)
        yield
        transaction.set_rollback(True)


def _standing(measure, code, end):
    return CurrentObservation.objects.get(
        measure__code=measure, area__codes__code=code, period_end=date.fromisoformat(end)
    ).observation


def test_figures_are_as_they_were_published(reader):
    for measure, area, end, value, numerator, denominator in PUBLISHED:
        row = _standing(measure, area, end)
        found = (row.value, row.numerator, row.denominator)
        assert found == (Decimal(value), numerator, denominator), (measure, area, end)
    chart = series_visible_to(reader, "REREF_12M", today=TODAY)
    assert " ".join(str(point.value) for point in chart.points) == REREFERRALS
    trusts = [_standing("AE_ATT_ALL_AGES", code, "2026-03-31").value for code in ("RVV", "RWF", "RN7", "RPA")]
    assert sum(trusts) == _standing("AE_ATT_ALL_AGES", "KM4T", "2026-03-31").value


def test_the_dashboard_says_what_kent_published(reader):
    items = [row.item for domain in dashboard_visible_to(reader, today=TODAY).domains for row in domain.rows]
    item = next(item for item in items if item.slug == "repeat-referrals")
    assert item.measured == "Measured by a published figure."
    assert (item.headline.words, item.headline.period) == ("21.6%", "Year ending March 2025")
    assert [one.words for one in item.headline.comparisons] == ["22.6%", "28.4%", "20.5%"]
    assert [item.code for item in items if item.headline is None and item.has_number] == ["2.5", "2.7", "2.13"]
    for measure in Measure.objects.exclude(code="POP_0_17"):
        assert LatestFigure.objects.filter(measure=measure, area=measure.home_area).exists(), measure.code


def test_withheld_values_keep_the_publishers_symbol_and_are_never_nought():
    withheld = Observation.objects.exclude(status=Status.PUBLISHED)
    assert dict(_tally(withheld)) == {
        ("suppressed", "c"): 47,
        ("suppressed", "*"): 3,
        ("not_available", "x"): 214,
        ("not_available", ""): 11,
    }
    assert not withheld.exclude(value=None).exists()
    assert not withheld.filter(symbol="", note="").exists()
    impossible = Observation.objects.filter(measure__code="FTE_YJS", area__slug="england")
    assert list(impossible.values_list("status", "value")) == [(Status.NOT_AVAILABLE, None)] * 9


def _drawn(page, name):
    return json.loads(re.search(rf'<script id="{name}"[^>]*>(.*?)</script>', page)[1])["data"]


def _cells(page):
    """The table of the chart, each cell as text, a row a tuple."""
    table = page.split("View as a table", 1)[1].split("</table>", 1)[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    return [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def _number(words):
    return words.split(" ")[0].replace(",", "").removesuffix("%")


def test_sentence_drawing_table_and_files_agree_to_the_last_digit_over_every_series(reader, sign_in):
    client = sign_in(reader)
    packed = {row.figure: row.value for domain in _pack().domains for row in domain.rows}
    with_figures = Measure.objects.filter(pk__in=LatestFigure.objects.values("measure"))
    assert with_figures.count() == 57
    for code, title in with_figures.values_list("code", "title"):
        page = client.get(f"/indicators/measures/{code}/").content.decode()
        head, *table = _cells(page)
        rows = list(csv.DictReader(io.StringIO(_file(client, code, "csv").decode("utf-8-sig"))))
        sheet = list(openpyxl.load_workbook(io.BytesIO(_file(client, code, "xlsx")), read_only=True).active.values)
        place = {name: sheet[0].index(name) for name in ("Value", "Mean", "Upper limit")}
        assert len(table) == len(rows) == len(sheet) - 1, code
        for cells, row, excel in zip(table, rows, sheet[1:], strict=True):
            for name in ("Value", "Mean", "Upper limit"):
                shown = cells[head.index(name)] if name in head else ""
                shown = _number(shown) if row[name] else ""
                assert shown == row[name], (code, name)
                assert excel[place[name]] == (float(shown) if shown else None), (code, name)
        values = [float(row["Value"]) for row in reversed(rows) if row["Value"]]
        line = next(one for one in _drawn(page, "chart-series") if one["name"] == title and one["mode"] == "lines")
        assert [value for value in line["y"] if value is not None] == values, code
        latest = next(cells[1] for cells in table if not cells[1][0].isalpha())
        paragraph = unescape(re.search(r'<p class="govuk-body app-prose">(.*?)</p>', page, re.DOTALL)[1])
        assert f"{latest} (" in paragraph or f"{latest}." in paragraph, code
        assert packed.get(title, latest) in (latest, table[0][1]), code


def _pack():
    return pack_table(period_end=TODAY)


def _file(client, code, suffix):
    return client.get(f"/indicators/measures/{code}.{suffix}").content


def test_dashboard_page_and_pack_say_the_same_of_every_item(reader, sign_in):
    recompute_all(now=NOW)
    page = unescape(sign_in(reader).get("/indicators/").content.decode())
    rows = [row for domain in _pack().domains for row in domain.rows if row.figure]
    assert len(rows) == 13
    for row in rows:
        cells = page.split(row.figure, 1)[1].split("</tr>", 1)[0]
        for words in (row.value, row.period, row.variation, row.method):
            assert words in cells, (row.figure, words)
    # The pack's own dashboard is made of the figures anew, the page of what was found when they landed.
    today, up_to = (dashboard_visible_to(reader, today=TODAY, up_to=day).domains for day in (None, TODAY))
    assert [domain.rows for domain in up_to] == [domain.rows for domain in today]


def test_the_printed_picture_of_every_measure_is_what_the_browser_draws(reader):
    measures = {measure.pk: measure for measure in measures_visible_to(reader)}
    found = find_all(facts_ended_by(measures.values(), TODAY))
    specs = charts_of_findings([(measures[key[0]], one) for key, one in found.items() if one.latest], day=TODAY)
    assert len(specs) > 25
    for spec in specs.values():
        assert_agrees(spec)


def test_loading_again_changes_nothing(django_assert_max_num_queries):
    before = [model.objects.count() for model in (Observation, Batch, CurrentObservation, LatestFigure)]
    with django_assert_max_num_queries(5):
        call_command("load_figures", verbosity=0)
    assert [model.objects.count() for model in (Observation, Batch, CurrentObservation, LatestFigure)] == before
    assert before[:2] == [9360, 12]
    assert Batch.objects.values("sha256").distinct().count() == 1


def _tally(rows):
    for status, symbol in set(rows.values_list("status", "symbol")):
        yield (status, symbol), rows.filter(status=status, symbol=symbol).count()
