"""Groups and posts: kept by the Business Team, with their history (R3, R7 to R9, C1, C2)."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assurance.models import ActivityEntry, PartnershipGroup, Post
from assurance.queries.groups import groups_listed, groups_visible_to, posts_visible_to
from assurance.rules.plans import PlanKind, PlanState
from assurance.rules.roles import Role
from assurance.services import groups as services
from assurance.services.posts import hand_over_post
from tests.assurance.counting import queries_of
from tests.factories.assurance import PartnershipGroupFactory, UserFactory, partnership, person_with
from tests.factories.plans import a_plan, the_team

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WHEN = {"now": NOW, "today": TODAY}
ANSWERS = {
    "short_name": "",
    "area": "kent_and_medway",
    "roles": "Looks at online harm\nReports to SAAS",
    "represents": "",
    "meets": "Every two months",
    "asked_each_quarter": False,
}


@pytest.fixture
def team():
    return person_with(Role.BUSINESS_TEAM, today=TODAY)


@pytest.fixture
def group(team):
    return services.create_group(
        name="Online Harm", level="sub_group", starts_on=date(2024, 1, 1), by=team, now=NOW, **ANSWERS
    )


@pytest.fixture
def post(framework):
    return Post.objects.get(slug="saas-chair")


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_a_new_group_has_its_name_from_its_first_day(group):
    assert (group.slug, group.short_name) == ("online-harm", "Online Harm")
    assert group.role_lines == ["Looks at online harm", "Reports to SAAS"]
    assert group.name_on(date(2024, 1, 1)) == "Online Harm"
    assert ActivityEntry.objects.get(action="group.add").subject_id == str(group.pk)


def test_there_is_one_partnership(team):
    partnership()
    with pytest.raises(ValidationError, match="There is one Partnership"):
        services.create_group(name="Another", level="partnership", starts_on=TODAY, by=team, now=NOW, **ANSWERS)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnershipGroupFactory(level="partnership")


def test_a_name_that_was_used_is_refused(team, group):
    with pytest.raises(ValidationError, match="There is a group called “Online harm” already"):
        services.create_group(name="Online harm", level="forum", starts_on=TODAY, by=team, now=NOW, **ANSWERS)


def test_renaming_keeps_the_old_name_and_what_it_ruled(team, group):
    services.rename_group(
        group=group,
        name="Digital Safety",
        short_name="",
        note="Met every two months.",
        starts_on=date(2026, 9, 1),
        by=team,
        **WHEN,
    )
    assert group.name_on(date(2026, 8, 31)) == "Online Harm"
    assert group.name_on(date(2026, 9, 1)) == "Digital Safety"
    assert group.names.get(ends_on=date(2026, 8, 31)).note == "Met every two months."


@pytest.mark.parametrize(
    ("name", "starts_on", "sentence"),
    [
        ("Digital", TODAY + timedelta(days=1), "cannot begin in the future"),
        ("Digital", date(2024, 1, 1), "holds from 1 January 2024: give a later day"),
        ("Online Harm", TODAY, "is its name already"),
    ],
)
def test_a_name_that_does_not_fit_is_refused(team, group, name, starts_on, sentence):
    with pytest.raises(ValidationError, match=sentence):
        services.rename_group(group=group, name=name, short_name="", note="", starts_on=starts_on, by=team, **WHEN)


def test_the_partnership_itself_cannot_be_ended(team):
    with pytest.raises(ValidationError, match="cannot be ended here"):
        services.end_group(group=partnership(), last_day=TODAY, by=team, **WHEN)


def test_ending_a_group_ends_its_memberships(team, group):
    chair = person_with(Role.GROUP_CHAIR, group=group, today=TODAY)
    assert services.end_group(group=group, last_day=TODAY, by=team, **WHEN) == 1
    assert chair.memberships.get().ends_on == TODAY
    with pytest.raises(ValidationError, match="has a last day already: 21 November 2026"):
        services.end_group(group=group, last_day=TODAY, by=team, **WHEN)


def test_a_last_day_before_the_first_is_refused(team, group):
    with pytest.raises(ValidationError, match="began on 1 January 2024"):
        services.end_group(group=group, last_day=date(2023, 12, 31), by=team, **WHEN)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.BUSINESS_TEAM])
def test_only_the_business_team_keeps_groups_and_posts(group, role):
    by = person_with(role)
    with pytest.raises(PermissionDenied):
        services.create_group(name="X", level="forum", starts_on=TODAY, by=by, now=NOW, **ANSWERS)
    with pytest.raises(PermissionDenied):
        services.change_group(group=group, by=by, now=NOW, **ANSWERS)
    with pytest.raises(PermissionDenied):
        services.rename_group(group=group, name="X", short_name="", note="", starts_on=TODAY, by=by, **WHEN)
    with pytest.raises(PermissionDenied):
        services.end_group(group=group, last_day=TODAY, by=by, **WHEN)
    with pytest.raises(PermissionDenied):
        hand_over_post(post=Post(pk=1), person=by, starts_on=TODAY, by=by, now=NOW)


def test_a_post_changes_hands_on_a_day(team, post):
    first, second = UserFactory(), UserFactory()
    hand_over_post(post=post, person=first, starts_on=date(2025, 5, 22), by=team, now=NOW)
    hand_over_post(post=post, person=second, starts_on=date(2026, 5, 1), by=team, now=NOW)
    holdings = post.holdings.order_by("starts_on")
    assert [(h.person, h.starts_on, h.ends_on) for h in holdings] == [
        (first, date(2025, 5, 22), date(2026, 4, 30)),
        (second, date(2026, 5, 1), None),
    ]
    assert not second.memberships.exists()
    assert ActivityEntry.objects.filter(action="post.hand_over").count() == 2


def test_a_post_can_fall_vacant_and_be_taken_over_later(team, post):
    first, second = UserFactory(), UserFactory()
    hand_over_post(post=post, person=first, starts_on=date(2025, 5, 22), by=team, now=NOW)
    assert hand_over_post(post=post, person=None, starts_on=date(2026, 5, 1), by=team, now=NOW) is None
    assert post.holdings.get().ends_on == date(2026, 4, 30)
    with pytest.raises(ValidationError, match="vacant already"):
        hand_over_post(post=post, person=None, starts_on=date(2026, 6, 1), by=team, now=NOW)
    with pytest.raises(ValidationError, match="held this post until 30 April 2026: give a later day"):
        hand_over_post(post=post, person=second, starts_on=date(2026, 4, 1), by=team, now=NOW)
    hand_over_post(post=post, person=second, starts_on=date(2026, 6, 1), by=team, now=NOW)


def test_a_handover_that_does_not_fit_is_refused(team, post):
    holder = UserFactory()
    hand_over_post(post=post, person=holder, starts_on=date(2025, 5, 22), by=team, now=NOW)
    with pytest.raises(ValidationError, match="since 22 May 2025: give a later day"):
        hand_over_post(post=post, person=UserFactory(), starts_on=date(2025, 5, 22), by=team, now=NOW)
    with pytest.raises(ValidationError, match="holds this post already"):
        hand_over_post(post=post, person=holder, starts_on=TODAY, by=team, now=NOW)


def test_a_post_has_one_holder_at_a_time_and_belongs_to_one_body(team, post):
    hand_over_post(post=post, person=UserFactory(), starts_on=TODAY, by=team, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        post.holdings.create(person=UserFactory(), starts_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(group=None)


def test_groups_are_listed_by_level_in_the_order_of_the_plan_on_a_page(framework):
    levels = groups_listed(person_with(Role.SAAS_MEMBER), TODAY)
    assert [level.heading for level in levels] == [
        "The Partnership",
        "Board",
        "Sub-groups",
        "Partnership forums",
        "Business support functions",
        "Linked partnerships",
    ]
    assert [len(level.groups) for level in levels] == [1, 1, 3, 4, 4, 1]


def test_a_group_that_ended_is_listed_last(framework):
    PartnershipGroup.objects.filter(slug="sector-forum").update(ends_on=date(2025, 3, 31))
    levels = groups_listed(person_with(Role.SAAS_MEMBER), TODAY)
    assert (levels[-1].heading, [group.slug for group in levels[-1].groups]) == ("Former groups", ["sector-forum"])


def test_who_belongs_to_nothing_sees_no_group_and_no_post(framework):
    assert not groups_visible_to(UserFactory()).exists()
    assert not posts_visible_to(UserFactory()).exists()


def test_the_list_and_a_groups_page(framework, sign_in):
    chair = person_with(
        Role.GROUP_CHAIR, group=PartnershipGroup.objects.get(slug="emerging-themes"), post_title="Superintendent"
    )
    client = sign_in(chair)
    page = client.get(reverse("assurance:group_list")).content.decode()
    assert "Superintendent" in page
    assert "Not yet agreed" in page
    assert "Kent and Medway" in page
    page = client.get(reverse("assurance:group_detail", args=["saas"])).content.decode()
    assert "Scrutiny and Challenge Sub-group" in page
    assert "Met every six months" in page
    assert "Leads on the system of challenge" in page
    assert "Rename" not in page


def test_keeping_a_group_on_screen(framework, sign_in, team):
    client = sign_in(team)
    client.post(
        reverse("assurance:group_create"),
        {"name": "Online Harm", "level": "forum", "area": "kent", "roles": "One\nTwo", **day("starts_on", TODAY)},
    )
    group = PartnershipGroup.objects.get(slug="online-harm")
    assert group.level == "forum"
    address = {name: reverse(f"assurance:group_{name}", args=["online-harm"]) for name in ("edit", "rename", "end")}
    for page in address.values():
        assert client.get(page).status_code == 200
    client.post(
        address["edit"], {"area": "kent_and_medway", "roles": "One", "meets": "Monthly", "represents": "partners"}
    )
    group.refresh_from_db()
    assert (group.meets, group.represents, group.area) == ("Monthly", "partners", "kent_and_medway")
    PartnershipGroup.objects.filter(pk=group.pk).update(starts_on=date(2026, 1, 1))
    group.names.update(starts_on=date(2026, 1, 1))
    client.post(address["rename"], {"name": "Digital Safety", **day("starts_on", date(2026, 2, 1))})
    client.post(address["end"], day("last_day", date(2026, 3, 31)))
    group.refresh_from_db()
    assert (group.name, group.ends_on) == ("Digital Safety", date(2026, 3, 31))
    assert "Its last day was" in client.get(reverse("assurance:group_detail", args=["online-harm"])).content.decode()


def test_handing_over_a_post_on_screen(framework, sign_in, team):
    client, holder = sign_in(team), person_with(Role.SAAS_CHAIR, group=PartnershipGroup.objects.get(slug="saas"))
    address = reverse("assurance:post_hand_over", args=["saas-chair"])
    page = client.get(address).content.decode()
    assert "It gives no access" in page
    answer = client.post(address, {"person": holder.pk, **day("starts_on", date(2025, 5, 22))}, follow=True)
    assert "The handover is recorded." in answer.content.decode()
    assert "since <span" in answer.content.decode()
    police = client.post(reverse("assurance:post_hand_over", args=["kent-police-chief-officer"]), {}, follow=True)
    assert "Back to Kent Police" in police.content.decode()


@pytest.mark.parametrize("name", ["group_create", "group_edit", "group_rename", "group_end", "post_hand_over"])
def test_a_partner_lead_keeps_none(framework, sign_in, name):
    arguments = {"group_create": [], "post_hand_over": ["saas-chair"]}.get(name, ["saas"])
    assert sign_in(person_with(Role.PARTNER_LEAD)).post(reverse(f"assurance:{name}", args=arguments)).status_code == 403


def test_the_list_costs_the_same_queries_however_many_groups_there_are(framework, sign_in, team):
    client, address = sign_in(team), reverse("assurance:group_list")
    few = queries_of(client, address)
    for _ in range(8):
        person_with(Role.GROUP_CHAIR, group=PartnershipGroupFactory())
    assert queries_of(client, address) == few


def test_the_groups_are_downloaded(framework, sign_in):
    client = sign_in(person_with(Role.BOARD_OBSERVER))
    text = client.get(reverse("assurance:group_download", args=["csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0])[:5] == ["Group", "Level", "Area", "Meets", "Chair"]
    assert len(rows) == 14
    assert any("(Chair): nobody (ToR 2.1)" in row["Posts"] for row in rows)


def test_the_way_to_the_plan_and_the_attendance_is_shown_to_those_who_read_the_groups_meetings(sign_in):
    saas = PartnershipGroupFactory(slug="saas", name="SAAS")
    member, outsider = person_with(Role.SAAS_MEMBER, group=saas), person_with(Role.PARTNER_LEAD)
    ways = ("/groups/saas/attendance/", reverse("assurance:forward_plan", args=["saas"]))
    for person, shown in ((member, True), (outsider, False)):
        client = sign_in(person)
        page = client.get("/groups/saas/").content.decode()
        assert [f'href="{way}"' in page for way in ways] == [shown, shown]
        assert [client.get(way).status_code == 200 for way in ways] == [shown, shown]


def test_a_groups_page_shows_its_plans_and_the_priorities_to_those_who_read_them(sign_in):
    team, group = the_team(), PartnershipGroupFactory(slug="themes")
    agreed = a_plan(PlanKind.WORK, PlanState.AGREED, group=group, team=team, title="Work plan of themes")
    a_plan(PlanKind.WORK, group=group, team=team, title="A plan of next year")
    a_plan(PlanKind.WORK, PlanState.AGREED, team=team, title="Of another group")
    address = reverse("assurance:group_detail", args=["themes"])
    said = sign_in(person_with(Role.SAAS_MEMBER)).get(address).content.decode()
    assert f'href="/plans/{agreed.pk}/">Work plan of themes</a>' in said
    assert "The priorities of the Partnership" not in said
    for title in ("A plan of next year", "Of another group"):
        assert title not in said
    a_plan(PlanKind.STRATEGIC, PlanState.AGREED, team=team, starts_on=date(2026, 4, 1), ends_on=date(2090, 3, 31))
    assert "The priorities of the Partnership" in sign_in(the_team(team)).get(address).content.decode()
    said = sign_in(person_with(Role.SYSTEM_ADMINISTRATOR)).get(address).content.decode()
    assert "Work plan of themes" not in said
    assert "The priorities of the Partnership" not in said
