"""The questions on the context of scrutiny with their answers: the newest stands, those before it stay (R129)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from assurance.models import User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from scrutiny.models import ContextAnswer, ContextQuestion, FrameworkVersion
from scrutiny.queries.frameworks import keeps_frameworks
from scrutiny.rules.frameworks import VersionState


@dataclass(frozen=True)
class ContextRow:
    """A context question with its number and every answer it was given, the newest first."""

    question: ContextQuestion
    number: int
    answers: tuple[ContextAnswer, ...]

    @property
    def standing(self) -> ContextAnswer | None:
        """The answer that stands, or None."""
        return self.answers[0] if self.answers else None

    @property
    def earlier(self) -> tuple[ContextAnswer, ...]:
        """Those before it."""
        return self.answers[1:]

    @property
    def asked_otherwise(self) -> str:
        """The words the standing answer was given to, where the question has others now; else blank."""
        return self.standing.asked if self.standing and self.standing.asked != self.question.text else ""


@dataclass(frozen=True)
class ContextPage:
    """The context questions of a framework as it is in use."""

    version: FrameworkVersion
    rows: tuple[ContextRow, ...]

    @property
    def answered(self) -> int:
        """How many of them have an answer."""
        return sum(bool(row.answers) for row in self.rows)


def context_pages(user: User) -> list[ContextPage]:
    """The context questions of every framework in use, in its newest version that is not changed any more."""
    if not may(user, Permission.READ_ASSURANCE):
        return []
    found = FrameworkVersion.objects.filter(framework__is_current=True, state=VersionState.FROZEN)
    versions = found.select_related("framework").prefetch_related("context_questions")
    newest = list({one.framework_id: one for one in versions.order_by("framework__title", "number")}.values())
    answers = _answers({one.identity for version in newest for one in version.context_questions.all()})
    pages = [ContextPage(version, tuple(_rows(version, answers))) for version in newest]
    return [page for page in pages if page.rows]


def context_row(user: User, identity: UUID) -> tuple[FrameworkVersion, ContextRow] | None:
    """One of those questions by its identity, with the version it is of, or None."""
    return next(
        ((page.version, row) for page in context_pages(user) for row in page.rows if row.question.identity == identity),
        None,
    )


def answers_context(user: User) -> bool:
    """Whether `user` answers on the context."""
    return keeps_frameworks(user)


def context_table(user: User) -> Table:
    """Every answer as a table to download, those that do not stand any more too."""
    headers = ["Framework", "Number", "Question", "Answer", "Answered on", "By", "Stands"]
    return headers, [
        [
            str(page.version),
            row.number,
            row.question.text if answer is None or answer is row.standing else answer.asked,
            answer.text if answer else "",
            local_date(answer.at) if answer else None,
            str(answer.by) if answer else "",
            "Yes" if answer and answer is row.standing else "No",
        ]
        for page in context_pages(user)
        for row in page.rows
        for answer in row.answers or (None,)
    ]


def _answers(identities: Iterable[UUID]) -> dict[UUID, list[ContextAnswer]]:
    found: dict[UUID, list[ContextAnswer]] = {}
    for answer in ContextAnswer.objects.filter(question__in=identities).select_related("by").order_by("-at", "-pk"):
        found.setdefault(answer.question, []).append(answer)
    return found


def _rows(version: FrameworkVersion, answers: dict[UUID, list[ContextAnswer]]) -> list[ContextRow]:
    asked = sorted(version.context_questions.all(), key=lambda one: (one.position, str(one.pk)))
    return [ContextRow(one, number, tuple(answers.get(one.identity, ()))) for number, one in enumerate(asked, start=1)]
