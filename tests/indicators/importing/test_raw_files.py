"""The publishers' files as they are, read by the shipped mappings, equal to the last digit to the figures shipped."""

from decimal import Decimal

import pytest

from indicators.management.commands.load_indicators import DATA, shipped_mappings
from indicators.rules.framework import read_rows
from indicators.rules.importing.mapping import read_mapping
from indicators.rules.importing.reading import Known, read_file
from indicators.rules.published import read_figures
from indicators.rules.vocabulary import Unit
from tests.indicators.importing.make import RAW

FILES = {
    "dfe-children-in-need-c1": "dfe_cin_referrals_2013_2025.csv",
    "dfe-children-in-need-c3": "dfe_cin_assessment_factors_2018_2025.csv",
    "dfe-pupil-attendance-weekly": "dfe_attendance_weekly_autumn_2022_2025.csv",
    "nhse-a-and-e-monthly": "nhse_ae_monthly_kent_trusts_2016_2026.csv",
    "nhse-a-and-e-one-month": "ae_april_2025_no_separators.csv",
    "ohid-fingertips-90284": "ohid_injury_admissions_0_14_201011_202324.csv",
    "ons-population-0-17": "ons_population_0_17_2012_2024.csv",
}
MAPPINGS = {data["name"]: read_mapping(data) for data in shipped_mappings()}
CODES = [row for row in read_rows((DATA / "area_codes.csv").read_text()) if row["scheme"] != "dfe"]
SLUGS = sorted({row["area"] for row in CODES})
KNOWN = Known(
    areas={row["code"]: SLUGS.index(row["area"]) for row in CODES},
    units={row["code"]: Unit(row["unit"]) for row in read_rows((DATA / "measures.csv").read_text())},
)
KENT = KNOWN.areas["E10000016"]


def held(name):
    """What the file for this mapping holds."""
    with (RAW / FILES[name]).open("rb") as file:
        return read_file(file, name=FILES[name], mapping=MAPPINGS[name], known=KNOWN)


@pytest.fixture(scope="module")
def shipped():
    """The figures shipped with the portal: numbers, symbol and note by source, measure, area and period."""
    return {
        (row.source, row.measure, KNOWN.areas[row.area], row.period_start, row.period_end): row
        for row in read_figures((DATA / "figures.csv").read_text())
    }


@pytest.mark.parametrize(
    ("name", "rows", "figures", "shared"),
    [
        ("dfe-children-in-need-c1", 446, 446, 169),
        ("dfe-children-in-need-c3", 276, 276 * 16, 1664),
        ("dfe-pupil-attendance-weekly", 1685, 2 * 1685, 1242),
        ("nhse-a-and-e-monthly", 595, 540, 540),
        ("nhse-a-and-e-one-month", 198, 4, 4),
        ("ohid-fingertips-90284", 1328, 474, 168),
        ("ons-population-0-17", 446, 446, 0),
    ],
)
def test_a_file_is_taken_as_it_is_and_agrees_to_the_last_digit(name, rows, figures, shared, shipped):
    result = held(name)
    assert [problem.sentence for problem in result.refused] == []
    assert (result.rows, len(result.figures)) == (rows, figures)
    source = MAPPINGS[name].source
    both = [(figure, shipped[source, *figure.point]) for figure in result.figures if (source, *figure.point) in shipped]
    assert len(both) == shared
    for figure, row in both:
        assert figure.content[:5] == (row.numerator, row.denominator, row.value, row.status, row.symbol)


@pytest.mark.parametrize("name", ["dfe-children-in-need-c1", "dfe-children-in-need-c3", "nhse-a-and-e-monthly"])
def test_no_shipped_figure_of_the_source_is_missing_from_its_file(name, shipped):
    points = {(MAPPINGS[name].source, *figure.point) for figure in held(name).figures}
    assert {key for key in shipped if key[0] == MAPPINGS[name].source} <= points


def test_every_raw_file_has_a_mapping_or_is_of_no_figures():
    assert {path.name for path in RAW.glob("*.csv")} - set(FILES.values()) == {"sn_model_2025_wide_bom.csv"}


def test_rows_left_out_are_counted_by_the_reason():
    assert dict(held("ohid-fingertips-90284").skipped) == {
        "a figure of boys or of girls alone": 840,
        "the same again in another row": 14,
    }
    assert dict(held("nhse-a-and-e-one-month").skipped) == {"about an area the portal does not follow": 194}


def test_a_withheld_value_keeps_the_sentence_beside_it():
    notes = [figure.note for figure in held("ohid-fingertips-90284").figures if figure.value is None]
    assert len(notes) == 7
    assert all(note.startswith("Not presented due to") for note in notes)


def test_kents_re_referrals_are_the_thirteen_published():
    values = {
        figure.period_end.year: figure.value
        for figure in held("dfe-children-in-need-c1").figures
        if figure.area == KENT
    }
    listed = ["24.2", "26.5", "28.4", "20.8", "23.0", "23.1", "26.1", "28.5", "28.1", "21.5", "21.8", "23.3", "21.6"]
    assert [values[year] for year in range(2013, 2026)] == [Decimal(value) for value in listed]
