"""Items of assurance: the list, recording one, one with all it supports, using it again, withdrawing it, the voices."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.items import TOPIC_FIELDS, ItemFilterForm, ItemForm, SupportForm
from assurance.forms.returns import ReasonForm
from assurance.permissions import may, refusal, requires
from assurance.queries import items as queries
from assurance.queries.actions import holders_offered
from assurance.queries.supports import supports_offered
from assurance.queries.tools import tools_offered
from assurance.queries.voices import voices
from assurance.rules.roles import Permission
from assurance.services import item_supports
from assurance.services import items as services
from assurance.views.pages import FormPage, acting, form_page, opening, posted, table_response

ITEMS_ON_A_PAGE = 25
ITS_FIELDS = {"topic": TOPIC_FIELDS, "priority": ("priorities",), "theme": ("themes",), "risk": ("risks",)}


def item_of(request, pk):
    """The item named in the address, withdrawn or not. Raises Http404."""
    item = queries.item_visible_to(request.user, pk)
    if item is None:
        raise Http404("There is no such item.")
    return item


def filters_of(request):
    """The form of the filters, and what it narrows the list to."""
    form = ItemFilterForm(
        request.GET,
        tools=queries.tools_used(request.user),
        holders=queries.holders_of_items(request.user),
        supported=queries.supported_by_items(request.user),
    )
    return form, queries.ItemFilters(**form.found())


@requires(Permission.READ_ASSURANCE)
@require_GET
def item_list(request):
    """The items that stand, newest first, narrowed as one likes."""
    today, (form, filters) = timezone.localdate(), filters_of(request)
    found = queries.with_supports(queries.items_found(request.user, filters, today))
    page = Paginator(found, ITEMS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page, request.user, today),
        "is_narrowed": filters != queries.ItemFilters(),
        "may_record": may(request.user, Permission.RECORD_ASSURANCE),
    }
    return render(request, "assurance/item_list.html", context)


@requires(Permission.READ_ASSURANCE)
@require_GET
def item_download(request, suffix):
    """The items as narrowed, each with all it supports, as a file."""
    _, filters = filters_of(request)
    table = queries.item_table(request.user, filters, timezone.localdate())
    return table_response(request, suffix, name="assurance-items", title="Items of assurance", table=table)


@requires(Permission.READ_ASSURANCE)
@require_GET
def item_voices(request):
    """What children and families say, and what practitioners say, each apart."""
    return render(request, "assurance/item_voices.html", {"voices": voices(request.user, timezone.localdate())})


@requires(Permission.RECORD_ASSURANCE)
@require_http_methods(["GET", "POST"])
def item_record(request):
    """Record an item by hand; the address may name its tool, its voice, and what it gives assurance of."""
    today = timezone.localdate()
    form = ItemForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        offered=supports_offered(today),
        tools=tools_offered(),
        holders=holders_offered(today),
        initial=_asked(request),
    )
    page = FormPage(
        "Record an item of assurance",
        reverse("assurance:item_list"),
        "Back to evidence",
        lead="One item may give assurance of several things. Returns, figures and inspections become items by "
        "themselves: record here what the portal does not hold.",
    )
    save = acting(services.record_item, request)
    return form_page(request, page, form, save, "The item is recorded.", to=opening("assurance:item_detail"))


def _asked(request):
    """What the address names, as the form's first answers: "about" is "topic:slug" or another link with its key."""
    name, _, key = request.GET.get("about", "").partition(":")
    about = {field: [key] for field in ITS_FIELDS.get(name, ())}
    return about | {name: request.GET.get(name, "") for name in ("tool", "voice")}


@requires(Permission.READ_ASSURANCE)
@require_GET
def item_detail(request, pk):
    """One item: what it says, how far it can be relied on, all it supports, and where it is used."""
    item = item_of(request, pk)
    shown = queries.item_page(item, request.user, timezone.localdate())
    return render(request, "assurance/item_detail.html", {"item": item, "shown": shown})


@requires(Permission.RECORD_ASSURANCE)
@require_http_methods(["GET", "POST"])
def item_support(request, pk):
    """Use an item again: let it support more (R91)."""
    item = item_of(request, pk)
    form = SupportForm(posted(request), offered=supports_offered(timezone.localdate()))
    page = _page_of(item, "Let it support more", "What it supports already is left as it is.")
    save = acting(item_supports.add_supports, request, item=item)
    return form_page(request, page, form, save, "It supports these, too.")


@requires(Permission.MANAGE_ASSURANCE)
@require_POST
def item_unsupport(request, pk):
    """Take one thing off what an item supports."""
    item = item_of(request, pk)
    found = queries.support_of(item, request.POST.get("support", ""))
    if found is None:
        raise Http404("It does not support that.")
    try:
        item_supports.remove_support(support=found, by=request.user, now=timezone.now())
        messages.success(request, f"It no longer supports “{found}”.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("assurance:item_detail", pk=pk)


@requires(Permission.RECORD_ASSURANCE)
@require_http_methods(["GET", "POST"])
def item_withdraw(request, pk):
    """Withdraw an item, with the reason: its recorder, or those who manage assurance."""
    item = item_of(request, pk)
    if not queries.keeps(request.user, item):
        raise PermissionDenied(refusal(Permission.MANAGE_ASSURANCE))
    form = ReasonForm(posted(request), label="Why is it withdrawn?", button="Withdraw it")
    page = _page_of(item, "Withdraw an item of assurance", "It leaves the map and the lists, and is kept.")
    save = acting(services.withdraw_item, request, item=item)
    return form_page(request, page, form, save, "The item is withdrawn.")


def _page_of(item, title, lead):
    back = reverse("assurance:item_detail", args=[item.pk])
    problem = "That cannot be done now: the item has been withdrawn." if item.withdrawn_at else ""
    return FormPage(title, back, "Back to the item", caption=item.title, lead=lead, problem=problem)
