"""
What in a draft could tell which child it is about, by the place where it stands (R116).

An identifier is refused in whatever others will read: what is shared to be checked, and what is published. What may be
a person's name is for its authors to look at, for a machine cannot tell.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from audits.queries.identifiers import identifiers_refused, known_terms
from audits.rules.identifiers import Found, found_in, sentence
from scrutiny.models import AssessmentDraft
from scrutiny.rules.assessments import EvidenceKind
from scrutiny.rules.frozen import AssessmentWords, FrozenAnswer, FrozenHead

HEAD_WORDS = {"title": "The title", "capacity": "The capacity", "scope": "What it looks at", "purpose": "The purpose"}
TEXTS = ("rationale", "outcome", "children", "families", "practitioners")


@dataclass(frozen=True)
class Doubt:
    """A place of a draft, where it is changed, what was found there in a sentence, and why it is refused, if it is."""

    where: str
    url: str
    sentence: str
    refused: str


def doubts_of(draft: AssessmentDraft, words: AssessmentWords) -> list[Doubt]:
    """Every place of a draft in which something was found, the head first, then by question. One query."""
    known = known_terms()
    head_url = reverse("scrutiny:draft_head", args=[draft.pk])
    found = [(where, head_url, what) for where, what in _in_head(words.head, known)]
    for place, answer in enumerate(words.answers, start=1):
        url = reverse("scrutiny:question_edit", args=[draft.pk, place])
        found.append((f"Question {answer.number}", url, in_answer(answer, known)))
    return [Doubt(where, url, sentence(what), identifiers_refused(what)) for where, url, what in found if what]


def refusals_in(answers: Iterable[FrozenAnswer]) -> list[str]:
    """Why these answers may not be read by others, a sentence each, with the question named; empty when they may."""
    known = known_terms()
    refused = ((answer.number, identifiers_refused(in_answer(answer, known))) for answer in answers)
    return [refusal(f"Question {number}", why) for number, why in refused if why]


def refusal(where: str, why: str) -> str:
    """Why something is refused, with its place."""
    return f"{where}: {why}"


def in_answer(answer: FrozenAnswer, known: frozenset[str]) -> Found:
    """What an answer holds with its evidence and actions; what the portal itself said is nobody's to look at again."""
    own = [one for one in answer.evidence if one.kind == EvidenceKind.OTHER]
    prose = [getattr(answer, name) for name in TEXTS]
    prose += [one.words for one in own] + [one.outcome for one in answer.actions if not one.existing]
    short = [one.source for one in own]
    short += [text for one in answer.actions if not one.existing for text in (one.title, one.owner)]
    return _found(prose, short, known)


def _in_head(head: FrozenHead, known: frozenset[str]) -> Iterator[tuple[str, Found]]:
    for name, where in HEAD_WORDS.items():
        yield where, _found([], [getattr(head, name)], known)
    yield "The summary", _found([head.summary], [], known)


def _found(prose: Iterable[str], short: Iterable[str], known: frozenset[str]) -> Found:
    """What texts hold. A title or a post is written in capitals: of these, identifiers alone."""
    whole = sum((found_in(text, known) for text in prose if text), Found())
    return whole + Found(sum((found_in(text, known) for text in short if text), Found()).identifiers)
