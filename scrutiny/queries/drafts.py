"""
The drafts one writes in: one's list, what one may begin, and the overview of a draft (R126, R127, R130).

Every read starts from `drafts_of`: for anybody else a draft does not exist.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse

from assurance.models import Agency, User
from assurance.permissions import agencies_where, may, people_who_may
from assurance.queries.actions import actions_visible_to
from assurance.queries.scrutineers import scrutineers
from assurance.rules.actions import STATE_WORDS as ACTION_STATE_WORDS
from assurance.rules.actions import ActionState
from assurance.rules.demo import IN_POST_TITLES
from assurance.rules.roles import Permission
from scrutiny.models import AssessmentDraft, DraftAction, DraftAnswer, FrameworkVersion
from scrutiny.queries.frameworks import framework_words
from scrutiny.queries.scope import OPEN_STATES, drafts_of
from scrutiny.rules.answering import Answered, Progress, lacks_of, lacks_words, progress_of
from scrutiny.rules.assessments import KIND_WORDS, AssessmentKind, Readers
from scrutiny.rules.framework_content import FrameworkWords, QuestionWords, StepWords
from scrutiny.rules.frameworks import RATING_WORDS, Rating, VersionState

# Who else knows of a draft and writes in it, said on the draft itself.
KNOWN_TO = MappingProxyType(
    {
        AssessmentKind.SCRUTINY: "Nobody but its authors knows that this draft exists: not the Business Team, not the "
        "chairs, not the partners.",
        AssessmentKind.JOINT: "Nobody knows that this draft exists but those who assess for one of the three "
        "safeguarding partners. All of them can write in it.",
        AssessmentKind.AGENCY: "Nobody outside your agency knows that this draft exists. Those who assess for your "
        "agency can write in it.",
    }
)


# What one may begin


@dataclass(frozen=True)
class MayBegin:
    """A kind of assessment `user` may begin; `key` is "scrutiny", "joint" or "agency:slug"."""

    key: str
    kind: AssessmentKind
    agency: Agency | None
    words: str
    note: str


def kinds_offered(user: User) -> list[MayBegin]:
    """The assessments `user` may begin, and so write in."""
    assessing = list(agencies_where(user, Permission.SELF_ASSESS).order_by("name"))
    offered = []
    if may(user, Permission.SCRUTINISE):
        offered.append(
            MayBegin(
                "scrutiny", AssessmentKind.SCRUTINY, None, "Independent scrutiny", "Yours, and that of scrutineers"
            )
        )
    if any(agency.category for agency in assessing):
        note = "Written by the local authority, the police and health together"
        offered.append(MayBegin("joint", AssessmentKind.JOINT, None, KIND_WORDS[AssessmentKind.JOINT], note))
    return offered + [
        MayBegin(
            f"agency:{agency.slug}",
            AssessmentKind.AGENCY,
            agency,
            f"Self-assessment of {agency.name}",
            "Written by your agency alone",
        )
        for agency in assessing
    ]


def versions_offered() -> list[FrameworkVersion]:
    """Of each framework in use the newest version that is ready for use."""
    ready = FrameworkVersion.objects.filter(framework__is_current=True, state=VersionState.FROZEN)
    newest: dict[int, FrameworkVersion] = {}
    for version in ready.select_related("framework").order_by("framework__title", "-number"):
        newest.setdefault(version.framework_id, version)
    return list(newest.values())


def co_authors_offered(user: User) -> QuerySet[User]:
    """The other scrutineers, to write one assessment with."""
    if not may(user, Permission.SCRUTINISE):
        return User.objects.none()
    return people_who_may(Permission.SCRUTINISE).exclude(pk=user.pk).order_by("name", "post_title", "pk")


def co_authors_for(draft: AssessmentDraft, user: User) -> QuerySet[User]:
    """The same for a draft that is there; self-assessments name no authors."""
    return co_authors_offered(user) if draft.kind == AssessmentKind.SCRUTINY else User.objects.none()


def begin_initial(user: User) -> dict[str, Any]:
    """What the form shows first: one's post, and what there is no choice about."""
    kinds, versions = kinds_offered(user), versions_offered()
    return {
        "capacity": user.post_title.removesuffix(IN_POST_TITLES),
        "kind": kinds[0].key if len(kinds) == 1 else "",
        "framework": str(versions[0].pk) if versions else "",
        "readers": str(Readers.ASSURANCE),
    }


def open_draft_like(kind: AssessmentKind, agency: Agency | None, by: User) -> AssessmentDraft | None:
    """The self-assessment of the same authors that is being written already, or None. Scrutiny may have several."""
    if kind == AssessmentKind.SCRUTINY:
        return None
    return drafts_of(by).filter(kind=kind, agency=agency, state__in=OPEN_STATES).first()


# The list


@dataclass(frozen=True)
class DraftRow:
    """A draft as the list shows it."""

    draft: AssessmentDraft
    progress: Progress
    is_open: bool


@dataclass(frozen=True)
class DraftLists:
    """One's drafts: those being written, and those published or dropped."""

    open: tuple[DraftRow, ...]
    ended: tuple[DraftRow, ...]


def draft_lists(user: User) -> DraftLists:
    """Every draft `user` writes in, the newest first. Two queries, however many there are."""
    counted = DraftAnswer.objects.annotate(
        evidence_count=Count("evidence", distinct=True), action_count=Count("actions", distinct=True)
    ).order_by()
    drafts = drafts_of(user).prefetch_related(Prefetch("answers", counted, to_attr="counted_answers"))
    rows = [_row(draft) for draft in drafts]
    return DraftLists(
        tuple(row for row in rows if row.is_open),
        tuple(row for row in rows if not row.is_open),
    )


def _row(draft: AssessmentDraft) -> DraftRow:
    answers: Iterable[Any] = draft.counted_answers  # type: ignore[attr-defined]
    done = [Answered(Rating(one.rating), one.rationale, one.evidence_count, one.action_count) for one in answers]
    return DraftRow(draft, progress_of(done), is_open(draft))


def is_open(draft: AssessmentDraft) -> bool:
    """Whether it can still be written in."""
    return draft.state in OPEN_STATES


# The answers of a draft beside their questions


@dataclass(frozen=True)
class Asked:
    """One question of a draft: its place among all of them (1 to 24), its step, its words, and the answer."""

    place: int
    step: StepWords
    question: QuestionWords
    answer: DraftAnswer

    @property
    def answered(self) -> Answered:
        """The answer as the rules want it. The answer's evidence and actions have to be at hand."""
        return answered_of(self.answer)


def answered_of(answer: DraftAnswer) -> Answered:
    """An answer with its evidence and actions at hand, as the rules want it."""
    return Answered(Rating(answer.rating), answer.rationale, len(answer.evidence.all()), len(answer.actions.all()))


def with_what_it_has(answers: QuerySet[DraftAnswer]) -> QuerySet[DraftAnswer]:
    """The same answers with their evidence and actions, in two further queries."""
    actions = DraftAction.objects.select_related("existing__agency", "existing__group", "agency", "group")
    return answers.prefetch_related("evidence", Prefetch("actions", actions))


def asked_of(draft: AssessmentDraft, words: FrameworkWords | None = None) -> list[Asked]:
    """
    Every question of a draft with its answer, evidence and actions, in order.

    Three queries; three more for the `words` of the framework where they are not given.
    """
    words = words or framework_words(draft.version)
    answers = {one.question_id: one for one in with_what_it_has(DraftAnswer.objects.filter(draft=draft))}
    pairs = [(step, question) for step in words.steps for question in step.questions]
    return [Asked(place, step, one, answers[one.pk]) for place, (step, one) in enumerate(pairs, start=1) if one.pk]


# The overview


@dataclass(frozen=True)
class ActionLine:
    """An action of a draft as a list shows it: who is to see to it and by when, or that it is in the tracker."""

    pk: UUID
    number: str
    title: str
    outcome: str
    holder: str
    owner: str
    due_on: date | None
    is_recommendation: bool
    is_linked: bool
    existing_url: str
    existing_state: str


@dataclass(frozen=True)
class QuestionLine:
    """A question on the overview: how it is rated, and what its answer still lacks (blank: nothing)."""

    place: int
    number: str
    text: str
    rating: str
    rating_words: str
    lacks: str
    is_begun: bool
    url: str


@dataclass(frozen=True)
class StepBoard:
    """A step with its questions, and its Actions area: those of all its answers (R126)."""

    number: int
    title: str
    questions: tuple[QuestionLine, ...]
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True)
class Overview:
    """All of a draft at a glance. `next_up` is the first question that lacks something, None when none does."""

    steps: tuple[StepBoard, ...]
    progress: Progress
    next_up: QuestionLine | None
    authors: tuple[User, ...]
    known_to: str
    warnings: tuple[str, ...]
    reference: str
    is_open: bool


def overview(draft: AssessmentDraft, user: User, today: date) -> Overview:
    """The overview of a draft `user` writes in. The number of queries does not grow with anything."""
    words = framework_words(draft.version)
    asked = asked_of(draft, words)
    opens = actions_opened_by(user, asked)
    lines = {one.place: _line(draft, one) for one in asked}
    authors = tuple(draft.authors.all())
    return Overview(
        steps=tuple(_step(step, [one for one in asked if one.step == step], lines, opens) for step in words.steps),
        progress=progress_of(one.answered for one in asked),
        next_up=next((line for line in lines.values() if line.lacks), None),
        authors=authors,
        known_to=KNOWN_TO[AssessmentKind(draft.kind)],
        warnings=independence_warnings(authors, today),
        reference=draft.version.cited,
        is_open=is_open(draft),
    )


def independence_warnings(authors: Sequence[User], today: date) -> tuple[str, ...]:
    """A sentence for each thing that touches the independence of a scrutineer among the authors (R16)."""
    if not authors:
        return ()
    named = {author.pk for author in authors}
    found = [each for each in scrutineers(today) if each.person.pk in named]
    return tuple(f"{each.person}: {warning}" for each in found for warning in each.warnings)


def _line(draft: AssessmentDraft, one: Asked) -> QuestionLine:
    answered = one.answered
    return QuestionLine(
        place=one.place,
        number=one.question.number,
        text=one.question.text,
        rating=str(answered.rating),
        rating_words=RATING_WORDS[answered.rating],
        lacks=lacks_words(lacks_of(answered)),
        is_begun=answered.is_begun,
        url=reverse("scrutiny:question_edit", args=[draft.pk, one.place]),
    )


def _step(step: StepWords, asked: Sequence[Asked], lines: dict[int, QuestionLine], opens: set[UUID]) -> StepBoard:
    return StepBoard(
        number=step.number,
        title=step.title,
        questions=tuple(lines[one.place] for one in asked),
        actions=tuple(line for one in asked for line in action_lines(one, opens)),
    )


def actions_opened_by(user: User, asked: Iterable[Asked]) -> set[UUID]:
    """Which of the actions in the tracker that these answers lead to `user` may read. One query."""
    linked = [action.existing_id for one in asked for action in one.answer.actions.all() if action.existing_id]
    return set(actions_visible_to(user).filter(pk__in=linked).order_by().values_list("pk", flat=True))


def action_lines(asked: Asked, opens: set[UUID]) -> tuple[ActionLine, ...]:
    """The actions of one answer; of one in the tracker the state and page only where that `opens` to the reader."""
    return tuple(_action_line(asked.question.number, action, opens) for action in asked.answer.actions.all())


def _action_line(number: str, action: DraftAction, opens: set[UUID]) -> ActionLine:
    existing = action.existing
    is_readable = existing is not None and existing.pk in opens
    holder = existing.holder if existing else action.agency or action.group
    return ActionLine(
        pk=action.pk,
        number=number,
        title=str(action),
        outcome="" if existing else action.outcome,
        holder=str(holder or ""),
        owner=existing.owner if existing else action.owner,
        due_on=existing.due_on if existing else action.due_on,
        is_recommendation=action.is_recommendation,
        is_linked=existing is not None,
        existing_url=reverse("assurance:action_detail", args=[existing.pk]) if is_readable else "",
        existing_state=ACTION_STATE_WORDS[ActionState(existing.state)] if is_readable else "",
    )


def head_initial(draft: AssessmentDraft) -> dict[str, Any]:
    """What the form of a draft's head shows first."""
    names = ("title", "capacity", "scope", "purpose", "readers", "starts_on", "ends_on", "summary")
    return {name: getattr(draft, name) for name in names} | {
        "version": draft.version_number,
        "authors": list(draft.authors.all()),
    }


def stored_draft(draft: AssessmentDraft) -> AssessmentDraft:
    """The draft as it is stored now."""
    return AssessmentDraft.objects.select_related("version__framework", "agency").get(pk=draft.pk)
