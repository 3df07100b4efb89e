"""Recommendations: the list, one with what became of it, its holder's response, and one that may stay declined."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.permissions import demand, requires, requires_somewhere
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, posted, table_response
from scrutiny.forms.recommendations import RecommendationFilterForm, ResponseForm, SettleForm
from scrutiny.queries import recommendations as queries
from scrutiny.services import recommendations as services

ON_A_PAGE = 25
NOT_NOW = "That cannot be done now: the recommendation is “{words}”."


def recommendation_of(request, pk):
    """The recommendation named in the address. Raises Http404."""
    recommendation = queries.recommendation_visible_to(request.user, pk)
    if recommendation is None:
        raise Http404("There is no such recommendation.")
    return recommendation


def filters_of(request):
    """The form of the filters, and what it narrows the list to."""
    form = RecommendationFilterForm(request.GET, holders=queries.holders_of(request.user))
    return form, queries.RecommendationFilters(**form.found())


@requires_somewhere(*queries.READERS)
@require_GET
def recommendation_list(request):
    """The recommendations, the open ones first, with the response to each and where it stands."""
    form, filters = filters_of(request)
    page = Paginator(queries.recommendations_found(request.user, filters), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page, request.user, timezone.localdate()),
        "counts": queries.counts(request.user),
        "is_narrowed": filters != queries.RecommendationFilters(),
    }
    return render(request, "scrutiny/recommendation_list.html", context)


@requires_somewhere(*queries.READERS)
@require_GET
def recommendation_download(request, suffix):
    """The recommendations as narrowed, with what became of each, as a file."""
    _, filters = filters_of(request)
    table = queries.recommendation_table(request.user, filters, timezone.localdate())
    return table_response(
        request, suffix, name="scrutiny-recommendations", title="Recommendations of scrutiny", table=table
    )


@requires_somewhere(*queries.READERS)
@require_GET
def recommendation_detail(request, pk):
    """One recommendation: where it came from, what was answered, what is done about it, and what came of it."""
    recommendation = recommendation_of(request, pk)
    shown = queries.recommendation_page(recommendation, request.user, timezone.localdate())
    context = {"recommendation": recommendation, "shown": shown}
    return render(request, "scrutiny/recommendation_detail.html", context)


@requires_somewhere(Permission.ANSWER_SCRUTINY)
@require_http_methods(["GET", "POST"])
def recommendation_respond(request, pk):
    """Say whether it is accepted, in part or not."""
    recommendation = recommendation_of(request, pk)
    demand(request.user, Permission.ANSWER_SCRUTINY, recommendation.holder)
    done = "Your response is recorded."
    return _say(request, recommendation, "Respond to a recommendation", ResponseForm, services.respond, done)


@requires(Permission.SCRUTINISE)
@require_http_methods(["GET", "POST"])
def recommendation_settle(request, pk):
    """Accept that it is declined."""
    done = "It is settled: the recommendation may stay declined."
    return _say(
        request, recommendation_of(request, pk), "Accept that it is declined", SettleForm, services.settle, done
    )


def _say(request, recommendation, title, form_class, service, done):
    shown = queries.recommendation_page(recommendation, request.user, timezone.localdate())
    can = shown.may_respond if service is services.respond else shown.may_settle
    newest = shown.standing_response
    page = FormPage(
        title,
        reverse("scrutiny:recommendation_detail", args=[recommendation.pk]),
        "Back to the recommendation",
        caption=str(recommendation.holder),
        lead=recommendation.text,
        problem="" if can else NOT_NOW.format(words=shown.row.words),
        template="scrutiny/recommendation_respond.html",
        context={"recommendation": recommendation, "shown": shown},
    )
    form = form_class(posted(request), initial={"seen": newest.pk if newest else ""})
    return form_page(request, page, form, acting(service, request, recommendation=recommendation), done)
