"""The rules of the programme: dates, what may still change, quarters and themes left out, where findings go."""

from datetime import date

import pytest

from assurance.rules.calendars import quarters_of
from audits.rules.audits import AuditMove, AuditState
from audits.rules.programme import (
    DATES_OPEN,
    NAMES,
    RoutedMeeting,
    Span,
    date_lines,
    gap_words,
    is_left_out,
    left_out_words,
    next_stage,
    problems_of_dates,
    problems_of_moving_dates,
    problems_of_plan,
    quarters_without,
    routing_warnings,
)
from audits.rules.reasons import RECORD_OF, RECORD_WORDS, Reason, problems_of_reason

S = AuditState
DATES = dict(zip(NAMES, (date(2026, 10, 5), date(2026, 11, 6), date(2026, 11, 19), date(2026, 12, 11)), strict=True))
WORDS = {"title": "Words", "why": "Words", "outcome": "Words", "lead": "A post"}


@pytest.mark.parametrize(
    ("state", "today", "done", "stands"),
    [
        (S.PLANNED, date(2026, 10, 1), {}, ["2 working days left", None, None, None]),
        (S.PLANNED, date(2026, 10, 6), {}, ["1 working day overdue", None, None, None]),
        (
            S.COLLECTING,
            date(2026, 11, 6),
            {AuditMove.LAUNCH: date(2026, 10, 5)},
            ["Done 5 October 2026", "Due today", "9 working days left", None],
        ),
        (S.REPORTING, date(2026, 12, 14), {}, ["Done", "Done", "Done", "1 working day overdue"]),
        (
            S.FINAL,
            date(2027, 1, 4),
            {AuditMove.PUBLISH: date(2026, 12, 10)},
            [None, None, None, "Done 10 December 2026"],
        ),
        (S.CANCELLED, date(2026, 10, 1), {}, ["", "", "", ""]),
    ],
)
def test_how_the_dates_stand(state, today, done, stands):
    lines = date_lines(DATES, state, done, today)
    assert [line.on for line in lines] == list(DATES.values())
    for line, words in zip(lines, stands, strict=True):
        assert words is None or line.stands == words
        assert line.is_late is ("overdue" in line.stands)


def test_an_audit_waits_for_one_date_until_it_is_final():
    assert {state: next_stage(state) and next_stage(state).name for state in S} == {
        S.PLANNED: "starts_on",
        S.COLLECTING: "answers_due_on",
        S.MODERATING: "moderation_on",
        S.REPORTING: "report_due_on",
        S.FINAL: None,
        S.RESPONDED: None,
        S.CANCELLED: None,
    }


@pytest.mark.parametrize(
    ("name", "to", "sentence"),
    [
        ("answers_due_on", date(2026, 10, 4), "The answers cannot be due before the audit is launched."),
        ("moderation_on", date(2026, 11, 5), "The moderation meeting cannot be before the answers are due."),
        ("report_due_on", date(2026, 11, 18), "The report cannot be due before the moderation meeting."),
    ],
)
def test_dates_follow_each_other(name, to, sentence):
    assert problems_of_dates(DATES) == []
    assert problems_of_dates(dict.fromkeys(NAMES, date(2026, 10, 5))) == []
    assert problems_of_dates(DATES | {name: to}) == [sentence]


def test_a_plan_says_what_why_and_who():
    assert problems_of_plan(WORDS, DATES) == []
    assert len(problems_of_plan(dict.fromkeys(WORDS, " "), DATES)) == len(WORDS)


@pytest.mark.parametrize("state", list(S))
def test_a_date_that_has_come_to_pass_stays(state):
    for name in NAMES:
        moved = DATES | {name: DATES[name].replace(day=DATES[name].day + 1)}
        problems = problems_of_moving_dates(state, DATES, moved)
        assert (problems == []) is (name in DATES_OPEN.get(state, ()))


@pytest.mark.parametrize(
    ("on", "meeting", "said"),
    [
        (date(2026, 12, 15), RoutedMeeting(date(2026, 12, 15), False), []),
        (date(2026, 12, 11), RoutedMeeting(date(2026, 12, 11), False), []),
        (date(2026, 12, 10), RoutedMeeting(date(2026, 12, 10), False), ["before the report is due, 11 December 2026"]),
        (date(2026, 12, 15), None, ["No meeting of this group is in the calendar"]),
        (date(2026, 12, 15), RoutedMeeting(date(2026, 12, 15), True), ["has been cancelled"]),
        (date(2026, 12, 15), RoutedMeeting(date(2026, 12, 17), False), ["is now on 17 December 2026"]),
        (date(2026, 12, 1), None, ["before the report is due", "No meeting"]),
    ],
)
def test_what_to_think_twice_about_where_findings_go(on, meeting, said):
    warnings = routing_warnings(on, DATES["report_due_on"], meeting)
    assert len(warnings) == len(said)
    assert all(words in warning for words, warning in zip(said, warnings, strict=True))


def test_the_quarters_without_an_audit():
    quarters = quarters_of(2026)
    third = Span(DATES["starts_on"], DATES["report_due_on"])
    assert [quarter.number for quarter in quarters_without([third], quarters)] == [1, 2, 4]
    across = Span(date(2026, 6, 30), date(2027, 1, 1))
    assert [quarter.number for quarter in quarters_without([across], quarters)] == []
    assert quarters_without([], quarters) == quarters
    assert gap_words(quarters[0], date(2026, 7, 1)) == "No audit was under way"
    assert gap_words(quarters[0], date(2026, 6, 30)) == "No audit is planned"


@pytest.mark.parametrize(
    ("last", "today", "left_out"),
    [
        (None, date(2026, 10, 1), True),
        (date(2024, 10, 1), date(2026, 10, 1), False),
        (date(2024, 9, 30), date(2026, 10, 1), True),
        (date(2026, 2, 28), date(2028, 2, 29), False),
        (date(2026, 2, 27), date(2028, 2, 29), True),
    ],
)
def test_what_is_left_out_for_two_years(last, today, left_out):
    assert is_left_out(last, today) is left_out


def test_how_long_something_is_left_out_in_words():
    assert left_out_words(None, None) == "Never audited"
    assert left_out_words(date(2024, 5, 1), date(2026, 10, 5)) == (
        "Last audited 1 May 2024. An audit is planned for 5 October 2026"
    )


@pytest.mark.parametrize("reason", list(Reason))
def test_a_reason_is_shown_by_its_own_kind_of_record(reason):
    assert problems_of_reason(reason, "Words", "") == []
    assert problems_of_reason(reason, " ", "") == ["Say what led to the audit."]
    for record in RECORD_WORDS:
        assert (problems_of_reason(reason, "Words", record) == []) is (RECORD_OF.get(reason) == record)
