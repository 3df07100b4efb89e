"""Reading the tools of assurance, each with how many items it has given (SAF Figure 1, R84)."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from assurance.models import AssuranceTool, User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.roles import Permission


def tools_visible_to(user: User, today: date) -> QuerySet[AssuranceTool]:
    """Every tool by tier, with `standing` and `current`, its items and those not stale; for who reads assurance."""
    if not may(user, Permission.READ_ASSURANCE):
        return AssuranceTool.objects.none()
    stands = Q(items__withdrawn_at=None, items__isnull=False)
    return AssuranceTool.objects.annotate(
        standing=Count("items", stands), current=Count("items", stands & Q(items__current_until__gte=today))
    ).order_by("tier", "position", "title")


def tool_visible_to(user: User, slug: str, today: date) -> AssuranceTool | None:
    """One tool, or None."""
    return tools_visible_to(user, today).filter(slug=slug).first()


def tools_offered() -> QuerySet[AssuranceTool]:
    """The tools a new item may come from, by tier."""
    return AssuranceTool.objects.filter(is_current=True).order_by("tier", "position", "title")


def tool_table(user: User, today: date) -> Table:
    """The tools as a table to download."""
    headers = ["Tool", "Tier", "Element", "Months an item is current", "In use", "Items", "Items that are current"]
    return headers, [
        [
            tool.title,
            tool.get_tier_display(),
            tool.get_element_display(),
            tool.fresh_months,
            "Yes" if tool.is_current else "No",
            tool.standing,
            tool.current,
        ]
        for tool in tools_visible_to(user, today)
    ]
