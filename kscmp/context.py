"""What every page knows: the mode, the navigation this person may use, how many notices wait unread."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from assurance.permissions import may, may_somewhere
from assurance.queries.demo import demo_accounts
from assurance.queries.notices import unread_count
from assurance.rules.roles import Permission as P
from kscmp.middleware import SESSION_ENDS


@dataclass(frozen=True)
class Place:
    """An entry of a navigation: its words, its URL name, and the permissions of which one opens it."""

    label: str
    url_name: str
    on_partnership: tuple[P, ...] = ()
    somewhere: tuple[P, ...] = ()

    def opens_to(self, user):
        """Whether this person may open it; one without permissions is for everybody who has signed in."""
        if not self.on_partnership and not self.somewhere:
            return True
        return any(may(user, p) for p in self.on_partnership) or may_somewhere(user, *self.somewhere)


@dataclass(frozen=True)
class Link:
    """A navigation link as a page shows it. `current` is "page", "true" (a page below it) or blank."""

    label: str
    url: str
    current: str = ""


NAVIGATION = (
    Place("Home", "home"),
    Place("Returns", "assurance:return_list", somewhere=(P.DRAFT_RETURN, P.READ_RETURN)),
    Place("Tracker", "assurance:tracker", on_partnership=(P.TRACK_RETURNS,)),
    Place("Compare", "assurance:compare", somewhere=(P.READ_RETURN,)),
    Place("Indicators", "indicators:dashboard", on_partnership=(P.READ_INDICATORS,)),
    Place("Figures", "indicators:request_list", on_partnership=(P.MANAGE_INDICATORS,), somewhere=(P.SEND_FIGURES,)),
    Place("Early warnings", "assurance:warning_list", on_partnership=(P.READ_WARNING,)),
    Place("Meetings", "assurance:meeting_list", on_partnership=(P.READ_DIRECTORY,)),
    Place("Actions", "assurance:action_list", somewhere=(P.READ_ACTION,)),
    Place("Board packs", "reports:run_list", on_partnership=(P.BUILD_PACK,), somewhere=(P.READ_PACK,)),
    Place("Partnership", "assurance:agency_list", on_partnership=(P.READ_DIRECTORY,)),
)

PARTNERSHIP = (
    Place("Agencies", "assurance:agency_list", on_partnership=(P.READ_DIRECTORY,)),
    Place("Groups", "assurance:group_list", on_partnership=(P.READ_DIRECTORY,)),
    Place("People", "assurance:person_list", on_partnership=(P.READ_DIRECTORY,)),
    Place("Membership coverage", "assurance:coverage", on_partnership=(P.READ_DIRECTORY,)),
    Place("Reporting periods", "assurance:period_list", on_partnership=(P.TRACK_RETURNS,)),
    Place("Glossary", "assurance:glossary"),
    Place("Good practice", "assurance:practice_list", on_partnership=(P.READ_INDICATORS,)),
    Place("Activity log", "assurance:activity_list", on_partnership=(P.READ_ACTIVITY,)),
)


def links(places, user, path):
    """The entries this person may open; the one with the longest matching address is current."""
    open_places = [(place.label, address_of(place.url_name)) for place in places if place.opens_to(user)]
    above = [url for _, url in open_places if url != "/" and path.startswith(url)]
    nearest = max(above, key=len, default="")
    return [Link(label, url, _current(url, path, nearest)) for label, url in open_places]


@cache
def address_of(url_name):
    """The address of a page; worked out once, for every page shows them all and they never change."""
    return reverse(url_name)


def _current(url, path, nearest):
    if url == path:
        return "page"
    return "true" if url == nearest else ""


def navigation(request):
    """The main navigation and, for a page of the Partnership section, its own."""
    partnership = links(PARTNERSHIP, request.user, request.path)
    within = any(link.current for link in partnership)
    main = links(NAVIGATION, request.user, request.path)
    if within:
        main = [Link(each.label, each.url, "true" if each.label == "Partnership" else "") for each in main]
    return {"main": main, "partnership": partnership if within else []}


def portal(request):
    """Context processor. Navigation and the count are worked out only when a page shows them."""
    context = {
        "demonstration": settings.DEMO,
        "mfa_required": settings.MFA_REQUIRED,
        "organisation_sign_in": bool(settings.OIDC_SERVER_URL),
        "portal_url": settings.PORTAL_URL,
        "why_signed_out": SESSION_ENDS.get(request.GET.get("ended")),
    }
    if settings.DEMO:
        context["demo_accounts"] = SimpleLazyObject(demo_accounts)
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        context["navigation"] = SimpleLazyObject(lambda: navigation(request))
        context["unread_notices"] = SimpleLazyObject(lambda: unread_count(user))
    return context
