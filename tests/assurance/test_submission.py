"""The frozen shape of a return, and what is read from several of them (R48, R50)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.comparison import shared_concerns, threads
from assurance.rules.returns import Change, Section
from assurance.rules.submission import FrozenFile, FrozenItem, FrozenReturn, FrozenSection, read_submission

texts = st.text(max_size=40)
files = st.builds(FrozenFile, texts, texts, st.integers(0, 10**9), texts)
items = st.builds(FrozenItem, texts, texts, texts, texts, texts, texts, texts, st.just("2027-03-31"), texts)
items_with_files = st.builds(
    lambda item, more: FrozenItem(**{**item.__dict__, "files": tuple(more)}), items, st.lists(files, max_size=2)
)
sections = st.builds(FrozenSection, st.sampled_from(list(map(str, Section))), texts, texts, st.tuples(items_with_files))
returns = st.builds(FrozenReturn, texts, texts, texts, st.just("2026Q2"), st.integers(1, 9), st.tuples(sections))


@given(returns)
def test_what_is_frozen_is_read_back_whole(frozen):
    """And freezing it again gives the same text and hash."""
    content = frozen.content()
    assert read_submission(content) == frozen
    assert sha256_of(read_submission(content).content()) == sha256_of(content)


def test_canonical_json_does_not_depend_on_order():
    """The same content has the same text; what JSON cannot hold is refused."""
    assert canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(float("nan"))


def item(identity, topic="", change=Change.NEW, words="x"):
    """A frozen statement."""
    return FrozenItem(identity, words, topic=topic, topic_title=topic.upper(), change=change, due_on="2027-03-31")


def frozen(owner, section, *its_items, period="2026Q2"):
    """A frozen return with one section."""
    return FrozenReturn(owner, owner, "", period, 1, (FrozenSection(str(section), "T", "", its_items),))


def test_a_concern_of_two_partners_is_shown_together():
    """The same topic, whether as not going well or as a concern; one partner alone, or going well, is not enough."""
    police = frozen("Police", Section.NOT_GOING_WELL, item("1", "missing"), item("2", "camhs"))
    health = frozen("Health", Section.MULTI_AGENCY_CONCERNS, item("3", "missing"))
    council = frozen("Council", Section.GOING_WELL, item("4", "camhs"), item("5", "missing"))
    [concern] = shared_concerns([police, health, council])
    assert (concern.topic, concern.title) == ("missing", "MISSING")
    assert [(voice.owner_name, len(voice.items)) for voice in concern.voices] == [("Police", 1), ("Health", 1)]


def test_two_statements_of_one_partner_are_not_shared():
    """It takes two."""
    assert shared_concerns([frozen("Police", Section.NOT_GOING_WELL, item("1", "a"), item("2", "a"))]) == []


def test_a_statement_is_followed_through_the_quarters():
    """By its identity, newest first."""
    now = frozen("Police", Section.NOT_GOING_WELL, item("1", change=Change.CLOSED), period="2026Q2")
    then = frozen("Police", Section.NOT_GOING_WELL, item("1", change=Change.WORSE), item("2"), period="2026Q1")
    first, second = threads([now, then])
    assert [(seen.quarter, seen.item.change) for seen in first.sightings] == [
        ("Quarter 2 2026/27", "closed"),
        ("Quarter 1 2026/27", "worse"),
    ]
    assert first.latest.change == "closed"
    assert [seen.period for seen in second.sightings] == ["2026Q1"]


def test_what_a_return_leaves_open():
    """Troubles and concerns that are not closed, with their identity."""
    one = frozen("Police", Section.NOT_GOING_WELL, item("1"), item("2", change=Change.CLOSED))
    [part] = one.left_open()
    assert [left.identity for left in part.items] == ["1"]


def test_dates_in_words():
    """As the page prints them; blank stays blank."""
    assert item("1").due_words == "31 March 2027"
    assert FrozenItem("1", "x").due_words == ""


def test_a_section_the_return_lacks_is_empty():
    """With its heading of today."""
    part = frozen("Police", Section.NEWS).section(Section.VOICE)
    assert (part.title, part.items) == ("Voice of children and families", ())
