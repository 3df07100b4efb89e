"""Good practice: the list, recording it, withdrawing it."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.practice import PracticeFilterForm, PracticeForm
from assurance.forms.returns import ReasonForm
from assurance.permissions import may, requires
from assurance.queries import practice as queries
from assurance.queries.agencies import current_agencies
from assurance.queries.warnings import topics_offered
from assurance.rules.roles import Permission
from assurance.services import practice as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

ENTRIES_ON_A_PAGE = 20


def practice_of(request, pk):
    """The entry named in the address. Raises Http404."""
    practice = queries.one_practice_visible_to(request.user, pk)
    if practice is None:
        raise Http404("There is no such entry.")
    return practice


def filters_of(request):
    """The form of the filters, and what it narrows the list to."""
    form = PracticeFilterForm(
        request.GET,
        topics=queries.topics_of_practice(request.user),
        agencies=queries.agencies_of_practice(request.user),
    )
    return form, queries.PracticeFilters(**form.found())


def page_of(title, **words):
    """A form's page that leads back to the list."""
    return FormPage(title, reverse("assurance:practice_list"), "Back to good practice", **words)


@requires(Permission.READ_INDICATORS)
@require_GET
def practice_list(request):
    """What is recorded, newest first, narrowed by level, topic and agency."""
    form, filters = filters_of(request)
    found = queries.practice_found(request.user, filters)
    context = {
        "form": form,
        "page": Paginator(found, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page")),
        "is_narrowed": filters != queries.PracticeFilters(),
        "may_record": may(request.user, Permission.RAISE_WARNING),
    }
    return render(request, "assurance/practice_list.html", context)


@requires(Permission.READ_INDICATORS)
@require_GET
def practice_download(request, suffix):
    """What is recorded, as narrowed, as a file."""
    _, filters = filters_of(request)
    table = queries.practice_table(request.user, filters)
    return table_response(request, suffix, name="good-practice", title="Good practice", table=table)


@requires(Permission.RAISE_WARNING)
@require_http_methods(["GET", "POST"])
def practice_record(request):
    """Record good practice; the address may name its topic."""
    form = PracticeForm(
        posted(request),
        topics=topics_offered(),
        agencies=current_agencies(timezone.localdate()),
        initial={"topic": request.GET.get("topic")},
    )
    page = page_of("Record good practice", lead="Everybody in the partnership can read it, and learn from it.")
    return form_page(request, page, form, acting(services.record_practice, request), "The good practice is recorded.")


@requires(Permission.RAISE_WARNING)
@require_http_methods(["GET", "POST"])
def practice_withdraw(request, pk):
    """Withdraw an entry, with the reason."""
    practice = practice_of(request, pk)
    form = ReasonForm(posted(request), label="Why is it withdrawn?", button="Withdraw it")
    save = acting(services.withdraw_practice, request, practice=practice)
    page = page_of("Withdraw good practice", caption=practice.title)
    return form_page(request, page, form, save, "The good practice is withdrawn.")
