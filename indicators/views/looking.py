"""How a page of figures was asked for: narrowed to what, and as of which day."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils import timezone

from assurance.permissions import may
from assurance.rules.roles import Permission
from indicators.forms.dashboard import AsAtForm, DashboardFilterForm
from indicators.queries.moments import Moment, meetings_to_look_back_to, moment_of

EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Looking:
    """The moment in the past that was asked for, None for today; `query` keeps it in the links of the page."""

    then: Moment | None

    @property
    def query(self):
        """What to add to an address of another page of figures."""
        return f"?as_at={self.then.day.isoformat()}" if self.then else ""


def looking_back(request):
    """The moment the address asks for. Raises Http404 for a day that is none, lies ahead, or is before any record."""
    text = request.GET.get("as_at")
    if not text:
        return Looking(None)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404("There is no such day.") from None
    if not EARLIEST <= day <= timezone.localdate():
        raise Http404("Nothing is known of that day.")
    return Looking(moment_of(request.user, day))


def filter_form(request):
    """The form of the dashboard's filters as the address fills it."""
    reads_warnings = may(request.user, Permission.READ_WARNING)
    return DashboardFilterForm(request.GET, reads_warnings=reads_warnings)


def asks_to_look_back(request):
    """Whether a day was typed, in whole or in part."""
    return any(request.GET.get(f"on_{part}") for part in ("day", "month", "year"))


def look_back_form(request):
    """The form to choose a meeting or a day, bound when a day was typed."""
    asked = request.GET if asks_to_look_back(request) else None
    meetings = meetings_to_look_back_to(request.user, now=timezone.now())
    initial = {"as_at": request.GET.get("as_at", "")}
    return AsAtForm(asked, meetings=meetings, today=timezone.localdate(), initial=initial)
