"""
Who may do what, on what: the only door to django-guardian.

Grants lie on agencies and groups alone and are derived from dated memberships by `sync_grants`. The partnership as a
whole is the one group of level `partnership`. A person's grants are read once a request and kept on the user object.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache, wraps
from typing import Any

from django.contrib.auth.models import Permission as PermissionRow
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from guardian.models import UserObjectPermission

from assurance.models import Agency, Membership, PartnershipGroup, User
from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.roles import ROLES, Permission, Reach, Role, sits_on, whom_to_ask

Seat = Agency | PartnershipGroup
Rights = frozenset[tuple[str, str, int | None]]
CODENAMES = {
    model._meta.model_name: {codename for codename, _ in model._meta.permissions}
    for model in (Agency, PartnershipGroup)
}
View = Callable[..., Any]

# Every page asks this. Django takes five times as long to write such a statement as the database to answer it.
GRANTS_AND_ROOT = """
    SELECT permission.codename, kind.model, held.object_pk,
        (SELECT MIN(id) FROM assurance_partnershipgroup WHERE level = %s) AS root
    FROM guardian_userobjectpermission held
    JOIN auth_permission permission ON permission.id = held.permission_id
    JOIN django_content_type kind ON kind.id = held.content_type_id
    WHERE held.user_id = %s
"""


def may(user: User, permission: Permission, on: Seat | None = None) -> bool:
    """Whether `user` holds `permission` on an agency or group, or (without `on`) on the partnership as a whole."""
    if on is None:
        return (permission, "partnership", None) in _grants(user)
    return may_on(user, permission, on._meta.model_name, on.pk)


def may_on(user: User, permission: Permission, model: str, pk: int) -> bool:
    """The same of the agency ("agency") or group ("partnershipgroup") with this key, without loading it."""
    return (permission, model, pk) in _grants(user)


def may_somewhere(user: User, *permissions: Permission) -> bool:
    """Whether `user` holds any of `permissions` on any agency, group or the partnership."""
    return any(held in permissions for held, _, _ in _grants(user))


def rights_of(user: User) -> Rights:
    """Every permission `user` holds, each with the kind and key of its agency or group: alike for people alike."""
    return _grants(user)


@lru_cache(maxsize=256)
def stamp_of(rights: Rights) -> str:
    """A hash of rights: the same for the same ones in whatever order, another for any others."""
    return sha256_of(canonical_json(sorted((held, kind, pk or 0) for held, kind, pk in rights)))


def demand(user: User, permission: Permission, on: Seat | None = None) -> None:
    """Raise PermissionDenied, with a sentence saying whom to ask, unless `user` holds `permission`."""
    if not may(user, permission, on):
        raise PermissionDenied(refusal(permission))


def refusal(permission: Permission) -> str:
    """What a person reads who may not do this."""
    return f"You do not have the right to do this. If you need it for your work, ask {whom_to_ask(permission)}."


def agencies_where(user: User, permission: Permission) -> QuerySet[Agency]:
    """The agencies on which `user` holds `permission`."""
    return Agency.objects.filter(pk__in=_seats(user, permission, "agency"))


def groups_where(user: User, permission: Permission) -> QuerySet[PartnershipGroup]:
    """The groups on which `user` holds `permission`."""
    return PartnershipGroup.objects.filter(pk__in=_seats(user, permission, "partnershipgroup"))


def people_who_may(permission: Permission, on: Seat | None = None) -> QuerySet[User]:
    """The active people holding `permission` on an agency, a group or (without `on`) the partnership."""
    seat = on or PartnershipGroup.objects.filter(level=PartnershipGroup.Level.PARTNERSHIP).first()
    if seat is None:
        return User.objects.none()
    held = UserObjectPermission.objects.filter(
        content_type=ContentType.objects.get_for_model(seat), object_pk=str(seat.pk), permission__codename=permission
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def least_reader(permission: Permission, *groups: PartnershipGroup) -> User:
    """
    Nobody in particular: who may do only what everybody may who holds `permission` on one of these groups by a role.

    What is made to be read by all of them is made of what this reader may know. Never saved.
    """
    root = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    seats = _seats_of_all_times()
    readers = []
    for role, rule in ROLES.items():
        own = [group.pk for group in groups if sits_on(role, slug=group.slug, level=group.level)]
        if (permission, Reach.EVERYWHERE) in rule.may or (own and (permission, Reach.OWN) in rule.may):
            readers.append(_rights_by(rule.may, own, root, seats))
    reader = User(pk=0)
    reader.__dict__["_grants_held"] = frozenset.intersection(*readers)
    return reader


def _rights_by(
    may_do: frozenset[tuple[Permission, Reach]], own: list[int], root: PartnershipGroup, seats: list[tuple[str, int]]
) -> Rights:
    held: set[tuple[str, str, int | None]] = set()
    for permission, reach in may_do:
        if reach == Reach.PARTNERSHIP:
            held |= {(permission, "partnershipgroup", root.pk), (permission, "partnership", None)}
        elif reach == Reach.EVERYWHERE:
            held |= {(permission, model, pk) for model, pk in seats if permission in CODENAMES[model]}
        elif reach == Reach.OWN:
            held |= {(permission, "partnershipgroup", pk) for pk in own}
    return frozenset(held)


def requires(permission: Permission) -> Callable[[View], View]:
    """A view for those who hold `permission` on the partnership; others get 403 with a sentence."""
    return _declared(lambda user: may(user, permission), permission)


def requires_somewhere(*permissions: Permission) -> Callable[[View], View]:
    """A view for those who hold any of `permissions` on any agency or group; the view then scopes what it shows."""
    return _declared(lambda user: may_somewhere(user, *permissions), *permissions)


def open_to_signed_in(view: View) -> View:
    """A view for everybody who has signed in."""
    return _declared(lambda user: user.is_authenticated)(view)


def open_to_all(view: View) -> View:
    """A view that needs no account: signing in, health checks."""

    @wraps(view)
    def checked(request: Any, *args: Any, **kwargs: Any) -> Any:
        return view(request, *args, **kwargs)

    checked.login_required = False  # type: ignore[attr-defined]
    checked.declared_permissions = "all"  # type: ignore[attr-defined]
    return checked


def _declared(holds: Callable[[User], bool], *permissions: Permission) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: Any, *args: Any, **kwargs: Any) -> Any:
            if not holds(request.user):
                raise PermissionDenied(refusal(permissions[0]))
            return view(request, *args, **kwargs)

        checked.declared_permissions = permissions or "signed in"  # type: ignore[attr-defined]
        return checked

    return decorate


@transaction.atomic
def sync_grants(person: User, *, today: date) -> None:
    """Make the grants of `person` those of the memberships that hold today. Call it wherever a membership changes."""
    wanted = set(_wanted_grants(person, today)) if person.is_active else set()
    held = {
        (grant.content_type.model, int(grant.object_pk), grant.permission.codename): grant
        for grant in UserObjectPermission.objects.filter(user=person).select_related("content_type", "permission")
    }
    UserObjectPermission.objects.filter(pk__in=[held[key].pk for key in held.keys() - wanted]).delete()
    # In one statement: one by one, as guardian's own manager does it, they are most of what loading a database takes.
    UserObjectPermission.objects.bulk_create(_new_grants(person, wanted - held.keys()), ignore_conflicts=True)
    User.objects.filter(pk=person.pk).update(grants_synced_on=today)
    person.grants_synced_on = today
    person.__dict__.pop("_grants_held", None)


def sync_everyone(*, today: date) -> None:
    """The same for everybody: call it when an agency or group comes or goes, for some roles reach every one of them."""
    for person in User.objects.filter(memberships__isnull=False).distinct():
        sync_grants(person, today=today)


def refresh_everyone(*, today: date) -> None:
    """Bring everybody's grants up to date whose are not of today: memberships begin and end while people are away."""
    for person in User.objects.filter(memberships__isnull=False).exclude(grants_synced_on=today).distinct():
        sync_grants(person, today=today)


def refresh_grants(person: User, *, today: date) -> None:
    """Bring the grants of `person` up to date once a day, so that access ends with the day a membership ends."""
    if person.grants_synced_on != today:
        sync_grants(person, today=today)


def _wanted_grants(person: User, today: date) -> Iterator[tuple[str, int, str]]:
    agencies = set(Agency.objects.on(today).values_list("pk", flat=True))
    groups = set(PartnershipGroup.objects.on(today).values_list("pk", flat=True))
    partnership = PartnershipGroup.objects.filter(level=PartnershipGroup.Level.PARTNERSHIP).values_list("pk", flat=True)
    everywhere = _seats_of_all_times()
    for membership in Membership.objects.filter(person=person).on(today):
        for permission, reach in ROLES[Role(membership.role)].may:
            if reach == Reach.PARTNERSHIP:
                yield from (("partnershipgroup", pk, permission) for pk in partnership)
            elif reach == Reach.EVERYWHERE:
                yield from ((model, pk, permission) for model, pk in everywhere if permission in CODENAMES[model])
            elif reach == Reach.REPRESENTED:
                if membership.has_authority and membership.representing_id in agencies:
                    yield "agency", membership.representing_id, permission
            elif membership.agency_id in agencies:
                yield "agency", membership.agency_id, permission
            elif membership.group_id in groups:
                yield "partnershipgroup", membership.group_id, permission


def _new_grants(person: User, missing: set[tuple[str, int, str]]) -> list[UserObjectPermission]:
    if not missing:
        return []
    kinds = ContentType.objects.get_for_models(Agency, PartnershipGroup).values()
    permissions = {
        (permission.content_type_id, permission.codename): permission
        for permission in PermissionRow.objects.filter(content_type__in=kinds)
    }
    kind_of = {kind.model: kind for kind in kinds}
    return [
        UserObjectPermission(
            user=person,
            permission=permissions[kind_of[model].pk, codename],
            content_type=kind_of[model],
            object_pk=str(pk),
        )
        for model, pk, codename in sorted(missing)
    ]


def _seats_of_all_times() -> list[tuple[str, int]]:
    """Former agencies and groups too: what they signed stays to be read by those who read everywhere (R5)."""
    agencies = [("agency", pk) for pk in Agency.objects.values_list("pk", flat=True)]
    return agencies + [("partnershipgroup", pk) for pk in PartnershipGroup.objects.values_list("pk", flat=True)]


def _grants(user: User) -> Rights:
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if "_grants_held" not in user.__dict__:
        user.__dict__["_grants_held"] = _read_grants(user)
    held: Rights = user.__dict__["_grants_held"]
    return held


def _read_grants(user: User) -> Rights:
    with connection.cursor() as cursor:
        cursor.execute(GRANTS_AND_ROOT, [PartnershipGroup.Level.PARTNERSHIP, user.pk])
        return _rights_in(tuple(cursor.fetchall()))


@lru_cache(maxsize=256)
def _rights_in(rows: tuple[tuple[str, str, str, int | None], ...]) -> Rights:
    """The rights that rows of grants say; people alike get the very same object, under which pages are kept."""
    return frozenset(_each_right(rows))


def _each_right(rows: tuple[tuple[str, str, str, int | None], ...]) -> Iterator[tuple[str, str, int | None]]:
    for codename, model, object_pk, root in rows:
        pk = int(object_pk)
        yield codename, model, pk
        if model == "partnershipgroup" and pk == root:
            yield codename, "partnership", None


def _seats(user: User, permission: Permission, model: str) -> list[int]:
    return [pk for held, kind, pk in _grants(user) if held == permission and kind == model and pk is not None]
