"""Judgements: given by one partner, agreed by all, and read by those who may (R58, R59)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from indicators.models import Judgement
from indicators.queries.judgement_pages import judgement_list, judgement_page, judgement_table
from indicators.queries.judgements import latest_judgements
from indicators.rules.judgements import QUESTIONS, RATINGS, WORDS, is_old, judgement_state
from indicators.rules.vocabulary import Extent, Kind
from indicators.services.judgements import agree_judgement, give_judgement
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.indicators import NOW, DomainFactory, IndicatorFactory, JudgementFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
VALUES = {"extent": Extent.LARGELY, "narrative": "A plan is agreed", "evidence": "The plan", "judged_on": TODAY}


@pytest.fixture
def police():
    return AgencyFactory(name="Kent Police", slug="kent-police")


@pytest.fixture
def health():
    return AgencyFactory(name="NHS Kent and Medway", slug="health")


@pytest.fixture
def lead(police):
    return person_with(Role.PARTNER_LEAD, agency=police)


@pytest.fixture
def team(police, health):
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def item():
    return IndicatorFactory()


def give(item, agency, by, *, now=NOW, **values):
    return give_judgement(indicator=item, agency=agency, **{**VALUES, **values}, by=by, now=now, today=TODAY)


def agree(item, by, **values):
    return agree_judgement(indicator=item, **{**VALUES, **values}, by=by, now=NOW, today=TODAY)


# The rules


def test_items_with_a_number_are_asked_how_far_partners_are_sighted_and_others_how_far_a_thing_is_in_place():
    assert "sighted" in QUESTIONS[Kind.NUMBER_AND_JUDGEMENT]
    assert QUESTIONS[Kind.JUDGEMENT] == "How far is this in place?"
    assert WORDS[Kind.NUMBER_AND_JUDGEMENT][Extent.PARTLY] == "Partly sighted"
    assert WORDS[Kind.JUDGEMENT][Extent.PARTLY] == "Partly in place"


def test_every_extent_has_its_words_and_its_rating():
    for kind in Kind:
        assert set(WORDS[kind]) == set(Extent)
    assert [RATINGS[extent] for extent in Extent] == ["green", "green", "amber", "red", ""]


@pytest.mark.parametrize(
    ("judged_on", "today", "old"),
    [
        (date(2025, 11, 20), date(2026, 11, 20), False),
        (date(2025, 11, 20), date(2026, 11, 21), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
    ],
)
def test_a_judgement_is_old_after_a_year(judged_on, today, old):
    assert is_old(judged_on, today) is old


def test_the_state_of_a_judgement_in_words():
    assert judgement_state(is_given=False, is_old=False) == "No judgement yet"
    assert judgement_state(is_given=True, is_old=True) == "Older than a year"
    assert judgement_state(is_given=True, is_old=False) == "Within the last year"


# Giving and agreeing


def test_a_lead_gives_the_judgement_of_their_own_agency(item, police, lead):
    given = give(item, police, lead)
    assert (given.agency, given.recorded_by, given.recorded_at) == (police, lead, NOW)
    entry = ActivityEntry.objects.latest("sequence")
    assert (entry.action, entry.actor) == ("judgement.give", lead)
    assert "plan" not in entry.detail


def test_a_lead_gives_no_judgement_of_another_agency_and_agrees_none(item, health, lead):
    with pytest.raises(PermissionDenied, match="ask the lead of the agency"):
        give(item, health, lead)
    with pytest.raises(PermissionDenied):
        agree(item, lead)
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("role", [Role.SAAS_CHAIR, Role.SAAS_DEPUTY, Role.BUSINESS_TEAM])
def test_the_chairs_of_saas_and_the_business_team_record_what_was_agreed(item, role):
    assert agree(item, person_with(role)).agency is None


def test_the_business_team_gives_no_agency_s_judgement(item, police, team):
    with pytest.raises(PermissionDenied):
        give(item, police, team)


def test_a_judgement_is_not_of_a_day_to_come(item, police, lead):
    with pytest.raises(ValidationError, match="lies in the future"):
        give(item, police, lead, judged_on=TODAY + timedelta(days=1))


def test_a_judgement_is_not_older_than_the_one_that_stands_but_may_be_of_the_same_day(item, police, lead, team):
    give(item, police, lead, judged_on=date(2026, 11, 10))
    with pytest.raises(ValidationError, match="stands is of 10 November 2026"):
        give(item, police, lead, judged_on=date(2026, 11, 9))
    agree(item, team, judged_on=date(2026, 11, 9))
    later = NOW + timedelta(minutes=1)
    again = give(item, police, lead, now=later, judged_on=date(2026, 11, 10), extent=Extent.FULLY)
    newest = latest_judgements(lead, [item], as_at=TODAY)[item.pk].partners[0]
    assert newest.words == "Fully sighted"
    assert Judgement.objects.filter(agency=police).count() == 2
    assert again.extent == Extent.FULLY


def test_an_item_no_longer_in_use_is_not_judged(item, police, lead):
    item.definitions.update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError, match="no longer in use"):
        give(item, police, lead)


# Reading


def test_what_stands_is_the_newest_of_each_partner_by_name_with_the_agreed_one_apart(item, police, health, team):
    JudgementFactory(indicator=item, agency=police, extent=Extent.NOT_YET, judged_on=date(2025, 1, 1))
    JudgementFactory(indicator=item, agency=police, extent=Extent.LARGELY, judged_on=date(2026, 1, 1))
    JudgementFactory(indicator=item, agency=health, extent=Extent.CANNOT_SAY, judged_on=date(2024, 1, 1))
    JudgementFactory(indicator=item, extent=Extent.PARTLY, judged_on=date(2026, 2, 2))
    standing = latest_judgements(team, [item], as_at=TODAY)[item.pk]
    assert (standing.agreed.words, standing.agreed.rating) == ("Partly sighted", "amber")
    assert [(one.agency, one.words, one.is_old) for one in standing.partners] == [
        ("Kent Police", "Largely sighted", False),
        ("NHS Kent and Medway", "Cannot say", True),
    ]


def test_an_item_without_any_judgement_has_an_empty_entry(item, team):
    standing = latest_judgements(team, [item], as_at=TODAY)[item.pk]
    assert (standing.agreed, standing.partners) == (None, ())


def test_a_paper_of_an_earlier_day_shows_what_was_recorded_by_its_end(item, team):
    kent = ZoneInfo("Europe/London")
    JudgementFactory(indicator=item, extent=Extent.NOT_YET, judged_on=date(2026, 6, 1),
                     recorded_at=datetime(2026, 6, 10, 23, 59, tzinfo=kent))  # fmt: skip
    JudgementFactory(indicator=item, extent=Extent.FULLY, judged_on=date(2026, 6, 9),
                     recorded_at=datetime(2026, 6, 11, 0, 0, tzinfo=kent))  # fmt: skip
    words = {day: latest_judgements(team, [item], as_at=date(2026, 6, day))[item.pk].agreed for day in (9, 10, 11)}
    assert words[9] is None
    assert (words[10].words, words[11].words) == ("Not yet sighted", "Fully sighted")


def test_a_partner_s_judgement_is_read_with_its_returns_and_the_agreed_one_with_the_indicators(item, police, health):
    JudgementFactory(indicator=item)
    JudgementFactory(indicator=item, agency=police)
    JudgementFactory(indicator=item, agency=health)

    def seen(person):
        standing = latest_judgements(person, [item], as_at=TODAY)[item.pk]
        return standing.agreed is not None, [one.slug for one in standing.partners]

    assert seen(person_with(Role.PARTNER_CONTRIBUTOR, agency=police)) == (True, ["kent-police"])
    assert seen(person_with(Role.SAAS_MEMBER)) == (True, ["kent-police", "health"])
    assert seen(person_with(Role.AUDIT_TEAM_MEMBER, agency=police)) == (True, [])
    assert seen(person_with(Role.SYSTEM_ADMINISTRATOR)) == (False, [])


def test_reading_what_stands_takes_as_many_queries_for_many_items_as_for_one(team, django_assert_num_queries):
    agencies = [AgencyFactory() for _ in range(4)]
    person = person_with(Role.SAAS_MEMBER)
    items = [IndicatorFactory() for _ in range(5)]
    for item in items:
        for agency in [None, *agencies]:
            JudgementFactory(indicator=item, agency=agency)
    latest_judgements(person, items[:1], as_at=TODAY)
    for some in (items[:1], items):
        with django_assert_num_queries(2):
            standing = latest_judgements(person, some, as_at=TODAY)
    assert [len(one.partners) for one in standing.values()] == [4] * 5


# The pages


def test_the_list_says_which_items_an_agency_has_not_judged_or_not_for_a_year(police, health, team):
    recent, old, missing = (IndicatorFactory() for _ in range(3))
    JudgementFactory(indicator=recent, agency=police, judged_on=date(2026, 1, 1))
    JudgementFactory(indicator=old, agency=police, judged_on=date(2025, 1, 1))
    JudgementFactory(indicator=old)
    listed = judgement_list(team, agency=police, today=TODAY)
    rows = {row.slug: row.given_state for row in listed.domains[0].rows}
    assert rows == {
        recent.slug: "Within the last year", old.slug: "Older than a year", missing.slug: "No judgement yet",
    }  # fmt: skip
    tallies = {one.slug: (one.recent, one.old, one.missing) for one in listed.agencies}
    assert tallies == {"kent-police": (1, 1, 1), "health": (0, 0, 3)}
    assert (listed.agreed.recent, listed.agreed.missing) == (1, 2)
    headers, table = judgement_table(team, agency=police, today=TODAY)
    assert len(table) == 6
    assert {len(row) for row in table} == {len(headers)}


def test_an_item_no_longer_in_use_is_left_out_of_the_list_and_its_judgements_are_kept(item, team):
    JudgementFactory(indicator=item)
    item.definitions.update(ends_on=TODAY - timedelta(days=1))
    assert judgement_list(team, agency=None, today=TODAY).domains == ()
    page = judgement_page(team, item, today=TODAY)
    assert (page.is_in_use, len(page.history)) == (False, 1)


def test_a_lead_judges_from_the_list_and_finds_it_on_the_item_s_page(sign_in, lead, police):
    item = IndicatorFactory(kind=Kind.JUDGEMENT, domain=DomainFactory(number=1, title="Leadership"))
    client = sign_in(lead)
    assert f"/indicators/judgements/{item.slug}/of/kent-police/" in client.get("/indicators/judgements/").text
    sent = {"extent": "largely", "narrative": "It is written", "evidence": "The plan", "judged_on_day": "1",
            "judged_on_month": "11", "judged_on_year": "2026"}  # fmt: skip
    answer = client.post(f"/indicators/judgements/{item.slug}/of/kent-police/", sent, follow=True)
    assert "The judgement of Kent Police is recorded." in answer.text
    assert "Largely in place" in answer.text
    assert client.get(f"/indicators/judgements/{item.slug}.csv").text.count("It is written") == 1


def test_a_judgement_that_is_refused_comes_back_with_what_was_written(sign_in, lead, item):
    sent = {"extent": "largely", "narrative": "Long words", "evidence": "The plan", "judged_on_day": "1",
            "judged_on_month": "1", "judged_on_year": "2199"}  # fmt: skip
    page = sign_in(lead).post(f"/indicators/judgements/{item.slug}/of/kent-police/", sent)
    assert "lies in the future" in page.text
    assert "Long words" in page.text


def test_a_lead_is_refused_another_agency_s_form_in_a_sentence(sign_in, lead, item, health):
    answer = sign_in(lead).get(f"/indicators/judgements/{item.slug}/of/health/")
    assert answer.status_code == 403
    assert "ask the lead of the agency whose judgement it is" in answer.text
