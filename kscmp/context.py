"""What every page knows: the mode, the navigation this person may use, how many notices wait unread."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from assurance.permissions import rights_of
from assurance.queries.demo import demo_accounts
from assurance.queries.notices import unread_count
from assurance.rules.roles import Permission as P
from kscmp.middleware import SESSION_ENDS


@dataclass(frozen=True)
class Place:
    """
    A page the navigation leads to: its words, its URL name, and the permissions of which one opens it.

    `also` are addresses that lie elsewhere, the pages below which are of this place too; "*" stands for any words.
    """

    label: str
    url_name: str
    on_partnership: tuple[P, ...] = ()
    somewhere: tuple[P, ...] = ()
    also: tuple[str, ...] = ()

    def opens_with(self, rights):
        """Whether it opens to somebody with these rights; a place without permissions does to everybody signed in."""
        if not self.on_partnership and not self.somewhere:
            return True
        on_partnership = any(held in self.on_partnership and kind == "partnership" for held, kind, _ in rights)
        return on_partnership or any(held in self.somewhere for held, _, _ in rights)


@dataclass(frozen=True)
class Link:
    """A navigation link as a page shows it. `current` is "page", "true" (a page below it) or blank."""

    label: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class Navigation:
    """The navigation as HTML: the main one, that of the section one is in or blank, and whether it has the glossary."""

    main: str
    within: str
    has_glossary: bool


@dataclass(frozen=True)
class Section:
    """An entry of the main navigation with what lies within it; it leads to the first place this person may open."""

    label: str
    places: tuple[Place, ...]


HOME, GLOSSARY = "home", "assurance:glossary"
NAVIGATION = (
    Section("Home", (Place("Home", HOME),)),
    Section(
        "Returns",
        (
            Place("Returns", "assurance:return_list", somewhere=(P.DRAFT_RETURN, P.READ_RETURN)),
            Place("Tracker", "assurance:tracker", on_partnership=(P.TRACK_RETURNS,)),
            Place("Compare", "assurance:compare", somewhere=(P.READ_RETURN,)),
        ),
    ),
    Section(
        "Indicators",
        (
            Place("Dashboard", "indicators:dashboard", on_partnership=(P.READ_INDICATORS,)),
            Place(
                "Figures",
                "indicators:request_list",
                on_partnership=(P.MANAGE_INDICATORS,),
                somewhere=(P.SEND_FIGURES,),
            ),
        ),
    ),
    Section(
        "Concerns",
        (
            Place("Early warnings", "assurance:warning_list", on_partnership=(P.READ_WARNING,)),
            Place("Challenges", "assurance:challenge_list", somewhere=(P.READ_CHALLENGE,)),
            Place("Risks", "assurance:risk_list", on_partnership=(P.READ_ASSURANCE,), also=("/controls/",)),
            Place("Escalations", "assurance:escalation_list", on_partnership=(P.READ_ESCALATION,)),
        ),
    ),
    Section(
        "Meetings",
        (
            Place("Meetings", "assurance:meeting_list", on_partnership=(P.READ_DIRECTORY,)),
            Place("Forward plans", "assurance:forward_plan_list", somewhere=(P.READ_MEETING,)),
            Place("Decisions", "assurance:decision_list", somewhere=(P.READ_MEETING,)),
            Place(
                "Group work",
                "assurance:group_work",
                somewhere=(P.READ_MEETING,),
                also=("/groups/*/inbox/", "/groups/*/review/"),
            ),
            Place(
                "Commissions",
                "assurance:commission_list",
                on_partnership=(P.READ_ASSURANCE,),
                somewhere=(P.READ_MEETING,),
                also=("/groups/*/commission/",),
            ),
        ),
    ),
    Section("Actions", (Place("Actions", "assurance:action_list", somewhere=(P.READ_ACTION,)),)),
    Section(
        "Assurance",
        (
            Place("Assurance map", "assurance:assurance_map", on_partnership=(P.READ_ASSURANCE,)),
            Place("Evidence", "assurance:item_list", on_partnership=(P.READ_ASSURANCE,)),
            Place("Three tiers", "assurance:tier_list", on_partnership=(P.READ_ASSURANCE,)),
            Place(
                "Plans",
                "assurance:plan_list",
                on_partnership=(P.READ_PLAN, P.READ_ASSURANCE),
                somewhere=(P.READ_IMPROVEMENT,),
                also=("/priorities/",),
            ),
            Place("Themes", "assurance:theme_list", on_partnership=(P.READ_PLAN,)),
            Place("Compliance", "assurance:compliance", on_partnership=(P.READ_ASSURANCE,)),
        ),
    ),
    Section(
        "Audits",
        (
            Place("Programme", "audits:audit_list", on_partnership=(P.READ_AUDIT,), somewhere=(P.ANSWER_AUDIT,)),
            Place("The year", "audits:audit_year", on_partnership=(P.READ_AUDIT,)),
            Place("Standards over time", "audits:standard_list", on_partnership=(P.READ_AUDIT,)),
            Place("Your answers", "audits:answer_list", somewhere=(P.ANSWER_AUDIT,), also=("/audits/sheets/",)),
            Place("Tools", "audits:tool_list", on_partnership=(P.READ_AUDIT,), somewhere=(P.ANSWER_AUDIT,)),
        ),
    ),
    Section(
        "Scrutiny",
        (
            Place(
                "Assessments",
                "scrutiny:assessment_list",
                on_partnership=(P.READ_PLAN, P.SCRUTINISE),
                somewhere=(P.SELF_ASSESS,),
            ),
            Place("Your drafts", "scrutiny:draft_list", on_partnership=(P.SCRUTINISE,), somewhere=(P.SELF_ASSESS,)),
            Place(
                "Recommendations",
                "scrutiny:recommendation_list",
                on_partnership=(P.READ_PLAN, P.READ_ASSURANCE, P.SCRUTINISE),
                somewhere=(P.SELF_ASSESS, P.ANSWER_SCRUTINY),
            ),
            Place("Accuracy checks", "scrutiny:check_list", somewhere=(P.SIGN_ASSESSMENT,)),
            Place("Compare", "scrutiny:compare_pair", somewhere=(P.READ_PLAN, P.SCRUTINISE, P.SELF_ASSESS)),
            Place("Coverage", "scrutiny:coverage", on_partnership=(P.READ_ASSURANCE,)),
            Place("Scrutiny log", "scrutiny:log_list", on_partnership=(P.READ_ASSURANCE,)),
            Place("Context", "scrutiny:context_list", on_partnership=(P.READ_ASSURANCE,)),
            Place(
                "Frameworks",
                "scrutiny:framework_list",
                on_partnership=(P.READ_ASSURANCE, P.MANAGE_SCRUTINY, P.SCRUTINISE),
                somewhere=(P.SELF_ASSESS,),
            ),
        ),
    ),
    Section(
        "Learning",
        (
            Place("Lessons", "assurance:lesson_list", on_partnership=(P.READ_ASSURANCE,)),
            Place("Lessons given to us", "assurance:lesson_ours", somewhere=(P.UPDATE_ACTION,), also=("/lessons/",)),
            Place("Rapid reviews", "assurance:rapid_review_list", on_partnership=(P.READ_REVIEW,)),
            Place(
                "Inspections",
                "assurance:inspection_list",
                on_partnership=(P.READ_ASSURANCE,),
                also=("/recommendations/",),
            ),
            Place("Policies", "assurance:policy_list", on_partnership=(P.READ_PLAN,)),
            Place("Training", "assurance:course_list", on_partnership=(P.READ_PLAN,)),
        ),
    ),
    Section(
        "Reports",
        (
            Place(
                "Reports",
                "reports:run_list",
                on_partnership=(P.BUILD_PACK,),
                somewhere=(P.READ_PACK,),
                also=("/reports/",),
            ),
        ),
    ),
    Section(
        "Partnership",
        (
            Place("Agencies", "assurance:agency_list", on_partnership=(P.READ_DIRECTORY,)),
            Place("Groups", "assurance:group_list", on_partnership=(P.READ_DIRECTORY,)),
            Place("People", "assurance:person_list", on_partnership=(P.READ_DIRECTORY,)),
            Place("Membership coverage", "assurance:coverage", on_partnership=(P.READ_DIRECTORY,)),
            Place("Reporting periods", "assurance:period_list", on_partnership=(P.TRACK_RETURNS,)),
            Place("Glossary", GLOSSARY, on_partnership=(P.READ_DIRECTORY,)),
            Place("Documents", "assurance:document_list", on_partnership=(P.READ_PLAN,)),
            Place("Funding", "assurance:funding", on_partnership=(P.READ_FUNDING,)),
            Place("Good practice", "assurance:practice_list", on_partnership=(P.READ_INDICATORS,)),
            Place("Activity log", "assurance:activity_list", on_partnership=(P.READ_ACTIVITY,)),
        ),
    ),
)


def open_sections(user):
    """The sections in which this person may open something, each with those places."""
    return _sections_open_with(rights_of(user))


@lru_cache(maxsize=256)
def _sections_open_with(rights):
    """The same by rights: many people have the very same, and every page asks."""
    sections = ((section, [place for place in section.places if place.opens_with(rights)]) for section in NAVIGATION)
    return [(section, places) for section, places in sections if places]


def navigation(request):
    """
    The main navigation and, within a section of several places, that section's own with its name.

    The place with the longest matching address is current; the section that holds it is too.
    """
    rights = rights_of(request.user)
    nearest = _nearest(request.path, rights)
    is_its_page = nearest is not None and request.path == address_of(nearest.url_name)
    return _navigation(rights, nearest, request.path if is_its_page else "")


@lru_cache(maxsize=512)
def _navigation(rights, nearest, path):
    """The same by what it depends on; `path` is blank on a page that is not itself in the navigation."""
    main, within, here = [], [], ""
    for section, places in _sections_open_with(rights):
        url = address_of(places[0].url_name)
        is_here = nearest in places
        main.append(Link(section.label, url, _current(url, path) if is_here else ""))
        if is_here and len(places) > 1:
            here, within = section.label, [_link(place, path, nearest) for place in places]
    return Navigation(
        main=render_to_string("components/navigation.html", {"links": main}),
        within=render_to_string("components/sub_navigation.html", {"links": within, "label": here}) if within else "",
        has_glossary=any(place.url_name == GLOSSARY for _, places in _sections_open_with(rights) for place in places),
    )


def places_within(user):
    """Every section but the home page with a link to each place this person may open: the home page's contents."""
    return [
        (section.label, [Link(place.label, address_of(place.url_name)) for place in places])
        for section, places in open_sections(user)
        if places[0].url_name != HOME
    ]


@cache
def address_of(url_name):
    """The address of a page; worked out once, for every page shows them all and they never change."""
    return reverse(url_name)


def _nearest(path, rights):
    return next((place for address, place in _addresses(rights) if _is_below(path, address)), None)


@lru_cache(maxsize=256)
def _addresses(rights):
    """Every address that opens with these rights, or lies below such a place, with that place: the longest first."""
    places = [place for _, places in _sections_open_with(rights) for place in places]
    addresses = [(address, place) for place in places for address in (address_of(place.url_name), *place.also)]
    return sorted(addresses, key=lambda each: len(each[0]), reverse=True)


def _is_below(path, address):
    if "*" in address:
        return fnmatchcase(path, f"{address}*")
    return path == address or (address != "/" and path.startswith(address))


def _link(place, path, nearest):
    url = address_of(place.url_name)
    return Link(place.label, url, _current(url, path) if place == nearest else "")


def _current(url, path):
    return "page" if url == path else "true"


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
