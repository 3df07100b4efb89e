"""What earlier assessments recommended and is not resolved, as the next draft meets it again (R132)."""

from dataclasses import dataclass
from uuid import UUID

from assurance.models import User
from assurance.queries.actions import actions_visible_to
from scrutiny.models import AssessmentDraft, DraftAction, DraftAnswer, Recommendation
from scrutiny.queries.recommendations import standing_now, unresolved_for
from scrutiny.rules.recommendations import STANDING_WORDS


@dataclass(frozen=True)
class CarriedLine:
    """
    A recommendation that is not resolved, beside a draft.

    `place` is that of its question in the draft, None where it is not asked; `may_take_up` whether its action can be
    linked there, and `is_taken_up` whether it is linked to an answer already.
    """

    recommendation: Recommendation
    words: str
    place: int | None
    may_take_up: bool
    is_taken_up: bool


def carried_to(draft: AssessmentDraft, user: User) -> list[CarriedLine]:
    """What `user` may take up in a draft they write in: four queries, however much it is."""
    found = list(unresolved_for(user))
    named = {one.action_id for one in found if one.action_id}
    readable = set(actions_visible_to(user).filter(pk__in=named).order_by().values_list("pk", flat=True))
    linked = set(DraftAction.objects.filter(answer__draft=draft, existing__in=named).values_list("existing", flat=True))
    places = _places(draft)
    return [
        CarriedLine(
            recommendation=one,
            words=STANDING_WORDS[standing_now(one)],
            place=places.get(one.question),
            may_take_up=one.action_id in readable and one.question in places,
            is_taken_up=one.action_id in linked,
        )
        for one in found
    ]


def _places(draft: AssessmentDraft) -> dict[UUID, int]:
    """The place of each question of a draft, from one, by its identity."""
    answers = DraftAnswer.objects.filter(draft=draft).order_by(
        "question__step__position", "question__step", "question__position", "question"
    )
    return {
        identity: place for place, identity in enumerate(answers.values_list("question__identity", flat=True), start=1)
    }
