"""The glossary, and its keeping by the Business Team."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.glossary import TermForm
from assurance.forms.people import ConfirmForm
from assurance.permissions import may, requires
from assurance.queries import glossary as queries
from assurance.rules.roles import Permission
from assurance.services import glossary as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

FIELDS = ("term", "stands_for", "meaning", "source", "is_confirmed")


def term_of(request, pk):
    """The term named in the address. Raises Http404."""
    term = queries.term_visible_to(request.user, pk)
    if term is None:
        raise Http404("There is no such term.")
    return term


def page_of(title, **words):
    """A form's page that leads back to the glossary."""
    return FormPage(title, reverse("assurance:glossary"), "Back to the glossary", **words)


@requires(Permission.READ_DIRECTORY)
@require_GET
def glossary(request):
    """Every term by its first letter, on one page, so that the browser's own search finds it."""
    context = {
        "letters": queries.glossary(request.user),
        "may_manage": may(request.user, Permission.MANAGE_PARTNERSHIP),
    }
    return render(request, "assurance/glossary.html", context)


@requires(Permission.READ_DIRECTORY)
@require_GET
def glossary_download(request, suffix):
    """The glossary as a file."""
    table = queries.glossary_table(request.user)
    return table_response(request, suffix, name="glossary", title="Glossary", table=table)


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def glossary_add(request):
    """Add a term."""
    form = TermForm(posted(request))
    return form_page(request, page_of("Add a term"), form, acting(services.add_term, request), "The term is added.")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def glossary_edit(request, pk):
    """Change a term."""
    term = term_of(request, pk)
    form = TermForm(posted(request), initial={name: getattr(term, name) for name in FIELDS})
    save = acting(services.change_term, request, glossary_term=term)
    page = page_of(
        "Change a term",
        template="assurance/glossary_form.html",
        context={"remove": reverse("assurance:glossary_remove", args=[pk])},
    )
    return form_page(request, page, form, save, "The term is changed.")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def glossary_remove(request, pk):
    """Ask, then remove a term."""
    term = term_of(request, pk)
    form = ConfirmForm(posted(request), button="Remove the term")
    save = acting(services.remove_term, request, glossary_term=term)
    page = page_of(f"Remove “{term.term}”?", lead=f"{term.term} stands for {term.stands_for}.")
    return form_page(request, page, form, save, "The term is removed.")
