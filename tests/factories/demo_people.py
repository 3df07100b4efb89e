"""The people of the demonstration whom its cycle names, without the rest of it, and its steps taken by them."""

from datetime import timedelta
from operator import itemgetter

from assurance.models import Agency, User
from assurance.rules.demo import Calendar, PeriodPlan
from assurance.rules.periods import Quarter
from assurance.rules.roles import Role
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, person_with

AGENCIES = {
    "kent-police": "police.lead",
    "nhs-kent-and-medway": "health.lead",
    "kent-county-council": "local.authority.lead",
    "education": "education.lead",
}
OTHERS = {
    "saas.chair": Role.SAAS_CHAIR,
    "saas.member": Role.SAAS_MEMBER,
    "board.member": Role.BOARD_MEMBER,
    "board.observer": Role.BOARD_OBSERVER,
    "independent.scrutineer": Role.INDEPENDENT_SCRUTINEER,
    "business.team": Role.BUSINESS_TEAM,
}


def demo_people():
    """Make the agencies and a group, their leads, and those who watch over them."""
    for slug, key in AGENCIES.items():
        agency = Agency.objects.filter(slug=slug).first() or AgencyFactory(slug=slug)
        person_with(Role.PARTNER_LEAD, agency=agency, email=f"{key}@demo.example")
    group = PartnershipGroupFactory(slug="council-partnership-group")
    person_with(Role.GROUP_CHAIR, group=group, email="group.chair@demo.example")
    for key, role in OTHERS.items():
        person_with(role, email=f"{key}@demo.example")


def the_people():
    """Every account of the demonstration there is, by its key: "police.lead"."""
    return {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith="@demo.example")}


def board_calendar(*met, coming):
    """A calendar of the demonstration in which the Executive Board met at these moments and meets again."""
    periods = tuple(PeriodPlan(Quarter(2000 + number, 1), at) for number, at in enumerate([*met, coming]))
    return Calendar(min([*met, coming]) - timedelta(days=100), periods)


def live_through(steps, *, now):
    """Take the steps of a part of the demonstration in the order of time, none of them later than now."""
    for at, act in sorted(steps, key=itemgetter(0)):
        act(now=min(at, now))
