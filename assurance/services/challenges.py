"""The life of a challenge: raised, answered by the challenged, accepted, closed with its effect (R78 to R80)."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from assurance.models import (
    Agency,
    Challenge,
    ChallengeEvent,
    EarlyWarning,
    Meeting,
    PartnershipGroup,
    Topic,
    User,
)
from assurance.permissions import demand, people_who_may
from assurance.queries.challenges import answerers
from assurance.rules.challenges import (
    ANSWERER_MAY_NOT_SETTLE,
    ON_THE_CHALLENGED,
    RIGHTS,
    STATE_WORDS,
    ChallengeMove,
    ChallengeState,
    Said,
    after,
    may_settle,
    problems_of_move,
    problems_of_raising,
)
from assurance.rules.roles import Permission
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import is_working_day
from assurance.services import activity
from assurance.services.notices import notify

Seat = Agency | PartnershipGroup
OVERDUE = "Your agency or group has overdue answers to challenges"
# What the challenged are told of a move, what whoever raised it is, and what those who settle challenges are.
TOLD_CHALLENGED = {
    ChallengeMove.RAISE: "Your agency or group has been challenged: an answer is asked for",
    ChallengeMove.ASK_AGAIN: "An answer of your agency or group to a challenge was not accepted: you are asked again",
    ChallengeMove.ACCEPT: "An answer of your agency or group to a challenge has been accepted",
    ChallengeMove.CLOSE: "A challenge to your agency or group has been closed with its effect",
    ChallengeMove.REOPEN: "A challenge to your agency or group has been reopened: an answer is asked for",
}
TOLD_RAISER = {
    ChallengeMove.ANSWER: "A challenge you raised has been answered",
    ChallengeMove.ASK_AGAIN: "The answer to a challenge you raised was not accepted",
    ChallengeMove.ACCEPT: "The answer to a challenge you raised has been accepted",
    ChallengeMove.CLOSE: "A challenge you raised has been closed with its effect",
    ChallengeMove.REOPEN: "A challenge you raised has been reopened",
}
TOLD_SETTLERS = {
    ChallengeMove.RAISE: "A challenge has been raised",
    ChallengeMove.ANSWER: "A challenge has been answered, and waits to be settled",
}


@transaction.atomic
def raise_challenge(
    *,
    title: str,
    what: str,
    asks: str,
    challenged: Seat,
    answer_due_on: date,
    by: User,
    now: datetime,
    topic: Topic | None = None,
    warning: EarlyWarning | None = None,
    meeting: Meeting | None = None,
    earlier: Challenge | None = None,
) -> Challenge:
    """
    A new challenge of an agency or a group, waiting for an answer. The challenged are told at once.

    `earlier` is the challenge about the same concern before this one (R80). Raises ValidationError when something was
    left unsaid or the date has passed.
    """
    demand(by, RIGHTS[ChallengeMove.RAISE])
    problems = problems_of_raising(title, what, asks, answer_due_on, local_date(now))
    if problems:
        raise ValidationError(problems)
    agency, group = (challenged, None) if isinstance(challenged, Agency) else (None, challenged)
    challenge = Challenge(title=title, what=what, asks=asks, agency=agency, group=group, answer_due_on=answer_due_on)
    challenge.topic, challenge.warning, challenge.meeting, challenge.earlier = topic, warning, meeting, earlier
    challenge.raised_by, challenge.raised_at = by, now
    challenge.save(force_insert=True)
    event = ChallengeEvent(challenge=challenge, move=ChallengeMove.RAISE, answer_due_on=answer_due_on, by=by, at=now)
    event.save(force_insert=True)
    detail = {"challenged": challenged.slug, "answer_due_on": answer_due_on.isoformat()}
    activity.record(actor=by, action="challenge.raise", subject=challenge, detail=detail, now=now)
    _tell_of_move(challenge, ChallengeMove.RAISE, by, now)
    return challenge


def demand_move(*, challenge: Challenge, move: ChallengeMove, by: User) -> None:
    """Raise PermissionDenied, with a sentence, unless the move is theirs to make: nobody settles their own answer."""
    demand(by, RIGHTS[move], challenge.challenged if move in ON_THE_CHALLENGED else None)
    if not may_settle(move, by.pk, answerers(challenge)):
        raise PermissionDenied(ANSWERER_MAY_NOT_SETTLE)


@transaction.atomic
def move_challenge(
    *,
    challenge: Challenge,
    move: ChallengeMove,
    seen: ChallengeState,
    by: User,
    now: datetime,
    text: str = "",
    effect: str = "",
    answer_due_on: date | None = None,
) -> None:
    """
    Make one move from the state that was `seen`: `MOVES` says where it leads, `NEEDS` what has to be said with it.

    Raises ValidationError, with nothing changed, when the move cannot be made from there, when something was left
    unsaid, and when somebody else has moved the challenge in the meantime.
    """
    demand_move(challenge=challenge, move=move, by=by)
    state = after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the challenge is “{STATE_WORDS[seen]}”.")
    problems = problems_of_move(move, Said(text, effect, answer_due_on), today=local_date(now))
    if problems:
        raise ValidationError(problems)
    new_date = {"answer_due_on": answer_due_on, "reminded_at": None} if answer_due_on else {}
    _claim(challenge, seen, {"state": state} | new_date)
    event = ChallengeEvent(challenge=challenge, move=move, text=text, effect=effect, by=by, at=now)
    event.answer_due_on = answer_due_on
    event.save(force_insert=True)
    activity.record(actor=by, action=f"challenge.{move}", subject=challenge, now=now)
    _tell_of_move(challenge, move, by, now)


@transaction.atomic
def remind_overdue(*, by: User | None, now: datetime) -> int:
    """
    Remind those whose answers are overdue, once a day each; how many challenges that were.

    Somebody with several gets one notice. Each challenge keeps when its answer was last asked for. Without `by` the
    portal does it by itself, on working days.
    """
    today = local_date(now)
    if by is not None:
        demand(by, Permission.SETTLE_CHALLENGE)
    elif not is_working_day(today):
        return 0
    midnight = datetime.combine(today, time(), LONDON)
    overdue = Challenge.objects.filter(
        Q(reminded_at__isnull=True) | Q(reminded_at__lt=midnight),
        state=ChallengeState.RAISED,
        answer_due_on__lt=today,
    ).select_related("agency", "group")
    challenges = list(overdue.select_for_update(of=("self",)))
    Challenge.objects.filter(pk__in=[one.pk for one in challenges]).update(reminded_at=now)
    told: set[int] = set()
    url = f"{reverse('assurance:challenge_list')}?whose=agency&state=overdue"
    for challenged in dict.fromkeys(one.challenged for one in challenges):
        people = [person for person in people_challenged(challenged) if person.pk not in told]
        told |= {person.pk for person in people}
        _notify(people, OVERDUE, url, challenged, now)
    for challenge in challenges:
        activity.record(actor=by, action="challenge.remind", subject=challenge, now=now)
    return len(challenges)


def people_challenged(challenged: Seat) -> list[User]:
    """
    Those who see to a challenge of an agency or a group: who answers for it, and the chairs of a group.

    Those who settle challenges answer for others too; they are told only where nobody else answers.
    """
    answer = people_who_may(Permission.ANSWER_CHALLENGE, challenged)
    own = answer.exclude(pk__in=people_who_may(Permission.SETTLE_CHALLENGE).values("pk"))
    people = own if own.exists() else answer
    if isinstance(challenged, PartnershipGroup):
        people = people | people_who_may(Permission.CHAIR_MEETING, challenged)
    return list(people.distinct())


def _claim(challenge: Challenge, seen: ChallengeState, values: dict[str, Any]) -> None:
    if Challenge.objects.filter(pk=challenge.pk, state=seen).update(**values):
        return
    now_words = STATE_WORDS[ChallengeState(Challenge.objects.values_list("state", flat=True).get(pk=challenge.pk))]
    raise ValidationError(
        f"Somebody else was first: the challenge is now “{now_words}”. What you wrote is still here. Read what they "
        "said, then send yours if it still holds.",
        code="conflict",
    )


def _tell_of_move(challenge: Challenge, move: ChallengeMove, by: User, now: datetime) -> None:
    """Each person is told once: as one of the challenged, else as whoever raised it, else as one who settles it."""
    url, told = reverse("assurance:challenge_detail", args=[challenge.pk]), {by.pk}
    for words, people in (
        (TOLD_CHALLENGED.get(move), lambda: people_challenged(challenge.challenged)),
        (TOLD_RAISER.get(move), lambda: [challenge.raised_by]),
        (TOLD_SETTLERS.get(move), lambda: people_who_may(Permission.SETTLE_CHALLENGE)),
    ):
        if words:
            new = [person for person in people() if person.pk not in told]
            told |= {person.pk for person in new}
            _notify(new, words, url, challenge.challenged, now)


def _notify(people: Iterable[User], text: str, url: str, challenged: Seat, now: datetime) -> None:
    for person in people:
        notify(person=person, text=text, url=url, permission=Permission.READ_CHALLENGE, on=challenged, now=now)
