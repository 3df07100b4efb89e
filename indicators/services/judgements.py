"""Judgements given by one partner, and agreed by the partners together (R58, R59)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import Agency, User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words
from assurance.services import activity
from indicators.models import Indicator, Judgement


@transaction.atomic
def give_judgement(
    *,
    indicator: Indicator,
    agency: Agency,
    extent: str,
    narrative: str,
    evidence: str,
    judged_on: date,
    by: User,
    now: datetime,
    today: date,
) -> Judgement:
    """One partner's judgement of an item. The partner's earlier ones stay, as its history."""
    demand(by, Permission.GIVE_JUDGEMENT, agency)
    values = {"extent": extent, "narrative": narrative, "evidence": evidence, "judged_on": judged_on}
    given = _record(Judgement(indicator=indicator, agency=agency, **values), by, now, today)
    activity.record(actor=by, action="judgement.give", subject=given, detail={"agency": agency.pk}, now=now)
    return given


@transaction.atomic
def agree_judgement(
    *,
    indicator: Indicator,
    extent: str,
    narrative: str,
    evidence: str,
    judged_on: date,
    by: User,
    now: datetime,
    today: date,
) -> Judgement:
    """The judgement the partners agreed on together. What each of them gave is left as it is."""
    demand(by, Permission.AGREE_JUDGEMENT)
    values = {"extent": extent, "narrative": narrative, "evidence": evidence, "judged_on": judged_on}
    agreed = _record(Judgement(indicator=indicator, **values), by, now, today)
    activity.record(actor=by, action="judgement.agree", subject=agreed, now=now)
    return agreed


def _record(judgement: Judgement, by: User, now: datetime, today: date) -> Judgement:
    # Whoever judges the same item waits here, so that the newest is known to be the newest.
    indicator = Indicator.objects.select_for_update().get(pk=judgement.indicator_id)
    if not indicator.definitions.on(today).exists():
        raise ValidationError("This item is no longer in use, and is not judged any more.")
    if judgement.judged_on > today:
        raise ValidationError("The day of the judgement lies in the future: give today or an earlier day.")
    earlier = Judgement.objects.filter(indicator=indicator, agency=judgement.agency)
    standing = earlier.order_by("-judged_on").values_list("judged_on", flat=True).first()
    if standing and judgement.judged_on < standing:
        day = date_words(standing)
        raise ValidationError(f"The judgement that stands is of {day}: give that day or a later one.")
    judgement.recorded_by, judgement.recorded_at = by, now
    judgement.save(force_insert=True)
    return judgement
