"""The table of statistical neighbours as the DfE publishes it: with a byte order mark and trailing spaces."""

from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.models import StatisticalNeighbour
from indicators.rules.importing.neighbours import read_neighbours
from indicators.rules.importing.problems import FileRefused
from tests.indicators.importing.make import RAW

FILE = RAW / "sn_model_2025_wide_bom.csv"


def brought_in(model):
    """What the command says."""
    out = StringIO()
    call_command("import_neighbours", str(FILE), model=model, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_raw_file_says_what_the_shipped_neighbours_of_kent_are(suite):
    shipped = list(
        StatisticalNeighbour.objects.filter(area__slug="kent", model=2025).values_list("rank", "neighbour__slug")
    )
    brought_in(2030)
    read = StatisticalNeighbour.objects.filter(area__slug="kent", model=2030).values_list("rank", "neighbour__slug")
    assert list(read) == shipped
    assert len(shipped) == 10


@pytest.mark.django_db
def test_bringing_it_in_again_adds_nothing(suite):
    brought_in(2025)
    assert "0 neighbours added" in brought_in(2025)


@pytest.mark.django_db
def test_another_file_is_refused(suite):
    with pytest.raises(CommandError, match="has no “old_la_code”"):
        call_command("import_neighbours", str(RAW / "ons_population_0_17_2012_2024.csv"), model=2025)
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_neighbours", "missing.csv", model=2025)


HEADER = "old_la_code,la_name," + ",".join(f"SN_{rank}" for rank in range(1, 11))


def read(*rows):
    """The neighbours in a small table."""
    slugs = {str(number): f"area-{number}" for number in range(11)}
    return read_neighbours(BytesIO("\n".join([HEADER, *rows]).encode()), model=2025, slugs=slugs)


def test_authorities_not_wholly_followed_are_left_out_and_counted():
    found = read("0,Kent,1,2,3,4,5,6,7,8,9,10 ", "1,Kent,0,2,3,4,5,6,7,8,9,99", "99,Else,1,2,3,4,5,6,7,8,9,10")
    assert [row["neighbour"] for row in found.rows] == [f"area-{number}" for number in range(1, 11)]
    assert found.left_out == 2


def test_a_ragged_row_is_refused():
    with pytest.raises(FileRefused, match="as many columns"):
        read("0,Kent,1,2")
