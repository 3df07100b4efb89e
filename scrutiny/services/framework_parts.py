"""
The parts of a version that can be changed: steps, rated questions, context questions (R128).

Every change takes the version first, so that two who work on it follow one another. What is changed or removed has to
be what its editor saw: otherwise nothing happens, and they are shown both. After every change the version is compared
with the first one, so that it says by itself that it is adapted.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from assurance.models import User
from assurance.permissions import refusal
from assurance.rules.roles import Permission
from assurance.services import activity
from scrutiny.models import ContextQuestion, FrameworkQuestion, FrameworkStep, FrameworkVersion
from scrutiny.queries.framework_parts import NOUNS, Part, own_stamp_of, says_now, siblings_of, stamp_of, version_of
from scrutiny.queries.frameworks import framework_words, keeps_frameworks
from scrutiny.rules.framework_content import is_adapted_from, problems_of_draft

Kind = TypeVar("Kind", FrameworkStep, FrameworkQuestion, ContextQuestion)
FROZEN = "Nothing of this version changes any more. Begin a new version, and change that."
CHANGED = "Somebody else changed this in the meantime. What it says now stands below; what you wrote is still here."
GROWN = "Somebody else changed it, or something below it, in the meantime. Look at it again before you take it away."
GONE = "Somebody else took this away in the meantime. Copy what you wrote before you leave the page."
ELSEWHERE = "Choose a step of the same version."


class Way(StrEnum):
    """Which way a part is moved among its neighbours."""

    UP = "up"
    DOWN = "down"


@transaction.atomic
def add_step(*, version: FrameworkVersion, title: str, by: User, now: datetime) -> FrameworkStep:
    """A step at the end of a version. Raises ValidationError."""
    return _added(version, FrameworkStep(version=version, title=title), by, now)


@transaction.atomic
def add_question(
    *, step: FrameworkStep, text: str, covers: Sequence[str], by: User, now: datetime
) -> FrameworkQuestion:
    """A question at the end of a step. Raises ValidationError."""
    part = FrameworkQuestion(step=step, text=text, covers=sorted(covers))
    return _added(version_of(step), part, by, now)


@transaction.atomic
def add_context_question(*, version: FrameworkVersion, text: str, by: User, now: datetime) -> ContextQuestion:
    """A context question after the others. Raises ValidationError."""
    return _added(version, ContextQuestion(version=version, text=text), by, now)


@transaction.atomic
def change_part(*, part: Part, seen: str, by: User, now: datetime, is_another: bool = False, **values: object) -> None:
    """
    Change what a part says, if it still says what was `seen`; in another step a question goes to the end.

    One that `is_another` from now on gets an identity of its own: its ratings are not compared with those before.
    Raises ValidationError, after a conflict with the code "conflict" and what it says now in `params`.
    """
    version = lock_draft(version_of(part), by)
    fresh = _still_there(part)
    if own_stamp_of(fresh) != seen:
        raise ValidationError(CHANGED, code="conflict", params={"seen": own_stamp_of(fresh), "now": says_now(fresh)})
    _put(fresh, values)
    if is_another:
        fresh.identity = uuid4()
    fresh.save()
    _kept(version, fresh, "change", by, now)


@transaction.atomic
def move_part(*, part: Part, way: Way, by: User, now: datetime) -> None:
    """Put a part one place up or down among its neighbours; at the end of them it stays where it is."""
    version = lock_draft(version_of(part), by)
    order = list(siblings_of(_still_there(part)))
    place = [one.pk for one in order].index(part.pk)
    other = place + (-1 if way == Way.UP else 1)
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, one in enumerate(order, start=1):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])
    _kept(version, part, "move", by, now)


@transaction.atomic
def remove_part(*, part: Part, seen: str, by: User, now: datetime) -> None:
    """Take a part away with all below it, if all of that still says what was `seen`. Raises ValidationError."""
    version = lock_draft(version_of(part), by)
    fresh = _still_there(part)
    if stamp_of(fresh) != seen:
        raise ValidationError(GROWN, code="conflict", params={"seen": stamp_of(fresh)})
    pk = fresh.pk
    fresh.delete()
    fresh.pk = pk
    _kept(version, fresh, "remove", by, now)


def lock_draft(version: FrameworkVersion, by: User) -> FrameworkVersion:
    """The version, held until the transaction ends. Raises PermissionDenied, or ValidationError when it is frozen."""
    if not keeps_frameworks(by):
        raise PermissionDenied(refusal(Permission.MANAGE_SCRUTINY))
    found = FrameworkVersion.objects.select_for_update(of=("self",)).select_related("framework")
    locked = found.filter(pk=version.pk).first()
    if locked is None:
        raise ValidationError("Somebody else took this version away in the meantime.")
    if locked.is_frozen:
        raise ValidationError(FROZEN)
    return locked


def _added(version: FrameworkVersion, part: Kind, by: User, now: datetime) -> Kind:
    locked = lock_draft(version, by)
    if isinstance(part, FrameworkQuestion):
        _still_there(part.step)
    last = siblings_of(part).last()
    part.position = last.position + 1 if last else 1
    part.save(force_insert=True)
    _kept(locked, part, "add", by, now)
    return part


def _still_there(part: Kind) -> Kind:
    """The part as it is now. Raises ValidationError when somebody took it away."""
    fresh: Kind | None = type(part)._default_manager.filter(pk=part.pk).first()
    if fresh is None:
        raise ValidationError(GONE)
    return fresh


def _put(part: Part, values: dict[str, object]) -> None:
    step = values.get("step")
    if isinstance(part, FrameworkQuestion) and isinstance(step, FrameworkStep) and step.pk != part.step_id:
        if step.version_id != part.step.version_id:
            raise ValidationError(ELSEWHERE)
        part.step = step
        last = siblings_of(part).last()
        part.position = last.position + 1 if last else 1
    for name, value in values.items():
        setattr(part, name, sorted(value) if isinstance(value, list) else value)


def _kept(version: FrameworkVersion, part: Part, what: str, by: User, now: datetime) -> None:
    """
    Say what was done to a part, and whether the version is adapted now.

    Raises ValidationError, so that nothing is done, where the version cannot be so.
    """
    words = framework_words(version)
    if problems := problems_of_draft(words):
        raise ValidationError(problems)
    first = version.framework.versions.get(number=1)
    first.framework = version.framework
    is_adapted = is_adapted_from(words, framework_words(first))
    FrameworkVersion.objects.filter(pk=version.pk).update(is_adapted=is_adapted)
    detail = {"part": NOUNS[type(part)], "key": str(part.pk)}
    activity.record(actor=by, action=f"framework.{what}_part", subject=version, detail=detail, now=now)
