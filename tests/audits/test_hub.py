"""The buttons on the page of an audit: what one comes for stands first, what undoes something last."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from assurance.rules.roles import Role
from audits.rules.audits import AuditState
from tests.factories.assurance import person_with
from tests.factories.audits import an_audit, reported, runner, written

pytestmark = pytest.mark.django_db
S = AuditState


def buttons_on(client, audit):
    """The buttons that are links: their words, and whether it is the one that stands out."""
    page = client.get(f"/audits/{audit.pk}/").content.decode()
    found = re.findall(r'<a class="govuk-button( govuk-button--secondary)?"[^>]*>([^<]+)</a>', page)
    return [(words, not secondary) for secondary, words in found]


@pytest.mark.parametrize(
    ("state", "role", "buttons"),
    [
        (S.FINAL, Role.SAAS_CHAIR, ["Read the report", "Record SAAS’s response"]),
        (S.FINAL, Role.BUSINESS_TEAM, ["Read the report", "Plan a re-audit", "Take the report back to revise it"]),
        (S.RESPONDED, Role.BUSINESS_TEAM, ["Read the report", "Plan a re-audit", "Take the report back to revise it"]),
        (S.RESPONDED, Role.INSPECTOR, ["Read the report"]),
    ],
)
def test_what_one_comes_for_stands_first_and_what_undoes_it_last(sign_in, state, role, buttons):
    audit = an_audit(state)
    found = buttons_on(sign_in(person_with(role)), audit)
    assert found == [(words, place == 0) for place, words in enumerate(buttons)]


@pytest.mark.parametrize(
    ("agencies", "days_left", "stands_out"), [(2, 1, False), (2, 0, False), (2, -1, True), (0, 1, True)]
)
def test_moderation_is_not_urged_while_agencies_have_time_to_answer(sign_in, agencies, days_left, stands_out):
    days = {"starts_on": -30, "answers_due_on": days_left, "moderation_on": 20, "report_due_on": 40}
    dates = {name: localdate() + timedelta(days=after) for name, after in days.items()}
    audit = an_audit(S.COLLECTING, agencies=agencies, **dates)
    found = buttons_on(sign_in(runner()), audit)
    assert found == [("Begin moderation", stands_out), ("Move its dates", False), ("Cancel this audit", False)]


def test_a_report_that_is_ready_is_made_final_before_moderation_is_taken_up_again(sign_in):
    audit, team = reported()
    written(audit, team)
    found = buttons_on(sign_in(team), audit)
    assert found[0] == ("Make the report final", True)
    assert found[-1] == ("Take moderation up again", False)
