"""The people of the demonstration whom its challenges and risks name, without the rest of it."""

from assurance.models import Agency
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
