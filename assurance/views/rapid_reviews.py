"""Rapid reviews: the list, recording one, its page with its clock, its moves."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.rapid_reviews import MOVE_FORMS, NotificationForm, NotifyForm, ReviewFilterForm
from assurance.permissions import may, requires
from assurance.queries import rapid_reviews as queries
from assurance.queries.lessons import lessons_of_review
from assurance.queries.warnings import topics_offered
from assurance.rules.learning import REVIEW_MOVE_ASKS, RapidReviewMove, RapidReviewState, review_after
from assurance.rules.roles import Permission
from assurance.services import rapid_reviews as services
from assurance.views.actions import actions_shown, set_action_from
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

REVIEWS_ON_A_PAGE = 25
DONE = {
    RapidReviewMove.NOTE: "The note is in its history.",
    RapidReviewMove.DECIDE: "The decision is recorded with its reasons.",
    RapidReviewMove.CORRECT: "The decision is taken back, and stays in the history.",
}


def review_of(request, pk):
    """The rapid review named in the address. Raises Http404."""
    review = queries.review_visible_to(request.user, pk)
    if review is None:
        raise Http404("There is no such rapid review.")
    return review


def filters_of(request):
    """The form of the filters, and what it narrows the list to."""
    form = ReviewFilterForm(request.GET)
    return form, queries.ReviewFilters(**form.found())


@requires(Permission.READ_REVIEW)
@require_GET
def rapid_review_list(request):
    """The rapid reviews, those that wait for a decision first."""
    today, (form, filters) = timezone.localdate(), filters_of(request)
    found = queries.reviews_found(request.user, filters, today)
    page = Paginator(found, REVIEWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page, today),
        "counts": queries.counts(request.user, today),
        "is_narrowed": filters != queries.ReviewFilters(),
        "manages": may(request.user, Permission.MANAGE_REVIEW),
        "working_days": settings.RAPID_REVIEW_WORKING_DAYS,
    }
    return render(request, "assurance/rapid_review_list.html", context)


@requires(Permission.READ_REVIEW)
@require_GET
def rapid_review_download(request, suffix):
    """The rapid reviews as narrowed, as a file."""
    _, filters = filters_of(request)
    table = queries.review_table(request.user, filters, timezone.localdate())
    return table_response(request, suffix, name="rapid-reviews", title="Rapid reviews", table=table)


@requires(Permission.MANAGE_REVIEW)
@require_http_methods(["GET", "POST"])
def rapid_review_record(request):
    """Record a rapid review as it is notified."""
    form = NotifyForm(posted(request), topics=topics_offered())
    page = FormPage(
        REVIEW_MOVE_ASKS[RapidReviewMove.NOTIFY],
        reverse("assurance:rapid_review_list"),
        "Back to rapid reviews",
        lead=f"The decision is due within {settings.RAPID_REVIEW_WORKING_DAYS} working days. Only the reference of the "
        "case system is held here.",
    )
    done = "The rapid review is recorded, and its clock is running."
    return form_page(request, page, form, acting(services.notify_review, request), done)


@requires(Permission.READ_REVIEW)
@require_GET
def rapid_review_detail(request, pk):
    """One rapid review: its clock, its decision, its history, the lessons and actions it has led to."""
    review = review_of(request, pk)
    services.note_reading(review=review, by=request.user, now=timezone.now())
    shown = queries.review_page(review, request.user, timezone.localdate())
    moves = [(REVIEW_MOVE_ASKS[move], reverse(f"assurance:rapid_review_{move}", args=[pk])) for move in shown.moves]
    context = {
        "review": review,
        "shown": shown,
        "moves": moves,
        "lessons": lessons_of_review(request.user, review),
        "records_lessons": may(request.user, Permission.MANAGE_ASSURANCE),
        **actions_shown(request, review, reverse("assurance:action_set_for_rapid_review", args=[pk])),
    }
    return render(request, "assurance/rapid_review_detail.html", context)


@requires(Permission.MANAGE_REVIEW)
@require_http_methods(["GET", "POST"])
def rapid_review_note(request, pk):
    """Add a note to its history."""
    return _move(request, pk, RapidReviewMove.NOTE)


@requires(Permission.MANAGE_REVIEW)
@require_http_methods(["GET", "POST"])
def rapid_review_decide(request, pk):
    """Record the decision with its date and its reasons."""
    return _move(request, pk, RapidReviewMove.DECIDE)


@requires(Permission.MANAGE_REVIEW)
@require_http_methods(["GET", "POST"])
def rapid_review_correct(request, pk):
    """Take a decision back, with the reason."""
    return _move(request, pk, RapidReviewMove.CORRECT)


@requires(Permission.MANAGE_REVIEW)
@require_http_methods(["GET", "POST"])
def rapid_review_correct_date(request, pk):
    """Correct the date of notification, with the reason."""
    review = review_of(request, pk)
    back = reverse("assurance:rapid_review_detail", args=[pk])
    if review.state != RapidReviewState.OPEN:
        messages.error(request, "That cannot be done now: take the decision back first.")
        return redirect(back)
    form = NotificationForm(posted(request), initial={"notified_on": review.notified_on})
    page = FormPage("Correct the date of notification", back, "Back to the rapid review", caption=review.reference)
    save = acting(services.correct_notification, request, review=review)
    return form_page(request, page, form, save, "The date is corrected, and the decision is due accordingly.")


@requires(Permission.MANAGE_ACTION)
@require_http_methods(["GET", "POST"])
def action_set_for_rapid_review(request, pk):
    """Set an action that comes from a rapid review. Those who hold it do not learn of the review."""
    review = review_of(request, pk)
    return set_action_from(request, review, reverse("assurance:rapid_review_detail", args=[pk]))


def _move(request, pk, move):
    """The page of a move; what is refused comes back with everything that was written."""
    review = review_of(request, pk)
    if request.method == "GET" and review_after(RapidReviewState(review.state), move) is None:
        messages.error(request, f"That cannot be done now: the rapid review is “{review.get_state_display()}”.")
        return redirect("assurance:rapid_review_detail", pk=pk)
    form = MOVE_FORMS[move](posted(request), state=review.state)
    if form.is_valid() and _made(request, review, move, form):
        messages.success(request, DONE[move])
        return redirect("assurance:rapid_review_detail", pk=pk)
    back = reverse("assurance:rapid_review_detail", args=[pk])
    page = FormPage(REVIEW_MOVE_ASKS[move], back, "Back to the rapid review", caption=review.reference)
    shown = queries.review_page(review, request.user, timezone.localdate())
    return render(request, "assurance/rapid_review_move.html", {"form": form, "page": page, "shown": shown})


def _made(request, review, move, form):
    try:
        services.move_review(review=review, move=move, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as problem:
        form.refused(problem, queries.review_visible_to(request.user, review.pk).state)
        return False
    return True
