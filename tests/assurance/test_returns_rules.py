"""When a return may be submitted, and what may happen to it (SAF 7, R47, R48)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.returns import (
    HEADINGS,
    MOVES,
    Change,
    DraftItem,
    DraftSection,
    Move,
    ReturnState,
    Section,
    after,
    is_open,
    submission_problems,
)

WELL = DraftSection(Section.GOING_WELL, (DraftItem("Joint visits are held on time", change=Change.NEW),))
NOT_WELL = DraftSection(Section.NOT_GOING_WELL, (DraftItem("Waits have grown", "A recovery plan", Change.NEW, "a"),))
CONCERN = DraftSection(Section.MULTI_AGENCY_CONCERNS, nothing_to_report="No concern was raised with us.")
WHOLE = [WELL, NOT_WELL, CONCERN]


def sentences(sections, before=()):
    """The sentences of the problems found."""
    return [problem.sentence for problem in submission_problems(sections, before)]


def test_a_whole_return_has_no_problem():
    """Three headings answered, one of them by saying why there is nothing to report."""
    assert submission_problems(WHOLE) == []


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ([NOT_WELL, CONCERN], "“What is going well” is empty: add a statement, or say why there is nothing to report"),
        ([WELL, NOT_WELL], "“Concerns about multi-agency working” is empty"),
        (
            [WELL, DraftSection(Section.NOT_GOING_WELL, (DraftItem("Waits have grown"),)), CONCERN],
            "say what you are doing",
        ),
        (
            [WELL, DraftSection(Section.NOT_GOING_WELL, (DraftItem("Waits", "A plan", ""),)), CONCERN],
            "say how it has changed since last quarter",
        ),
        ([DraftSection(Section.GOING_WELL, (DraftItem("  "),)), NOT_WELL, CONCERN], "is blank: write it or remove it"),
        ([WELL, NOT_WELL, DraftSection(Section.MULTI_AGENCY_CONCERNS, nothing_to_report=" ")], "is empty"),
        ([*WHOLE, DraftSection(Section.HELP_WANTED, (DraftItem(""),))], "“Help wanted from partners”, statement 1"),
    ],
)
def test_what_stands_in_the_way(sections, expected):
    """Each rule has its own sentence, and nothing else is complained of."""
    found = sentences(sections)
    assert len(found) == 1
    assert expected in found[0]


def test_the_sentence_names_the_statement():
    """The writer is told which statement it is: its heading, its place and its first words."""
    items = (
        DraftItem("One", "Action", Change.NEW),
        DraftItem("Health visitors cannot see police notifications at all today"),
    )
    [problem] = submission_problems([WELL, DraftSection(Section.NOT_GOING_WELL, items), CONCERN])
    assert (problem.section, problem.position) == (Section.NOT_GOING_WELL, 2)
    assert "statement 2" in problem.sentence
    assert "“Health visitors cannot see police notifications at all…”" in problem.sentence


def test_an_open_statement_cannot_vanish():
    """What was open last quarter has to be here again; what was closed need not."""
    before = [DraftSection(Section.NOT_GOING_WELL, (DraftItem("Old worry", "x", Change.SAME, "gone"),))]
    assert sentences(WHOLE, before) == [
        "“Old worry” was open last quarter: bring it forward, and close it if it is over"
    ]
    here = DraftSection(Section.NOT_GOING_WELL, (DraftItem("Old worry", "Done", Change.CLOSED, "gone"),))
    assert sentences([WELL, here, CONCERN], before) == []


@pytest.mark.parametrize(
    ("section", "change", "expected"),
    [
        (Section.NOT_GOING_WELL, Change.SAME, True),
        (Section.NOT_GOING_WELL, Change.CLOSED, False),
        (Section.MULTI_AGENCY_CONCERNS, Change.NEW, True),
        (Section.GOING_WELL, Change.NEW, False),
        (Section.NEWS, "", False),
    ],
)
def test_what_counts_as_open(section, change, expected):
    """Troubles and concerns stay open until they are closed."""
    assert is_open(section, change) is expected


MOVE_TABLE = {
    ReturnState.DRAFT: {Move.SUBMIT: ReturnState.SUBMITTED},
    ReturnState.RETURNED: {Move.SUBMIT: ReturnState.SUBMITTED},
    ReturnState.SUBMITTED: {
        Move.RECALL: ReturnState.DRAFT,
        Move.RETURN_FOR_CHANGES: ReturnState.RETURNED,
        Move.ACCEPT: ReturnState.ACCEPTED,
    },
    ReturnState.ACCEPTED: {Move.REOPEN: ReturnState.RETURNED},
}


@pytest.mark.parametrize("state", list(ReturnState))
@pytest.mark.parametrize("move", list(Move))
def test_every_move_from_every_state(state, move):
    """The whole table, so that no move is possible by accident."""
    assert after(state, move) == MOVE_TABLE[state].get(move)


def test_every_state_can_be_left():
    """No state is a dead end."""
    assert {state for state, _ in MOVES} == set(ReturnState)


texts = st.text(max_size=30)
items = st.builds(
    DraftItem, texts, texts, st.sampled_from(["", *Change]), st.text(alphabet="abc", min_size=1, max_size=2)
)
sections = st.builds(DraftSection, st.sampled_from(list(Section)), st.lists(items, max_size=3).map(tuple), texts)


@given(st.lists(sections, max_size=6, unique_by=lambda part: part.section))
def test_no_trouble_without_an_action_gets_through(parts):
    """Whatever is written, a return without problems says what is done about everything that is not going well."""
    if submission_problems(parts):
        return
    given_sections = {part.section: part for part in parts}
    assert all(item.action.strip() for item in given_sections[Section.NOT_GOING_WELL].items)
    framework = [section for section, heading in HEADINGS.items() if heading.framework]
    assert all(given_sections[s].items or given_sections[s].nothing_to_report.strip() for s in framework)
