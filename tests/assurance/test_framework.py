"""`load_framework`: what the documents say, once, and never over what the Business Team has changed."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from shutil import copytree

import pytest
from django.contrib.auth.models import Permission as DjangoPermission
from django.core.management import call_command

from assurance.models import (
    ActivityEntry,
    Agency,
    AgencyDuty,
    GlossaryTerm,
    PartnerCategory,
    PartnershipGroup,
    Post,
    Topic,
)
from assurance.rules.roles import Permission
from assurance.services.activity import chain_problems
from assurance.services.framework import DATA, load_framework

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DAY_2019 = date(2019, 12, 17)
DAY_2026 = date(2026, 11, 21)


@pytest.fixture
def files(tmp_path):
    """A copy of the framework's files that a test may change."""
    return copytree(DATA, tmp_path / "data", ignore=lambda folder, names: [n for n in names if not n.endswith(".toml")])


def add_to(path, text):
    path.write_text(path.read_text() + text)


def test_there_are_exactly_three_safeguarding_partners_one_a_category(framework):
    partners = Agency.objects.exclude(category="")
    assert {agency.category for agency in partners} == set(PartnerCategory.values)
    assert partners.count() == 3
    assert all(agency.asked_each_quarter for agency in partners)
    assert {agency.represented_by.slug for agency in partners} == {"executive-board"}


@pytest.mark.parametrize(
    ("slug", "name_2019", "role", "represented_by_2019"),
    [
        (
            "education",
            "Education",
            "Educates children in schools, colleges, and early years setting",
            "Education Safeguarding Group",
        ),
        (
            "health-provider-trusts",
            "Health Provider Trusts",
            "Provides primary, community and secondary health care provision",
            "Health Safeguarding Group",
        ),
        (
            "additional-social-care",
            "Additional Social Care",
            "Provides fostering, adoption, children's home, residential family centres and holiday schemes",
            "Sector Forum",
        ),
        (
            "district-councils",
            "District Councils",
            "Provides housing, waste collection and local planning",
            "Council Partnership Group",
        ),
        (
            "probation-service",
            "National Probation Service",
            "Supervises offenders and released prisoners in the community",
            "Scrutiny and Challenge Sub-group",
        ),
        (
            "community-rehabilitation-companies",
            "Community Rehabilitation Companies",
            "Provides probation and prison-based rehabilitation service for offenders",
            "Scrutiny and Challenge Sub-group",
        ),
        (
            "cafcass",
            "Children and Family Court Advisory and Support Service",
            "Looks after the interests of the children involved in family proceedings",
            "Scrutiny and Challenge Sub-group",
        ),
        (
            "kent-fire-and-rescue-service",
            "Kent Fire and Rescue Service",
            "Provides statutory fire and rescue service",
            "Scrutiny and Challenge Sub-group",
        ),
    ],
)
def test_the_eight_relevant_agencies_as_in_the_county_council_report(
    framework, slug, name_2019, role, represented_by_2019
):
    agency = Agency.objects.get(slug=slug)
    assert agency.category == ""
    assert agency.name_on(DAY_2019) == name_2019
    assert agency.role == role
    assert agency.represented_by.name_on(DAY_2019) == represented_by_2019
    assert agency.source.startswith("KCC 3.4")
    assert {duty.duty for duty in agency.duties.all()} == set(AgencyDuty.Duty.values)
    assert {duty.state for duty in agency.duties.all()} == {"not_recorded"}


def test_there_are_no_other_relevant_agencies(framework):
    assert Agency.objects.filter(category="").count() == 8


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2019, 12, 17), "NHS CCGs"),
        (date(2020, 3, 31), "NHS CCGs"),
        (date(2020, 4, 1), "NHS Kent and Medway CCG"),
        (date(2022, 6, 30), "NHS Kent and Medway CCG"),
        (date(2022, 7, 1), "NHS Kent and Medway ICB"),
        (date(2026, 11, 21), "NHS Kent and Medway ICB"),
    ],
)
def test_the_health_partner_bears_the_name_of_its_day(framework, day, name):
    assert Agency.objects.get(category="health").name_on(day) == name


def test_community_rehabilitation_ended_in_the_probation_service(framework):
    agency = Agency.objects.get(slug="community-rehabilitation-companies")
    assert agency.ends_on == date(2021, 6, 25)
    assert agency.merged_into.name == "Probation Service"
    assert agency not in Agency.objects.on(DAY_2026)


def test_the_groups_of_the_plan_on_a_page(framework):
    levels = dict(PartnershipGroup.objects.values_list("slug", "level"))
    assert levels == {
        "kscmp": "partnership",
        "executive-board": "board",
        "saas": "sub_group",
        "policy-and-procedures": "sub_group",
        "emerging-themes": "sub_group",
        "health-safeguarding-group": "forum",
        "education-safeguarding-group": "forum",
        "council-partnership-group": "forum",
        "sector-forum": "forum",
        "child-death-review-partners": "linked",
        "analytical-and-quality-assurance": "business_support",
        "practice-improvement": "business_support",
        "learning-and-development": "business_support",
        "communication-and-engagement": "business_support",
    }


def test_the_starred_groups_are_kent_and_medway_groups(framework):
    starred = PartnershipGroup.objects.filter(area="kent_and_medway").values_list("slug", flat=True)
    assert set(starred) == {
        "policy-and-procedures",
        "emerging-themes",
        "health-safeguarding-group",
        "child-death-review-partners",
    }


def test_saas_meets_quarterly_and_its_history_keeps_the_former_name_and_rule(framework):
    saas = PartnershipGroup.objects.get(slug="saas")
    assert saas.meets == "Quarterly"
    assert saas.represents == "every_agency"
    former = saas.names.get(ends_on__isnull=False)
    assert former.name == "Scrutiny and Challenge Sub-group"
    assert "every six months" in former.note
    assert saas.name_on(DAY_2026) == "Scrutiny, Assurance and Audit Sub-group"


def test_every_group_but_the_partnership_says_its_roles(framework):
    assert [group.slug for group in PartnershipGroup.objects.all() if not group.role_lines] == ["kscmp"]
    assert "Approves annual report" in PartnershipGroup.objects.get(slug="executive-board").role_lines


def test_each_partner_has_a_chief_officer_and_a_delegated_lead_and_saas_its_chairs(framework):
    for partner in Agency.objects.exclude(category=""):
        assert sorted(partner.posts.values_list("kind", flat=True)) == ["chief_officer", "delegated_lead"]
    saas = dict(Post.objects.filter(group__slug="saas").values_list("kind", "title"))
    assert "LMCS" in saas["chair"]
    assert "Countywide Services" in saas["deputy_chair"]
    assert not Post.objects.filter(source="").exists()
    assert not Post.objects.filter(holdings__isnull=False).exists()


def test_the_glossary_spells_out_every_acronym_of_the_requirements(framework):
    terms = set(GlossaryTerm.objects.values_list("term", flat=True))
    asked = "CSWS DAN SARC MARAC CME YJ CIC JTAI CYP CSE CAMHS ACE LMCS DCS CYPE SAAS SAF KSCMP ICB CCG HMICFRS CQC"
    assert set(asked.split()) | {"Ofsted", "NPS", "CRC", "Cafcass", "RAG", "LCSPR"} <= terms
    assert not GlossaryTerm.objects.filter(source="").exists()


def test_an_expansion_the_documents_do_not_settle_says_so(framework):
    assert set(GlossaryTerm.objects.filter(is_confirmed=False).values_list("term", flat=True)) == {"DAN", "CSWS", "CHT"}


def test_the_themes_the_documents_name_are_topics(framework):
    assert Topic.objects.get(slug="criminal-and-child-sexual-exploitation").kind == Topic.Kind.THEME


def test_every_permission_can_be_granted_after_migration(db):
    codenames = set(DjangoPermission.objects.values_list("codename", flat=True))
    assert {str(permission) for permission in Permission} <= codenames


def test_loading_again_changes_nothing_and_writes_nothing(framework):
    before = ActivityEntry.objects.count()
    assert load_framework(now=NOW) == {}
    assert ActivityEntry.objects.count() == before


def test_loading_again_costs_one_query_beyond_its_transaction(framework, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        load_framework(now=NOW)


def test_loading_is_logged_with_the_hash_of_the_files(framework):
    entry = ActivityEntry.objects.get(action="framework.load")
    assert '"sha256":' in entry.detail
    assert '"kent-police"' in entry.detail
    assert chain_problems() == []


def test_a_changed_file_adds_its_new_rows_alone(framework, files):
    add_to(
        files / "glossary.toml", '\n[[term]]\nterm = "DSL"\nstands_for = "Designated safeguarding lead"\nsource = "-"\n'
    )
    created = load_framework(now=NOW, data=files)
    assert created == {"group": [], "agency": [], "post": [], "topic": [], "tool": [], "document": [], "term": ["DSL"]}


def test_what_the_business_team_changed_or_removed_stays_so(framework, files):
    Agency.objects.filter(slug="education").update(role="Educates everybody")
    GlossaryTerm.objects.get(term="CAF").delete()
    add_to(files / "topics.toml", '\n[[topic]]\nslug = "online-harm"\ntitle = "Online harm"\nsource = "-"\n')
    load_framework(now=NOW, data=files)
    assert Agency.objects.get(slug="education").role == "Educates everybody"
    assert not GlossaryTerm.objects.filter(term="CAF").exists()
    assert Topic.objects.filter(slug="online-harm").exists()


def test_a_row_of_the_business_teams_own_is_not_loaded_a_second_time(db):
    GlossaryTerm.objects.create(term="dan", stands_for="Ours")
    load_framework(now=NOW)
    assert GlossaryTerm.objects.get(term__iexact="dan").stands_for == "Ours"


def test_names_in_time_leave_no_gap_and_do_not_overlap(framework):
    for owner in [*Agency.objects.all(), *PartnershipGroup.objects.all()]:
        names = sorted(owner.names.all(), key=lambda name: name.starts_on)
        assert names[0].starts_on == owner.starts_on, owner
        assert names[-1].name == owner.name, owner
        for earlier, later in zip(names, names[1:], strict=False):
            assert later.starts_on == earlier.ends_on + timedelta(days=1), owner


def test_the_command_says_what_it_did(db):
    out = StringIO()
    call_command("load_framework", stdout=out)
    call_command("load_framework", stdout=out)
    assert out.getvalue().splitlines() == ["Framework: 135 new rows.", "Framework: up to date."]
