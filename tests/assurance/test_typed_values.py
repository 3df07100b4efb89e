"""What people type or paste, read as dates, times and plain text."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.typed_values import date_problem, plain_text, read_date, read_time


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_date_typed_in_figures_or_with_its_month_is_read_back(day):
    for month in (str(day.month), f"{day.month:02d}", f"{day:%B}", f"{day:%b}".upper()):
        assert date_problem(str(day.day), month, str(day.year)) is None
        assert read_date(str(day.day), month, str(day.year)) == day


@pytest.mark.parametrize(
    ("typed", "sentence", "parts"),
    [
        (("", "3", "2027"), "The due date must include a day", ("day",)),
        (("27", "", ""), "The due date must include a month and a year", ("month", "year")),
        (("27", "3", "27"), "The year must have 4 numbers", ("year",)),
        (("27", "3", "٢٠٢٧"), "The year must have 4 numbers", ("year",)),
        (("27", "3", "0202"), "The year must be between 1900 and 2199", ("year",)),
        (("27", "13", "2027"), "The due date must have a real month, like 3 or March", ("month",)),
        (("27", "Marsh", "2027"), "The due date must have a real month, like 3 or March", ("month",)),
        (("31", "2", "2027"), "The due date must be a real date", ("day", "month", "year")),
        (("²", "2", "2027"), "The due date must be a real date", ("day", "month", "year")),
    ],
)
def test_a_date_that_cannot_be_read_says_why_and_where(typed, sentence, parts):
    problem = date_problem(*typed, noun="due date")
    assert (problem.sentence, problem.parts) == (sentence, parts)


@given(st.text(max_size=4), st.text(max_size=9), st.text(max_size=5))
def test_whatever_is_typed_is_a_date_or_has_a_reason(day, month, year):
    assert (date_problem(day, month, year) is None) == (
        bool(day and month and year)
        and 1900 <= (int(year) if year.isdecimal() and year.isascii() and len(year) == 4 else 0) <= 2199
        and read_date(day, month, year) is not None
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2:30pm", time(14, 30)),
        ("2.30 PM", time(14, 30)),
        ("14:30", time(14, 30)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("12:05 a.m.", time(0, 5)),
        ("midday", time(12)),
        ("Midnight", time(0)),
        ("00:00", time(0)),
    ],
)
def test_times_are_read_as_people_write_them(typed, read):
    assert read_time(typed) == read


@pytest.mark.parametrize("typed", ["2", "25:00", "13pm", "0am", "14:60", "half past two", ""])
def test_what_is_not_a_time_is_refused(typed):
    assert read_time(typed) is None


def test_text_from_word_becomes_plain():
    listed = "\u2022\u00a0Return interviews:\r\no\t61% within 72\u202fhours\r\n\uf0b7 staffing \r\n"
    pasted = f"{listed}\r\n\r\n\r\nMore\u200b text\t\n"
    assert plain_text(pasted) == "- Return interviews:\n- 61% within 72 hours\n- staffing\n\nMore text"


def test_words_that_begin_with_o_are_no_bullets():
    assert plain_text("of the two\nother") == "of the two\nother"


def test_signs_that_turn_the_direction_of_writing_go():
    assert plain_text("safe\u202egnp.exe") == "safegnp.exe"


@given(st.text())
def test_making_plain_twice_changes_nothing_more(text):
    once = plain_text(text)
    assert plain_text(once) == once


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"]), min_size=1))
def test_no_letter_number_or_sign_is_lost(text):
    kept = plain_text("a " + text + " z")
    assert kept == "a " + text + " z"
