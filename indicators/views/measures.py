"""The measures of the suite: read by whoever reads indicators, changed by the Business Team (R61, R68)."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.permissions import may, requires
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, posted
from indicators.forms import measures as forms
from indicators.queries import measures as queries
from indicators.queries.items import indicators_visible_to
from indicators.queries.suite import agencies_offered, indicators_offered
from indicators.queries.suite_areas import areas_visible_to
from indicators.queries.suite_texts import measure_texts
from indicators.rules.changes import fingerprint
from indicators.services import measure_changes as services
from indicators.views.suite import indicator_of, looking_again, then_findings
from indicators.views.suite import page_of as item_page_of


def measure_of(request, code):
    """The measure named in the address. Raises Http404."""
    return get_object_or_404(queries.measure_rows_visible_to(request.user), code=code)


def page_of(measure, title, **words):
    """A form's page that leads back to the measure."""
    back = reverse("indicators:suite_measure", args=[measure.code])
    return FormPage(title, back, "Back to the measure", caption=measure.title, **words)


@requires(Permission.READ_INDICATORS)
@require_GET
def suite_measure(request, code):
    """One measure: what it is, its targets and benchmarks, the decisions about its charts, what was changed."""
    context = {
        "page": queries.measure_page(request.user, measure_of(request, code)),
        "may_manage": may(request.user, Permission.MANAGE_INDICATORS),
    }
    return render(request, "indicators/suite_measure.html", context)


def measure_form(form_class, request, measure=None, **words):
    """A form of a measure, filled with what it is; a new one stands for Kent until told otherwise."""
    areas = areas_visible_to(request.user)
    initial = {"decimals": 0, "home_area": areas.filter(slug="kent").first()}
    joined = []
    if measure is not None:
        joined = list(measure.joined_with.all())
        initial = {name: getattr(measure, name) for name in services.FIELDS}
        initial |= {"joined_with": [agency.slug for agency in joined], "seen": fingerprint(measure_texts(measure))}
    agencies = agencies_offered(timezone.localdate(), initial.get("source_agency"), *joined)
    return form_class(posted(request), initial=initial, areas=areas, agencies=agencies, **words)


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_measure_add(request, slug):
    """Add a measure below an indicator."""
    indicator = indicator_of(request, slug)
    form = measure_form(forms.MeasureAddForm, request, button="Add the measure")
    save = acting(services.add_measure, request, indicator=indicator)
    return form_page(request, item_page_of(indicator, "Add a measure"), form, save, "The measure is added.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_measure_change(request, code):
    """Change a measure."""
    measure = measure_of(request, code)
    form = measure_form(forms.MeasureForm, request, measure)
    save = then_findings(acting(services.change_measure, request, measure=measure))

    def seen_now():
        return fingerprint(measure_texts(measure_of(request, code)))

    page = page_of(measure, "Change this measure")
    return form_page(request, page, form, looking_again(save, form, seen_now), "The measure is changed.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_measure_move(request, code):
    """Hang a measure below another indicator."""
    measure = measure_of(request, code)
    form = forms.MeasureMoveForm(
        posted(request),
        indicators=indicators_offered(request.user, today=timezone.localdate()),
        initial={"relation": measure.relation},
    )
    move = then_findings(acting(services.move_measure, request, measure=measure))

    def save(*, indicator, **values):
        move(indicator=indicators_visible_to(request.user).filter(slug=indicator).first(), **values)

    return form_page(request, page_of(measure, "Move this measure"), form, save, "The measure is moved.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_measure_retire(request, code):
    """Ask, then retire a measure."""
    measure = measure_of(request, code)
    lead = "Nobody is asked for it any more, and the dashboard leaves it out. Its figures stay to be read."
    form = forms.WhyForm(posted(request), button="Retire this measure", warning=True)
    save = then_findings(acting(services.retire_measure, request, measure=measure))
    page = page_of(measure, "Retire this measure?", lead=lead)
    return form_page(request, page, form, save, "The measure is retired. Its history is kept.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_measure_restore(request, code):
    """Take a retired measure up again."""
    measure = measure_of(request, code)
    form = forms.WhyForm(posted(request), button="Take it up again")
    save = then_findings(acting(services.restore_measure, request, measure=measure))
    return form_page(request, page_of(measure, "Take this measure up again?"), form, save, "The measure is in use.")
