"""Independent Scrutineers: on what terms they serve, and what might touch their independence (R15, R16)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from assurance.models import Membership, Post, PostHolding, ScrutineerAppointment, User
from assurance.queries.groups import CHAIRS
from assurance.rules.roles import Role


@dataclass(frozen=True)
class Scrutineer:
    """A scrutineer with the terms of today, all terms, and a sentence for each thing touching their independence."""

    person: User
    terms: list[ScrutineerAppointment]
    all_terms: list[ScrutineerAppointment]
    warnings: list[str]


def scrutineers(today: date) -> list[Scrutineer]:
    """Every scrutineer of today, by name. There may be several (SIX section 6 q3)."""
    return [_scrutineer(person, today) for person in _people(today)]


def scrutineer_of(person: User, today: date) -> Scrutineer | None:
    """The person as a scrutineer, or None when they are none today and were never appointed."""
    found = [_scrutineer(each, today) for each in _people(today, person)]
    return found[0] if found else None


def _people(today: date, person: User | None = None) -> QuerySet[User]:
    current = Membership.objects.on(today).select_related("agency", "group", "representing")
    chairing = (Post.Kind.CHAIR, Post.Kind.DEPUTY_CHAIR)
    posts = PostHolding.objects.on(today).filter(post__kind__in=chairing).select_related("post__group")
    serving = Membership.objects.on(today).filter(role=Role.INDEPENDENT_SCRUTINEER).values("person")
    if person:
        appointed = ScrutineerAppointment.objects.values("person")
        people = User.objects.filter(Q(pk__in=serving) | Q(pk__in=appointed), pk=person.pk)
    else:
        people = User.objects.filter(pk__in=serving, is_active=True)
    return people.prefetch_related(
        "scrutineer_appointments",
        Prefetch("memberships", current, to_attr="held_today"),
        Prefetch("post_holdings", posts, to_attr="chairs_today"),
    )


def _scrutineer(person: User, today: date) -> Scrutineer:
    all_terms = list(person.scrutineer_appointments.all())
    terms = [each for each in all_terms if each.starts_on <= today and (each.ends_on is None or today <= each.ends_on)]
    return Scrutineer(person, terms, all_terms, _warnings(person))


def _warnings(person: User) -> list[str]:
    """Chairing a meeting (SIX section 6 q8) and ties to a partner agency (SAF Figure 1) are allowed, and shown."""
    chaired = {str(each.group) for each in person.held_today if each.role in CHAIRS}
    chaired |= {str(each.post.group) for each in person.chairs_today if each.post.group}
    tied = {str(each.agency or each.representing) for each in person.held_today if each.agency or each.representing}
    return [
        *[
            f"Also chairs {group}. How is independence kept? (Six Steps, section 6, question 8)"
            for group in sorted(chaired)
        ],
        *[
            f"Is also tied to {agency}. The scrutineer stands outside every agency (SAF Figure 1)."
            for agency in sorted(tied)
        ],
    ]
