"""Parts of pages that are kept: until something changes, for people with the same rights, for a day."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone
from django.utils.safestring import mark_safe

from assurance.models import Membership
from assurance.permissions import sync_grants
from assurance.rules.roles import Role
from assurance.services import activity
from assurance.services.fragments import kept
from tests.factories.assurance import AgencyFactory, person_with

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def memory(settings):
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"fragments": {"BACKEND": backend, "LOCATION": "test of fragments"}}
    yield
    caches["fragments"].clear()


@pytest.fixture
def part():
    """A part of a page that counts how often it has been made."""
    made = []

    def show(user, *, name="dashboard", today=TODAY):
        def make():
            made.append(name)
            return mark_safe(f"<p>{len(made)}</p>")  # noqa: S308

        return kept(name=name, user=user, today=today, make=make)

    return show


def test_it_is_made_once_while_nothing_changes(part):
    reader = person_with(Role.SAAS_MEMBER)
    assert part(reader) == part(reader)


def test_any_entry_of_the_log_makes_it_anew(part):
    reader = person_with(Role.SAAS_MEMBER)
    before = part(reader)
    activity.record(actor=reader, action="test", subject=reader, now=timezone.now())
    assert part(reader) != before


def test_the_next_day_makes_it_anew(part):
    reader = person_with(Role.SAAS_MEMBER)
    assert part(reader) != part(reader, today=TODAY + timedelta(days=1))


def test_another_part_is_another(part):
    reader = person_with(Role.SAAS_MEMBER)
    assert part(reader) != part(reader, name="dashboard?domain=1")


def test_people_with_the_same_rights_share_it_and_others_do_not(part):
    police, health = AgencyFactory(), AgencyFactory()
    one, two = (person_with(Role.PARTNER_LEAD, agency=police) for _ in range(2))
    other = person_with(Role.PARTNER_LEAD, agency=health)
    for person in (one, two, other):  # agencies that came later are among what some roles reach
        sync_grants(person, today=TODAY)
    assert part(one) == part(two)
    assert part(one) != part(other)


def test_who_has_lost_a_right_is_not_shown_what_was_kept_with_it(part):
    police = AgencyFactory()
    one, two = (person_with(Role.PARTNER_LEAD, agency=police, today=TODAY) for _ in range(2))
    assert part(one) == part(two)
    Membership.objects.filter(person=two).update(ends_on=TODAY - timedelta(days=1))
    sync_grants(two, today=TODAY)
    assert part(one) != part(two)


def test_it_stays_markup(part):
    reader = person_with(Role.SAAS_MEMBER)
    part(reader)
    assert hasattr(part(reader), "__html__")
