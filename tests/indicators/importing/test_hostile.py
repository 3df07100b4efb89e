"""A thousand hostile files: each is refused in a sentence or lands whole, and none costs much memory (trust.md 8)."""

import io
import resource
import sys
import zipfile

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Batch, Observation
from indicators.rules.importing.mapping import read_mapping
from indicators.rules.importing.problems import FileRefused
from indicators.services.import_files import file_laid_out
from tests.factories.indicators import NOW, AreaFactory, MeasureFactory, SourceFactory
from tests.indicators.importing.make import BASIC, HEADER, workbook

pytestmark = pytest.mark.django_db
MEGABYTES = 1024 * 1024 if sys.platform == "darwin" else 1024
LIMIT = 512
OF_THEIR_OWN = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}

good = st.sampled_from(
    ["2024", "2025", "E10000016", "E0", "5", "10", "50", "0", "c", "x", "12,834", "73.1%", "", "TOTAL"]
)
evil = st.sampled_from(
    [
        "=1+1",
        "@SUM(A1)",
        "12O",
        "1e308",
        "-0",
        "NaN",
        "∞",
        "٣",
        "'",
        '"',
        '"a',
        "\r",
        "\n",
        "\t",
        "\ufeff",
        "\u202e5",
        "\\N",
    ]
    + ["9" * 40, "9" * 400, "x" * 5_000, "<5", "1.2.3", "1,23", "%", "\x0b", "\u2028", "; DROP TABLE", "10000000000000"]
)
cells = st.one_of(good, good, good, evil, st.text(max_size=12))
rows = st.lists(st.lists(cells, min_size=0, max_size=7), max_size=8)
tables = st.lists(st.tuples(good, st.sampled_from(["E10000016", "E0", "E1"]), good, good, cells), max_size=8)


@st.composite
def csv_files(draw):
    """Bytes that look like a CSV file, more or less."""
    listed = draw(st.one_of(rows, tables))
    joint = draw(st.sampled_from([",", ",", ",", ";", "\t"]))
    quote = draw(st.sampled_from(["", '"']))
    lines = [joint.join(f"{quote}{cell}{quote}" for cell in row) for row in listed]
    header = draw(st.sampled_from([HEADER, HEADER, f"\ufeff{HEADER}", HEADER.replace(",", joint), "a,b", ""]))
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join([header, *lines])
    content = text.encode(draw(st.sampled_from(["utf-8", "utf-8", "cp1252", "utf-16"])), "replace")
    return draw(damaged(content))


@st.composite
def workbooks(draw):
    """Bytes that look like a workbook, more or less."""
    written = [[cell[:30_000] for cell in row] for row in draw(st.one_of(rows, tables))]
    numbers = draw(
        st.lists(st.lists(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)), max_size=5))
    )
    content = workbook([HEADER.split(","), *written, *numbers])
    part = draw(
        st.sampled_from(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", ""])
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            kept = draw(changed(data)) if name == part else data
            new.writestr(zipfile.ZipInfo(name), kept, zipfile.ZIP_DEFLATED)
    return draw(damaged(out.getvalue()))


@st.composite
def changed(draw, xml):
    """The part with numbers, letters or types put where they do not belong."""
    old = draw(
        st.sampled_from([b'"1"', b'"A1"', b'r="2"', b't="s"', b"<v>", b"</row>", b"<si>", b"0", b"xl", b"worksheet"])
    )
    new = draw(
        st.one_of(
            st.sampled_from(
                [b'"99999999999"', b'"XFD1048576"', b'r="1048576"', b't="e"', b't="inlineStr"', b"<v>99999999"]
            ),
            st.sampled_from([b"", b"&#0;", b"&lol;", b"<row/>", b"-1", b"<![CDATA[", b"\x00", b"\xff"]),
            st.binary(max_size=8),
        )
    )
    return xml.replace(old, new, draw(st.integers(1, 5)))


@st.composite
def damaged(draw, content):
    """The bytes as they are, or cut short, or with others put in."""
    how = draw(st.sampled_from(["", "", "", "cut", "put", "flip"]))
    where = draw(st.integers(0, max(len(content) - 1, 0)))
    if how == "cut":
        return content[:where]
    if how == "put":
        return content[:where] + draw(st.binary(max_size=6)) + content[where:]
    if how == "flip" and content:
        return content[:where] + bytes([content[where] ^ draw(st.integers(1, 255))]) + content[where + 1 :]
    return content


@pytest.fixture
def mapping():
    """The basic mapping, with its measure and area in the database."""
    area = AreaFactory(code="E10000016")
    area.codes.create(scheme="ons", code="E0", ends_on=NOW.date())
    MeasureFactory(code="SHARE", home_area=area)
    return read_mapping(BASIC)


def bring_in(content, mapping):
    """Let the file land if it may, see that it did so whole, and take it back."""
    before = Observation.objects.count()
    with transaction.atomic():
        try:
            with file_laid_out(file=io.BytesIO(content), name="figures.csv", mapping=mapping) as laid_out:
                outcome = laid_out.outcome
                assert bool(outcome.refused) == bool(outcome.refused_count)
                assert all(sentence.startswith("Row ") for sentence in outcome.refused)
                assert all(sentence.endswith(".") for sentence in laid_out.doubts())
                if not outcome.refused:
                    expected = laid_out.stage.compare()
                    laid_out.stage.land(Batch(source=SourceFactory(), file_name="f", sha256="0" * 64, recorded_at=NOW))
                    assert Observation.objects.count() == before + expected.added + expected.corrected
        except FileRefused as problem:
            assert str(problem).endswith(".")  # noqa: PT017
            assert Observation.objects.count() == before
        transaction.set_rollback(True)


def grown(before):
    """How many megabytes more this process has ever taken than before."""
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / MEGABYTES


def test_seven_hundred_hostile_csv_files(mapping):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    @settings(max_examples=700, **OF_THEIR_OWN)
    @given(csv_files())
    def each(content):
        bring_in(content, mapping)

    each()
    assert grown(before) < LIMIT


def test_three_hundred_hostile_workbooks(mapping):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    @settings(max_examples=300, **OF_THEIR_OWN)
    @given(workbooks())
    def each(content):
        bring_in(content, mapping)

    each()
    assert grown(before) < LIMIT


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_files_are_not_all_refused(mapping, kind):
    text = "2024,E10000016,5,10,50\n2025,E0,c,10,c"
    rows_of_book = [HEADER.split(","), *(row.split(",") for row in text.split("\n"))]
    content = f"{HEADER}\n{text}".encode() if kind == "csv" else workbook(rows_of_book)
    with file_laid_out(file=io.BytesIO(content), name="figures.csv", mapping=mapping) as laid_out:
        assert laid_out.stage.compare().added == 2
