"""Help by role: everybody finds what their role does here, and every link of it opens (R150)."""

from datetime import date

import pytest
from django.urls import reverse

from assurance.queries.guides import every_guide, guides_of
from assurance.rules.guides import guides_for, read_guides
from assurance.rules.roles import Role
from tests.factories.assurance import UserFactory, partnership, person_with

TEXT = """
[[guide]]
title = "Yours"
roles = ["inspector"]
why = "To see."
[[guide.step]]
text = "Read"
page = "home"
[[guide]]
title = "Everybody's"
why = "To know."
[[guide.step]]
text = "Ask"
"""
HELPED = [role for role in Role if role not in (Role.AUDIT_TEAM_MEMBER, Role.SYSTEM_ADMINISTRATOR)]


def test_one_s_own_come_before_those_for_everybody():
    guides = read_guides(TEXT)
    assert [guide.title for guide in guides_for({Role.INSPECTOR}, guides)] == ["Yours", "Everybody's"]
    assert [guide.title for guide in guides_for({Role.BOARD_MEMBER}, guides)] == ["Everybody's"]
    assert guides[0].steps[0].page == "home"


def test_a_role_there_is_none_of_is_named():
    with pytest.raises(ValueError, match="emperor"):
        read_guides(TEXT.replace("inspector", "emperor"))


@pytest.mark.parametrize("role", HELPED)
def test_every_role_has_its_help(role):
    assert any(role in guide.roles for guide in every_guide())


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_every_link_opens_to_those_it_is_for(sign_in, role):
    partnership()
    person = person_with(role)
    client = sign_in(person)
    page = client.get("/help/").content.decode()
    for guide in guides_of(person, date(2026, 11, 10)):
        assert guide.title in page
        for step in guide.steps:
            if step.page:
                assert client.get(reverse(step.page)).status_code == 200, step.page


@pytest.mark.django_db
def test_somebody_without_a_role_reads_what_is_for_everybody(sign_in):
    assert "For everybody" in sign_in(UserFactory()).get("/help/").content.decode()
