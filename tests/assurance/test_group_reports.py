"""A group's return: its report to the Executive Board under the five headings (SAF 5, R100)."""

import pytest
from django.urls import reverse

from assurance.models import ReturnItem
from assurance.queries.compare import comparison
from assurance.queries.drafts import section_board, task_list
from assurance.queries.returns import problems_of
from assurance.rules.returns import HEADINGS, HEADINGS_OF, Reporter, Section
from assurance.rules.roles import Role
from assurance.rules.submission import read_submission
from assurance.services import drafts
from assurance.services.returns import accept_return
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, ReportingPeriodFactory, person_with
from tests.factories.returns import NOW, StatusReturnFactory, filled, section_of, submitted

pytestmark = pytest.mark.django_db
FIVE = HEADINGS_OF[Reporter.GROUP]
OLD = HEADINGS_OF[Reporter.AGENCY]


@pytest.fixture
def group():
    """A forum."""
    return PartnershipGroupFactory(level="forum")


@pytest.fixture
def old_report(group):
    """What the group signed last quarter under the headings of an agency, as groups once did."""
    signed = submitted(StatusReturnFactory(agency=None, group=group, its_sections=OLD), "Old")
    accept_return(status_return=signed, by=person_with(Role.BUSINESS_TEAM), now=NOW)
    return signed


@pytest.fixture
def report(old_report, group):
    """The group's draft of the next quarter."""
    return StatusReturnFactory(agency=None, group=group, period=ReportingPeriodFactory(quarter=3))


def test_a_report_is_written_and_signed_under_the_five_headings(group):
    """The task list and the signed version have them, word for word, and no heading of an agency's return."""
    draft = StatusReturnFactory(agency=None, group=group)
    assert [task.title for task in task_list(draft).tasks] == [HEADINGS[section].title for section in FIVE]
    assert [problem.section for problem in problems_of(draft)] == list(FIVE)
    frozen = read_submission(submitted(draft).standing.content)
    assert [part.title for part in frozen.sections] == [HEADINGS[section].title for section in FIVE]


def test_what_was_signed_under_the_old_headings_is_shown_as_it_was(old_report, group, sign_in):
    """A frozen version keeps its own headings, and its page shows them."""
    page = sign_in(person_with(Role.GROUP_CHAIR, group=group)).get(
        reverse("assurance:return_detail", args=[old_report.pk]), follow=True
    )
    text = page.content.decode()
    assert "Concerns about multi-agency working" in text
    assert "Efficacy of frontline practice" not in text


def test_a_draft_begun_under_the_old_headings_keeps_them(group):
    """It is asked for what it was opened with, and can be signed."""
    draft = StatusReturnFactory(agency=None, group=group, its_sections=OLD)
    assert [task.section for task in task_list(draft).tasks] == list(OLD)
    assert {problem.section for problem in problems_of(draft)} == set(OLD[:3])
    assert problems_of(filled(draft)) == []


def test_what_was_left_open_under_an_old_heading_is_brought_forward_under_a_new_one(report, group):
    """Every open statement has its place in the new form; brought there, it keeps its identity."""
    chair = person_with(Role.GROUP_CHAIR, group=group)
    filled(report)
    left = {problem.section for problem in problems_of(report)}
    assert left == {Section.OPERATIONAL_DELIVERY, Section.INTERCONNECTIVITY}
    for section in left:
        part = section_of(report, section)
        [before] = section_board(part).open_before
        item = drafts.bring_forward(section=part, identity=before.identity, by=chair, now=NOW)
        drafts.save_item(item=item, version=1, values={"change": "closed"}, by=chair, now=NOW)
        assert ReturnItem.objects.filter(identity=before.identity).count() == 2
    assert problems_of(report) == []


def test_agencies_and_groups_stand_under_their_own_headings_side_by_side(group):
    """A required group has its columns under its five headings; the partners' six have the partners alone."""
    period = ReportingPeriodFactory()
    partner = AgencyFactory(name="A partner")
    submitted(StatusReturnFactory(agency=partner, period=period))
    alone = comparison(period, person_with(Role.SAAS_MEMBER))
    assert [row.section for row in alone.rows] == list(OLD)
    StatusReturnFactory(agency=None, group=group, period=period)
    rows = {row.section: row for row in comparison(period, person_with(Role.SAAS_MEMBER)).rows}
    assert list(rows) == [*OLD, *FIVE]
    assert rows[Section.GOING_WELL] == alone.rows[0]
    [missing] = rows[Section.LIVED_EXPERIENCE].columns
    assert (missing.owner_name, missing.missing_because) == (group.name, "Not submitted")


def test_the_chair_reads_what_kind_of_paper_it_is(report, group, sign_in):
    """A group's report is not called a status return, and nothing in it speaks of an agency's lead."""
    client = sign_in(person_with(Role.GROUP_CHAIR, group=group))
    text = client.get(reverse("assurance:return_detail", args=[report.pk])).content.decode()
    assert "Group report" in text
    assert "your lead" not in text
    check = client.get(reverse("assurance:return_check", args=[report.pk])).content.decode()
    assert "Contextual understanding of agency operational delivery" in check
