"""The pages of frameworks: the list with every version, one version with what can be done to each part of it."""

from dataclasses import dataclass

from django.db.models import Prefetch

from assurance.models import User
from assurance.permissions import may
from assurance.rules.roles import Permission
from scrutiny.models import Framework, FrameworkVersion
from scrutiny.queries.frameworks import framework_words, keeps_frameworks, versions_visible_to
from scrutiny.rules.framework_content import FrameworkWords, QuestionWords, StepWords, problems_of_framework
from scrutiny.rules.frameworks import AREA_WORDS, RATING_WORDS, Area, Rating, VersionState

IS_READY = "It is ready for use already, and nothing of it changes any more."


@dataclass(frozen=True)
class FrameworkRow:
    """A framework with its versions, the newest first; `may_begin` whether `user` may begin another one."""

    framework: Framework
    versions: tuple[FrameworkVersion, ...]
    may_begin: bool

    @property
    def cited(self) -> tuple[str, ...]:
        """How its versions are cited, each way once."""
        return tuple(dict.fromkeys(version.cited for version in self.versions))


@dataclass(frozen=True)
class VersionPage:
    """
    One version with all it asks.

    `ratings` are the answers with what each means, `problems` what still keeps an assessment from being made with it.
    """

    words: FrameworkWords
    ratings: tuple[tuple[Rating, str, str], ...]
    problems: tuple[str, ...]
    may_edit: bool
    manages: bool
    may_begin: bool

    @property
    def steps(self) -> list[tuple[StepWords, list[tuple[QuestionWords, str]]]]:
        """The steps, each with its questions and what each of them covers in words."""
        return [(step, [(one, _covers(one)) for one in step.questions]) for step in self.words.steps]


def framework_list(user: User) -> list[FrameworkRow]:
    """Every framework `user` reads, those in use first: two queries."""
    versions = versions_visible_to(user).order_by("-number")
    found = Framework.objects.filter(versions__in=versions).distinct().order_by("-is_current", "title")
    manages = may(user, Permission.MANAGE_SCRUTINY)
    return [
        FrameworkRow(one, rows, manages and all(version.is_frozen for version in rows))
        for one in found.prefetch_related(Prefetch("versions", versions))
        for rows in [tuple(one.versions.all())]
    ]


def framework_visible_to(user: User, slug: str) -> Framework | None:
    """The framework with this short name, or None."""
    return Framework.objects.filter(slug=slug, versions__in=versions_visible_to(user)).distinct().first()


def version_visible_to(user: User, pk: object) -> FrameworkVersion | None:
    """The version with this key, or None."""
    return versions_visible_to(user).filter(pk=pk).first()


def version_page(version: FrameworkVersion, user: User) -> VersionPage:
    """All there is to see of a version."""
    words = framework_words(version)
    meanings = {Rating.GREEN: words.green, Rating.AMBER: words.amber, Rating.RED: words.red}
    manages = may(user, Permission.MANAGE_SCRUTINY)
    can_be_changed = version.framework.versions.filter(state=VersionState.DRAFT).exists()
    return VersionPage(
        words=words,
        ratings=tuple((rating, RATING_WORDS[rating], meaning) for rating, meaning in meanings.items()),
        problems=tuple(problems_of_framework(words)),
        may_edit=keeps_frameworks(user) and not version.is_frozen,
        manages=manages,
        may_begin=manages and not can_be_changed,
    )


def why_not_ready(version: FrameworkVersion) -> str:
    """Why nobody can say that a version is ready for use, in sentences; blank when somebody can."""
    return IS_READY if version.is_frozen else " ".join(problems_of_framework(framework_words(version)))


def _covers(question: QuestionWords) -> str:
    return "; ".join(AREA_WORDS[Area(area)] for area in question.covers)
