"""Returns side by side, and one partner's statements through the quarters."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assurance.permissions import requires_somewhere
from assurance.queries import compare as queries
from assurance.queries.returns import returns_known_to
from assurance.queries.tracker import periods_offered
from assurance.rules.roles import Permission
from assurance.views.tracker import period_or_404


@requires_somewhere(Permission.READ_RETURN)
@require_GET
def compare(request):
    """The returns of one quarter that one may read, side by side under each heading."""
    period = period_or_404(request.GET.get("period", ""))
    context = {
        "period": period,
        "periods": periods_offered(),
        "comparison": queries.comparison(period, request.user) if period else None,
        "owners": queries.owners_compared(request.user, period) if period else [],
    }
    return render(request, "assurance/compare.html", context)


@requires_somewhere(Permission.READ_RETURN)
@require_GET
def return_history(request, pk):
    """One owner's statements through the quarters."""
    status_return = get_object_or_404(returns_known_to(request.user), pk=pk)
    context = {"status_return": status_return, "history": queries.history(status_return, request.user)}
    return render(request, "assurance/return_history.html", context)
