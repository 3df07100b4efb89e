"""Reading people: the directory for everybody, accounts for those who manage them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from assurance.models import Membership, PartnershipGroup, PostHolding, ScrutineerAppointment, User
from assurance.permissions import may
from assurance.queries.scrutineers import Scrutineer, scrutineer_of
from assurance.queries.tables import Table
from assurance.rules.accounts import AccountState, account_state
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words


def people_visible_to(user: User, today: date) -> QuerySet[User]:
    """Everybody with an account for those who manage people or accounts; for others, who is a member today."""
    if may(user, Permission.MANAGE_PEOPLE) or may(user, Permission.MANAGE_ACCOUNTS):
        return User.objects.all()
    if may(user, Permission.READ_DIRECTORY):
        return User.objects.filter(is_active=True, pk__in=Membership.objects.on(today).values("person"))
    return User.objects.none()


def members_today(today: date) -> QuerySet[User]:
    """The active people who are a member of something today, to choose from."""
    return User.objects.filter(is_active=True, pk__in=Membership.objects.on(today).values("person"))


def memberships_visible_to(user: User) -> QuerySet[Membership]:
    """Every membership, past, present and to come, for those who manage people or accounts."""
    memberships = Membership.objects.select_related("person", "agency", "group", "representing", "speaks_for_chair_of")
    if may(user, Permission.MANAGE_PEOPLE) or may(user, Permission.MANAGE_ACCOUNTS):
        return memberships
    return memberships.none()


def group_memberships_visible_to(user: User) -> QuerySet[Membership]:
    """Those of them that are of a board, sub-group or forum, where a member may stand for somebody."""
    of_a_group = memberships_visible_to(user).filter(group__isnull=False)
    return of_a_group.exclude(group__level=PartnershipGroup.Level.PARTNERSHIP)


def appointments_visible_to(user: User) -> QuerySet[ScrutineerAppointment]:
    """Every appointment of a scrutineer, for those who may read the directory."""
    appointments = ScrutineerAppointment.objects.select_related("person")
    return appointments if may(user, Permission.READ_DIRECTORY) else appointments.none()


@dataclass(frozen=True)
class Filters:
    """What a list of people is narrowed to: words of a name, post or address; an agency's slug; a role."""

    words: str = ""
    agency: str = ""
    role: str = ""


NO_FILTERS = Filters()


def people_listed(user: User, today: date, filters: Filters = NO_FILTERS) -> QuerySet[User]:
    """The people `user` may see, each with `memberships_today` and, in `has_second_factor`, what `state_of` asks."""
    current = Membership.objects.on(today).select_related("agency", "group", "representing", "speaks_for_chair_of")
    people = people_visible_to(user, today)
    if filters.words:
        words = filters.words
        people = people.filter(Q(name__icontains=words) | Q(post_title__icontains=words) | Q(email__icontains=words))
    wanted = Membership.objects.on(today).filter(person=OuterRef("pk"))
    if filters.agency:
        wanted = wanted.filter(Q(agency__slug=filters.agency) | Q(representing__slug=filters.agency))
    if filters.role:
        wanted = wanted.filter(role=filters.role)
    if filters.agency or filters.role:
        people = people.filter(Exists(wanted))
    return _with_second_factor(people).prefetch_related(Prefetch("memberships", current, to_attr="memberships_today"))


@dataclass(frozen=True)
class PersonLine:
    """A person as the list shows them."""

    person: User
    memberships: list[Membership]
    state: AccountState


def lines_of(people: Iterable[User]) -> list[PersonLine]:
    """The lines of people read by `people_listed`."""
    return [PersonLine(person, person.memberships_today, state_of(person)) for person in people]


def state_of(person: User) -> AccountState:
    """The state of an account read by `people_listed` or `person_page`."""
    return account_state(
        is_active=person.is_active,
        has_password=person.has_usable_password(),
        has_second_factor=person.has_second_factor,
        has_signed_in=person.last_login is not None,
    )


@dataclass(frozen=True)
class PersonPage:
    """All that a person's page shows. `scrutineer` is None for everybody who is none."""

    person: User
    state: AccountState
    current: list[Membership]
    to_come: list[Membership]
    past: list[Membership]
    posts: list[PostHolding]
    scrutineer: Scrutineer | None


def person_page(person: User, today: date) -> PersonPage:
    """A person with memberships now, to come and past, posts, and terms of appointment."""
    person = _with_second_factor(User.objects.filter(pk=person.pk)).get()
    memberships = list(
        person.memberships.select_related("agency", "group", "representing", "speaks_for_chair_of").order_by(
            "-starts_on"
        )
    )
    past = [each for each in memberships if each.ends_on and each.ends_on < today]
    to_come = [each for each in memberships if each.starts_on > today]
    current = [each for each in memberships if each not in past and each not in to_come]
    return PersonPage(
        person=person,
        state=state_of(person),
        current=current,
        to_come=to_come,
        past=past,
        posts=list(person.post_holdings.select_related("post__agency", "post__group")),
        scrutineer=scrutineer_of(person, today),
    )


def people_table(user: User, today: date, filters: Filters) -> Table:
    """The people of a list as a table to download; with account states for those who manage them."""
    manages = may(user, Permission.MANAGE_PEOPLE) or may(user, Permission.MANAGE_ACCOUNTS)
    headers = ["Name", "Post", "E-mail address", "Memberships", "On what terms", "Terms as scrutineer", "Posts held"]
    headers += ["Account"] if manages else []
    held = PostHolding.objects.on(today).select_related("post")
    people = people_listed(user, today, filters)
    people = people.prefetch_related("scrutineer_appointments", Prefetch("post_holdings", held, to_attr="held_today"))
    rows: list[list[Cell]] = [
        [
            person.name,
            person.post_title,
            person.email,
            "; ".join(f"{each.role_label}, {each.seat}" for each in person.memberships_today),
            "\n".join(map(_membership, person.memberships_today)),
            "\n".join(map(_terms, person.scrutineer_appointments.all())),
            "\n".join(f"{each.post.title}, {_time(each.starts_on, each.ends_on)}" for each in person.held_today),
            *([str(state_of(person))] if manages else []),
        ]
        for person in people
    ]
    return headers, rows


def _membership(one: Membership) -> str:
    """From when on somebody is a member, for whom and in which capacity, on one line."""
    said = [one.role_label, _time(one.starts_on, one.ends_on), one.get_capacity_display() if one.capacity else ""]
    if one.representing:
        authority = "with authority to commission work" if one.has_authority else "authority not stated"
        said += [f"represents {one.representing}", authority]
    said += [f"gives the update of {one.speaks_for_chair_of}"] if one.speaks_for_chair_of else []
    return "; ".join(filter(None, said))


def _time(starts_on: date, ends_on: date | None) -> str:
    return f"from {date_words(starts_on)}" + (f" until {date_words(ends_on)}" if ends_on else "")


def _terms(one: ScrutineerAppointment) -> str:
    """The terms of an appointment on one line."""
    said = [one.scope]
    said += [f"Employed by {one.employer}"] if one.employer else []
    said += [f"Reports to {one.reports_to}"] if one.reports_to else []
    return f"{_time(one.starts_on, one.ends_on)}: {'. '.join(said)}"


def _with_second_factor(people: QuerySet[User]) -> QuerySet[User]:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    second = Authenticator.objects.filter(user=OuterRef("pk"), type__in=kinds)
    return people.annotate(has_second_factor=Exists(second))
