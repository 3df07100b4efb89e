"""Writing a draft: versions, conflicts, bringing forward, and who may (trust.md 3, 7)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry, ReturnItem
from assurance.queries.drafts import section_board, task_list
from assurance.queries.returns import last_standing_before, problems_of
from assurance.rules.returns import HEADINGS_OF, Change, Reporter, Section
from assurance.rules.roles import Role
from assurance.services import drafts
from assurance.services.returns import accept_return, submit_return
from tests.factories.assurance import ReportingPeriodFactory, TopicFactory, person_with
from tests.factories.returns import NOW, StatusReturnFactory, filled, section_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """An empty draft."""
    return StatusReturnFactory()


@pytest.fixture
def writer(draft):
    """A contributor of the draft's agency."""
    return person_with(Role.PARTNER_CONTRIBUTOR, agency=draft.agency)


@pytest.fixture
def item(draft, writer):
    """A blank statement of what is not going well."""
    return drafts.add_item(section=section_of(draft, Section.NOT_GOING_WELL), by=writer, now=NOW)


def test_a_statement_is_saved_and_its_version_goes_up(item, writer):
    """What was written stands, with a new version, and the log says so without the words."""
    topic = TopicFactory()
    values = {"statement": "Waits have grown", "action": "A plan", "topic_id": topic.pk, "due_on": date(2027, 3, 31)}
    outcome = drafts.save_item(item=item, version=1, values=values, by=writer, now=NOW)
    item.refresh_from_db()
    assert (outcome.saved, outcome.version, item.version) == (True, 2, 2)
    assert (item.statement, item.topic, item.due_on) == ("Waits have grown", topic, date(2027, 3, 31))
    assert not ActivityEntry.objects.filter(detail__contains="Waits").exists()
    assert ActivityEntry.objects.filter(action="return.save_statement", subject_id=item.pk).exists()


def test_a_stale_save_changes_nothing(item, writer):
    """The second of two people who opened the same version is told, and the first one's text stands."""
    drafts.save_item(item=item, version=1, values={"statement": "First"}, by=writer, now=NOW)
    outcome = drafts.save_item(item=item, version=1, values={"statement": "Second"}, by=writer, now=NOW)
    item.refresh_from_db()
    assert (outcome.saved, outcome.version, item.statement) == (False, 2, "First")


def test_a_stale_section_save_changes_nothing(draft, writer):
    """The same for a section's own words."""
    part = section_of(draft, Section.VOICE)
    said = {"section": part, "version": 1, "is_complete": True, "by": writer, "now": NOW}
    assert drafts.save_section(nothing_to_report="First", **said).saved
    assert not drafts.save_section(nothing_to_report="Second", **said).saved
    part.refresh_from_db()
    assert (part.nothing_to_report, part.version, part.is_complete) == ("First", 2, True)


@pytest.mark.parametrize("role", [Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.INSPECTOR, Role.PARTNER_LEAD])
def test_nobody_from_outside_writes(draft, item, role):
    """Another agency's lead is as shut out as the Business Team."""
    outsider = person_with(role)
    section = section_of(draft, Section.VOICE)
    with pytest.raises(PermissionDenied):
        drafts.save_item(item=item, version=1, values={"statement": "x"}, by=outsider, now=NOW)
    with pytest.raises(PermissionDenied):
        drafts.add_item(section=section, by=outsider, now=NOW)
    with pytest.raises(PermissionDenied):
        drafts.remove_item(item=item, by=outsider, now=NOW)
    with pytest.raises(PermissionDenied):
        drafts.save_section(section=section, version=1, nothing_to_report="", is_complete=True, by=outsider, now=NOW)


def test_nothing_is_written_in_a_submitted_return(draft, writer):
    """The sentence says what to do, and that the text is still there."""
    submitted(draft)
    item = ReturnItem.objects.filter(section__status_return=draft).first()
    with pytest.raises(ValidationError, match="Your text is still on this page"):
        drafts.save_item(item=item, version=1, values={"statement": "Late thought"}, by=writer, now=NOW)


def test_a_removed_statement_is_gone_from_the_draft(draft, item, writer):
    """And the log knows that one was removed."""
    drafts.remove_item(item=item, by=writer, now=NOW)
    assert not section_of(draft, Section.NOT_GOING_WELL).items.exists()
    assert ActivityEntry.objects.filter(action="return.remove_statement").exists()


def test_the_task_list_tells_how_far_each_section_is(draft, item, writer):
    """Not started, in progress, completed."""
    part = section_of(draft, Section.GOING_WELL)
    drafts.save_section(section=part, version=1, nothing_to_report="None", is_complete=True, by=writer, now=NOW)
    tasks = task_list(draft)
    status = {task.section: task.status for task in tasks.tasks}
    assert status[Section.GOING_WELL] == "Completed"
    assert status[Section.NOT_GOING_WELL] == "In progress"
    assert status[Section.VOICE] == "Not started"
    assert (tasks.completed, [task.section for task in tasks.tasks]) == (1, list(HEADINGS_OF[Reporter.AGENCY]))


@pytest.fixture
def next_draft(draft):
    """The same agency's draft of the next quarter, the first one being accepted."""
    submitted(draft)
    accept_return(status_return=draft, by=person_with(Role.BUSINESS_TEAM), now=NOW)
    return StatusReturnFactory(agency=draft.agency, period=ReportingPeriodFactory(quarter=3))


def test_bringing_forward_keeps_the_identity_and_asks_again(draft, next_draft, writer):
    """The words come along; the change is blank and the statement flagged until somebody has looked at it."""
    old = ReturnItem.objects.get(section__status_return=draft, section__section=Section.NOT_GOING_WELL)
    part = section_of(next_draft, Section.NOT_GOING_WELL)
    item = drafts.bring_forward(section=part, identity=str(old.identity), by=writer, now=NOW)
    item.refresh_from_db()
    assert (item.identity, item.statement, item.change, item.needs_review) == (old.identity, old.statement, "", True)
    again = drafts.bring_forward(section=part, identity=str(old.identity), by=writer, now=NOW)
    assert again.pk == item.pk
    outcome = drafts.save_item(item=item, version=1, values={"change": Change.CLOSED}, by=writer, now=NOW)
    item.refresh_from_db()
    assert (outcome.saved, item.needs_review) == (True, False)


def test_bringing_forward_what_was_never_there_is_refused(next_draft, writer):
    """An identity from elsewhere is not taken."""
    part = section_of(next_draft, Section.NOT_GOING_WELL)
    with pytest.raises(ValidationError, match="not in last quarter"):
        drafts.bring_forward(section=part, identity="8c1f7f2e-9c55-4f3e-8f0f-0a4b8d1f0b11", by=writer, now=NOW)


def test_what_was_open_blocks_the_next_return_until_it_is_taken_up(next_draft, writer):
    """Both open statements of last quarter are asked for; what was going well is not."""
    filled(next_draft)
    sentences = [problem.sentence for problem in problems_of(next_draft)]
    assert len(sentences) == 2
    assert all("was open last quarter" in sentence for sentence in sentences)
    board = section_board(section_of(next_draft, Section.NOT_GOING_WELL))
    drafts.bring_forward(
        section=section_of(next_draft, Section.NOT_GOING_WELL),
        identity=board.open_before[0].identity,
        by=writer,
        now=NOW,
    )
    assert [p.section for p in problems_of(next_draft) if "was open" in p.sentence] == [Section.MULTI_AGENCY_CONCERNS]


def test_last_quarter_is_the_latest_that_stands(draft, next_draft, writer):
    """Not the present one, not a later one, and not one of another agency."""
    submitted(StatusReturnFactory(period=draft.period), marker="Other")
    assert last_standing_before(next_draft).period == "2026Q2"
    assert last_standing_before(next_draft).owner == draft.agency.slug
    assert last_standing_before(draft) is None
    lead = person_with(Role.PARTNER_LEAD, agency=draft.agency)
    board = section_board(section_of(next_draft, Section.NOT_GOING_WELL))
    concerns = section_board(section_of(next_draft, Section.MULTI_AGENCY_CONCERNS))
    for part, beside in ((Section.NOT_GOING_WELL, board), (Section.MULTI_AGENCY_CONCERNS, concerns)):
        brought = drafts.bring_forward(
            section=section_of(next_draft, part), identity=beside.open_before[0].identity, by=writer, now=NOW
        )
        drafts.save_item(item=brought, version=1, values={"change": Change.SAME}, by=writer, now=NOW)
    filled(next_draft)
    submit_return(status_return=next_draft, by=lead, now=NOW)
    third = StatusReturnFactory(agency=draft.agency, period=ReportingPeriodFactory(quarter=4))
    assert last_standing_before(third).period == "2026Q3"
