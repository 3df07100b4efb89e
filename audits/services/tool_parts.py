"""
The parts of a draft version: sections, standards, questions, what an agency is asked otherwise, grades (R111).

Every change takes the version first, so that two who work on it follow one another. What is changed or removed has to
be what its editor saw: otherwise nothing happens, and they are shown both.
"""

from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import Agency, Topic, User
from assurance.services import activity
from audits.models import QuestionVariant, ToolGrade, ToolQuestion, ToolSection, ToolStandard, ToolVersion
from audits.queries.tool_parts import Part, own_stamp_of, says_now, siblings_of, stamp_of, version_of
from audits.queries.tools import tool_content
from audits.rules.tool_problems import problems_of_draft
from audits.rules.tools import Purpose, QuestionKind
from audits.services.tool_writing import free_grade_slug
from audits.services.tools import lock_draft

Placed = TypeVar("Placed", ToolSection, ToolStandard, ToolQuestion, ToolGrade)
Kind = TypeVar("Kind", bound=Part)
CHANGED = "Somebody else changed this in the meantime. What it says now stands below; what you wrote is still here."
GROWN = "Somebody else changed it, or something below it, in the meantime. Look at it again before you take it away."
GONE = "Somebody else took this away in the meantime. Copy what you wrote before you leave the page."


class Way(StrEnum):
    """Which way a part is moved among its neighbours."""

    UP = "up"
    DOWN = "down"


@transaction.atomic
def add_section(*, version: ToolVersion, title: str, guidance: str, by: User, now: datetime) -> ToolSection:
    """A section at the end of a version. Raises ValidationError."""
    return _added(version, ToolSection(version=version, title=title, guidance=guidance), by, now)


@transaction.atomic
def add_standard(
    *, section: ToolSection, text: str, source: str, topic: Topic | None, by: User, now: datetime
) -> ToolStandard:
    """A standard at the end of a section. Raises ValidationError."""
    part = ToolStandard(section=section, text=text, source=source, topic=topic)
    return _added(version_of(section), part, by, now)


@transaction.atomic
def add_question(
    *,
    standard: ToolStandard,
    kind: QuestionKind,
    purpose: Purpose,
    text: str,
    guidance: str,
    needs_evidence: bool,
    is_required: bool,
    by: User,
    now: datetime,
) -> ToolQuestion:
    """A question at the end of a standard. Raises ValidationError."""
    part = ToolQuestion(
        standard=standard,
        kind=kind,
        purpose=purpose,
        text=text,
        guidance=guidance,
        needs_evidence=needs_evidence,
        is_required=is_required,
    )
    return _added(version_of(standard), part, by, now)


@transaction.atomic
def add_variant(
    *, question: ToolQuestion, agency: Agency, is_asked: bool, text: str, guidance: str, by: User, now: datetime
) -> QuestionVariant:
    """What one agency is asked instead. Raises ValidationError, also when it has other words already."""
    version = lock_draft(version_of(question), by)
    _still_there(question)
    if question.variants.filter(agency=agency).exists():
        raise ValidationError("This agency has its own words for the question already. Change those.")
    if is_asked and not text:
        raise ValidationError("Write what the agency is asked instead, or say that it is not asked.")
    part = QuestionVariant(question=question, agency=agency, is_asked=is_asked)
    part.text, part.guidance = (text, guidance) if is_asked else ("", "")
    part.save(force_insert=True)
    _kept(version, part, "add", by, now)
    return part


@transaction.atomic
def add_grade(
    *,
    version: ToolVersion,
    label: str,
    meaning: str,
    meets: bool,
    is_neutral: bool,
    needs_route: bool,
    by: User,
    now: datetime,
) -> ToolGrade:
    """A grade at the end of the scale. Raises ValidationError."""
    slug = free_grade_slug(label, version.grades.values_list("slug", flat=True))
    part = ToolGrade(version=version, slug=slug, label=label, meaning=meaning)
    part.meets, part.is_neutral, part.needs_route = meets, is_neutral, needs_route
    return _added(version, part, by, now)


@transaction.atomic
def change_part(*, part: Part, seen: str, by: User, now: datetime, is_another: bool = False, **values: object) -> None:
    """
    Change what a part says, if it still says what was `seen`; under another section or standard it goes to the end.

    A standard that `is_another` from now on gets an identity of its own: no re-audit compares it with the one before.
    Raises ValidationError, after a conflict with the code "conflict" and what it says now in `params`.
    """
    version = lock_draft(version_of(part), by)
    fresh = _still_there(part)
    if own_stamp_of(fresh) != seen:
        raise ValidationError(CHANGED, code="conflict", params={"seen": own_stamp_of(fresh), "now": says_now(fresh)})
    _put(fresh, values)
    if is_another and isinstance(fresh, ToolStandard):
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
    detail = {"part": type(fresh).__name__, "key": str(fresh.pk)}
    fresh.delete()
    activity.record(actor=by, action="tool.remove", subject=version, detail=detail, now=now)


def _added(version: ToolVersion, part: Placed, by: User, now: datetime) -> Placed:
    locked = lock_draft(version, by)
    if not isinstance(part, ToolSection | ToolGrade):
        _still_there(part.section if isinstance(part, ToolStandard) else part.standard)
    last = siblings_of(part).last()
    part.position = last.position + 1 if last else 1
    part.save(force_insert=True)
    _kept(locked, part, "add", by, now)
    return part


def _still_there(part: Kind) -> Kind:
    """The part as it is now. Raises ValidationError when somebody took it away."""
    fresh = type(part)._default_manager.filter(pk=part.pk).first()
    if fresh is None:
        raise ValidationError(GONE)
    return fresh


def _put(part: Part, values: dict[str, object]) -> None:
    above = {ToolStandard: "section", ToolQuestion: "standard"}.get(type(part), "")
    if above in values and values[above].pk != getattr(part, f"{above}_id"):
        if version_of(values[above]).pk != version_of(part).pk:
            raise ValidationError("Choose a place in the same version.")
        setattr(part, above, values[above])
        last = siblings_of(part).last()
        part.position = last.position + 1 if last else 1
    for name, value in values.items():
        setattr(part, name, value)
    if isinstance(part, QuestionVariant):
        if part.is_asked and not part.text:
            raise ValidationError("Write what the agency is asked instead, or say that it is not asked.")
        part.text, part.guidance = (part.text, part.guidance) if part.is_asked else ("", "")


def _kept(version: ToolVersion, part: Part, step: str, by: User, now: datetime) -> None:
    """Say what was done to a part. Raises ValidationError, so that nothing is done, where the version cannot be so."""
    if problems := problems_of_draft(tool_content(version)):
        raise ValidationError(problems)
    detail = {"part": type(part).__name__, "key": str(part.pk)}
    activity.record(actor=by, action=f"tool.{step}", subject=version, detail=detail, now=now)
