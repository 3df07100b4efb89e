"""Nobody but its authors knows of a draft; a published assessment is read by its circle (R130; trust.md 3)."""

import pytest

from assurance.permissions import sync_grants
from assurance.rules.roles import Role
from scrutiny.models import Assessment
from scrutiny.queries.scope import answers_of, assessments_visible_to, drafts_of
from scrutiny.rules.assessments import AssessmentKind, Readers
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.scrutiny import NOW, a_draft, a_scrutineer, six_steps

pytestmark = pytest.mark.django_db
EVERYBODY = list(Role)


def person(role, agency=None):
    return person_with(role, agency=agency) if agency else person_with(role)


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_draft_of_scrutiny_is_its_authors_alone(role):
    draft = a_draft()
    author = draft.authors.get()
    assert list(drafts_of(author)) == [draft]
    assert answers_of(author).count() == 24
    other = person(role)
    assert not drafts_of(other).exists()
    assert not answers_of(other).exists()


def test_an_author_who_is_no_scrutineer_any_more_knows_of_nothing():
    draft = a_draft()
    author = draft.authors.get()
    author.memberships.all().delete()
    sync_grants(author, today=NOW.date())
    assert not drafts_of(author).exists()


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_joint_self_assessment_is_the_three_partners(role):
    a_draft(kind=AssessmentKind.JOINT)
    partner, other = AgencyFactory(category="police"), AgencyFactory()
    assesses = role in (Role.PARTNER_LEAD, Role.PARTNER_CONTRIBUTOR)
    if assesses:
        assert drafts_of(person(role, partner)).exists()
        assert not drafts_of(person(role, other)).exists()
    else:
        assert not drafts_of(person(role)).exists()


def test_an_agencys_self_assessment_is_its_own():
    agency, other = AgencyFactory(), AgencyFactory()
    a_draft(kind=AssessmentKind.AGENCY, agency=agency)
    assert drafts_of(person(Role.PARTNER_CONTRIBUTOR, agency)).exists()
    assert not drafts_of(person(Role.PARTNER_LEAD, other)).exists()
    assert not drafts_of(a_scrutineer()).exists()


@pytest.mark.parametrize(
    ("readers", "roles"),
    [
        (Readers.PARTNERSHIP, {Role.PARTNER_LEAD, Role.SAAS_MEMBER, Role.BOARD_MEMBER, Role.BUSINESS_TEAM}),
        (Readers.ASSURANCE, {Role.SAAS_MEMBER, Role.BOARD_MEMBER, Role.BUSINESS_TEAM}),
        (Readers.BOARD, {Role.BOARD_MEMBER, Role.BUSINESS_TEAM}),
    ],
)
def test_a_published_assessment_is_read_by_the_circle_at_its_head(readers, roles):
    author = a_scrutineer()
    Assessment.objects.create(
        kind=AssessmentKind.SCRUTINY,
        framework_version=six_steps(),
        title="Scrutiny",
        capacity="Independent Scrutineer",
        scope="All",
        purpose="To judge",
        readers=readers,
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        content="{}",
        sha256="0" * 64,
        published_by=author,
        published_at=NOW,
    )
    asked = (Role.PARTNER_LEAD, Role.SAAS_MEMBER, Role.BOARD_MEMBER, Role.BUSINESS_TEAM)
    assert {role for role in asked if assessments_visible_to(person(role)).exists()} == roles
    assert assessments_visible_to(author).exists()
    assert not assessments_visible_to(person(Role.SYSTEM_ADMINISTRATOR)).exists()
