"""An agenda as circulated: read back as it was written, and what changed between two versions (R25, R70)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.canonical import sha256_of
from assurance.rules.circulated import (
    FrozenAgenda,
    FrozenInput,
    FrozenItem,
    FrozenPaper,
    differences,
    read_agenda,
    table_sha256,
    texts,
)

TABLE = FrozenPaper("p1", "live", "Open early warnings", "a" * 64, source="warnings", headers=("A",), rows=(("1",),))
FILE = FrozenPaper("p2", "file", "Audit", "b" * 64, file="papers/2026/11/b.pdf", name="audit.pdf", size=9)
FIRST = FrozenItem("i1", "Dashboards", area="dashboards", purpose="to_discuss", origin="standing", papers=(TABLE,))
SECOND = FrozenItem("i2", "Audit", purpose="to_decide", origin="own", lead="Chair", minutes=20, papers=(FILE,))
AGENDA = FrozenAgenda(
    group="SAAS",
    title="Ordinary meeting",
    starts_at="2026-11-26T10:00:00+00:00",
    minutes_long=120,
    place="County Hall",
    number=1,
    agreed_by="SAAS chair",
    agreed_at="2026-11-12T10:00:00+00:00",
    agreed_how="",
    items=(FIRST, SECOND),
    inputs=(FrozenInput("Police lead", "Kent Police", "2026-11-11T10:00:00+00:00"),),
)
WORDS = st.text(max_size=30)
PAPERS = st.builds(
    FrozenPaper,
    id=st.uuids().map(str),
    kind=st.sampled_from(["file", "live"]),
    title=WORDS,
    sha256=WORDS,
    headers=st.lists(WORDS, max_size=3).map(tuple),
    rows=st.lists(st.lists(WORDS, max_size=3).map(tuple), max_size=3).map(tuple),
)
ITEMS = st.builds(
    FrozenItem,
    id=st.uuids().map(str),
    title=WORDS,
    minutes=st.none() | st.integers(1, 480),
    papers=st.lists(PAPERS, max_size=3).map(tuple),
)


@given(items=st.lists(ITEMS, max_size=4).map(tuple))
def test_an_agenda_is_read_back_as_it_was_written(items):
    agenda = replace(AGENDA, items=items)
    assert read_agenda(agenda.content()) == agenda
    assert sha256_of(read_agenda(agenda.content()).content()) == sha256_of(agenda.content())


def test_a_frozen_agenda_speaks_in_words():
    assert (FIRST.area_words, FIRST.purpose_words, FIRST.origin_words) == (
        "Data dashboards",
        "To discuss",
        "Standing area",
    )
    assert SECOND.area_words == ""
    assert AGENDA.starts == datetime(2026, 11, 26, 10, tzinfo=UTC)
    assert AGENDA.inputs[0].sent.day == 11
    assert AGENDA.paper("p2") == (SECOND, FILE)
    assert AGENDA.paper("p9") is None
    assert (TABLE.is_file, FILE.is_file) == (False, True)


def test_a_table_becomes_texts_with_its_days_in_words():
    headers, rows = texts(["A", "B", "C"], [[date(2026, 11, 26), 3, None]])
    assert (headers, rows) == (("A", "B", "C"), (("26 November 2026", "3", ""),))
    assert table_sha256(headers, rows, "") != table_sha256(headers, rows, "/packs/")
    assert table_sha256(headers, rows, "") != table_sha256(headers, (("26 November 2026", "4", ""),), "")


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (AGENDA, []),
        (replace(AGENDA, items=(FIRST,)), ["Removed: Audit", "Paper removed from “Audit”: Audit"]),
        (
            replace(AGENDA, items=(FIRST, SECOND, FrozenItem("i3", "New", purpose="to_note", origin="own"))),
            ["Added: New"],
        ),
        (replace(AGENDA, items=(replace(FIRST, title="Data"), SECOND)), ["Changed: Data (it was: Dashboards)"]),
        (replace(AGENDA, items=(replace(FIRST, lead="Analyst"), SECOND)), ["Changed: Dashboards"]),
        (replace(AGENDA, items=(SECOND, FIRST)), ["The items are in another order"]),
        (
            replace(AGENDA, items=(replace(FIRST, papers=(TABLE, replace(FILE, id="p3"))), SECOND)),
            ["Paper added to “Dashboards”: Audit"],
        ),
        (
            replace(AGENDA, items=(replace(FIRST, papers=(replace(TABLE, sha256="c" * 64),)), SECOND)),
            ["Paper changed in “Dashboards”: Open early warnings"],
        ),
        (replace(AGENDA, starts_at="2026-11-27T10:00:00+00:00"), ["The meeting is at another time"]),
        (replace(AGENDA, place="Online"), ["The meeting is at another place"]),
    ],
)
def test_what_changed_between_two_versions_is_said(after, said):
    assert differences(AGENDA, after) == said
