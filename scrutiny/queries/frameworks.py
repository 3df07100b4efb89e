"""Reading frameworks: which versions there are, and what one holds (R117, R128)."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from assurance.models import User
from assurance.permissions import may, may_somewhere
from assurance.rules.roles import Permission
from scrutiny.models import Framework, FrameworkQuestion, FrameworkStep, FrameworkVersion
from scrutiny.rules.framework_content import ContextWords, FrameworkWords, QuestionWords, StepWords
from scrutiny.rules.frameworks import VersionState

READERS = (Permission.READ_ASSURANCE, Permission.MANAGE_SCRUTINY, Permission.SCRUTINISE, Permission.SELF_ASSESS)


def versions_visible_to(user: User) -> QuerySet[FrameworkVersion]:
    """Every version of every framework, newest first in each: frameworks are no secret to who works with them."""
    found = FrameworkVersion.objects.select_related("framework", "created_by", "copied_from__framework")
    return found if may_somewhere(user, *READERS) else found.none()


def versions_edited_by(user: User) -> QuerySet[FrameworkVersion]:
    """The draft versions `user` may change: those who manage scrutiny, and the scrutineers."""
    found = versions_visible_to(user).filter(state=VersionState.DRAFT)
    return found if keeps_frameworks(user) else found.none()


def keeps_frameworks(user: User) -> bool:
    """Whether `user` changes the steps and questions of versions that can be changed, and answers on the context."""
    return may(user, Permission.MANAGE_SCRUTINY) or may(user, Permission.SCRUTINISE)


def framework_words(version: FrameworkVersion) -> FrameworkWords:
    """All a version holds, in the order of its pages, with its numbers: three queries, however long it is."""
    framework = version.framework
    return FrameworkWords(
        slug=framework.slug,
        title=framework.title,
        reference=framework.reference,
        green=framework.green,
        amber=framework.amber,
        red=framework.red,
        any_response=framework.any_response,
        steps=steps_of([version])[version.pk],
        context=tuple(
            ContextWords(one.text, one.identity, one.pk) for one in version.context_questions.order_by("position", "pk")
        ),
    )


def steps_of(versions: Collection[FrameworkVersion]) -> dict[UUID, tuple[StepWords, ...]]:
    """The steps of several versions by the version's key, in order and numbered: two queries, however many."""
    ordered = Prefetch("questions", FrameworkQuestion.objects.order_by("position", "pk"))
    found: dict[UUID, list[StepWords]] = {version.pk: [] for version in versions}
    for step in FrameworkStep.objects.filter(version__in=found).order_by("position", "pk").prefetch_related(ordered):
        number = len(found[step.version_id]) + 1
        questions = tuple(
            QuestionWords(one.text, tuple(one.covers), one.identity, f"{number}.{place}", one.pk)
            for place, one in enumerate(step.questions.all(), start=1)
        )
        found[step.version_id].append(StepWords(step.title, questions, step.identity, number, step.pk))
    return {key: tuple(steps) for key, steps in found.items()}


def latest_version(slug: str) -> FrameworkVersion | None:
    """The newest version of a framework, or None."""
    return FrameworkVersion.objects.filter(framework__slug=slug).select_related("framework").first()


def framework_known(slug: str) -> bool:
    """Whether a framework with this slug is there."""
    return Framework.objects.filter(slug=slug).exists()
