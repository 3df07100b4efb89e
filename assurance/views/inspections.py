"""Inspections: the list, one with its recommendations and what is done about each, recording and changing them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.inspections import (
    InspectionChangeForm,
    InspectionFilterForm,
    InspectionRecordForm,
    RecommendationForm,
    RecommendationsForm,
)
from assurance.permissions import may, requires
from assurance.queries import inspections as queries
from assurance.queries.warnings import topics_offered
from assurance.rules.roles import Permission
from assurance.services import inspections as services
from assurance.views.actions import actions_shown, set_action_from
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

INSPECTIONS_ON_A_PAGE = 25
FIELDS = ("inspectorate", "title", "inspected_on", "published_on", "judgement", "strengths", "improve", "link")


def inspection_of(request, pk):
    """The inspection named in the address. Raises Http404."""
    inspection = queries.inspection_visible_to(request.user, pk)
    if inspection is None:
        raise Http404("There is no such inspection.")
    return inspection


def recommendation_of(request, pk):
    """The recommendation named in the address. Raises Http404."""
    recommendation = queries.recommendation_visible_to(request.user, pk)
    if recommendation is None:
        raise Http404("There is no such recommendation.")
    return recommendation


def filters_of(request):
    """The form of the filters, and what it narrows the list to."""
    form = InspectionFilterForm(request.GET, agencies=queries.agencies_inspected(request.user))
    return form, queries.InspectionFilters(**form.found())


@requires(Permission.READ_ASSURANCE)
@require_GET
def inspection_list(request):
    """The inspections, the newest first, with the judgement as published and what is done about them."""
    form, filters = filters_of(request)
    found = queries.inspections_found(request.user, filters)
    page = Paginator(found, INSPECTIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page),
        "without_action": queries.without_action(request.user).count(),
        "is_narrowed": filters != queries.InspectionFilters(),
        "manages": may(request.user, Permission.MANAGE_ASSURANCE),
    }
    return render(request, "assurance/inspection_list.html", context)


@requires(Permission.READ_ASSURANCE)
@require_GET
def inspection_download(request, suffix):
    """The inspections as narrowed, with what is done about each recommendation, as a file."""
    _, filters = filters_of(request)
    table = queries.inspection_table(request.user, filters, timezone.localdate())
    return table_response(request, suffix, name="inspections", title="Inspections", table=table)


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def inspection_record(request):
    """Record an inspection."""
    agencies = queries.agencies_offered(timezone.localdate())
    form = InspectionRecordForm(posted(request), agencies=agencies, topics=topics_offered())
    page = FormPage("Record an inspection", reverse("assurance:inspection_list"), "Back to inspections")
    save = acting(services.record_inspection, request)
    return form_page(request, page, form, save, "The inspection is recorded.")


@requires(Permission.READ_ASSURANCE)
@require_GET
def inspection_detail(request, pk):
    """One inspection: what it found, and what is done about each recommendation."""
    inspection = inspection_of(request, pk)
    context = {
        "inspection": inspection,
        "shown": queries.inspection_page(inspection, request.user, timezone.localdate()),
        "manages": may(request.user, Permission.MANAGE_ASSURANCE),
    }
    return render(request, "assurance/inspection_detail.html", context)


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def inspection_change(request, pk):
    """Change what is recorded of an inspection; what is refused comes back with everything that was written."""
    inspection = inspection_of(request, pk)
    initial = {name: getattr(inspection, name) for name in FIELDS} | {
        "agencies": [agency.slug for agency in inspection.agencies.all()],
        "topics": [topic.slug for topic in inspection.topics.all()],
        "seen": queries.stamp_of(inspection),
    }
    agencies = queries.agencies_offered(timezone.localdate(), inspection)
    form = InspectionChangeForm(posted(request), initial=initial, agencies=agencies, topics=topics_offered())
    if form.is_valid() and _changed(request, inspection, form):
        messages.success(request, "The inspection is changed.")
        return redirect("assurance:inspection_detail", pk=pk)
    page = FormPage("Change an inspection", reverse("assurance:inspection_detail", args=[pk]), "Back to the inspection")
    return render(request, page.template, {"form": form, "page": page})


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def inspection_recommend(request, pk):
    """Add recommendations to an inspection."""
    inspection = inspection_of(request, pk)
    back = reverse("assurance:inspection_detail", args=[pk])
    page = FormPage("Add recommendations", back, "Back to the inspection", caption=inspection.title)
    save = acting(services.add_recommendations, request, inspection=inspection)
    return form_page(request, page, RecommendationsForm(posted(request)), save, "The recommendations are added.")


@requires(Permission.READ_ASSURANCE)
@require_GET
def recommendation_detail(request, pk):
    """One recommendation, and the actions it has led to."""
    recommendation = recommendation_of(request, pk)
    (row,) = queries.recommendation_rows([recommendation], request.user, timezone.localdate())
    context = {
        "recommendation": recommendation,
        "row": row,
        "manages": may(request.user, Permission.MANAGE_ASSURANCE),
        **actions_shown(request, recommendation, reverse("assurance:action_set_for_recommendation", args=[pk])),
    }
    return render(request, "assurance/recommendation_detail.html", context)


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def recommendation_change(request, pk):
    """Change the words of a recommendation."""
    recommendation = recommendation_of(request, pk)
    form = RecommendationForm(posted(request), initial={"text": recommendation.text, "seen": recommendation.text})
    back = reverse("assurance:recommendation_detail", args=[pk])
    page = FormPage("Change a recommendation", back, "Back to the recommendation", caption=recommendation.inspection)
    save = acting(services.change_recommendation, request, recommendation=recommendation)
    return form_page(request, page, form, save, "The recommendation is changed.")


@requires(Permission.MANAGE_ASSURANCE)
@require_POST
def recommendation_remove(request, pk):
    """Remove a recommendation that was entered by mistake."""
    recommendation = recommendation_of(request, pk)
    try:
        services.remove_recommendation(recommendation=recommendation, by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("assurance:recommendation_detail", pk=pk)
    messages.success(request, "The recommendation is removed.")
    return redirect("assurance:inspection_detail", pk=recommendation.inspection_id)


@requires(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_set_for_recommendation(request, pk):
    """Set an action that comes from a recommendation."""
    recommendation = recommendation_of(request, pk)
    return set_action_from(request, recommendation, reverse("assurance:recommendation_detail", args=[pk]))


def _changed(request, inspection, form):
    try:
        services.change_inspection(inspection=inspection, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as problem:
        form.refused(problem, queries.stamp_of(queries.inspection_visible_to(request.user, inspection.pk)))
        return False
    return True
