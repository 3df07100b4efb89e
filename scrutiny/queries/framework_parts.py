"""The parts of a version one by one: which one an address names, what it says, and a stamp of that (trust.md 7)."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from django.db.models import Model, QuerySet

from assurance.models import User
from assurance.rules.canonical import canonical_json, sha256_of
from scrutiny.models import ContextQuestion, FrameworkQuestion, FrameworkStep, FrameworkVersion
from scrutiny.queries.frameworks import framework_words, versions_visible_to
from scrutiny.rules.frameworks import AREA_WORDS, Area

Part = FrameworkStep | FrameworkQuestion | ContextQuestion

BY_NOUN: MappingProxyType[str, type[Model]] = MappingProxyType(
    {"step": FrameworkStep, "question": FrameworkQuestion, "context": ContextQuestion}
)
NOUNS = MappingProxyType({model: noun for noun, model in BY_NOUN.items()})
# The way from a part to its version.
TO_VERSION = MappingProxyType({"step": "version", "question": "step__version", "context": "version"})


def part_visible_to(user: User, noun: str, pk: object) -> Part | None:
    """The part of a framework with this key, if `user` reads its version; None when there is none."""
    path = TO_VERSION[noun]
    found: QuerySet[Any] = BY_NOUN[noun]._default_manager.filter(**{f"{path}__in": versions_visible_to(user)})
    part: Part | None = found.select_related(f"{path}__framework").filter(pk=pk).first()
    return part


def version_of(part: Part) -> FrameworkVersion:
    """The version a part belongs to."""
    version: FrameworkVersion = part.step.version if isinstance(part, FrameworkQuestion) else part.version
    return version


def siblings_of(part: Part) -> QuerySet[Any]:
    """The parts it stands among, itself included, in their order."""
    above = {"step": part.step_id} if isinstance(part, FrameworkQuestion) else {"version": part.version_id}
    return type(part)._default_manager.filter(**above).order_by("position", "pk")


def own_stamp_of(part: Part) -> str:
    """What stands for what a part says and where: another for any other words, whatever is below it."""
    return sha256_of(canonical_json(_own(part)))


def stamp_of(part: Part) -> str:
    """The same of the part with all that stands below it."""
    return sha256_of(canonical_json(list(_said(part))))


def stamp_of_version(version: FrameworkVersion) -> str:
    """What stands for all a version asks, in its order."""
    words = framework_words(version)
    return sha256_of(canonical_json([repr(one) for one in (*words.steps, *words.context)]))


def says_now(part: Part) -> list[tuple[str, str]]:
    """What a part says, line by line: the words of its form, and the value in words."""
    if isinstance(part, FrameworkStep):
        return [("The step", part.title)]
    if isinstance(part, ContextQuestion):
        return [("The question", part.text)]
    covers = ", ".join(AREA_WORDS[Area(area)] for area in part.covers)
    return [("The question", part.text), ("What it covers", covers or "Nothing named"), ("Step", str(part.step))]


def fields_of(part: Part) -> dict[str, object]:
    """What a part says, by the names of its form’s fields."""
    if isinstance(part, FrameworkStep):
        return {"title": part.title}
    if isinstance(part, ContextQuestion):
        return {"text": part.text}
    return {"text": part.text, "covers": part.covers, "step": part.step_id}


def goes_with(part: Part) -> list[str]:
    """What is taken away with a part, itself first, in words."""
    below = part.questions.all() if isinstance(part, FrameworkStep) else []
    return [str(part), *map(str, below)]


def steps_of(version: FrameworkVersion) -> QuerySet[FrameworkStep]:
    """The steps of a version, in its order."""
    return version.steps.order_by("position", "pk")


def _own(part: Part) -> list[str]:
    return [str(part.pk), *(str(value) for value in fields_of(part).values())]


def _said(part: Part) -> Iterator[list[str]]:
    yield _own(part)
    if isinstance(part, FrameworkStep):
        yield from (_own(one) for one in part.questions.all())
