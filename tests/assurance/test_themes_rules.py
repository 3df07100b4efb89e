"""The rules of themes: gates, the rolling programme, the six stages (SAF 7; R92 to R95; C11)."""

from datetime import date

import pytest

from assurance.rules.roles import Permission
from assurance.rules.theme_gates import (
    NO_DECISION,
    NO_GROUND,
    BoardDecision,
    Earlier,
    Facts,
    Said,
    Stands,
    gates_of,
    needs_of,
    problems_of_decision,
    problems_of_move,
    problems_of_plan,
    stages_of,
)
from assurance.rules.themes import (
    DOMAIN_WORDS,
    GATE_WORDS,
    GATES,
    MOVE_ASKS,
    MOVE_WORDS,
    MOVES,
    NEXT_WORDS,
    REPORT_NAMES,
    REPORT_WORDS,
    REPORTED_FROM,
    RIGHTS,
    STAGES,
    STATE_WORDS,
    Domain,
    ThemeMove,
    ThemeReportKind,
    ThemeState,
    after,
    may_be_reported,
    moves_from,
)

ANALYSIS, PROPOSAL, OUTCOMES = ThemeReportKind
S, M = ThemeState, ThemeMove
DAY = date(2026, 9, 17)
GOOD = BoardDecision(is_of_the_board=True, was_held=True, stands=True)
SAID = Said(text="x", activity="One named worker", difference="Fewer go missing", decision=GOOD)
EVERYTHING = Facts(grounds=1, received=dict.fromkeys(ThemeReportKind, DAY))


def test_every_table_names_every_member():
    assert set(STATE_WORDS) == set(NEXT_WORDS) == set(S)
    assert set(MOVE_WORDS) == set(RIGHTS) == set(M)
    assert set(MOVE_ASKS) == set(M) - {M.PLAN}
    assert set(RIGHTS.values()) == {Permission.MANAGE_THEME}
    assert set(REPORT_WORDS) == set(REPORT_NAMES) == set(GATES) == set(REPORTED_FROM) == set(ThemeReportKind)
    assert set(GATE_WORDS) == {move for moves in GATES.values() for move in moves}
    assert set(DOMAIN_WORDS) == set(Domain)


def test_a_theme_goes_through_the_six_stages_in_order():
    state, path = S.PLANNED, []
    for move in STAGES.values():
        state = after(state, move)
        path.append(state)
    assert path == list(STAGES)
    assert after(state, M.CLOSE) == S.CLOSED
    assert [STATE_WORDS[one] for one in STAGES] == [
        "Information gathering and analysis",
        "Propose activity",
        "Activity agreed",
        "Implement activity",
        "Evaluate and review",
        "Report outcomes",
    ]


def test_no_stage_is_left_out_and_what_is_closed_stays_closed():
    stages = list(STAGES)
    for (before, _), reached in MOVES.items():
        if before in stages and reached in stages:
            assert stages.index(reached) == stages.index(before) + 1
    assert moves_from(S.CLOSED) == []
    assert moves_from(S.DROPPED) == [M.TAKE_UP]


# The rolling programme


RUNNING, WAITING = Earlier("Missing", S.GATHERING), Earlier("Missing", S.PLANNED)
NOT_BEGUN = ["“Missing” has not begun: the next theme is planned once it has (SAF 7)."]


TAKEN = ["Another theme already follows “Missing”: say which other theme this one follows."]


@pytest.mark.parametrize(
    ("follows", "is_followed", "others", "problems"),
    [
        (None, False, [], []),
        (None, False, [RUNNING], ["“Missing” is under way: say which theme this one follows (SAF 7)."]),
        (None, False, [WAITING], NOT_BEGUN),
        (None, False, [Earlier("Missing", S.CLOSED), Earlier("Gangs", S.DROPPED)], []),
        (WAITING, False, [WAITING], NOT_BEGUN),
        (RUNNING, False, [RUNNING], []),
        (Earlier("Missing", S.CLOSED), False, [], []),
        (Earlier("Missing", S.DROPPED), False, [], []),
        (
            RUNNING,
            True,
            [RUNNING],
            ["Another theme already follows “Missing”: say which other theme this one follows."],
        ),
    ],
)
def test_where_a_theme_can_be_planned(follows, is_followed, others, problems):
    assert problems_of_plan(follows, is_followed=is_followed, others=others) == problems


@pytest.mark.parametrize(
    ("state", "lets"),
    [
        (S.PLANNED, False),
        (S.GATHERING, False),
        (S.PROPOSING, False),
        (S.AGREED, False),
        (S.IMPLEMENTING, True),
        (S.EVALUATING, True),
        (S.REPORTING, True),
        (S.CLOSED, True),
        (S.DROPPED, True),
    ],
)
def test_a_theme_begins_when_the_earlier_is_at_implementation(state, lets):
    facts = Facts(grounds=1, waits_for=(Earlier("Missing", state),))
    problems = problems_of_move(M.BEGIN, Said(), facts)
    assert (problems == []) == lets
    if not lets:
        rule = "the next theme begins when it reaches “Implement activity” (SAF 7)"
        assert problems == [f"“Missing” is at “{STATE_WORDS[state]}”: {rule}."]


def test_a_theme_begins_informed_by_an_indicator_or_a_risk():
    assert problems_of_move(M.BEGIN, Said(), Facts()) == [NO_GROUND]
    assert problems_of_move(M.BEGIN, Said(), Facts(grounds=1)) == []


# The Executive Board's gates


@pytest.mark.parametrize(("move", "kind"), [(M.PROPOSE, ANALYSIS), (M.AGREE, PROPOSAL), (M.CLOSE, OUTCOMES)])
def test_each_report_opens_its_gate_once_the_board_has_had_it(move, kind):
    name = REPORT_NAMES[kind]
    assert problems_of_move(move, SAID, Facts()) == [f"{name} is not recorded yet (SAF 7)."]
    coming = Facts(to_come={kind: DAY})
    assert problems_of_move(move, SAID, coming) == [f"{name} waits for the meeting of 17 September 2026 to be held."]
    assert problems_of_move(move, SAID, Facts(received={kind: DAY})) == []
    assert [need.says for need in needs_of(move, EVERYTHING)] == ["The Executive Board had it on 17 September 2026."]


@pytest.mark.parametrize(
    ("decision", "problem"),
    [
        (GOOD, ""),
        (BoardDecision(is_of_the_board=False, was_held=True, stands=True), "choose a decision of one of its meetings"),
        (BoardDecision(is_of_the_board=True, was_held=False, stands=True), "has not been held"),
        (BoardDecision(is_of_the_board=True, was_held=True, stands=False), "overtaken"),
    ],
)
def test_the_activity_is_agreed_by_a_decision_of_a_held_board_meeting(decision, problem):
    found = problems_of_decision(decision)
    assert (problem in found[0]) if problem else found == []
    said = Said(activity="One worker", decision=decision)
    assert problems_of_move(M.AGREE, said, EVERYTHING) == found


@pytest.mark.parametrize(
    ("move", "missing"),
    [
        (M.AGREE, ["Say what activity is agreed.", "Choose the Executive Board’s decision."]),
        (M.CLOSE, ["Say what changed for children, and how you know."]),
        (M.DROP, ["Say why it is dropped."]),
        (M.TAKE_UP, ["Say why it is taken up again."]),
        (M.IMPLEMENT, []),
    ],
)
def test_what_has_to_be_said(move, missing):
    assert problems_of_move(move, Said(text="  ", difference=" "), EVERYTHING) == missing
    assert problems_of_move(move, SAID, EVERYTHING) == []


def test_a_theme_may_have_its_reports_at_other_gates():
    """C11: editable per theme, one place along; what is no choice of a report leaves it where C11 has it."""
    assert gates_of({}) == {ANALYSIS: M.PROPOSE, PROPOSAL: M.AGREE, OUTCOMES: M.CLOSE}
    changed = gates_of({"analysis": "agree", "outcomes": "begin"})
    assert changed == {ANALYSIS: M.AGREE, PROPOSAL: M.AGREE, OUTCOMES: M.CLOSE}
    facts = Facts(gates=changed)
    assert problems_of_move(M.PROPOSE, SAID, facts) == []
    assert [need.what for need in needs_of(M.AGREE, facts)] == [REPORT_NAMES[ANALYSIS], REPORT_NAMES[PROPOSAL]]


@pytest.mark.parametrize(
    ("kind", "first"), [(ANALYSIS, S.GATHERING), (PROPOSAL, S.PROPOSING), (OUTCOMES, S.EVALUATING)]
)
def test_a_report_is_made_from_its_stage_on_until_the_theme_ends(kind, first):
    stages = list(STAGES)
    for state in S:
        expected = state in stages and stages.index(state) >= stages.index(first)
        assert may_be_reported(kind, state) == expected


# The way of a theme


def test_the_way_of_a_theme_says_what_is_done_now_and_to_come():
    since = {S.GATHERING: DAY, S.PROPOSING: date(2026, 10, 1)}
    stages = stages_of(S.PROPOSING, since, Facts(grounds=1, received={ANALYSIS: DAY}))
    assert [stage.stands for stage in stages] == [Stands.DONE, Stands.NOW, *[Stands.TO_COME] * 5]
    assert [stage.title for stage in stages][-1] == "Closed with what changed"
    assert [need.says for need in stages[1].needs] == ["The Executive Board had it on 17 September 2026."]
    assert [need.says for need in stages[2].missing] == [
        "The second report to the Executive Board is not recorded yet (SAF 7).",
        NO_DECISION,
    ]
    assert stages[3].needs == ()


def test_a_closed_theme_is_done_with_all_of_them():
    since = dict.fromkeys((*STAGES, S.CLOSED), DAY)
    assert {stage.stands for stage in stages_of(S.CLOSED, since, EVERYTHING)} == {Stands.DONE}
    assert not any(stage.missing for stage in stages_of(S.CLOSED, since, EVERYTHING))
