"""A new version of a definition: the one before ends the day before it, and is kept (C6, R60, R68)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import Topic, User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words
from indicators.models import Indicator, IndicatorDefinition, Objective
from indicators.queries.suite_texts import DOCUMENT, definition_texts
from indicators.rules.changes import ChangeKind, Difference, differences, fingerprint
from indicators.services.changes import note_change

FIELDS = (
    "wording",
    "wording_to_be_confirmed",
    "document",
    "numerator",
    "denominator",
    "counts",
    "unit",
    "polarity",
    "frequency",
    "roll_up",
    "source_agency",
    "owner",
    "dissemination_threshold",
    "is_early_warning",
    "challenge_questions",
    "data_notes",
)


@transaction.atomic
def change_definition(
    *,
    indicator: Indicator,
    starts_on: date,
    reason: str,
    seen: str,
    by: User,
    now: datetime,
    today: date,
    **values: object,
) -> IndicatorDefinition:
    """
    What an indicator is defined to be from a day on. An indicator that was retired is in use again.

    `seen` is the fingerprint of the definition the person had before them. Raises ValidationError when another one has
    been recorded since, when nothing is different, and for a day to come or one the last definition reaches.
    """
    demand(by, Permission.MANAGE_INDICATORS)
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    last = newest_definition(indicator)
    before = definition_texts(last)
    _refuse_unseen(seen, before, last)
    _refuse_day(starts_on, last, today)
    version = IndicatorDefinition(
        indicator=indicator,
        starts_on=starts_on,
        reason=reason,
        recorded_by=by,
        recorded_at=now,
        **{field: values[field] for field in FIELDS},
    )
    what = differences(before, definition_texts(version))
    if not last.ends_on and not _says_anything_new(what):
        raise ValidationError("Nothing is different from the present definition: change something, or go back.")
    kind = ChangeKind.INDICATOR_RESTORED if last.ends_on else ChangeKind.DEFINITION_CHANGED
    _put_in_effect(version, last)
    what = [("In effect from", "", date_words(starts_on)), *what]
    note_change(about=indicator, kind=kind, what=what, reason=reason, by=by, now=now)
    return version


@transaction.atomic
def change_objectives(
    *, indicator: Indicator, objectives: Iterable[Objective], reason: str, by: User, now: datetime
) -> None:
    """Link an indicator to the main objectives it serves (R54)."""
    demand(by, Permission.MANAGE_INDICATORS)
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    before = _titles(indicator)
    indicator.objectives.set(objectives)
    what = differences([("Objectives", before)], [("Objectives", _titles(indicator))])
    if not what:
        raise ValidationError("These are its objectives already: change something, or go back.")
    note_change(about=indicator, kind=ChangeKind.OBJECTIVES_CHANGED, what=what, reason=reason, by=by, now=now)


def newest_definition(indicator: Indicator) -> IndicatorDefinition:
    """The definition in effect or, of an indicator that was retired, the last there was."""
    return indicator.definitions.select_related("source_agency").latest("starts_on")


def _says_anything_new(what: Iterable[Difference]) -> bool:
    """Whether more is different than that nobody has said where the version is from."""
    return any(now or label != DOCUMENT for label, _, now in what)


def _put_in_effect(version: IndicatorDefinition, last: IndicatorDefinition) -> None:
    """End the last definition the day before, where it still holds, and call the indicator by the new wording."""
    if not last.ends_on:
        last.ends_on = version.starts_on - timedelta(days=1)
        last.save(update_fields=["ends_on"])
    version.save(force_insert=True)
    Topic.objects.filter(pk=version.indicator.topic_id).update(title=version.wording, is_current=True)


def _refuse_unseen(seen: str, before: list[tuple[str, str]], last: IndicatorDefinition) -> None:
    if seen != fingerprint(before):
        raise ValidationError(
            f"Another definition has been recorded since you opened this page: “{last.wording}”, from "
            f"{date_words(last.starts_on)}. What you wrote is kept below: compare the two, then save again."
        )


def _refuse_day(starts_on: date, last: IndicatorDefinition, today: date) -> None:
    if starts_on > today:
        raise ValidationError("The new definition cannot begin in the future: record it on the day it begins.")
    if starts_on <= last.starts_on:
        raise ValidationError(
            f"The present definition holds from {date_words(last.starts_on)}: give a later day for the new one."
        )
    if last.ends_on and starts_on <= last.ends_on:
        raise ValidationError(f"The indicator was in use until {date_words(last.ends_on)}: give a later day.")


def _titles(indicator: Indicator) -> str:
    return "\n".join(indicator.objectives.values_list("title", flat=True))
