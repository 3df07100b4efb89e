"""Factories of the ground floor, and people who hold a role."""

from datetime import UTC, date, datetime

import factory
from django.utils import timezone as django_timezone

from assurance.models import (
    Agency,
    AgencyName,
    GlossaryTerm,
    Meeting,
    Membership,
    PartnershipGroup,
    ReportingPeriod,
    Topic,
    User,
)
from assurance.permissions import sync_grants
from assurance.rules.periods import proposed_due, proposed_opening
from assurance.rules.roles import ROLES, Role, Seat

START = date(2019, 9, 17)


class AgencyFactory(factory.django.DjangoModelFactory):
    """A Relevant Agency; give `category` for a Safeguarding Partner."""

    class Meta:
        model = Agency
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"agency-{n}")
    name = factory.Sequence(lambda n: f"Agency {n}")
    short_name = factory.SelfAttribute("name")
    starts_on = START

    @factory.post_generation
    def dated_name(self, create, extracted, **kwargs):
        """Its name from the start."""
        AgencyName.objects.create(agency=self, name=self.name, starts_on=self.starts_on)


class PartnershipGroupFactory(factory.django.DjangoModelFactory):
    """A sub-group."""

    class Meta:
        model = PartnershipGroup
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"Group {n}")
    short_name = factory.SelfAttribute("name")
    level = PartnershipGroup.Level.SUB_GROUP
    starts_on = START


class UserFactory(factory.django.DjangoModelFactory):
    """A person who can sign in with the password "a long enough password"."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    post_title = factory.Sequence(lambda n: f"Post {n}")
    password = factory.django.Password("a long enough password")


class MeetingFactory(factory.django.DjangoModelFactory):
    """An Executive Board meeting."""

    class Meta:
        model = Meeting

    group = factory.SubFactory(
        PartnershipGroupFactory, slug="executive-board", name="Executive Board", level=PartnershipGroup.Level.BOARD
    )
    starts_at = factory.Sequence(lambda n: datetime(2026, 12, 10, 10, n % 60, tzinfo=UTC))


class ReportingPeriodFactory(factory.django.DjangoModelFactory):
    """Quarter 2 of 2026/27, for a Board meeting of 10 December 2026."""

    class Meta:
        model = ReportingPeriod
        django_get_or_create = ("financial_year", "quarter")

    financial_year = 2026
    quarter = 2
    meeting = factory.SubFactory(MeetingFactory)
    opens_on = factory.LazyAttribute(lambda period: proposed_opening(period.meeting.starts_at.date()))
    due_on = factory.LazyAttribute(lambda period: proposed_due(period.meeting.starts_at.date()))


class TopicFactory(factory.django.DjangoModelFactory):
    """A theme."""

    class Meta:
        model = Topic

    slug = factory.Sequence(lambda n: f"topic-{n}")
    title = factory.Sequence(lambda n: f"Topic {n}")
    kind = Topic.Kind.THEME


class GlossaryTermFactory(factory.django.DjangoModelFactory):
    """A glossary term."""

    class Meta:
        model = GlossaryTerm

    term = factory.Sequence(lambda n: f"TERM{n}")
    stands_for = "A term"


def partnership():
    """The group that stands for the Partnership as a whole."""
    return PartnershipGroup.objects.filter(level=PartnershipGroup.Level.PARTNERSHIP).first() or PartnershipGroupFactory(
        slug="kscmp", name="Kent Safeguarding Children Multi-agency Partnership", level="partnership"
    )


def person_with(role, *, agency=None, group=None, starts_on=START, ends_on=None, today=None, **fields):
    """A person with a membership in `role`, where it belongs unless said otherwise, and the grants that follow."""
    partnership()
    today = today or django_timezone.localdate()
    person = fields.pop("person", None) or UserFactory(**fields)
    seat = ROLES[Role(role)].seat
    if seat == Seat.PARTNERSHIP:
        group = group or partnership()
    elif seat == Seat.AGENCY:
        agency = agency or AgencyFactory()
    elif not group:
        group = PartnershipGroupFactory(**_usual_group(Role(role)))
    if ROLES[Role(role)].must_end and ends_on is None:
        ends_on = date(2099, 12, 31)
    Membership.objects.create(
        person=person, role=role, agency=agency, group=group, starts_on=starts_on, ends_on=ends_on
    )
    sync_grants(person, today=today)
    return person


def _usual_group(role):
    if role in (Role.BOARD_MEMBER, Role.BOARD_OBSERVER):
        return {"slug": "executive-board", "name": "Executive Board", "level": PartnershipGroup.Level.BOARD}
    if role in (Role.SAAS_CHAIR, Role.SAAS_DEPUTY, Role.SAAS_MEMBER):
        return {"slug": "saas", "name": "Scrutiny, Assurance and Audit Sub-group"}
    return {"slug": "emerging-themes", "name": "Emerging Themes"}
