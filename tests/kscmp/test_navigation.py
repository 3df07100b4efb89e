"""The navigation shows what this person may open, and nothing else."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assurance.rules.plans import PlanKind, PlanState
from assurance.rules.roles import Permission as P
from assurance.rules.roles import Role
from assurance.services.notices import notify
from kscmp.context import NAVIGATION, open_sections
from tests.factories.assurance import AgencyFactory, UserFactory, person_with
from tests.factories.plans import a_plan

pytestmark = pytest.mark.django_db

LEAD = [
    "Home",
    "Returns",
    "Indicators",
    "Concerns",
    "Meetings",
    "Actions",
    "Assurance",
    "Audits",
    "Scrutiny",
    "Learning",
    "Partnership",
]
EVERYTHING = [
    "Home",
    "Returns",
    "Indicators",
    "Concerns",
    "Meetings",
    "Actions",
    "Assurance",
    "Audits",
    "Scrutiny",
    "Learning",
    "Reports",
    "Partnership",
]


def navigation(page, label="Main"):
    inside = re.search(rf'<nav aria-label="{label}".*?</nav>', page, re.DOTALL)
    if not inside:
        return [], None
    entries = re.findall(r'<a class="[^"]+" href="[^"]+"( aria-current="\w+")?>(.*?)</a>', inside[0])
    words = [re.sub("<[^>]+>", "", text) for _, text in entries]
    current = [re.sub("<[^>]+>", "", text) for mark, text in entries if mark]
    return words, current[0] if current else None


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.BUSINESS_TEAM, EVERYTHING),
        (Role.BOARD_MEMBER, EVERYTHING),
        (Role.INSPECTOR, EVERYTHING),
        (Role.PARTNER_LEAD, LEAD),
        (Role.PARTNER_CONTRIBUTOR, LEAD),
        (
            Role.AUDIT_TEAM_MEMBER,
            ["Home", "Indicators", "Meetings", "Assurance", "Audits", "Scrutiny", "Learning", "Partnership"],
        ),
        (Role.OUTSIDE_READER, ["Home", "Assurance"]),
        (Role.SYSTEM_ADMINISTRATOR, ["Home", "Meetings", "Partnership"]),
    ],
)
def test_each_role_sees_its_own(sign_in, role, words):
    page = sign_in(person_with(role)).get("/").content.decode()
    assert navigation(page) == (words, "Home")


def test_a_person_without_a_role_sees_home_alone(sign_in):
    assert navigation(sign_in(UserFactory()).get("/").content.decode()) == (["Home"], "Home")


def test_before_signing_in_there_is_none(client):
    page = client.get(reverse("account_login")).content.decode()
    assert navigation(page) == ([], None)
    assert "Sign out" not in page


@pytest.mark.parametrize("role", [Role.BUSINESS_TEAM, Role.PARTNER_LEAD, Role.BOARD_MEMBER, Role.INSPECTOR])
def test_every_entry_opens(sign_in, role):
    person = person_with(role)
    client = sign_in(person)
    addresses = [reverse(place.url_name) for _, places in open_sections(person) for place in places]
    assert len(addresses) > len(open_sections(person))
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_a_section_shows_its_places(sign_in):
    page = sign_in(person_with(Role.BUSINESS_TEAM)).get(reverse("assurance:glossary")).content.decode()
    assert navigation(page)[1] == "Partnership"
    words, current = navigation(page, "Partnership")
    assert words == [place.label for place in NAVIGATION[-1].places]
    assert current == "Glossary"


def test_a_section_of_one_place_shows_none(sign_in):
    page = sign_in(person_with(Role.BUSINESS_TEAM)).get(reverse("assurance:action_list")).content.decode()
    assert navigation(page)[1] == "Actions"
    assert navigation(page, "Actions") == ([], None)


def test_the_nearest_place_is_current_below_it(sign_in):
    page = sign_in(person_with(Role.BUSINESS_TEAM)).get(reverse("assurance:stage_list")).content.decode()
    assert re.search(r'aria-current="true"[^>]*>Escalations<', page)
    assert navigation(page)[1] == "Concerns"


def test_a_page_that_lies_elsewhere_is_of_its_place(sign_in):
    plan = a_plan(PlanKind.WORK, PlanState.AGREED)
    page = sign_in(person_with(Role.SAAS_MEMBER)).get(f"/priorities/{plan.priorities.get().pk}/").content.decode()
    assert navigation(page)[1] == "Assurance"
    assert navigation(page, "Assurance")[1] == "Plans"


def test_unread_notices_are_counted_in_the_header(sign_in):
    agency = AgencyFactory()
    person = person_with(Role.PARTNER_LEAD, agency=agency)
    client = sign_in(person)
    assert "app-header__count" not in client.get("/").content.decode()
    now = timezone.now()
    for number in (1, 2):
        notify(person=person, text=f"Notice {number}", url="/", permission=P.DRAFT_RETURN, on=agency, now=now)
    page = client.get("/").content.decode()
    assert '<span class="app-header__count">2<span class="govuk-visually-hidden"> unread</span></span>' in page


def test_the_account_menu_says_who_one_is_and_leads_out(sign_in):
    person = UserFactory(name="A <b> Name", post_title="A post")
    page = sign_in(person).get("/").content.decode()
    assert "A &lt;b&gt; Name" in page
    assert "A post" in page
    assert f'action="{reverse("account_logout")}"' in page
    assert f'href="{reverse("mfa_index")}"' in page
