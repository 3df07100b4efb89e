"""The sampling frame and the draw: what may stand in a frame, and that anybody finds the same draw (R116)."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.rules.cases import (
    MAX_CASES,
    MAX_DRAWN,
    PROBLEMS_TOLD,
    FrameCase,
    draw,
    frame_sha256,
    key_of,
    problems_of_draw,
    read_frame,
    write_frame,
)

REFERENCES = st.from_regex(r"[A-Z]{1,3}[0-9]{1,4}", fullmatch=True)
FRAMES = st.lists(REFERENCES, min_size=1, max_size=60, unique=True)
KINDS = st.sampled_from(["", "Under 5", "Neglect, known before", "On a plan"])


# The draw


def test_the_draw_is_the_one_that_sha256sum_finds():
    found = draw([f"A0{number}" for number in range(1, 7)], seed="4f2a91", number=3, reserve=2)
    assert found.drawn == ("A05", "A01", "A06")
    assert found.reserve == ("A02", "A04")
    assert key_of("A05", "4f2a91").startswith("31809e5ceb31c942")
    assert frame_sha256(["A03", "A01", "A02"]) == "0f48611315499d50bc3f0a450c2a3305c0e0f0fe9cd833e399232d7ef92f5e8e"


@given(frame=FRAMES, seed=st.text(max_size=16), data=st.data())
def test_a_draw_takes_so_many_each_once_and_does_not_hang_on_the_order_of_the_frame(frame, seed, data):
    number = data.draw(st.integers(1, len(frame)))
    reserve = data.draw(st.integers(0, len(frame)))
    found = draw(frame, seed=seed, number=number, reserve=reserve)
    both = found.drawn + found.reserve
    assert len(found.drawn) == number
    assert len(found.reserve) == min(reserve, len(frame) - number)
    assert len(set(both)) == len(both)
    assert set(both) <= set(frame)
    assert draw(data.draw(st.permutations(frame)), seed=seed, number=number, reserve=reserve) == found


@given(frame=FRAMES, seed=st.text(max_size=16), data=st.data())
def test_whoever_asks_for_more_finds_the_same_ones_first(frame, seed, data):
    number = data.draw(st.integers(1, len(frame)))
    every = draw(frame, seed=seed, number=len(frame), reserve=0).drawn
    assert draw(frame, seed=seed, number=number, reserve=0).drawn == every[:number]
    by_hand = sorted(frame, key=lambda reference: sha256(f"{seed}:{reference}".encode("utf-8", "strict")).hexdigest())
    assert list(every) == by_hand


def test_every_case_is_drawn_about_as_often_as_any_other():
    frame = [f"A{number:02}" for number in range(20)]
    times = dict.fromkeys(frame, 0)
    for seed in range(4_000):
        for reference in draw(frame, seed=f"{seed:016x}", number=5, reserve=0).drawn:
            times[reference] += 1
    # 1,000 expected; the standard deviation is 27, and no case is five of them away.
    assert all(865 < number < 1_135 for number in times.values())


@pytest.mark.parametrize(
    ("number", "reserve", "frame", "says"),
    [
        (1, 0, 0, "no sampling frame"),
        (0, 0, 5, "at least 1 case"),
        (MAX_DRAWN + 1, 0, 1_000, "at most 200"),
        (1, MAX_DRAWN + 1, 1_000, "in reserve"),
        (1, -1, 10, "in reserve"),
        (4, 2, 5, "6 cannot be drawn"),
        (5, 0, 5, ""),
        (3, 2, 5, ""),
    ],
)
def test_what_cannot_be_drawn_is_said(number, reserve, frame, says):
    problems = problems_of_draw(number, reserve, frame)
    assert bool(problems) is bool(says)
    assert says in " ".join(problems)


# The frame


def test_a_frame_is_a_reference_a_line_with_a_kind_if_one_likes():
    text = "A01\nA02, Under 5\nME-014\tNeglect, known before\n\n   B7   On a plan  \n- C/3\n"
    assert read_frame(text).problems == ()
    assert read_frame(text).cases == (
        FrameCase("A01"),
        FrameCase("A02", "Under 5"),
        FrameCase("ME-014", "Neglect, known before"),
        FrameCase("B7", "On a plan"),
        FrameCase("C/3"),
    )
    assert read_frame("") == read_frame(" \n\n")


@given(frame=FRAMES, data=st.data())
def test_a_frame_that_is_written_is_read_as_the_same(frame, data):
    cases = tuple(FrameCase(reference, data.draw(KINDS)) for reference in frame)
    found = read_frame(write_frame(cases))
    assert found.cases == cases
    assert found.problems == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Amy", "at least one digit"),
        ("Amy Hartley", "at least one digit"),
        ("A01?", "letters and digits"),
        ("A" * 20 + "1", "at most 20"),
        ("12/03/2014", "a date"),
        ("2014-03-12", "a date"),
        ("9434765919", "an NHS number"),
        ("A01, 943 476 5919", "an NHS number"),
        ("A01, born 12/03/2014", "a date of birth"),
        ("ME141XQ", "a postcode"),
        ("A01, lives at ME14 1XQ", "a postcode"),
        ("A01, " + "a" * 81, "at most 80"),
    ],
)
def test_what_could_tell_who_a_child_is_has_no_place_in_a_frame_and_is_not_repeated(line, says):
    problems = read_frame(f"B01\n{line}").problems
    assert len(problems) == 1
    assert problems[0].startswith("Line 2: ")
    assert says in problems[0]
    assert "943" not in problems[0]
    assert "1XQ" not in problems[0]
    assert "2014" not in problems[0]


def test_each_reference_stands_once_however_it_is_spelt():
    (problem,) = read_frame("A01\nB01\na01").problems
    assert problem.startswith("Line 3: this is the reference of line 1")


def test_a_frame_has_an_end_and_so_has_the_list_of_its_problems():
    whole = "\n".join(f"A{number:04}" for number in range(MAX_CASES))
    assert len(read_frame(whole).cases) == MAX_CASES
    assert read_frame(whole).problems == ()
    assert "at most 2,000" in read_frame(f"{whole}\nB1").problems[0]
    problems = read_frame("\n".join(["Amy"] * 50)).problems
    assert len(problems) == PROBLEMS_TOLD + 1
    assert problems[-1] == "There are 79 problems more."
