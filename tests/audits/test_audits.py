"""Who may know of which audit, run it, and read what agencies answered (trust.md 1, 3)."""

import pytest

from assurance.rules.roles import Role
from audits.queries.audits import (
    audits_compared_by,
    audits_reported_to,
    audits_run_by,
    audits_visible_to,
    participants_answered_by,
    participants_signed_by,
    sheets_answered_by,
)
from audits.rules.audits import HAS_REPORT, LAUNCHED, MOVES, SIDE_BY_SIDE, AuditMove, AuditState, moves_from
from tests.factories.assurance import person_with
from tests.factories.audits import an_audit, answerer, on_team

pytestmark = pytest.mark.django_db
S = AuditState


@pytest.mark.parametrize("role", [Role.SAAS_MEMBER, Role.SAAS_CHAIR, Role.BOARD_MEMBER, Role.INSPECTOR])
def test_readers_of_audits_know_every_audit_and_read_the_final_ones_alone(role):
    for state in S:
        an_audit(state, title=str(state))
    reader = person_with(role)
    assert audits_visible_to(reader).count() == len(S)
    assert {audit.state for audit in audits_reported_to(reader)} == set(HAS_REPORT)
    assert not audits_run_by(reader).exists()
    assert not audits_compared_by(reader).exists()
    assert not sheets_answered_by(reader).exists()


@pytest.mark.parametrize("state", list(S))
def test_an_agency_knows_the_audits_it_answers_in_from_launch_on(state):
    audit = an_audit(state)
    lead, stranger = answerer(audit.participants.first().agency), person_with(Role.PARTNER_LEAD)
    assert audits_visible_to(lead).exists() is (state in LAUNCHED)
    assert {sheet.participant.agency for sheet in sheets_answered_by(lead)} == (
        {audit.participants.first().agency} if state in LAUNCHED else set()
    )
    assert participants_signed_by(lead).exists() is (state in LAUNCHED)
    assert not audits_compared_by(lead).exists()
    assert not audits_visible_to(stranger).exists()
    assert not participants_answered_by(stranger).exists()


@pytest.mark.parametrize("state", list(S))
def test_the_team_compares_from_moderation_on(state):
    audit = an_audit(state)
    agency = audit.participants.first().agency
    auditor = answerer(agency, Role.AUDIT_TEAM_MEMBER)
    assert not audits_compared_by(auditor).exists()
    member = on_team(audit, auditor, agency)
    assert audits_visible_to(auditor).exists()
    assert audits_compared_by(auditor).exists() is (state in SIDE_BY_SIDE)
    assert not audits_run_by(auditor).exists()
    member.left_on = audit.report_due_on
    member.save()
    assert not audits_compared_by(auditor).exists()


def test_a_lead_runs_their_audit_and_no_other():
    audit, other = an_audit(), an_audit(title="Another")
    agency = audit.participants.first().agency
    lead = answerer(agency)
    on_team(audit, lead, agency, is_lead=True)
    assert list(audits_run_by(lead)) == [audit]
    assert other not in audits_visible_to(lead)


def test_those_who_manage_audits_compare_nothing_before_moderation():
    for state in S:
        an_audit(state, title=str(state))
    team = person_with(Role.BUSINESS_TEAM)
    assert audits_run_by(team).count() == len(S)
    assert {audit.state for audit in audits_compared_by(team)} == set(SIDE_BY_SIDE)
    assert not sheets_answered_by(team).exists()


def test_every_state_but_the_last_leads_on_and_none_back_to_the_plan():
    assert {state for state in S if not moves_from(state)} == {S.CANCELLED}
    assert S.PLANNED not in MOVES.values()
    assert {move for _, move in MOVES} == set(AuditMove) - {AuditMove.PLAN}
