"""Final audit reports as a paper of the meeting they go to (R113, issue 4)."""

from datetime import timedelta

import pytest

from assurance.queries.papers import live_papers
from assurance.rules.wording import local_date
from audits.models import AuditRouting
from audits.rules.audits import AuditMove, AuditState
from audits.services.moves import move_audit
from tests.factories.audits import NOW, publish, reported, written
from tests.factories.meetings import a_group, a_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """A meeting of SAAS that is to come."""
    return a_meeting(group=a_group("saas"), starts_at=NOW + timedelta(days=30))


def paper(meeting, user):
    headers, rows = live_papers()["audits"].table(user, meeting, NOW)
    assert all(len(row) == len(headers) for row in rows)
    return [tuple(row[1:3]) for row in rows]


def a_report(**routing):
    audit, by = reported(cases=3)
    _, task = written(audit, by)
    publish(audit, by)
    AuditRouting.objects.create(audit=audit, **routing)
    return audit, by, task


def test_it_says_what_each_audit_that_goes_there_found_and_recommends(meeting):
    audit, by, task = a_report(group=meeting.group, on=local_date(meeting.starts_at), meeting=meeting)
    assert paper(meeting, by) == [
        ("Overall", "Overall, 3 of 3 cases met the standard."),
        ("Area to improve", "Chronologies are missing."),
        ("Recommendation 1", "Keep a chronology"),
    ]
    _, rows = live_papers()["audits"].table(by, meeting, NOW)
    assert rows[-1][0] == audit.title
    assert f"{task.agency.name}: Chronology in every file, by " in rows[-1][3]


def test_an_audit_that_goes_to_the_group_on_that_day_is_there_and_one_that_goes_elsewhere_is_not(meeting):
    day = local_date(meeting.starts_at)
    _, by, _ = a_report(group=meeting.group, on=day)
    assert paper(meeting, by)
    later = a_meeting(group=meeting.group, starts_at=meeting.starts_at + timedelta(days=90))
    assert paper(later, by) == []
    board = a_meeting(group=a_group("board"), starts_at=meeting.starts_at)
    assert paper(board, by) == []


def test_a_report_that_is_revised_is_no_paper_and_comes_back_once_in_its_newest_version(meeting):
    audit, by, _ = a_report(group=meeting.group, on=local_date(meeting.starts_at), meeting=meeting)
    move_audit(audit=audit, move=AuditMove.REVISE, seen=AuditState.FINAL, by=by, now=NOW, text="A number was wrong")
    assert paper(meeting, by) == []
    publish(audit, by)
    assert len(paper(meeting, by)) == 3
