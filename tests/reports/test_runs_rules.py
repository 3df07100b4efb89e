"""The life of a run, as a table."""

import pytest

from reports.rules.kinds import Kind
from reports.rules.life import Edition
from reports.rules.runs import (
    ACTIVE,
    MOVES,
    STEP_WORDS,
    Move,
    RunStatus,
    Step,
    after,
    after_an_error,
    before,
    file_name,
    progress_in_words,
    stored_name,
)

QUEUED, RUNNING, DONE, FAILED, CANCELLED = RunStatus


@pytest.mark.parametrize(
    ("move", "sources", "target"),
    [
        (Move.CLAIM, {QUEUED, RUNNING}, RUNNING),
        (Move.FINISH, {RUNNING}, DONE),
        (Move.PUT_BACK, {RUNNING}, QUEUED),
        (Move.FAIL, {RUNNING}, FAILED),
        (Move.CANCEL, {QUEUED, RUNNING}, CANCELLED),
    ],
)
def test_the_moves(move, sources, target):
    assert before(move) == sources
    assert after(move) == target


def test_what_has_ended_stays_ended():
    assert {status for status, _ in MOVES} == ACTIVE == {QUEUED, RUNNING}


@pytest.mark.parametrize(("attempts", "move"), [(1, Move.PUT_BACK), (2, Move.PUT_BACK), (3, Move.FAIL), (4, Move.FAIL)])
def test_three_attempts_are_enough(attempts, move):
    assert after_an_error(attempts) == move


@pytest.mark.parametrize(
    ("status", "step", "words"),
    [
        (QUEUED, 0, "Waiting to start"),
        (RUNNING, 2, "Step 2 of 4: Laying out the pages"),
        (DONE, 4, "Ready"),
        (FAILED, 2, "Failed"),
        (CANCELLED, 2, "Cancelled"),
    ],
)
def test_progress_is_said_in_words(status, step, words):
    assert progress_in_words(status, step, len(Step), STEP_WORDS.get(step, "")) == words


def test_every_step_has_words():
    assert list(STEP_WORDS) == list(Step)


def test_a_reader_gets_a_name_that_says_what_it_is():
    pack = Kind.EXECUTIVE_BOARD_PACK
    assert file_name(pack, "2026Q2") == "executive-board-pack-2026q2-draft.pdf"
    assert file_name(pack, "2026Q2", Edition.ISSUED, 2) == "executive-board-pack-2026q2-version-2.pdf"
    assert file_name(pack, "2026Q2", Edition.PUBLIC, 1) == "executive-board-pack-2026q2-version-1-public.pdf"


def test_the_stored_name_changes_with_the_content():
    name = stored_name(Kind.EXECUTIVE_BOARD_PACK, "2026Q2", "5", "a" * 64)
    assert name == "reports/2026q2/executive-board-pack-2026q2-5-aaaaaaaaaaaaaaaa.pdf"
    assert stored_name(Kind.EXECUTIVE_BOARD_PACK, "2026Q2", "5", "b" * 64) != name
