"""When a return may be submitted, and what may happen to it (SAF 7, R47, R48)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.returns import (
    HEADINGS,
    HEADINGS_OF,
    MOVES,
    TAKEN_UP_UNDER,
    Change,
    DraftItem,
    DraftSection,
    Move,
    Reporter,
    ReturnState,
    Section,
    after,
    form_of,
    is_concern,
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


FIVE = [
    "Efficacy of frontline practice",
    "Lived experience of child and family",
    "Timely sharing of information and intelligence derived from the discharge of agency responsibility",
    "Contextual understanding of agency operational delivery",
    "Exploration of interconnectivity between agencies",
]
REPORT = [DraftSection(part, (DraftItem("What we saw", change=Change.NEW),)) for part in HEADINGS_OF[Reporter.GROUP]]


def test_a_groups_report_has_the_five_headings_of_the_framework():
    """SAF 5, word for word, each of them to be answered; a partner's headings are none of its business (R100)."""
    assert [HEADINGS[section].title for section in HEADINGS_OF[Reporter.GROUP]] == FIVE
    assert submission_problems(REPORT) == []
    assert sentences(REPORT[:1]) == [
        f"“{title}” is empty: add a statement, or say why there is nothing to report" for title in FIVE[1:]
    ]


def test_every_heading_belongs_to_one_form():
    """A heading of two forms, or of none, could not be told from its draft."""
    held = [section for form in HEADINGS_OF.values() for section in form]
    assert sorted(held) == sorted(Section)
    assert form_of([]) == form_of([Section.VOICE]) == HEADINGS_OF[Reporter.AGENCY]
    assert form_of([Section.LIVED_EXPERIENCE]) == HEADINGS_OF[Reporter.GROUP]
    assert set(TAKEN_UP_UNDER) == set(HEADINGS_OF[Reporter.AGENCY])
    assert set(TAKEN_UP_UNDER.values()) <= set(HEADINGS_OF[Reporter.GROUP])


def test_a_groups_trouble_is_what_something_is_done_about():
    """Under the five headings the good stands beside the bad: an action tells them apart, and keeps it open."""
    assert not is_concern(Section.LIVED_EXPERIENCE, " ")
    assert is_open(Section.LIVED_EXPERIENCE, Change.SAME, "Visit together")
    assert not is_open(Section.LIVED_EXPERIENCE, Change.CLOSED, "Visit together")
    assert not is_concern(Section.GOING_WELL, "Keep at it")


def test_what_a_group_left_open_under_the_old_headings_is_taken_up_under_the_new():
    """Nothing vanishes because the form changed."""
    before = [DraftSection(Section.MULTI_AGENCY_CONCERNS, (DraftItem("Old worry", "x", Change.SAME, "gone"),))]
    [problem] = submission_problems(REPORT, before)
    assert problem.section == Section.INTERCONNECTIVITY
    assert "“Old worry” was open last quarter" in problem.sentence
    taken_up = DraftSection(Section.INTERCONNECTIVITY, (DraftItem("Old worry", "x", Change.BETTER, "gone"),))
    assert submission_problems([*REPORT[:4], taken_up], before) == []


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
AGENCYS = HEADINGS_OF[Reporter.AGENCY]
sections = st.builds(DraftSection, st.sampled_from(AGENCYS), st.lists(items, max_size=3).map(tuple), texts)


@given(st.lists(sections, max_size=6, unique_by=lambda part: part.section))
def test_no_trouble_without_an_action_gets_through(parts):
    """Whatever is written, a return without problems says what is done about everything that is not going well."""
    if submission_problems(parts):
        return
    given_sections = {part.section: part for part in parts}
    assert all(item.action.strip() for item in given_sections[Section.NOT_GOING_WELL].items)
    framework = [section for section in AGENCYS if HEADINGS[section].framework]
    assert all(given_sections[s].items or given_sections[s].nothing_to_report.strip() for s in framework)
