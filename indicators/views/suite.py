"""The suite: read by whoever reads indicators, changed by the Business Team, its history kept (R54, R60, R68)."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.permissions import may, requires
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, posted, table_response
from indicators.forms import suite as forms
from indicators.queries import suite as queries
from indicators.queries.items import indicators_visible_to
from indicators.queries.suite_texts import definition_texts
from indicators.rules.changes import fingerprint
from indicators.services import definitions
from indicators.services import suite as services
from indicators.tasks import send_findings

CHANGES_ON_A_PAGE = 50


def indicator_of(request, slug):
    """The indicator named in the address. Raises Http404."""
    return get_object_or_404(indicators_visible_to(request.user), slug=slug)


def page_of(indicator, title, **words):
    """A form's page that leads back to the indicator in the suite."""
    back = reverse("indicators:suite_item", args=[indicator.slug])
    return FormPage(title, back, "Back to the indicator", caption=indicator.wording, **words)


def looking_again(save, form, seen_now):
    """The service such that, when it refuses, the form counts what stands now as seen: what was written is kept."""

    def saved(**values):
        try:
            save(**values)
        except ValidationError:
            form.look_again(seen_now())
            raise

    return saved


def then_findings(save):
    """The service, and then the job that makes anew the findings it has left out of date."""

    def saved(**values):
        save(**values)
        send_findings()

    return saved


@requires(Permission.READ_INDICATORS)
@require_GET
def suite(request):
    """Every indicator by domain: what is agreed of it, its measures, its owner."""
    context = {
        "suite": queries.suite_visible_to(request.user, today=timezone.localdate()),
        "may_manage": may(request.user, Permission.MANAGE_INDICATORS),
    }
    return render(request, "indicators/suite_overview.html", context)


@requires(Permission.READ_INDICATORS)
@require_GET
def suite_file(request, suffix):
    """The suite as a file."""
    table = queries.suite_table(request.user, today=timezone.localdate())
    return table_response(request, suffix, name="indicator-suite", title="Indicator suite", table=table)


@requires(Permission.READ_INDICATORS)
@require_GET
def suite_changes(request):
    """The history of the suite, the newest change first."""
    changes = Paginator(queries.changes_visible_to(request.user), CHANGES_ON_A_PAGE)
    return render(request, "indicators/suite_changes.html", {"page": changes.get_page(request.GET.get("page"))})


@requires(Permission.READ_INDICATORS)
@require_GET
def suite_changes_file(request, suffix):
    """The history of the suite as a file."""
    table = queries.changes_table(request.user)
    return table_response(request, suffix, name="suite-history", title="History of the suite", table=table)


@requires(Permission.READ_INDICATORS)
@require_GET
def suite_item(request, slug):
    """One indicator: every version of its definition, its parts and measures, and what was changed."""
    context = {
        "page": queries.suite_item_page(request.user, indicator_of(request, slug), today=timezone.localdate()),
        "may_manage": may(request.user, Permission.MANAGE_INDICATORS),
    }
    return render(request, "indicators/suite_item.html", context)


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_indicator_add(request, number):
    """Add an indicator to a domain."""
    domain = get_object_or_404(queries.domains_offered(), number=number)
    form = forms.WordingForm(posted(request), initial={"starts_on": timezone.localdate()})
    lead = "Only its wording needs to be settled. The rest reads “not yet agreed” until it is."
    page = FormPage("Add an indicator", reverse("indicators:suite"), "Back to the suite", domain.title, lead)
    save = acting(services.add_indicator, request, today=True, domain=domain)
    return form_page(request, page, form, save, "The indicator is added.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_definition(request, slug):
    """Record a new version of a definition."""
    indicator = indicator_of(request, slug)
    newest = definitions.newest_definition(indicator)

    def seen_now():
        return fingerprint(definition_texts(definitions.newest_definition(indicator)))

    form = definition_form(request, indicator, newest)
    page = page_of(indicator, "New definition", lead="The definition before it ends the day before, and is kept.")
    save = acting(definitions.change_definition, request, today=True, indicator=indicator)
    return form_page(request, page, form, looking_again(save, form, seen_now), "The new definition is recorded.")


def definition_form(request, indicator, newest):
    """The form of a definition, filled with the newest there is."""
    today = timezone.localdate()
    initial = {name: getattr(newest, name) for name in definitions.FIELDS}
    initial |= {"document": "", "starts_on": today, "seen": fingerprint(definition_texts(newest))}
    agencies = queries.agencies_offered(today, newest.source_agency)
    return forms.DefinitionForm(posted(request), initial=initial, kind=indicator.kind, agencies=agencies)


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_objectives(request, slug):
    """Link an indicator to the main objectives it serves."""
    indicator = indicator_of(request, slug)
    form = forms.ObjectivesForm(
        posted(request),
        objectives=queries.objectives_offered(),
        initial={"objectives": list(indicator.objectives.values_list("number", flat=True))},
    )
    save = acting(definitions.change_objectives, request, indicator=indicator)
    return form_page(request, page_of(indicator, "Main objectives"), form, save, "The objectives are changed.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_split(request, slug):
    """Split an indicator into parts."""
    indicator = indicator_of(request, slug)
    form = forms.SplitForm(posted(request), initial={"starts_on": timezone.localdate()})
    lead = "It stays as it is, with its figures and judgements. Each part is an indicator below it, to be defined."
    page = page_of(indicator, "Split into parts", lead=lead)
    save = acting(services.split_indicator, request, today=True, indicator=indicator)
    return form_page(request, page, form, save, "The indicator is split.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_retire(request, slug):
    """Ask, then take an indicator out of the suite."""
    indicator = indicator_of(request, slug)
    form = forms.RetireForm(posted(request), initial={"first_day_out": timezone.localdate()})
    lead = "Its measures are retired with it. Its definitions, figures and judgements stay to be read."
    page = page_of(indicator, "Retire this indicator?", lead=lead)
    save = then_findings(acting(services.retire_indicator, request, today=True, indicator=indicator))
    return form_page(request, page, form, save, "The indicator is retired. Its history is kept.")
