"""What an action came from: every noun with a page of its own that leads to actions, and where that page is."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Model
from django.urls import reverse

from assurance.models import Action, Challenge, Priority, User
from assurance.permissions import may
from assurance.rules.actions import ActionOrigin
from assurance.rules.plans import PlanKind, PlanState
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words

Reads = Callable[[User, Any], bool]


def with_right(permission: Permission) -> Reads:
    """Its page is open to those who hold this permission on the partnership as a whole."""
    return lambda user, subject: may(user, permission)


def reads_challenge(user: User, challenge: Challenge) -> bool:
    """A challenge is read by those who read the challenges of the agency or group that was challenged."""
    return may(user, Permission.READ_CHALLENGE, challenge.challenged)


def reads_priority(user: User, priority: Priority) -> bool:
    """A priority is read with its plan: a draft by those who manage it, and an improvement plan not by everybody."""
    plan = priority.plan
    if may(user, Permission.MANAGE_PLAN, plan.group):
        return True
    if plan.state == PlanState.DRAFT:
        return False
    if plan.kind == PlanKind.IMPROVEMENT:
        return may(user, Permission.READ_ASSURANCE) or may(user, Permission.READ_IMPROVEMENT, plan.group)
    return may(user, Permission.READ_PLAN)


@dataclass(frozen=True)
class Source:
    """
    A noun an action may come from: its origin, who reads its page, and the address of that page.

    `related` is what is loaded with the noun to say who reads it.
    """

    origin: ActionOrigin
    reads: Reads
    page: str
    related: tuple[str, ...] = ()


READS_WARNINGS, READS_ASSURANCE = with_right(Permission.READ_WARNING), with_right(Permission.READ_ASSURANCE)
# By the name of the link on Action. A new noun with its own page is one line here; its words are its `str`.
SOURCES = MappingProxyType(
    {
        "warning": Source(ActionOrigin.WARNING, READS_WARNINGS, "assurance:warning_detail"),
        "escalation": Source(
            ActionOrigin.ESCALATION, with_right(Permission.READ_ESCALATION), "assurance:escalation_detail"
        ),
        "challenge": Source(
            ActionOrigin.CHALLENGE, reads_challenge, "assurance:challenge_detail", related=("agency", "group")
        ),
        "priority": Source(ActionOrigin.PLAN, reads_priority, "assurance:priority_detail", related=("plan__group",)),
        "theme": Source(ActionOrigin.THEME, with_right(Permission.READ_PLAN), "assurance:theme_detail"),
        "risk": Source(ActionOrigin.RISK, READS_ASSURANCE, "assurance:risk_detail"),
        "lesson": Source(ActionOrigin.REVIEW, READS_ASSURANCE, "assurance:lesson_detail"),
        "recommendation": Source(ActionOrigin.INSPECTION, READS_ASSURANCE, "assurance:recommendation_detail"),
        "rapid_review": Source(
            ActionOrigin.REVIEW, with_right(Permission.READ_REVIEW), "assurance:rapid_review_detail"
        ),
    }
)
# What opens the page an upper app's action came from: a right on the partnership, or one on the agency that is to act.
ABOVE = MappingProxyType(
    {
        ActionOrigin.AUDIT: (Permission.READ_AUDIT, Permission.ANSWER_AUDIT),
        ActionOrigin.SCRUTINY: (Permission.READ_REVIEW, Permission.ANSWER_SCRUTINY),
        ActionOrigin.REPORT: (Permission.BUILD_PACK, Permission.DECIDE),
    }
)
# Where an action was set: in the minutes of a meeting, at one of its items. What it came from may be one of the above.
SET_IN = ("meeting", "item")
RELATED = (
    "meeting__group",
    "item",
    *SOURCES,
    *(f"{name}__{part}" for name, source in SOURCES.items() for part in source.related),
)


def source_name(subject: Model) -> str:
    """The name of the link on Action that leads to `subject`. Raises LookupError for what no action comes from."""
    for name in SOURCES:
        if isinstance(subject, Action._meta.get_field(name).related_model):
            return name
    raise LookupError(f"No action comes from {subject._meta.label}.")


def origin_of(action: Action, user: User) -> tuple[str, str]:
    """What an action came from, in words, and its address where `user` may read it: else its kind alone."""
    if action.meeting and may(user, Permission.READ_MEETING, action.meeting.group):
        words = f"{action.meeting.group.short_name} meeting of {date_words(action.meeting.starts_at)}"
        return words, reverse("assurance:minutes_detail", args=[action.meeting.key])
    kind = action.get_origin_display()
    for name, source in SOURCES.items():
        subject = getattr(action, name)
        if subject and source.reads(user, subject):
            return f"{kind}: {subject}", reverse(source.page, args=[subject.pk])
    if action.address and _reads_above(action, user):
        return f"{kind}: {action.source}", action.address
    return kind, ""


def _reads_above(action: Action, user: User) -> bool:
    """Whether what an upper app made the action from opens to `user`: to its readers, and to those who are to act."""
    right, on_holder = ABOVE[ActionOrigin(action.origin)]
    return may(user, right) or may(user, on_holder, action.holder)
