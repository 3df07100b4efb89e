"""The table of roles: what the documents say each may do, and what nobody may."""

import pytest

from assurance.rules.roles import ROLES, WHOM_TO_ASK, Permission, Reach, Role, Seat, whom_to_ask

P, R = Permission, Reach


def reach_of(role, permission):
    return {reach for held, reach in ROLES[role].may if held == permission}


def holders(permission, *reaches):
    return {role for role in Role if reach_of(role, permission) & set(reaches or Reach)}


def test_every_role_has_a_row_and_a_label():
    assert set(ROLES) == set(Role)
    assert len({rule.label for rule in ROLES.values()}) == len(Role)


def test_drafts_are_written_by_the_agencys_own_people_alone():
    assert holders(P.DRAFT_RETURN) == {Role.PARTNER_LEAD, Role.PARTNER_CONTRIBUTOR, Role.GROUP_CHAIR}
    assert holders(P.DRAFT_RETURN, R.EVERYWHERE, R.PARTNERSHIP) == set()


def test_contributors_draft_and_the_lead_signs():
    assert holders(P.SIGN_RETURN) == {Role.PARTNER_LEAD, Role.GROUP_CHAIR}
    assert holders(P.SIGN_RETURN, R.EVERYWHERE, R.PARTNERSHIP) == set()


def test_the_observer_comments_at_the_board_and_cannot_decide():
    assert reach_of(Role.BOARD_OBSERVER, P.COMMENT) == {R.OWN}
    assert holders(P.DECIDE) == {Role.BOARD_MEMBER}


def test_chairing_saas_grants_no_reading_that_its_members_lack():
    chair, deputy, member = (ROLES[role].may for role in (Role.SAAS_CHAIR, Role.SAAS_DEPUTY, Role.SAAS_MEMBER))
    assert chair == deputy
    assert {permission for permission, _ in chair - member} == {
        P.HANDLE_WARNING,
        P.AGREE_JUDGEMENT,
        P.HANDLE_ESCALATION,
        P.CHAIR_MEETING,
        P.MANAGE_PLAN,
        P.MANAGE_THEME,
        P.MANAGE_ASSURANCE,
        P.SETTLE_CHALLENGE,
        P.RESPOND_AUDIT,
        P.ANSWER_SCRUTINY,
    }
    assert reach_of(Role.SAAS_CHAIR, P.READ_PACK) == {R.OWN}


def test_figures_and_a_partners_judgement_come_from_its_own_people_alone():
    assert holders(P.SEND_FIGURES) == {Role.PARTNER_LEAD, Role.PARTNER_CONTRIBUTOR}
    assert holders(P.GIVE_JUDGEMENT) == {Role.PARTNER_LEAD}
    for permission in (P.SEND_FIGURES, P.GIVE_JUDGEMENT):
        assert holders(permission, R.EVERYWHERE, R.PARTNERSHIP) == set()


def test_saas_raises_warnings_its_chairs_handle_them_and_the_board_answers():
    saas = {Role.SAAS_CHAIR, Role.SAAS_DEPUTY, Role.SAAS_MEMBER}
    assert holders(P.RAISE_WARNING) == saas | {Role.BUSINESS_TEAM}
    assert holders(P.HANDLE_WARNING) == {Role.SAAS_CHAIR, Role.SAAS_DEPUTY, Role.BUSINESS_TEAM}
    assert holders(P.ANSWER_WARNING) == {Role.BOARD_MEMBER, Role.BUSINESS_TEAM}
    watching = {Role.BOARD_MEMBER, Role.BOARD_OBSERVER, Role.INDEPENDENT_SCRUTINEER, Role.INSPECTOR}
    assert holders(P.READ_WARNING) == saas | watching | {Role.BUSINESS_TEAM}


def test_the_secretariat_runs_meetings_and_the_groups_own_chair_agrees():
    assert holders(P.RUN_MEETING) == {Role.BUSINESS_TEAM}
    chairs = {Role.BOARD_MEMBER, Role.SAAS_CHAIR, Role.SAAS_DEPUTY, Role.GROUP_CHAIR}
    assert holders(P.CHAIR_MEETING) == chairs
    assert holders(P.CHAIR_MEETING, R.EVERYWHERE, R.PARTNERSHIP) == set()


def test_papers_and_minutes_are_read_by_the_groups_own_people_and_those_who_watch():
    own = {
        Role.BOARD_MEMBER,
        Role.BOARD_OBSERVER,
        Role.SAAS_CHAIR,
        Role.SAAS_DEPUTY,
        Role.SAAS_MEMBER,
        Role.GROUP_CHAIR,
    }
    assert holders(P.READ_MEETING, R.OWN) == own
    assert holders(P.READ_MEETING, R.EVERYWHERE) == {Role.BUSINESS_TEAM, Role.INDEPENDENT_SCRUTINEER, Role.INSPECTOR}
    assert holders(P.READ_MEETING, R.PARTNERSHIP) == set()


def test_an_agency_tells_of_its_actions_and_does_not_judge_their_effect():
    assert holders(P.UPDATE_ACTION, R.OWN) == {Role.PARTNER_LEAD, Role.PARTNER_CONTRIBUTOR, Role.GROUP_CHAIR}
    assert holders(P.MANAGE_ACTION) == {Role.BUSINESS_TEAM}


def test_escalations_are_read_by_those_above_the_parties():
    handlers = {Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_DEPUTY}
    readers = {Role.BOARD_MEMBER, Role.BOARD_OBSERVER, Role.SAAS_MEMBER, Role.INDEPENDENT_SCRUTINEER, Role.INSPECTOR}
    assert holders(P.HANDLE_ESCALATION) == handlers
    assert holders(P.READ_ESCALATION) == handlers | readers


def test_the_scrutineer_sits_in_no_agency_and_may_judge_and_challenge_and_change_nothing():
    assert ROLES[Role.INDEPENDENT_SCRUTINEER].seat == Seat.PARTNERSHIP
    changes = {held for held, _ in ROLES[Role.INDEPENDENT_SCRUTINEER].may if not held.startswith("read_")}
    assert changes == {P.RAISE_CHALLENGE, P.SCRUTINISE}


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.OUTSIDE_READER])
def test_who_comes_from_outside_reads_for_a_limited_time(role):
    assert ROLES[role].must_end
    assert {permission.split("_")[0] for permission, _ in ROLES[role].may} == {"read"}


def test_nobody_elses_membership_has_to_end():
    assert {role for role, rule in ROLES.items() if rule.must_end} == {Role.INSPECTOR, Role.OUTSIDE_READER}


def test_an_outside_reader_reads_the_improvement_plans_of_one_group_alone():
    assert ROLES[Role.OUTSIDE_READER].may == {(P.READ_IMPROVEMENT, R.OWN)}


def test_rapid_reviews_are_known_to_the_board_the_team_and_those_who_watch():
    board = {Role.BOARD_MEMBER, Role.BOARD_OBSERVER}
    watching = {Role.INDEPENDENT_SCRUTINEER, Role.INSPECTOR}
    assert holders(P.READ_REVIEW) == board | watching | {Role.BUSINESS_TEAM}


def test_the_system_administrator_keeps_accounts_and_sees_no_content():
    assert {permission for permission, _ in ROLES[Role.SYSTEM_ADMINISTRATOR].may} == {
        P.MANAGE_ACCOUNTS,
        P.READ_DIRECTORY,
    }
    assert holders(P.MANAGE_ACCOUNTS) == {Role.SYSTEM_ADMINISTRATOR}


def test_the_business_team_manages_and_nobody_else_does():
    for permission in (P.MANAGE_PARTNERSHIP, P.MANAGE_PEOPLE, P.TRACK_RETURNS, P.REVIEW_RETURNS, P.BUILD_PACK):
        assert holders(permission) == {Role.BUSINESS_TEAM}


def test_the_log_is_read_by_the_business_team_the_scrutineer_and_inspectors():
    assert holders(P.READ_ACTIVITY) == {Role.BUSINESS_TEAM, Role.INDEPENDENT_SCRUTINEER, Role.INSPECTOR}


def test_everybody_but_an_outside_reader_reads_the_directory():
    assert holders(P.READ_DIRECTORY, R.PARTNERSHIP) == set(Role) - {Role.OUTSIDE_READER}


@pytest.mark.parametrize("permission", Permission)
def test_somebody_holds_every_permission_and_knows_whom_to_ask(permission):
    assert holders(permission)
    assert whom_to_ask(permission)


def test_what_a_lead_decides_is_asked_of_the_lead():
    asked_of_the_lead = {permission for permission, whom in WHOM_TO_ASK.items() if "lead" in whom}
    assert asked_of_the_lead == {
        P.DRAFT_RETURN,
        P.SIGN_RETURN,
        P.SEND_FIGURES,
        P.GIVE_JUDGEMENT,
        P.UPDATE_ACTION,
        P.ANSWER_CHALLENGE,
        P.COMMIT_AGENCY,
        P.ANSWER_AUDIT,
        P.SIGN_AUDIT,
        P.SELF_ASSESS,
        P.SIGN_ASSESSMENT,
        P.ANSWER_SCRUTINY,
    }
    assert whom_to_ask(P.HANDLE_WARNING) == "the chair of SAAS"
    assert "lead" in whom_to_ask(P.SIGN_RETURN)
    assert whom_to_ask(P.BUILD_PACK) == "the Business Team"
