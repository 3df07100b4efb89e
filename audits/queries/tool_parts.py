"""The parts of a version one by one: which one an address names, what it says, and a stamp of that (trust.md 7)."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from django.db.models import Model, QuerySet

from assurance.models import Agency, Topic, User
from assurance.rules.canonical import canonical_json, sha256_of
from audits.models import QuestionVariant, ToolGrade, ToolQuestion, ToolSection, ToolStandard, ToolVersion
from audits.queries.tools import versions_visible_to

Part = ToolSection | ToolStandard | ToolQuestion | QuestionVariant | ToolGrade

# What each says, in the words of its form.
WORDS: MappingProxyType[type[Model], dict[str, str]] = MappingProxyType(
    {
        ToolSection: {"title": "Title", "guidance": "About the section"},
        ToolStandard: {
            "text": "The standard",
            "source": "Where it is laid down",
            "topic": "Theme",
            "section": "Section",
        },
        ToolQuestion: {
            "text": "The question",
            "kind": "Answered with",
            "purpose": "Asks for",
            "guidance": "Guidance",
            "needs_evidence": "Evidence has to be given",
            "is_required": "It has to be answered",
            "standard": "Standard",
        },
        QuestionVariant: {"is_asked": "The agency is asked this", "text": "Its own words", "guidance": "Its guidance"},
        ToolGrade: {
            "label": "Grade",
            "meaning": "Meaning",
            "meets": "A standard so graded is met",
            "is_neutral": "It says nothing about practice",
            "needs_route": "The child’s team is told",
        },
    }
)
# The way from a part to its version, and to the parts below it.
TO_VERSION = MappingProxyType(
    {
        ToolSection: "version",
        ToolStandard: "section__version",
        ToolQuestion: "standard__section__version",
        QuestionVariant: "question__standard__section__version",
        ToolGrade: "version",
    }
)
BELOW = MappingProxyType({ToolSection: "standards", ToolStandard: "questions", ToolQuestion: "variants"})
ABOVE = MappingProxyType(
    {
        ToolSection: "version",
        ToolStandard: "section",
        ToolQuestion: "standard",
        QuestionVariant: "question",
        ToolGrade: "version",
    }
)
BY_NOUN: MappingProxyType[str, type[Model]] = MappingProxyType(
    {
        "section": ToolSection,
        "standard": ToolStandard,
        "question": ToolQuestion,
        "variant": QuestionVariant,
        "grade": ToolGrade,
    }
)


NOUN_OF = MappingProxyType(
    {
        ToolSection: "section",
        ToolStandard: "standard",
        ToolQuestion: "question",
        QuestionVariant: "agency’s own words",
        ToolGrade: "grade",
    }
)
ALSO = MappingProxyType({"standard": ("topic",), "variant": ("agency",)})


def part_visible_to(user: User, noun: str, pk: object) -> Part | None:
    """The part of a tool with this key, if `user` reads its version; None when there is none."""
    model = BY_NOUN[noun]
    path = TO_VERSION[model]
    related = [
        f"{path}__tool",
        *(["topic"] if model is ToolStandard else []),
        *(["agency"] if noun == "variant" else []),
    ]
    found: QuerySet[Any] = model._default_manager.filter(**{f"{path}__in": versions_visible_to(user)})
    part: Part | None = found.select_related(*related).filter(pk=pk).first()
    return part


def version_of(part: Part) -> ToolVersion:
    """The version a part belongs to."""
    found: Any = part
    for name in TO_VERSION[type(part)].split("__"):
        found = getattr(found, name)
    version: ToolVersion = found
    return version


def siblings_of(part: Part) -> QuerySet[Any]:
    """The parts it stands among, itself included, in their order."""
    above = ABOVE[type(part)]
    return type(part)._default_manager.filter(**{above: getattr(part, f"{above}_id")}).order_by("position", "pk")


def stamp_of(part: Part) -> str:
    """What stands for what a part says, where it stands and what stands below it: another for any other words."""
    return sha256_of(canonical_json(list(_said(part))))


def own_stamp_of(part: Part) -> str:
    """The same of the part alone, whatever is below it."""
    return sha256_of(canonical_json(_own(part)))


def says_now(part: Part) -> list[tuple[str, str]]:
    """What a part says, line by line: the words of the form, and the value in words."""
    return [(label, _in_words(part, name)) for name, label in WORDS[type(part)].items()]


def _own(part: Part) -> list[str]:
    return [str(part.pk), *(str(getattr(part, type(part)._meta.get_field(name).attname)) for name in WORDS[type(part)])]


def _said(part: Part) -> Iterator[list[str]]:
    yield _own(part)
    if type(part) in BELOW:
        for below in getattr(part, BELOW[type(part)]).all():
            yield from _said(below)


def _in_words(part: Part, name: str) -> str:
    if hasattr(part, f"get_{name}_display"):
        return str(getattr(part, f"get_{name}_display")())
    value = getattr(part, name)
    return ("Yes" if value else "No") if isinstance(value, bool) else str(value or "Nothing")


def fields_of(part: Part) -> dict[str, object]:
    """What a part says, by the names of its form's fields."""
    return {name: getattr(part, name) for name in WORDS[type(part)]}


def anchor_of(part: Part) -> str:
    """Where the part stands on its version's page."""
    return "#grades" if isinstance(part, ToolGrade) else f"#part-{anchored(part).pk}"


def anchor_above(part: Part) -> str:
    """Where what is above the part stands on its version's page."""
    if isinstance(part, ToolGrade):
        return "#grades"
    return "" if isinstance(part, ToolSection) else f"#part-{getattr(part, ABOVE[type(part)]).pk}"


def anchored(part: Part) -> Part:
    """The part itself; of an agency's own words, their question."""
    return part.question if isinstance(part, QuestionVariant) else part


def goes_with(part: Part) -> list[str]:
    """What is taken away with a part, itself first, in words."""
    own = f"{part.agency}: {part.text or 'not asked'}" if isinstance(part, QuestionVariant) else str(part)
    below = getattr(part, BELOW[type(part)]).all() if type(part) in BELOW else []
    return [own, *(words for each in below for words in goes_with(each))]


def standards_of(version: ToolVersion) -> QuerySet[ToolStandard]:
    """The standards of a version, in its order."""
    return ToolStandard.objects.filter(section__version=version).order_by("section__position", "position")


def agencies_without_words(question: ToolQuestion, agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    """Those of the agencies that are asked a question in its common words."""
    return agencies.exclude(pk__in=question.variants.values("agency"))


def topics_with(standard: ToolStandard, topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """The themes offered, and the one a standard has already."""
    return topics | Topic.objects.filter(pk=standard.topic_id)
