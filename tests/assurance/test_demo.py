"""The demonstration as `load_demo` leaves it."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assurance.models import (
    ActivityEntry,
    Membership,
    Notice,
    PostHolding,
    ReportingPeriod,
    ReturnSubmission,
    StatusReturn,
    Topic,
    User,
)
from assurance.permissions import may
from assurance.queries.demo import demo_accounts
from assurance.queries.returns import last_standing_before, problems_of
from assurance.rules.canonical import sha256_of
from assurance.rules.comparison import shared_concerns, threads
from assurance.rules.demo import FIRST_LINE, MARK
from assurance.rules.periods import proposed_due, proposed_opening
from assurance.rules.returns import Change, Section
from assurance.rules.roles import Permission, Role
from assurance.rules.submission import read_submission
from assurance.rules.working_days import is_working_day
from assurance.services import drafts, returns
from assurance.services.activity import chain_problems
from assurance.services.demo import DEMO_PASSWORD, load_demo

PARTNERS = ("kent-county-council", "kent-police", "nhs-kent-and-medway")
PAST = ("2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1")
OPEN = "2026Q2"
ACCOUNTS_PROMISED = {
    "agency.representative",
    "audit.team.member",
    "board.member",
    "board.observer",
    "business.team",
    "education.lead",
    "group.chair",
    "health.lead",
    "independent.scrutineer",
    "inspector",
    "local.authority.lead",
    "police.contributor",
    "police.lead",
    "saas.chair",
    "saas.deputy",
    "saas.member",
    "system.administrator",
}


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    """The whole demonstration, loaded once. Each test undoes what it changed, and the module takes all of it back."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


def person(key):
    return User.objects.get(email=f"{key}@demo.example")


def return_of(owner, code):
    rows = StatusReturn.objects.filter(Q(agency__slug=owner) | Q(group__slug=owner)).select_related("period")
    return next(row for row in rows if row.period.code == code)


def standing(code, *owners):
    """What stands for a quarter, as signed; of these owners, or of all."""
    submissions = ReturnSubmission.objects.filter(stands_for__isnull=False).order_by("pk")
    signed = [read_submission(submission.content) for submission in submissions]
    return [one for one in signed if one.period == code and (not owners or one.owner in owners)]


def every_version():
    return [read_submission(submission.content) for submission in ReturnSubmission.objects.all()]


# Accounts


def test_every_role_has_an_account():
    held = set(Membership.objects.filter(person__is_demo=True).values_list("role", flat=True))
    assert held == set(Role)


def test_the_accounts_promised_are_there():
    keys = {email.removesuffix("@demo.example") for email in User.objects.values_list("email", flat=True)}
    assert keys >= ACCOUNTS_PROMISED


def test_accounts_are_posts_and_no_people():
    for one in User.objects.all():
        assert one.is_demo
        assert one.name == ""
        assert one.post_title.endswith("(demonstration)")
        assert one.check_password(DEMO_PASSWORD)


def test_each_account_has_the_one_membership_of_its_role():
    assert all(one.memberships.count() == 1 for one in User.objects.all())
    assert may(person("police.lead"), Permission.SIGN_RETURN, return_of("kent-police", OPEN).owner)
    assert not may(person("police.contributor"), Permission.SIGN_RETURN, return_of("kent-police", OPEN).owner)
    assert not may(person("police.lead"), Permission.READ_RETURN, return_of("nhs-kent-and-medway", OPEN).owner)


def test_posts_and_the_scrutineers_appointment_are_filled():
    held = {holding.post.slug: holding.person.email for holding in PostHolding.objects.all()}
    assert held["saas-chair"] == "saas.chair@demo.example"
    assert held["kent-police-delegated-lead"] == "police.lead@demo.example"
    assert person("independent.scrutineer").scrutineer_appointments.get().ends_on is None


def test_the_accounts_are_offered_by_post_and_role():
    offered = {account.email: account for account in demo_accounts()}
    assert len(offered) == User.objects.count()
    assert offered["police.lead@demo.example"].label == "Police partner lead"
    assert offered["police.lead@demo.example"].what == "Partner lead, Kent Police"
    assert offered["business.team@demo.example"].what == "Business Team"


def test_an_account_that_was_shut_is_not_offered():
    User.objects.filter(email="saas.member@demo.example").update(is_active=False)
    assert "saas.member@demo.example" not in {account.email for account in demo_accounts()}


def test_the_command_prints_the_accounts_and_their_password():
    printed = StringIO()
    call_command("load_demo", "--list-accounts", stdout=printed)
    lines = printed.getvalue().splitlines()
    assert any(line.split("  ")[0] == "health.lead@demo.example" and "Partner lead" in line for line in lines)
    assert DEMO_PASSWORD in lines[-1]


# Periods and what became of the returns


def test_eight_quarters_are_over_and_one_is_open():
    periods = list(ReportingPeriod.objects.order_by("financial_year", "quarter"))
    assert [period.code for period in periods] == [*PAST, OPEN]
    assert [bool(period.closed_at) for period in periods] == [True] * 8 + [False]


def test_the_dates_of_each_period_follow_from_its_meeting():
    for period in ReportingPeriod.objects.all():
        met_on = timezone.localdate(period.meeting.starts_at)
        assert is_working_day(met_on)
        assert period.as_quarter.ends_on < period.opens_on
        assert (period.opens_on, period.due_on) == (proposed_opening(met_on), proposed_due(met_on))
        assert period.meeting.group.slug == "executive-board"


@pytest.mark.parametrize("code", PAST)
def test_the_three_partners_returns_of_the_past_stand_accepted(code):
    assert {return_of(owner, code).state for owner in PARTNERS} == {"accepted"}


def test_in_the_open_quarter_police_and_health_have_written_nothing_yet():
    for owner in ("kent-police", "nhs-kent-and-medway"):
        untouched = return_of(owner, OPEN)
        assert untouched.state == "draft"
        assert untouched.submissions.count() == 0
        assert all(part.items.count() == 0 and part.version == 1 for part in untouched.sections.all())


def test_in_the_open_quarter_the_local_authority_and_education_have_submitted():
    assert {return_of(owner, OPEN).state for owner in ("kent-county-council", "education")} == {"submitted"}


def test_one_return_came_late_after_a_reminder():
    late = list(StatusReturn.objects.filter(standing__working_days_late__gt=0))
    assert [(row.owner.slug, row.period.code) for row in late] == [("nhs-kent-and-medway", "2025Q1")]
    assert late[0].due_on < timezone.localdate(late[0].reminded_at) < timezone.localdate(late[0].standing.submitted_at)


def test_one_return_was_returned_for_changes_and_signed_anew():
    returned = [row for row in StatusReturn.objects.all() if row.events.filter(move="return_for_changes")]
    assert [(row.owner.slug, row.period.code) for row in returned] == [("kent-county-council", "2025Q3")]
    assert returned[0].events.get(move="return_for_changes").reason
    first, second = returned[0].submissions.order_by("number")
    changed = [
        (before, after)
        for (_, before), (_, after) in zip(
            read_submission(first.content).items(), read_submission(second.content).items(), strict=True
        )
        if before != after
    ]
    assert len(changed) == 2
    assert all(before.action != after.action for before, after in changed)


def test_one_return_was_given_a_later_date_and_kept_it():
    extended = [row for row in StatusReturn.objects.all() if row.extensions.exists()]
    assert [(row.owner.slug, row.period.code) for row in extended] == [("kent-police", "2025Q2")]
    assert extended[0].period.due_on < timezone.localdate(extended[0].standing.submitted_at) <= extended[0].due_on


def test_police_can_write_and_submit_the_open_return():
    lead, now = person("police.lead"), datetime(2026, 11, 21, 10, tzinfo=timezone.get_default_timezone())
    mine = return_of("kent-police", OPEN)
    assert problems_of(mine)
    sections = {Section(part.section): part for part in mine.sections.all()}
    for part in last_standing_before(mine).left_open():
        for item in part.items:
            brought = drafts.bring_forward(section=sections[part.section], identity=item.identity, by=lead, now=now)
            values = {"change": Change.SAME}
            drafts.save_item(item=brought, version=brought.version, values=values, by=lead, now=now)
    well = drafts.add_item(section=sections[Section.GOING_WELL], by=lead, now=now)
    drafts.save_item(item=well, version=1, values={"statement": "Something goes well."}, by=lead, now=now)
    assert returns.submit_return(status_return=mine, by=lead, now=now).working_days_late == 0


# What is written


def test_every_statement_and_every_nil_is_marked():
    for version in every_version():
        for part in version.sections:
            texts = [item.statement for item in part.items] or [part.nothing_to_report]
            assert all(text.startswith(FIRST_LINE) or text.endswith(MARK) for text in texts), (version.period, texts)


def test_every_return_opens_with_the_sentence_that_it_is_none():
    for version in every_version():
        opening = version.sections[0].items[0].statement
        assert opening.splitlines()[0] == FIRST_LINE


def test_nothing_is_promised_for_a_day_gone_by():
    due = {period.code: period.due_on.isoformat() for period in ReportingPeriod.objects.all()}
    late = [
        (version.owner, version.period, item.statement)
        for version in every_version()
        for _, item in version.items()
        if item.due_on and item.change != Change.CLOSED and item.due_on < due[version.period]
    ]
    assert late == []


@pytest.mark.parametrize("owner", PARTNERS)
def test_a_partners_statements_run_through_the_quarters(owner):
    told = threads(reversed([one for code in PAST for one in standing(code, owner)]))
    concerns = [one for one in told if one.section in (Section.NOT_GOING_WELL, Section.MULTI_AGENCY_CONCERNS)]
    assert any(len(one.sightings) == len(PAST) for one in concerns), "a concern that stays"
    assert any(one.latest.change == Change.CLOSED for one in concerns), "a concern that is closed"
    assert any(Change.WORSE in {sighting.item.change for sighting in one.sightings} for one in concerns)
    assert any(Change.BETTER in {sighting.item.change for sighting in one.sightings} for one in concerns)


def test_a_statement_is_new_once():
    for owner in PARTNERS:
        for one in threads(reversed([one for code in PAST for one in standing(code, owner)])):
            changes = [sighting.item.change for sighting in reversed(one.sightings)]
            assert changes[0] == Change.NEW
            assert Change.NEW not in changes[1:]
            assert Change.CLOSED not in changes[:-1]


@pytest.mark.parametrize(
    ("code", "topic", "voices"),
    [
        ("2025Q1", "camhs-wait-over-3-months", ["Kent County Council", "NHS Kent and Medway ICB"]),
        ("2025Q4", "missing-children", ["Kent County Council", "Kent Police"]),
        ("2026Q1", "referred-to-sarc", ["Kent Police", "NHS Kent and Medway ICB"]),
        ("2026Q2", "missing-education", ["Education", "Kent County Council"]),
    ],
)
def test_partners_raise_the_same_concern(code, topic, voices):
    shared = {one.topic: one for one in shared_concerns(standing(code))}
    assert sorted(voice.owner_name for voice in shared[topic].voices) == voices


def test_most_statements_are_about_an_indicator_of_appendix_1_or_a_theme():
    items = [item for version in every_version() for _, item in version.items()]
    indicators = set(Topic.objects.filter(kind=Topic.Kind.INDICATOR).values_list("slug", flat=True))
    assert len({item.topic for item in items} & indicators) >= 10
    assert sum(bool(item.topic) for item in items) > 0.9 * len(items)


# The record


def test_versions_carry_their_hash_and_the_log_is_whole():
    assert all(one.sha256 == sha256_of(one.content) for one in ReturnSubmission.objects.all())
    assert chain_problems() == []


def test_the_log_runs_forward_in_time():
    moments = list(ActivityEntry.objects.order_by("sequence").values_list("at", flat=True))
    assert len(moments) > 500
    assert moments == sorted(moments)


def test_no_mail_of_the_past_waits_and_only_the_open_quarters_notices_are_unread():
    opened = ReportingPeriod.objects.first().opens_on
    assert Notice.objects.exists()
    waiting = Notice.objects.filter(mailed_at__isnull=True)
    assert all(timezone.localdate(notice.created_at) == timezone.localdate() for notice in waiting)
    unread = Notice.objects.filter(read_at__isnull=True)
    assert {notice.person.email for notice in unread} >= {"police.lead@demo.example", "business.team@demo.example"}
    assert all(timezone.localdate(notice.created_at) >= opened for notice in unread)


# Loading again


def counts():
    models = (ActivityEntry, Membership, Notice, ReportingPeriod, StatusReturn, User)
    return [model.objects.count() for model in models]


def test_a_second_run_changes_nothing():
    before, printed = counts(), StringIO()
    call_command("load_demo", stdout=printed)
    assert "Demonstration: up to date." in printed.getvalue()
    assert counts() == before


def test_what_visitors_changed_is_left_alone():
    lead, mine = person("police.lead"), return_of("kent-police", OPEN)
    item = drafts.add_item(section=mine.sections.first(), by=lead, now=timezone.now())
    User.objects.filter(pk=lead.pk).update(post_title="Changed", is_active=False)
    call_command("load_demo", verbosity=0)
    lead.refresh_from_db()
    assert (lead.post_title, lead.is_active) == ("Changed", False)
    assert mine.sections.first().items.get() == item


def test_an_account_a_later_release_brings_is_added():
    Membership.objects.filter(person=person("system.administrator")).delete()
    person("system.administrator").delete()
    call_command("load_demo", verbosity=0)
    assert person("system.administrator").memberships.get().role == Role.SYSTEM_ADMINISTRATOR


def test_the_inspector_comes_for_a_year():
    membership = person("inspector").memberships.get()
    assert membership.starts_on == timezone.localdate()
    assert membership.ends_on == membership.starts_on + timedelta(days=365)


@pytest.mark.parametrize(("days", "memberships"), [(100, 1), (300, 2), (1000, 2)])
def test_the_inspector_is_renewed_before_the_year_is_over_and_after(days, memberships):
    later = timezone.now() + timedelta(days=days)
    load_demo(now=later, today=later.date())
    inspector = person("inspector")
    assert inspector.memberships.count() == memberships
    assert inspector.memberships.on(later.date()).count() == 1
