"""What a version of a tool asks, of whom, and who may read and change it (R111)."""

import pytest

from assurance.rules.roles import Role
from audits.models import QuestionVariant
from audits.queries.tools import questions_for, tool_content, tools_visible_to, versions_edited_by, versions_visible_to
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.audits import a_tool, an_audit, answerer, on_team, questions_of, runner

pytestmark = pytest.mark.django_db


def test_questions_are_numbered_by_section_and_place():
    version = a_tool(standards=2)
    content = tool_content(version)
    assert [question.number for question in content.questions] == ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3"]
    assert [question.pk for question in content.questions] == [row.pk for row in questions_of(version)]
    assert {question.standard for question in content.sections[0].questions} == {
        standard.identity for standard in content.sections[0].standards
    }


def test_a_tool_is_read_with_five_queries_however_long(django_assert_num_queries):
    version = a_tool(standards=9)
    for question in questions_of(version):
        QuestionVariant.objects.create(question=question, agency=AgencyFactory(), text="Other words")
    with django_assert_num_queries(5):
        assert len(tool_content(version).questions) == 21


def test_an_agency_is_asked_its_variants_and_not_what_it_is_not_asked():
    version, agency, other = a_tool(standards=2), AgencyFactory(), AgencyFactory()
    first, second, third, fourth, *_ = questions_of(version)
    first.guidance = "Look at the chronology"
    first.save()
    QuestionVariant.objects.create(question=first, agency=agency, text="How well did health visiting see it?")
    QuestionVariant.objects.create(question=second, agency=agency, is_asked=False)
    for question in (third, fourth):
        QuestionVariant.objects.create(question=question, agency=agency, is_asked=False)
    asked = questions_for(version, agency)
    assert [question.number for question in asked.questions] == ["1.1", "2.1", "2.2", "2.3"]
    assert asked.questions[0].text == "How well did health visiting see it?"
    assert asked.questions[0].guidance == "Look at the chronology"
    assert len(asked.standards) == 2
    assert questions_for(version, other).questions[0].text == first.text
    assert len(questions_for(version, other).questions) == 7


READERS = {
    Role.BUSINESS_TEAM,
    Role.PARTNER_LEAD,
    Role.PARTNER_CONTRIBUTOR,
    Role.AUDIT_TEAM_MEMBER,
    Role.BOARD_MEMBER,
    Role.BOARD_OBSERVER,
    Role.SAAS_CHAIR,
    Role.SAAS_DEPUTY,
    Role.SAAS_MEMBER,
    Role.INDEPENDENT_SCRUTINEER,
    Role.INSPECTOR,
}


@pytest.mark.parametrize("role", list(Role))
def test_tools_are_no_secret_from_those_who_read_or_answer_audits(role):
    version = a_tool()
    person = person_with(role)
    assert versions_visible_to(person).contains(version) is (role in READERS)
    assert tools_visible_to(person).exists() is (role in READERS)
    assert versions_edited_by(person).exists() is (role == Role.BUSINESS_TEAM)


def test_a_lead_changes_the_draft_of_their_own_audit_alone():
    audit, _ = an_audit(), a_tool(slug="another")
    agency = audit.participants.first().agency
    lead = answerer(agency)
    on_team(audit, lead, agency, is_lead=True)
    assert list(versions_edited_by(lead)) == [audit.tool]
    assert versions_edited_by(runner()).count() == 2


def test_nobody_changes_a_frozen_version():
    a_tool(frozen=True)
    assert not versions_edited_by(runner()).exists()
