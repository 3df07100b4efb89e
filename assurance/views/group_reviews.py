"""SAAS's annual reviews of groups: which are due, recording one, saying to which Board meeting it was reported."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.group_work import ReportForm, ReviewForm
from assurance.permissions import requires
from assurance.queries import group_reviews as queries
from assurance.queries.inbox import may_send
from assurance.rules.roles import Permission
from assurance.services import group_reviews as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response


def review_of(request, pk):
    """The review named in the address. Raises Http404."""
    review = queries.review_visible_to(request.user, pk)
    if review is None:
        raise Http404("There is no such review.")
    return review


@requires(Permission.READ_ASSURANCE)
@require_GET
def group_review_list(request):
    """Every group SAAS reviews, the one due first at the top."""
    rows = queries.review_rows(request.user, timezone.localdate())
    overdue = sum(row.is_late for row in rows)
    return render(request, "assurance/group_review_list.html", {"rows": rows, "overdue": overdue})


@requires(Permission.READ_ASSURANCE)
@require_GET
def group_review_download(request, suffix):
    """The same as a file, with what each last review found."""
    table = queries.review_table(request.user, timezone.localdate())
    return table_response(request, suffix, name="group-reviews", title="Yearly reviews of groups", table=table)


@requires(Permission.READ_ASSURANCE)
@require_GET
def group_review_detail(request, pk):
    """One review: what it found, what it recommends, and whether it was reported."""
    shown = queries.review_page(review_of(request, pk), request.user)
    context = {"review": shown.review, "shown": shown, "sends": may_send(request.user, shown.review.group)}
    return render(request, "assurance/group_review_detail.html", context)


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def group_review_record(request, slug):
    """Record the review of a group."""
    group = queries.group_to_review(slug, timezone.localdate())
    if group is None:
        raise Http404("SAAS reviews no such group.")
    back = reverse("assurance:group_review_list")
    lead = "What is recorded stands as it is. The next review is due a year after this one."
    page = FormPage("Record the yearly review", back, "Back to the reviews", group.name, lead)
    save = acting(services.record_review, request, group=group)
    return form_page(request, page, ReviewForm(posted(request)), save, "The review is recorded.")


@requires(Permission.MANAGE_ASSURANCE)
@require_http_methods(["GET", "POST"])
def group_review_report(request, pk):
    """Say to which meeting of the Executive Board a review was reported."""
    review = review_of(request, pk)
    back = reverse("assurance:group_review_detail", args=[pk])
    page = FormPage("Reported to the Executive Board", back, "Back to the review", str(review))
    form = ReportForm(posted(request), meetings=queries.board_meetings_since(review.reviewed_on))
    save = acting(services.report_review, request, review=review)
    return form_page(request, page, form, save, "It is recorded when the review was reported.")
