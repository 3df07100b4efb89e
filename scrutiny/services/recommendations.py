"""Recommendations: telling those who hold them, their responses, and that one may stay declined (R132)."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import Action, Agency, PartnershipGroup, User
from assurance.permissions import demand, people_who_may
from assurance.rules.actions import ActionMove, ActionState, after
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.actions import drop_action
from assurance.services.notices import notify
from scrutiny.models import Assessment, AssessmentDraft, DraftAction, Recommendation, RecommendationResponse
from scrutiny.queries.recommendations import address_of_holder, standing_now, unresolved_for
from scrutiny.rules.assessments import RESPONSE_WORDS, AssessmentKind, Response
from scrutiny.rules.recommendations import problems_of_response

TO_ANSWER = "A recommendation for your agency or group waits for your response"
ANSWERED = "A recommendation of scrutiny has been answered"
SETTLED = "A recommendation your agency or group declined needs nothing more"
DROPPED = "The recommendation it came from was declined, and scrutiny accepts that."
CHANGED = (
    "Somebody else has answered since you opened the page: it is now “{words}”. What you wrote is still here. Send it "
    "if it still holds."
)


def carry_on(*, assessment: Assessment, draft: AssessmentDraft, by: User) -> None:
    """
    Recommend again what a published draft took up: recommendations whose action is linked to one of its answers.

    What was accepted stays so. What was declined, and comes back all the same, is for its holder to answer again. Only
    scrutiny recommends: a self-assessment that links such an action says that it is worked on, and no more.
    """
    if assessment.kind != AssessmentKind.SCRUTINY:
        return
    linked = DraftAction.objects.filter(answer__draft=draft).exclude(existing=None).select_related("answer__question")
    places = {one.existing_id: one.answer.question.identity for one in reversed(linked)}
    for earlier in unresolved_for(by).filter(action__in=places).exclude(assessment=assessment):
        kept = "" if earlier.response == Response.DECLINED else earlier.response
        Recommendation.objects.create(
            assessment=assessment,
            question=places[earlier.action_id],
            text=earlier.text,
            outcome=earlier.outcome,
            agency=earlier.agency,
            group=earlier.group,
            action=earlier.action,
            earlier=earlier,
            response=kept,
        )


def tell_holders(*, assessment: Assessment, by: User, now: datetime) -> None:
    """Tell those who answer for each agency or group that has something of it to answer, once each, without content."""
    found = assessment.recommendations.filter(response="").select_related("agency", "group")
    for holder in dict.fromkeys(one.holder for one in found):
        theirs = [one for one in found if one.holder == holder]
        address = _address(theirs[0]) if len(theirs) == 1 else address_of_holder(holder)
        _tell_those_of(holder, TO_ANSWER, address, by, now)


@transaction.atomic
def respond(
    *, recommendation: Recommendation, response: Response, text: str, seen: str, by: User, now: datetime
) -> RecommendationResponse:
    """
    What its holder makes of it: accepted, in part or not, with the reason. It stands until they say something else.

    `seen` is the key of the response that stood when the page was opened, or "". Raises ValidationError, with the code
    "conflict" and the new key in `params` when another one has come in between.
    """
    demand(by, Permission.ANSWER_SCRUTINY, recommendation.holder)
    if response == Response.SETTLED:
        raise ValidationError("Say whether it is accepted.")
    said = _say(recommendation, response, text, seen, by, now)
    if recommendation.assessment.kind == AssessmentKind.SCRUTINY:
        for person in people_who_may(Permission.SCRUTINISE).exclude(pk=by.pk):
            notify(
                person=person, text=ANSWERED, url=_address(recommendation), permission=Permission.SCRUTINISE, now=now
            )
    return said


@transaction.atomic
def settle(*, recommendation: Recommendation, text: str, seen: str, by: User, now: datetime) -> RecommendationResponse:
    """
    A scrutineer accepts that it is declined, which resolves it and drops its action with that reason.

    An action that is done stays for its effect to be recorded; one that was recommended again stays with that.

    Raises ValidationError as `respond` does.
    """
    demand(by, Permission.SCRUTINISE)
    said = _say(recommendation, Response.SETTLED, text, seen, by, now)
    _drop_its_action(recommendation, text, by, now)
    _tell_those_of(recommendation.holder, SETTLED, _address(recommendation), by, now)
    return said


def _drop_its_action(recommendation: Recommendation, text: str, by: User, now: datetime) -> None:
    action = Action.objects.select_for_update().filter(pk=recommendation.action_id).first()
    if action is None or recommendation.later.exclude(response=Response.SETTLED).exists():
        return
    if after(ActionState(action.state), ActionMove.DROP):
        drop_action(action=action, text=f"{DROPPED} {text}", by=by, now=now)


def _say(
    recommendation: Recommendation, response: Response, text: str, seen: str, by: User, now: datetime
) -> RecommendationResponse:
    found = Recommendation.objects.select_related("action", "agency", "group", "assessment")
    locked = found.select_for_update(of=("self",)).get(pk=recommendation.pk)
    newest = locked.responses.order_by("-at", "-pk").first()
    key = str(newest.pk) if newest else ""
    if key != seen:
        words = RESPONSE_WORDS[Response(locked.response)]
        raise ValidationError(CHANGED.format(words=words), code="conflict", params={"seen": key})
    if problems := problems_of_response(response, text, standing_now(locked)):
        raise ValidationError(problems)
    said = RecommendationResponse(recommendation=locked, response=response, text=text, by=by, at=now)
    said.save(force_insert=True)
    Recommendation.objects.filter(pk=locked.pk).update(response=response)
    recommendation.response = response
    detail = {"response": str(response)}
    activity.record(actor=by, action="recommendation.respond", subject=locked, detail=detail, now=now)
    return said


def _address(recommendation: Recommendation) -> str:
    return reverse("scrutiny:recommendation_detail", args=[recommendation.pk])


def _tell_those_of(holder: Agency | PartnershipGroup, text: str, url: str, by: User, now: datetime) -> None:
    people: Iterable[User] = people_who_may(Permission.ANSWER_SCRUTINY, holder).exclude(pk=by.pk)
    for person in people:
        notify(person=person, text=text, url=url, permission=Permission.ANSWER_SCRUTINY, on=holder, now=now)
