"""The findings and recommendations of a report: added, changed, put in order, removed, by who builds reports (R138)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assurance.permissions import requires
from assurance.queries.actions import holders_offered
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, posted
from reports.forms.written import FindingForm, RecommendationForm
from reports.queries import narratives as queries
from reports.services import findings, recommendations

BUILDERS = requires(Permission.BUILD_PACK)
EITHER_WAY = require_http_methods(["GET", "POST"])
BACK = "Back to what to write"


def _report(request, pk):
    return get_object_or_404(queries.reports_written_by(request.user), pk=pk)


def _back(report, anchor):
    return f"{reverse('reports:report_write', args=[report.pk])}#{anchor}"


def _finding(request, pk, finding):
    return get_object_or_404(_report(request, pk).findings.select_related("report"), pk=finding)


def _recommendation(request, pk, recommendation):
    found = _report(request, pk).recommendations.select_related("report", "agency", "group", "action")
    return get_object_or_404(found, pk=recommendation)


# Findings


@BUILDERS
@EITHER_WAY
def finding_add(request, pk):
    """Add a finding."""
    report = _report(request, pk)
    page = FormPage("Add a finding", _back(report, "findings"), BACK, caption=str(report))
    form = FindingForm(posted(request), is_new=True)
    return form_page(request, page, form, acting(findings.add_finding, request, report=report), "The finding is added.")


@BUILDERS
@EITHER_WAY
def finding_change(request, pk, finding):
    """Change a finding."""
    one = _finding(request, pk, finding)
    page = FormPage("Change a finding", _back(one.report, "findings"), BACK, caption=str(one.report))
    initial = {"text": one.text, "evidence": one.evidence, "seen": one.written_at}
    form = FindingForm(posted(request), is_new=False, initial=initial)
    return form_page(
        request, page, form, acting(findings.change_finding, request, finding=one), "The finding is saved."
    )


@BUILDERS
@EITHER_WAY
def finding_remove(request, pk, finding):
    """Ask, then take a finding out."""
    one = _finding(request, pk, finding)
    remove = acting(findings.remove_finding, request, finding=one)
    return _remove(request, one, remove, _back(one.report, "findings"), "finding")


@BUILDERS
@require_POST
def finding_move(request, pk, finding, *, up):
    """Put a finding before the one before it, or after the one after it."""
    one = _finding(request, pk, finding)
    findings.move_finding(finding=one, up=up, by=request.user, now=timezone.now())
    return redirect(_back(one.report, "findings"))


# Recommendations for action


@BUILDERS
@EITHER_WAY
def recommendation_add(request, pk):
    """Add a recommendation for action."""
    report = _report(request, pk)
    page = FormPage("Add a recommendation for action", _back(report, "recommendations"), BACK, caption=str(report))
    form = RecommendationForm(posted(request), holders=holders_offered(timezone.localdate()), is_new=True)

    def save(**said):
        return acting(recommendations.add_recommendation, request, report=report)(asked=recommendations.Asked(**said))

    return form_page(request, page, form, save, "The recommendation is added.")


@BUILDERS
@EITHER_WAY
def recommendation_change(request, pk, recommendation):
    """Change a recommendation that is not in the tracker yet."""
    one = _recommendation(request, pk, recommendation)
    page = FormPage(
        "Change a recommendation for action",
        _back(one.report, "recommendations"),
        BACK,
        caption=str(one.report),
        problem=recommendations.IN_TRACKER if one.action_id else "",
    )
    initial = queries.recommendation_initial(one)
    holders = holders_offered(timezone.localdate())
    form = RecommendationForm(posted(request), holders=holders, is_new=False, initial=initial)

    def save(*, seen, **said):
        change = acting(recommendations.change_recommendation, request, recommendation=one)
        return change(seen=seen, asked=recommendations.Asked(**said))

    return form_page(request, page, form, save, "The recommendation is saved.")


@BUILDERS
@EITHER_WAY
def recommendation_remove(request, pk, recommendation):
    """Ask, then take a recommendation out."""
    one = _recommendation(request, pk, recommendation)
    back = _back(one.report, "recommendations")
    if request.method == "GET" and one.action_id:
        messages.error(request, recommendations.IN_TRACKER)
        return redirect(back)
    remove = acting(recommendations.remove_recommendation, request, recommendation=one)
    return _remove(request, one, remove, back, "recommendation")


@BUILDERS
@require_POST
def recommendation_move(request, pk, recommendation, *, up):
    """Put a recommendation before the one before it, or after the one after it."""
    one = _recommendation(request, pk, recommendation)
    recommendations.move_recommendation(recommendation=one, up=up, by=request.user, now=timezone.now())
    return redirect(_back(one.report, "recommendations"))


def _remove(request, one, remove, back, noun):
    if request.method == "GET":
        return render(request, "reports/written_remove.html", {"one": one, "noun": noun, "back": back})
    try:
        remove()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, f"The {noun} is removed.")
    return redirect(back)
