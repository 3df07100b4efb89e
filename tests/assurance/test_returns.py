"""The life of a return, its frozen versions, and who may read what (R45 to R51, trust.md 3, 4)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assurance.models import ActivityEntry, Notice, ReturnSubmission
from assurance.permissions import sync_grants
from assurance.queries import returns as queries
from assurance.rules.canonical import sha256_of
from assurance.rules.returns import ReturnState, Section
from assurance.rules.roles import Role
from assurance.rules.submission import read_submission
from assurance.services import returns as services
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, person_with
from tests.factories.returns import NOW, StatusReturnFactory, filled, section_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    """The lead of the Police."""
    return person_with(Role.PARTNER_LEAD, agency=AgencyFactory(slug="police", name="Kent Police", category="police"))


@pytest.fixture
def draft(lead):
    """The Police's draft, ready to submit."""
    return filled(StatusReturnFactory(agency=lead.memberships.get().agency))


def test_submitting_freezes_the_return(draft, lead):
    """Canonical JSON with its hash, signed by the lead, and it stands."""
    submission = services.submit_return(status_return=draft, by=lead, now=NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.standing, submission.number) == (ReturnState.SUBMITTED, submission, 1)
    assert submission.sha256 == sha256_of(submission.content)
    frozen = read_submission(submission.content)
    assert (frozen.owner_name, frozen.period, frozen.content()) == ("Kent Police", "2026Q2", submission.content)
    assert frozen.section(Section.NOT_GOING_WELL).items[0].action == "Demonstration action"


def test_a_signed_version_cannot_be_changed_or_removed(draft, lead):
    """Not even past the portal: the database refuses."""
    submission = services.submit_return(status_return=draft, by=lead, now=NOW)
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
        ReturnSubmission.objects.filter(pk=submission.pk).update(content="{}")
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
        ReturnSubmission.objects.filter(pk=submission.pk)._raw_delete("default")


def test_only_the_lead_signs(draft):
    """A contributor drafts; signing is the lead's."""
    contributor = person_with(Role.PARTNER_CONTRIBUTOR, agency=draft.agency)
    with pytest.raises(PermissionDenied, match="ask the lead of the agency"):
        services.submit_return(status_return=draft, by=contributor, now=NOW)


def test_every_problem_is_told_at_once(lead):
    """An empty return names its three headings."""
    empty = StatusReturnFactory(agency=lead.memberships.get().agency)
    with pytest.raises(ValidationError) as refused:
        services.submit_return(status_return=empty, by=lead, now=NOW)
    assert len(refused.value.messages) == 3


def test_late_is_recorded_and_not_refused(draft, lead):
    """Three working days after the due date is written down as such."""
    draft.due_on = NOW.date() - timedelta(days=5)  # Thursday 5 November; NOW is Tuesday 10 November
    draft.save()
    submission = services.submit_return(status_return=draft, by=lead, now=NOW)
    assert submission.working_days_late == 3


def test_a_closed_period_takes_no_return_and_loses_nothing(draft, lead):
    """The sentence says what to do."""
    draft.period.closed_at = NOW
    draft.period.save()
    with pytest.raises(ValidationError, match="Nothing you wrote is lost"):
        services.submit_return(status_return=draft, by=lead, now=NOW)
    assert section_of(draft, Section.GOING_WELL).items.exists()


def test_recalled_returned_accepted_reopened(draft, lead, team):
    """The whole life, each version kept, the standing one always the latest signed."""
    services.submit_return(status_return=draft, by=lead, now=NOW)
    services.recall_return(status_return=draft, by=lead, now=NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.standing) == (ReturnState.DRAFT, None)
    services.submit_return(status_return=draft, by=lead, now=NOW)
    services.return_for_changes(status_return=draft, reason="Say more", by=team, now=NOW)
    services.submit_return(status_return=draft, by=lead, now=NOW)
    services.accept_return(status_return=draft, by=team, now=NOW)
    with pytest.raises(ValidationError, match="cannot be done now"):
        services.recall_return(status_return=draft, by=lead, now=NOW)
    services.reopen_return(status_return=draft, reason="The figure was wrong", by=team, now=NOW)
    last = services.submit_return(status_return=draft, by=lead, now=NOW)
    draft.refresh_from_db()
    assert (draft.standing, last.number, draft.submissions.count()) == (last, 4, 4)
    assert list(draft.events.order_by("pk").values_list("move", flat=True)) == [
        "submit", "recall", "submit", "return_for_changes", "submit", "accept", "reopen", "submit",
    ]  # fmt: skip


@pytest.mark.parametrize("service", [services.return_for_changes, services.reopen_return])
def test_sending_back_needs_a_reason(draft, lead, team, service):
    """A blank reason helps nobody."""
    services.submit_return(status_return=draft, by=lead, now=NOW)
    with pytest.raises(ValidationError, match="Say why"):
        service(status_return=draft, reason="  ", by=team, now=NOW)


def test_a_lead_cannot_accept(draft, lead):
    """Accepting is the Business Team's."""
    services.submit_return(status_return=draft, by=lead, now=NOW)
    with pytest.raises(PermissionDenied):
        services.accept_return(status_return=draft, by=lead, now=NOW)


def test_each_move_tells_those_concerned_and_is_logged(draft, lead, team):
    """The Business Team hears of a submission; the lead of its acceptance; neither notice holds content."""
    services.submit_return(status_return=draft, by=lead, now=NOW)
    services.accept_return(status_return=draft, by=team, now=NOW)
    assert Notice.objects.get(person=team).text == "A status return has been submitted"
    assert Notice.objects.get(person=lead).text == "Your status return has been accepted"
    actions = ActivityEntry.objects.filter(action__startswith="return.").values_list("action", flat=True)
    assert list(actions) == ["return.accept", "return.submit"]


READERS = [
    Role.BUSINESS_TEAM,
    Role.BOARD_MEMBER,
    Role.BOARD_OBSERVER,
    Role.SAAS_CHAIR,
    Role.SAAS_DEPUTY,
    Role.SAAS_MEMBER,
    Role.INDEPENDENT_SCRUTINEER,
    Role.INSPECTOR,
]


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_submitted_returns_and_who_reads_drafts(draft, lead, role):
    """Those with oversight read what was signed; nobody outside the agency reads a draft (trust.md 3)."""
    outsider = person_with(role)
    assert draft not in queries.returns_drafted_by(outsider)
    assert not queries.submissions_visible_to(outsider).exists()
    services.submit_return(status_return=draft, by=lead, now=NOW)
    assert queries.submissions_visible_to(outsider).exists() is (role in READERS)


def test_a_forum_submits_too():
    """A group's return is signed by its chair (R51)."""
    forum = PartnershipGroupFactory(level="forum", name="Education Safeguarding Group")
    chair = person_with(Role.GROUP_CHAIR, group=forum)
    draft = filled(StatusReturnFactory(agency=None, group=forum, is_required=False))
    submission = services.submit_return(status_return=draft, by=chair, now=NOW)
    assert read_submission(submission.content).owner_name == "Education Safeguarding Group"


def test_a_return_belongs_to_an_agency_or_a_group(draft):
    """Never to both, never to neither."""
    with pytest.raises(IntegrityError, match="return_of_an_agency_or_a_group"), transaction.atomic():
        StatusReturnFactory(agency=AgencyFactory(), group=PartnershipGroupFactory())
    with pytest.raises(IntegrityError, match="return_of_an_agency_or_a_group"), transaction.atomic():
        StatusReturnFactory(agency=None, group=None)


def test_one_return_an_agency_and_period(draft):
    """A second one is refused by the database."""
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusReturnFactory(agency=draft.agency, period=draft.period)


def test_submitted_means_that_a_version_stands(draft):
    """The state and the standing version cannot disagree."""
    with pytest.raises(IntegrityError, match="return_submitted_has_a_standing_version"), transaction.atomic():
        type(draft).objects.filter(pk=draft.pk).update(state=ReturnState.SUBMITTED)


def test_standing_returns_say_what_is_missing(draft, lead, team):
    """The pack reads this: what stands, and in words why the rest does not."""
    health = submitted(StatusReturnFactory(agency__name="Health", period=draft.period))
    sync_grants(team, today=NOW.date())
    services.return_for_changes(status_return=health, reason="More", by=team, now=NOW)
    rows = {row.status_return.owner.name: row for row in queries.standing_returns(draft.period, team)}
    assert rows["Kent Police"].missing_because == "Not submitted"
    assert rows["Health"].missing_because == "Returned for changes and not submitted again"
    services.submit_return(status_return=draft, by=lead, now=NOW)
    rows = {row.status_return.owner.name: row for row in queries.standing_returns(draft.period, team)}
    assert rows["Kent Police"].frozen.owner_name == "Kent Police"
