"""What agencies contribute, and whether it is enough: the Executive Board agrees funding and budget (SAF 1, R149)."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import Agency, Contribution, Decision, FundingJudgement, PartnershipGroup, User
from assurance.permissions import demand
from assurance.rules.development import Adequacy
from assurance.rules.roles import Permission
from assurance.services import activity

KEEPS = Permission.MANAGE_FUNDING


@transaction.atomic
def record_contribution(
    *,
    financial_year: int,
    agency: Agency,
    agreed: Decimal,
    received: Decimal | None,
    in_kind: str,
    by: User,
    now: datetime,
) -> Contribution:
    """What an agency contributes in a year; what was recorded of it before is replaced, and the log says so."""
    demand(by, KEEPS)
    if agreed < 0 or (received is not None and received < 0):
        raise ValidationError("A contribution cannot be less than nothing.")
    contribution, is_new = Contribution.objects.update_or_create(
        financial_year=financial_year,
        agency=agency,
        defaults={"agreed": agreed, "received": received, "in_kind": in_kind},
    )
    detail = {"agency": agency.slug, "year": financial_year, "new": is_new}
    activity.record(actor=by, action="funding.contribution", subject=contribution, detail=detail, now=now)
    return contribution


@transaction.atomic
def judge_funding(
    *,
    financial_year: int,
    adequacy: Adequacy,
    budget: Decimal,
    text: str,
    decision: Decision | None,
    by: User,
    now: datetime,
) -> FundingJudgement:
    """Whether a year's funding is enough, with the budget and, once it is made, the Executive Board's decision."""
    demand(by, KEEPS)
    if budget < 0:
        raise ValidationError("A budget cannot be less than nothing.")
    if not text.strip():
        raise ValidationError("Say why.")
    judgement = FundingJudgement(
        financial_year=financial_year,
        adequacy=adequacy,
        budget=budget,
        text=text,
        decision=decision,
        by=by,
        at=now,
    )
    judgement.save(force_insert=True)
    root = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    activity.record(actor=by, action="funding.judge", subject=root, detail={"year": financial_year}, now=now)
    return judgement
