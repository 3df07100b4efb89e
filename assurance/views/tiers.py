"""The three tiers of defence: side by side, and each with its tools and newest items (R82, R86)."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assurance.permissions import requires
from assurance.queries import tiers as queries
from assurance.rules.evidence_tiers import TIER_SLUGS
from assurance.rules.roles import Permission


@requires(Permission.READ_ASSURANCE)
@require_GET
def tier_list(request):
    """The three tiers, and how their items assure of the three purposes."""
    return render(
        request, "assurance/tier_list.html", {"shown": queries.tiers_page(request.user, timezone.localdate())}
    )


@requires(Permission.READ_ASSURANCE)
@require_GET
def tier_detail(request, slug):
    """One tier: its nature, focus and value, its tools, its newest items."""
    tier = {name: tier for tier, name in TIER_SLUGS.items()}.get(slug)
    if tier is None:
        raise Http404("There is no such tier.")
    page = queries.tier_page(request.user, tier, timezone.localdate())
    return render(request, "assurance/tier_detail.html", {"page": page})
