"""The risk register: entering a risk, changing its words, its scores, its reviews, closing it (R76)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse

from assurance.models import Agency, PartnershipGroup, Priority, Risk, RiskEvent, RiskScore, Topic, User
from assurance.permissions import demand, people_who_may
from assurance.queries.risks import fingerprint_of
from assurance.rules.risks import (
    KEEPS,
    RAISE_NEEDS,
    STATE_WORDS,
    Band,
    RiskMove,
    RiskState,
    Score,
    ScoreKind,
    after,
    problems_of_move,
    problems_of_raising,
    problems_of_scores,
)
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.notices import notify

Seat = Agency | PartnershipGroup
ENTERED = "A risk has been entered in the risk register"
NOW_VERY_HIGH = "A risk in the risk register is now very high"
CLOSED = "The risk is closed: open it again first."
# How often a number is tried for before giving up: each try lost is one that another risk won.
TRIES = 5


@transaction.atomic
def raise_risk(
    *,
    title: str,
    cause: str,
    effect: str,
    owner: str,
    review_on: date,
    inherent: Score,
    current: Score,
    target: Score,
    by: User,
    now: datetime,
    holder: Seat | None = None,
    priority: Priority | None = None,
    topics: Iterable[Topic] = (),
) -> Risk:
    """
    A new risk with the next number and its three scores. Those who keep the register are told.

    `owner` is a post, `holder` the agency or group it lies with: None for the Partnership as a whole. Raises
    ValidationError when something was left unsaid or the scores do not fit together.
    """
    demand(by, KEEPS)
    words = {"title": title, "cause": cause, "effect": effect, "owner": owner}
    problems = problems_of_raising(words, review_on, local_date(now)) + problems_of_scores(inherent, target)
    if problems:
        raise ValidationError(problems)
    risk = _numbered(Risk(**words, **_seats(holder), priority=priority, review_on=review_on))
    risk.topics.set(topics)
    _record(risk, RiskMove.RAISE, "", review_on, by, now)
    for kind, score in (
        (ScoreKind.INHERENT, inherent),
        (ScoreKind.CURRENT, current),
        (ScoreKind.TARGET, target),
    ):
        _give(risk, kind, score, "", by, now)
    activity.record(actor=by, action="risk.raise", subject=risk, detail={"number": risk.number}, now=now)
    _tell(risk, NOW_VERY_HIGH if current.band == Band.VERY_HIGH else ENTERED, by, now)
    return risk


@transaction.atomic
def change_risk(
    *,
    risk: Risk,
    seen: str,
    title: str,
    cause: str,
    effect: str,
    owner: str,
    by: User,
    now: datetime,
    holder: Seat | None = None,
    priority: Priority | None = None,
    topics: Iterable[Topic] = (),
) -> None:
    """
    Other words for a risk; its scores and its history stay. `seen` is its fingerprint as its reader saw it.

    Raises ValidationError when something was left unsaid, and when somebody else has changed it in the meantime.
    """
    demand(by, KEEPS)
    words = {"title": title, "cause": cause, "effect": effect, "owner": owner}
    problems = [f"{sentence}." for name, sentence in RAISE_NEEDS.items() if not words[name].strip()]
    if problems:
        raise ValidationError(problems)
    stands = Risk.objects.select_for_update().get(pk=risk.pk)
    if fingerprint_of(stands) != seen:
        raise ValidationError(
            "Somebody else has changed this risk meanwhile. What you wrote is still here: read what its page says now, "
            "then come back and write it again if it still holds."
        )
    Risk.objects.filter(pk=risk.pk).update(**words, **_seats(holder), priority=priority)
    stands.topics.set(topics)
    activity.record(actor=by, action="risk.change", subject=risk, now=now)


@transaction.atomic
def score_risk(*, risk: Risk, kind: ScoreKind, score: Score, reason: str, by: User, now: datetime) -> None:
    """Give a risk another score between reviews, with the reason. Raises ValidationError without one."""
    demand(by, KEEPS)
    if risk.state != RiskState.OPEN:
        raise ValidationError(CLOSED)
    if not reason.strip():
        raise ValidationError("Say why the score is another now.")
    standing = {ScoreKind(one): _standing(risk, one) for one in ScoreKind} | {kind: score}
    if problems := problems_of_scores(standing[ScoreKind.INHERENT], standing[ScoreKind.TARGET]):
        raise ValidationError(problems)
    rises = _rises_to_very_high(risk, score) if kind == ScoreKind.CURRENT else False
    _give(risk, kind, score, reason, by, now)
    activity.record(actor=by, action="risk.score", subject=risk, detail={"kind": str(kind)}, now=now)
    if rises:
        _tell(risk, NOW_VERY_HIGH, by, now)


@transaction.atomic
def move_risk(
    *,
    risk: Risk,
    move: RiskMove,
    seen: RiskState,
    by: User,
    now: datetime,
    text: str = "",
    review_on: date | None = None,
    current: Score | None = None,
) -> None:
    """
    Make one move from the state that was `seen`: `MOVES` says where it leads, `NEEDS` what has to be said with it.

    A review, and opening a risk again, give the `current` score too. Raises ValidationError, with nothing changed, when
    the move cannot be made from there, something was left unsaid, or somebody else was first.
    """
    demand(by, KEEPS)
    state = after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the risk is “{STATE_WORDS[seen]}”.")
    problems = problems_of_move(move, text, review_on, local_date(now))
    if move == RiskMove.REVIEW and current is None:
        problems.append("Give the likelihood and the impact as they are now.")
    if problems:
        raise ValidationError(problems)
    _claim(risk, seen, {"state": state} | ({"review_on": review_on} if review_on else {}))
    _record(risk, move, text, review_on, by, now)
    rises = bool(current) and _rises_to_very_high(risk, current)
    if current:
        _give(risk, ScoreKind.CURRENT, current, text, by, now)
    activity.record(actor=by, action=f"risk.{move}", subject=risk, now=now)
    if rises:
        _tell(risk, NOW_VERY_HIGH, by, now)


def _numbered(risk: Risk) -> Risk:
    """Save a risk under the next number; of two at the same moment the second takes the one after."""
    for left in reversed(range(TRIES)):
        risk.number = (Risk.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                risk.save(force_insert=True)
        except IntegrityError:
            if not left or not Risk.objects.filter(number=risk.number).exists():
                raise
        else:
            break
    return risk


def _seats(holder: Seat | None) -> dict[str, Seat | None]:
    is_agency = isinstance(holder, Agency)
    return {"agency": holder if is_agency else None, "group": None if is_agency else holder}


def _record(risk: Risk, move: RiskMove, text: str, review_on: date | None, by: User, now: datetime) -> None:
    RiskEvent(risk=risk, move=move, text=text, review_on=review_on, by=by, at=now).save(force_insert=True)


def _give(risk: Risk, kind: ScoreKind, score: Score, reason: str, by: User, now: datetime) -> None:
    given = RiskScore(risk=risk, kind=kind, likelihood=score.likelihood, impact=score.impact)
    given.reason, given.by, given.at = reason, by, now
    given.save(force_insert=True)


def _standing(risk: Risk, kind: ScoreKind) -> Score | None:
    last = risk.scores.filter(kind=kind).last()
    return Score(last.likelihood, last.impact) if last else None


def _rises_to_very_high(risk: Risk, score: Score) -> bool:
    before = _standing(risk, ScoreKind.CURRENT)
    return score.band == Band.VERY_HIGH and (before is None or before.band != Band.VERY_HIGH)


def _claim(risk: Risk, seen: RiskState, values: dict[str, Any]) -> None:
    if Risk.objects.filter(pk=risk.pk, state=seen, review_on=risk.review_on).update(**values):
        return
    raise ValidationError(
        "Somebody else was first: the risk has been reviewed, closed or opened since. What you wrote is still here. "
        "Read what they said, then send yours if it still holds.",
        code="conflict",
    )


def _tell(risk: Risk, text: str, by: User, now: datetime) -> None:
    url = reverse("assurance:risk_detail", args=[risk.pk])
    for person in people_who_may(KEEPS).exclude(pk=by.pk):
        notify(person=person, text=text, url=url, permission=Permission.READ_ASSURANCE, now=now)
