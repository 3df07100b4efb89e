"""Policies and their quality assurance, with evidence of efficacy and of impact on practice (SAAS ToR 3.7, R145)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import PartnershipGroup, Policy, PolicyAssurance, Topic, User
from assurance.permissions import demand
from assurance.rules.development import EFFICACY_WORDS, STRENGTHS, Efficacy
from assurance.rules.evidence_tiers import Confidence
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.item_supports import Supports
from assurance.services.items import bring_item_up_to_date

KEEPS = Permission.MANAGE_ASSURANCE
TOOL = "established-policy"


@transaction.atomic
def add_policy(
    *,
    title: str,
    group: PartnershipGroup,
    about: str,
    link: str,
    topics: Sequence[Topic],
    review_on: date,
    by: User,
    now: datetime,
) -> Policy:
    """A policy or procedure in force, with the day its next review is due."""
    demand(by, KEEPS)
    if Policy.objects.filter(title=title).exists():
        raise ValidationError("There is a policy of that title already.")
    policy = Policy.objects.create(title=title, group=group, about=about, link=link, review_on=review_on)
    policy.topics.set(topics)
    activity.record(actor=by, action="policy.add", subject=policy, now=now)
    return policy


@transaction.atomic
def edit_policy(
    *,
    policy: Policy,
    title: str,
    group: PartnershipGroup,
    about: str,
    link: str,
    topics: Sequence[Topic],
    review_on: date,
    ended_on: date | None,
    by: User,
    now: datetime,
) -> None:
    """Change what is said of a policy, or say from when it is no longer in force."""
    demand(by, KEEPS)
    if Policy.objects.exclude(pk=policy.pk).filter(title=title).exists():
        raise ValidationError("There is a policy of that title already.")
    Policy.objects.filter(pk=policy.pk).update(
        title=title, group=group, about=about, link=link, review_on=review_on, ended_on=ended_on
    )
    policy.topics.set(topics)
    activity.record(actor=by, action="policy.edit", subject=policy, now=now)


@transaction.atomic
def assure_policy(
    *,
    policy: Policy,
    assured_on: date,
    efficacy: Efficacy,
    evidence: str,
    impact: str,
    review_on: date,
    by: User,
    now: datetime,
) -> PolicyAssurance:
    """
    Record the quality assurance of a policy: its efficacy with the evidence, and its impact on practice.

    The policy's item of assurance is brought up to date with it.
    """
    demand(by, KEEPS)
    problems = _problems(assured_on, evidence, impact, review_on, local_date(now))
    if problems:
        raise ValidationError(problems)
    assurance = PolicyAssurance(
        policy=policy,
        assured_on=assured_on,
        efficacy=efficacy,
        evidence=evidence,
        impact=impact,
        review_on=review_on,
        by=by,
        at=now,
    )
    assurance.save(force_insert=True)
    Policy.objects.filter(pk=policy.pk).update(review_on=review_on)
    activity.record(actor=by, action="policy.assure", subject=policy, detail={"efficacy": str(efficacy)}, now=now)
    _bring_item_up_to_date(policy, assurance, now)
    return assurance


def _bring_item_up_to_date(policy: Policy, newest: PolicyAssurance, now: datetime) -> None:
    efficacy = Efficacy(newest.efficacy)
    bring_item_up_to_date(
        origin=f"policy:{policy.pk}",
        tool_slug=TOOL,
        title=policy.title,
        finding=f"{EFFICACY_WORDS[efficacy]}. {newest.impact}",
        dated_on=newest.assured_on,
        strength=STRENGTHS[efficacy],
        confidence=Confidence.MEDIUM,
        supports=Supports(topics=frozenset(policy.topics.values_list("pk", flat=True))),
        group=policy.group,
        address=reverse("assurance:policy_detail", args=[policy.pk]),
        now=now,
    )


def _problems(assured_on: date, evidence: str, impact: str, review_on: date, today: date) -> list[str]:
    problems = []
    if assured_on > today:
        problems.append("The day of the quality assurance cannot be in the future.")
    if not evidence.strip() or not impact.strip():
        problems.append("Say what the evidence is, and what impact the policy has on practice and for children.")
    if review_on <= assured_on:
        problems.append("The next review has to be after this one.")
    return problems
