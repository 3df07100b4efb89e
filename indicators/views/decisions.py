"""Targets, benchmarks and decisions about how a chart is read: set and taken back by the Business Team (R65, R68)."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assurance.permissions import requires
from assurance.rules.roles import Permission
from assurance.views.pages import acting, form_page, posted
from indicators.forms import decisions as forms
from indicators.forms.measures import WhyForm
from indicators.queries import measures as queries
from indicators.services import decisions as services
from indicators.views.measures import measure_of, page_of
from indicators.views.suite import then_findings


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_target_set(request, code):
    """Set the target of a measure."""
    measure = measure_of(request, code)
    form = forms.TargetForm(posted(request), unit=measure.unit, initial={"starts_on": timezone.localdate()})
    lead = f"The value that {measure.home_area.name} is to reach. A target before it ends the day before, and is kept."
    save = then_findings(acting(services.set_target, request, today=True, measure=measure))
    return form_page(request, page_of(measure, "Set a target", lead=lead), form, save, "The target is set.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_target_end(request, pk):
    """Ask, then end a target without another in its place."""
    target = get_object_or_404(queries.targets_visible_to(request.user), pk=pk)
    form = forms.EndForm(posted(request), button="End this target")
    save = then_findings(acting(services.end_target, request, today=True, target=target))
    return form_page(request, page_of(target.measure, "End this target?"), form, save, "The target has a last day.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_benchmark_set(request, code):
    """Set a benchmark of a measure."""
    measure = measure_of(request, code)
    form = forms.BenchmarkForm(posted(request), unit=measure.unit, initial={"starts_on": timezone.localdate()})
    lead = "A value to read the figures against that no area’s own figures give."
    save = acting(services.set_benchmark, request, today=True, measure=measure)
    return form_page(request, page_of(measure, "Set a benchmark", lead=lead), form, save, "The benchmark is set.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_benchmark_end(request, pk):
    """Ask, then end a benchmark without another in its place."""
    benchmark = get_object_or_404(queries.benchmarks_visible_to(request.user), pk=pk)
    form = forms.EndForm(posted(request), button="End this benchmark")
    save = acting(services.end_benchmark, request, today=True, benchmark=benchmark)
    page = page_of(benchmark.measure, f"End “{benchmark.label}”?")
    return form_page(request, page, form, save, "The benchmark has a last day.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_chart_decide(request, code):
    """Decide how the chart of a measure is read in one area: the home area unless another is asked for."""
    measure = measure_of(request, code)
    areas = queries.areas_with_figures(measure)
    area = get_object_or_404(areas, slug=request.GET["area"]) if request.GET.get("area") else measure.home_area
    form = forms.ChartDecisionForm(posted(request), points=queries.points_offered(measure, area))
    page = page_of(
        measure,
        "Decide how a chart is read",
        lead="The decision is shown on the chart with its reason and your name.",
        template="indicators/suite_chart_form.html",
        context={"areas": areas, "area": area},
    )
    save = then_findings(acting(services.decide_chart, request, today=True, measure=measure, area=area))
    return form_page(request, page, form, save, "The decision is recorded.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_chart_take_back(request, pk):
    """Ask, then take back a decision about a chart."""
    decision = get_object_or_404(queries.decisions_visible_to(request.user), pk=pk)
    form = WhyForm(posted(request), button="Take the decision back", warning=True)
    save = then_findings(acting(services.take_back, request, decision=decision))
    page = page_of(decision.measure, "Take this decision back?", lead="It stays in the history, with both reasons.")
    return form_page(request, page, form, save, "The decision is taken back.")
