"""The tools of assurance kept by the Business Team and the chairs of SAAS (C8, R84)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import AssuranceTool, User
from assurance.permissions import demand
from assurance.rules.evidence_tiers import Element, Tier
from assurance.rules.roles import Permission
from assurance.services import activity

MOST_MONTHS = 120


@transaction.atomic
def change_tool(
    *,
    tool: AssuranceTool,
    title: str,
    tier: Tier,
    element: Element,
    fresh_months: int,
    is_current: bool,
    by: User,
    now: datetime,
) -> None:
    """Change what a tool is called and what its next items have unless said otherwise. Items there stay as they are."""
    demand(by, Permission.MANAGE_ASSURANCE)
    if not title.strip():
        raise ValidationError("Say what the tool is called.")
    if not 1 <= fresh_months <= MOST_MONTHS:
        raise ValidationError(f"An item is current for 1 to {MOST_MONTHS} months.")
    if AssuranceTool.objects.filter(title__iexact=title).exclude(pk=tool.pk).exists():
        raise ValidationError("Another tool is called that.")
    before = {name: getattr(tool, name) for name in ("tier", "element", "fresh_months", "is_current")}
    tool.title, tool.tier, tool.element = title, tier, element
    tool.fresh_months, tool.is_current = fresh_months, is_current
    tool.save(update_fields=["title", *before])
    after = {"tier": str(tier), "element": str(element), "fresh_months": fresh_months, "is_current": is_current}
    changed = {name: value for name, value in after.items() if value != before[name]}
    activity.record(actor=by, action="tool.change", subject=tool, detail=changed, now=now)
