"""One question of a draft: its answer, what was said of it before, and what the other lens says (R127, R131)."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from assurance.models import Action, Agency, PartnershipGroup, User
from assurance.queries.actions import actions_visible_to, holders_offered
from assurance.rules.wording import local_date
from scrutiny.models import AssessmentDraft, DraftAction, DraftAnswer, DraftEvidence, PublishedRating
from scrutiny.queries.drafts import (
    ActionLine,
    Asked,
    action_lines,
    actions_opened_by,
    answered_of,
    is_open,
    with_what_it_has,
)
from scrutiny.queries.frameworks import framework_words
from scrutiny.queries.scope import assessments_visible_to
from scrutiny.rules.answering import lacks_of, lacks_words
from scrutiny.rules.assessments import AssessmentKind, Voice
from scrutiny.rules.framework_content import FrameworkWords
from scrutiny.rules.frameworks import RATING_WORDS, Rating
from scrutiny.rules.frozen import FrozenAction, FrozenAnswer, FrozenEvidence, read_assessment

TEXTS = ("rationale", "outcome", *(str(voice) for voice in Voice))
# The other lens on the same question: the partners' own view beside scrutiny, and scrutiny's beside theirs.
OTHER_LENS = MappingProxyType(
    {
        AssessmentKind.SCRUTINY: (AssessmentKind.JOINT, "The partners’ own self-assessment"),
        AssessmentKind.JOINT: (AssessmentKind.SCRUTINY, "Independent scrutiny"),
        AssessmentKind.AGENCY: (AssessmentKind.JOINT, "The partners’ own self-assessment"),
    }
)
LINKS_AT_ONCE = 20


@dataclass(frozen=True)
class Said:
    """What a published assessment said of the same question: which one, when it was published, and the answer."""

    heading: str
    title: str
    url: str
    published_on: date
    rating: str
    rating_words: str
    answer: FrozenAnswer

    def text_of(self, name: str) -> str:
        """Its words under the name of a text field of the form; blank where it said nothing."""
        return str(getattr(self.answer, name, ""))


@dataclass(frozen=True)
class QuestionPage:
    """One question with all that stands beside it. `previous` and `following` are places, None at the ends."""

    asked: Asked
    total: int
    words: FrameworkWords
    reference: str
    said: tuple[Said, ...]
    lacks: str
    evidence: tuple[DraftEvidence, ...]
    actions: tuple[ActionLine, ...]
    is_open: bool

    def beside(self, name: str) -> tuple[tuple[Said, str], ...]:
        """What stands beside a field of the form: what was said of the same, where anything was, with its words."""
        if name == "rating":
            return tuple((said, said.rating_words) for said in self.said)
        return tuple((said, text) for said in self.said if (text := said.text_of(name)))

    @property
    def evidence_before(self) -> tuple[tuple[Said, tuple[FrozenEvidence, ...]], ...]:
        """The evidence of each answer beside this one, where there was any."""
        return tuple((said, said.answer.evidence) for said in self.said if said.answer.evidence)

    @property
    def actions_before(self) -> tuple[tuple[Said, tuple[FrozenAction, ...]], ...]:
        """The actions of each answer beside this one, where there were any."""
        return tuple((said, said.answer.actions) for said in self.said if said.answer.actions)

    @property
    def previous(self) -> int | None:
        """The place of the question before."""
        return self.asked.place - 1 if self.asked.place > 1 else None

    @property
    def following(self) -> int | None:
        """The place of the next question."""
        return self.asked.place + 1 if self.asked.place < self.total else None


def asked_at(draft: AssessmentDraft, place: int, words: FrameworkWords | None = None) -> Asked | None:
    """The question at a place (1 to 24) with its answer, evidence and actions at hand, or None when there is none."""
    words = words or framework_words(draft.version)
    pairs = [(step, question) for step in words.steps for question in step.questions]
    if not 0 < place <= len(pairs):
        return None
    step, question = pairs[place - 1]
    answers = DraftAnswer.objects.filter(draft=draft, question=question.pk).select_related("draft")
    return Asked(place, step, question, with_what_it_has(answers).get())


def question_page(draft: AssessmentDraft, place: int, user: User) -> QuestionPage | None:
    """One question of a draft `user` writes in, or None. A fixed number of queries."""
    words = framework_words(draft.version)
    asked = asked_at(draft, place, words)
    if asked is None:
        return None
    return QuestionPage(
        asked=asked,
        total=len(words.questions),
        words=words,
        reference=draft.version.cited,
        said=said_before(draft, asked, user),
        lacks=lacks_words(lacks_of(answered_of(asked.answer))),
        evidence=tuple(asked.answer.evidence.all()),
        actions=action_lines(asked, actions_opened_by(user, [asked])),
        is_open=is_open(draft),
    )


def said_before(draft: AssessmentDraft, asked: Asked, user: User) -> tuple[Said, ...]:
    """
    The newest published answer to the same question of the same kind, and that of the other lens.

    By the identity of the question, whatever its version; only of assessments `user` may read.
    """
    identity, kind = asked.question.identity, AssessmentKind(draft.kind)
    other, other_words = OTHER_LENS[kind]
    found = (
        _newest(user, identity, kind, draft.agency, "Last time"),
        _newest(user, identity, other, None, other_words),
    )
    return tuple(said for said in found if said)


def _newest(
    user: User, identity: UUID | None, kind: AssessmentKind, agency: Agency | None, heading: str
) -> Said | None:
    readable = assessments_visible_to(user).filter(kind=kind, agency=agency).order_by()
    ratings = PublishedRating.objects.filter(question=identity, assessment__in=readable.values("pk"))
    newest = ratings.select_related("assessment").order_by("-assessment__published_at", "-assessment").first()
    answer = read_assessment(newest.assessment.content).answer_to(str(identity)) if newest else None
    if newest is None or answer is None:
        return None
    found, rating = newest.assessment, Rating(newest.rating)
    url = reverse("scrutiny:assessment_detail", args=[found.pk])
    on = local_date(found.published_at)
    return Said(heading, found.title, url, on, str(rating), RATING_WORDS[rating], answer)


def answer_initial(answer: DraftAnswer) -> dict[str, Any]:
    """What the form of an answer shows first."""
    return {name: getattr(answer, name) for name in ("version", "rating", *TEXTS)}


def answer_texts(answer: DraftAnswer) -> dict[str, str]:
    """What is stored of an answer in words, by the names of the form's fields."""
    texts = {name: getattr(answer, name) for name in TEXTS}
    return {"rating": RATING_WORDS[Rating(answer.rating)], **texts}


def stored_answer(answer: DraftAnswer) -> DraftAnswer:
    """The answer as it is stored now."""
    return DraftAnswer.objects.get(pk=answer.pk)


def definitions(words: FrameworkWords) -> dict[str, str]:
    """What each rating means, exactly as the framework says it (R125), by rating."""
    return {str(Rating.GREEN): words.green, str(Rating.AMBER): words.amber, str(Rating.RED): words.red}


# Its actions


def holders_for(draft: AssessmentDraft, today: date) -> dict[str, Agency | PartnershipGroup]:
    """
    Who may be given an action, by "agency:slug" and "group:slug".

    Scrutiny may ask any agency or group. The three partners ask themselves and the groups they lead; an agency itself.
    """
    offered = holders_offered(today)
    if draft.kind == AssessmentKind.SCRUTINY:
        return offered
    if draft.kind == AssessmentKind.AGENCY:
        return {key: seat for key, seat in offered.items() if isinstance(seat, Agency) and seat.pk == draft.agency_id}
    return {key: seat for key, seat in offered.items() if not isinstance(seat, Agency) or seat.category}


def actions_to_link(answer: DraftAnswer, user: User, words: str) -> QuerySet[Action]:
    """The actions in the tracker that `user` may read and whose words hold all of these; not those linked already."""
    found = actions_visible_to(user).exclude(pk__in=answer.actions.exclude(existing=None).values("existing"))
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(what__icontains=word))
    return found[:LINKS_AT_ONCE]


def action_initial(action: DraftAction) -> dict[str, Any]:
    """What the form of a new action shows first."""
    holder = f"agency:{action.agency.slug}" if action.agency else f"group:{action.group.slug}" if action.group else ""
    names = ("title", "outcome", "owner", "due_on", "is_recommendation")
    return {name: getattr(action, name) for name in names} | {"holder": holder}
