"""Judgements: the list, an item's page, giving one agency's, and recording the agreed one (R58, R59)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.permissions import agencies_where, demand, requires, requires_somewhere
from assurance.queries.agencies import agencies_visible_to
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, posted, table_response
from indicators.forms.judgements import JudgementForm
from indicators.queries import judgement_pages as queries
from indicators.queries.items import indicators_visible_to
from indicators.services import judgements as services


def indicator_of(request, slug):
    """The indicator named in the address. Raises Http404."""
    return get_object_or_404(indicators_visible_to(request.user), slug=slug)


def agency_chosen(request):
    """The agency asked for, or one's own; None when there is none. Raises Http404 for one that may not be read."""
    readable = {agency.slug: agency for agency in queries.agencies_read_by(request.user, today=timezone.localdate())}
    slug = request.GET.get("agency")
    if slug is None:
        own = agencies_where(request.user, Permission.GIVE_JUDGEMENT).first()
        return readable.get(own.slug) if own else None
    if slug and slug not in readable:
        raise Http404("There is no such agency.")
    return readable.get(slug)


@requires(Permission.READ_INDICATORS)
@require_GET
def judgement_list(request):
    """Every item with the judgement agreed, and which an agency has not judged, or not for a year."""
    listed = queries.judgement_list(request.user, agency=agency_chosen(request), today=timezone.localdate())
    return render(request, "indicators/judgement_list.html", {"listed": listed})


@requires(Permission.READ_INDICATORS)
@require_GET
def judgement_list_file(request, suffix):
    """The list as a file."""
    table = queries.judgement_table(request.user, agency=agency_chosen(request), today=timezone.localdate())
    return table_response(request, suffix, name="judgements", title="Judgements", table=table)


@requires(Permission.READ_INDICATORS)
@require_GET
def judgement_item(request, slug):
    """One item: the judgement agreed, each partner's beside it, and all that went before."""
    page = queries.judgement_page(request.user, indicator_of(request, slug), today=timezone.localdate())
    return render(request, "indicators/judgement_item.html", {"page": page})


@requires(Permission.READ_INDICATORS)
@require_GET
def judgement_item_file(request, slug, suffix):
    """Every judgement of one item as a file."""
    table = queries.history_table(request.user, indicator_of(request, slug), today=timezone.localdate())
    return table_response(request, suffix, name=f"judgements-{slug}", title="Judgements", table=table)


@requires_somewhere(Permission.GIVE_JUDGEMENT)
@require_http_methods(["GET", "POST"])
def judgement_give(request, slug, agency):
    """Give one agency's judgement of an item."""
    indicator = indicator_of(request, slug)
    agency = get_object_or_404(agencies_visible_to(request.user), slug=agency)
    demand(request.user, Permission.GIVE_JUDGEMENT, agency)
    page = page_of(request, indicator, "Give your agency’s judgement", whose=agency.slug)
    save = acting(services.give_judgement, request, today=True, indicator=indicator, agency=agency)
    form = form_of(request, indicator, f"Give the judgement of {agency.short_name}")
    return form_page(request, page, form, save, f"The judgement of {agency.name} is recorded.")


@requires(Permission.AGREE_JUDGEMENT)
@require_http_methods(["GET", "POST"])
def judgement_agree(request, slug):
    """Record the judgement the partners agreed on, with each one's own beside it."""
    indicator = indicator_of(request, slug)
    page = page_of(request, indicator, "Record the agreed judgement")
    save = acting(services.agree_judgement, request, today=True, indicator=indicator)
    form = form_of(request, indicator, "Record the agreed judgement")
    return form_page(request, page, form, save, "The agreed judgement is recorded.")


def form_of(request, indicator, button):
    """The form of a judgement, with today's date filled in."""
    initial = {"judged_on": timezone.localdate()}
    return JudgementForm(posted(request), kind=indicator.kind, button=button, initial=initial)


def page_of(request, indicator, title, *, whose=""):
    """A form's page that leads back to the item's judgements and shows what stands: of one agency, or all of it."""
    back = reverse("indicators:judgement_item", args=[indicator.slug])
    beside = queries.standing_beside(request.user, indicator, whose=whose, today=timezone.localdate())
    return FormPage(
        title,
        back,
        "Back to the judgements",
        caption=indicator.wording,
        template="indicators/judgement_form.html",
        context={"beside": beside},
    )
