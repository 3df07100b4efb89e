"""Versions of a definition: dated, reasoned, and none lost (C6, C10, R54, R60, R67, R68)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from indicators.models import IndicatorDefinition, Objective, SuiteChange
from indicators.queries.suite_texts import definition_texts
from indicators.rules.changes import CHANGE_WORDS, ChangeKind, differences, fingerprint
from indicators.rules.vocabulary import Counted, Frequency, Kind, Polarity, RollUp, Unit
from indicators.services.definitions import FIELDS, change_definition, change_objectives, newest_definition
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.indicators import NOW, IndicatorFactory

TODAY = NOW.date()
REASON = "Agreed by SAAS"
db = pytest.mark.django_db
texts = st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=5)


@pytest.fixture
def team(db):
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def item(db):
    return IndicatorFactory(slug="risk-of-cse")


def change(item, by, *, seen=None, starts_on=date(2026, 4, 1), reason=REASON, **values):
    newest = newest_definition(item)
    fields = {name: getattr(newest, name) for name in FIELDS} | values
    seen = fingerprint(definition_texts(newest)) if seen is None else seen
    return change_definition(
        indicator=item, starts_on=starts_on, reason=reason, seen=seen, by=by, now=NOW, today=TODAY, **fields
    )


# The rules


@given(texts)
def test_nothing_is_different_between_texts_and_themselves(same):
    assert differences(same, same) == []


@given(texts, texts)
def test_two_texts_have_one_fingerprint_when_they_are_the_same_and_only_then(one, two):
    assert (fingerprint(one) == fingerprint(two)) == (one == two)


def test_what_is_different_is_named_with_what_it_was_and_what_it_is():
    before = [("Unit", "Days"), ("Owner", "")]
    assert differences(before, [("Unit", "Days"), ("Owner", "A post")]) == [("Owner", "", "A post")]


def test_every_kind_of_change_has_its_words():
    assert set(CHANGE_WORDS) == set(ChangeKind)


# A new version


def test_the_version_before_ends_the_day_before_and_the_new_one_holds(item, team):
    version = change(item, team, owner="Head of Service", frequency=Frequency.QUARTERLY)
    first, second = item.definitions.order_by("starts_on")
    assert (first.ends_on, second.starts_on, second.ends_on) == (date(2026, 3, 31), date(2026, 4, 1), None)
    assert (first.owner, second.owner) == ("", "Head of Service")
    assert (version.reason, version.recorded_by, version.recorded_at) == (REASON, team, NOW)


def test_every_field_of_a_definition_can_be_agreed(item, team):
    agreed = {
        "wording": "Children at risk of exploitation", "wording_to_be_confirmed": True, "document": "Minutes",
        "numerator": "Children", "denominator": "All children", "counts": Counted.CHILDREN, "unit": Unit.PERCENT,
        "polarity": Polarity.HIGHER_IS_WORSE, "frequency": Frequency.MONTHLY, "roll_up": RollUp.AVERAGE,
        "source_agency": AgencyFactory(), "owner": "A post", "dissemination_threshold": 6, "is_early_warning": True,
        "challenge_questions": "Why?\nWhere?", "data_notes": "A note",
    }  # fmt: skip
    assert set(agreed) == set(FIELDS)
    version = change(item, team, **agreed)
    assert {name: getattr(version, name) for name in FIELDS} == agreed
    what = {label: after for label, _, after in SuiteChange.objects.get().what}
    assert (what["Better when"], what["Early warning indicator"]) == ("Higher is worse", "Yes")
    assert len(what) == len(FIELDS) + 1


def test_everything_but_the_wording_may_stay_not_yet_agreed(item, team):
    version = change(item, team, wording="Another wording")
    blank = [name for name in FIELDS if name not in ("wording", "document")]
    assert not any(getattr(version, name) for name in blank)


def test_a_new_wording_is_what_returns_and_pages_call_it(item, team):
    change(item, team, wording="Another wording")
    item.topic.refresh_from_db()
    assert item.topic.title == "Another wording"


def test_a_change_is_in_the_history_with_the_reason_and_in_the_log_without_words(item, team):
    change(item, team, owner="Head of Service")
    noted = SuiteChange.objects.get()
    assert (noted.kind, noted.reason, noted.changed_by, noted.changed_at) == (
        ChangeKind.DEFINITION_CHANGED, REASON, team, NOW,
    )  # fmt: skip
    assert ["Post that owns it", "", "Head of Service"] in noted.what
    entry = ActivityEntry.objects.latest("sequence")
    assert (entry.action, entry.subject_id) == ("suite.definition_changed", str(item.pk))
    assert "Service" not in entry.detail


@pytest.mark.parametrize(
    ("starts_on", "sentence"),
    [
        (date(2019, 9, 16), "holds from 17 September 2019: give a later day"),
        (date(2019, 9, 17), "holds from 17 September 2019: give a later day"),
        (TODAY + timedelta(days=1), "cannot begin in the future"),
    ],
)
def test_a_version_is_refused_on_a_day_it_cannot_have(item, team, starts_on, sentence):
    with pytest.raises(ValidationError, match=sentence):
        change(item, team, starts_on=starts_on, owner="A post")
    assert IndicatorDefinition.objects.count() == 1


def test_a_version_may_begin_today(item, team):
    assert change(item, team, starts_on=TODAY, owner="A post").starts_on == TODAY


def test_a_version_that_changes_nothing_is_refused(item, team):
    for values in ({}, {"document": ""}):
        with pytest.raises(ValidationError, match="Nothing is different"):
            change(item, team, **values)


def test_a_change_without_a_reason_is_refused(item, team):
    with pytest.raises(ValidationError, match="Give the reason"):
        change(item, team, reason=" ", owner="A post")
    assert IndicatorDefinition.objects.get().ends_on is None


def test_a_change_over_one_that_was_not_seen_is_refused_once(item, team):
    seen = fingerprint(definition_texts(newest_definition(item)))
    change(item, team, owner="A post")
    with pytest.raises(ValidationError, match="Another definition has been recorded since"):
        change(item, team, seen=seen, starts_on=date(2026, 5, 1), owner="Another post")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.BUSINESS_TEAM])
def test_the_business_team_alone_changes_definitions_and_objectives(item, role):
    person = person_with(role)
    with pytest.raises(PermissionDenied):
        change(item, person, owner="A post")
    with pytest.raises(PermissionDenied):
        change_objectives(indicator=item, objectives=[], reason=REASON, by=person, now=NOW)


def test_a_retired_indicator_is_taken_up_again_by_a_new_definition(item, team):
    item.definitions.update(ends_on=date(2026, 3, 31))
    item.topic.is_current = False
    item.topic.save()
    with pytest.raises(ValidationError, match="in use until 31 March 2026"):
        change(item, team, starts_on=date(2026, 3, 31))
    change(item, team, starts_on=date(2026, 6, 1))
    item.topic.refresh_from_db()
    assert item.topic.is_current
    assert [row.ends_on for row in item.definitions.order_by("starts_on")] == [date(2026, 3, 31), None]
    assert SuiteChange.objects.get().kind == ChangeKind.INDICATOR_RESTORED


# Objectives


def test_an_indicator_is_linked_to_the_objectives_it_serves(item, team):
    one, two = (Objective.objects.create(number=number, title=f"Objective {number}") for number in (1, 2))
    change_objectives(indicator=item, objectives=[one, two], reason=REASON, by=team, now=NOW)
    change_objectives(indicator=item, objectives=[two], reason="One is not served", by=team, now=NOW)
    assert list(item.objectives.all()) == [two]
    assert sorted(tuple(row.what[0]) for row in SuiteChange.objects.all()) == [
        ("Objectives", "", "Objective 1\nObjective 2"), ("Objectives", "Objective 1\nObjective 2", "Objective 2"),
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="its objectives already"):
        change_objectives(indicator=item, objectives=[two], reason=REASON, by=team, now=NOW)


# The page


def sent(item, **values):
    newest = newest_definition(item)
    return {
        "wording": newest.wording, "starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2026",
        "reason": REASON, "seen": fingerprint(definition_texts(newest)), **values,
    }  # fmt: skip


def test_the_business_team_records_a_definition_on_its_page(sign_in, team, item):
    answer = sign_in(team).post(
        f"/indicators/suite/items/{item.slug}/definition/",
        sent(item, owner="Head of Service", challenge_questions="Why now?\n\n Where? "),
        follow=True,
    )
    assert "The new definition is recorded." in answer.text
    assert newest_definition(item).challenge_questions == "Why now?\nWhere?"


@pytest.mark.parametrize("questions", ["Only one?", "1?\n2?\n3?\n4?\n5?"])
def test_challenge_questions_are_two_to_four(sign_in, team, item, questions):
    page = sign_in(team).post(
        f"/indicators/suite/items/{item.slug}/definition/", sent(item, challenge_questions=questions)
    )
    assert "Give two to four questions" in page.text


def test_an_item_that_is_judged_is_asked_for_no_numerator_and_keeps_what_it_had(sign_in, team):
    item = IndicatorFactory(kind=Kind.JUDGEMENT, definition__numerator="An old numerator")
    client = sign_in(team)
    path = f"/indicators/suite/items/{item.slug}/definition/"
    assert 'name="numerator"' not in client.get(path).text
    client.post(path, sent(item, owner="A post"))
    assert newest_definition(item).numerator == "An old numerator"


def test_two_people_at_once_lose_nothing_and_the_second_looks_again(sign_in, team, item):
    first_seen = sent(item, owner="The second person’s post", starts_on_month="5")
    change(item, team, owner="The first person’s post")
    client = sign_in(team)
    page = client.post(f"/indicators/suite/items/{item.slug}/definition/", first_seen)
    assert "Another definition has been recorded since you opened this page" in page.text
    assert "The second person’s post" in page.text
    again = first_seen | {"seen": fingerprint(definition_texts(newest_definition(item)))}
    assert f'value="{again["seen"]}"' in page.text
    client.post(f"/indicators/suite/items/{item.slug}/definition/", again)
    assert [row.owner for row in item.definitions.order_by("starts_on")] == [
        "", "The first person’s post", "The second person’s post",
    ]  # fmt: skip
