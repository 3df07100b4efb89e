"""Governing and shared documents: the list, one with its versions, and what is recorded of it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.documents import AgreeForm, DocumentForm, ReviewForm, SignForm, VersionForm
from assurance.permissions import may, requires, requires_somewhere
from assurance.queries import documents as queries
from assurance.queries.groups import current_groups
from assurance.queries.plans import board_decisions
from assurance.rules.documents import VersionState
from assurance.rules.roles import Permission
from assurance.services import documents as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

KEEPS = Permission.MANAGE_ASSURANCE


def document_of(request, slug):
    """The document named in the address. Raises Http404."""
    document = queries.document_visible_to(request.user, slug)
    if document is None:
        raise Http404("There is no such document.")
    return document


def version_of(request, slug, number):
    """The version named in the address. Raises Http404."""
    version = queries.version_visible_to(request.user, slug, number)
    if version is None:
        raise Http404("There is no such version.")
    return version


def page_of(title, document, **words):
    """A form's page that leads back to the document."""
    back = reverse("assurance:document_detail", args=[document.slug])
    return FormPage(title, back, "Back to the document", caption=document.title, **words)


def change_problem(version):
    """Why a version can no longer be changed; blank while it can."""
    return "" if version.state == VersionState.DRAFT else "This version is or was in force, and stays as it is."


def agreement_problem(version):
    """Why no agreement of a version can be recorded; blank while it can."""
    return "The agreement of this version is on record." if version.agreed_on else ""


@requires(Permission.READ_PLAN)
@require_GET
def document_list(request):
    """Every document, the version in force, its next review, and how many agencies signed up."""
    rows = queries.document_rows(request.user, timezone.localdate())
    return render(request, "assurance/document_list.html", {"rows": rows, "keeps": may(request.user, KEEPS)})


@requires(Permission.READ_PLAN)
@require_GET
def document_download(request, suffix):
    """The list as a file."""
    table = queries.document_table(request.user, timezone.localdate())
    return table_response(request, suffix, name="documents", title="Documents", table=table)


@requires(Permission.READ_PLAN)
@require_GET
def document_detail(request, slug):
    """One document: its text, versions, reviews, and who has signed up."""
    page = queries.document_page(document_of(request, slug), request.user, timezone.localdate())
    return render(request, "assurance/document_detail.html", {"page": page, "keeps": may(request.user, KEEPS)})


@requires(Permission.READ_PLAN)
@require_GET
def document_signatures_download(request, slug, suffix):
    """Who has signed up to the version in force, and who has not, as a file."""
    document = document_of(request, slug)
    page = queries.document_page(document, request.user, timezone.localdate())
    table = queries.signature_table(page.signatures)
    return table_response(request, suffix, name=f"{slug}-signed-up", title=document.title, table=table)


@requires(Permission.READ_PLAN)
@require_GET
def document_version(request, slug, number):
    """One version of a document, whichever it is."""
    return render(request, "assurance/document_version.html", {"version": version_of(request, slug, number)})


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def document_add(request):
    """Add a document."""
    form = DocumentForm(posted(request), groups=current_groups(timezone.localdate()))
    page = FormPage("Add a document", reverse("assurance:document_list"), "Back to documents")
    return form_page(request, page, form, acting(services.add_document, request), "The document is added.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def document_edit(request, slug):
    """Change what is said of a document."""
    document = document_of(request, slug)
    names = ("title", "kind", "about", "group", "review_months", "is_signed")
    initial = {name: getattr(document, name) for name in names} | {
        "group": document.group.slug if document.group else None
    }
    groups = current_groups(timezone.localdate())
    form = DocumentForm(posted(request), groups=groups, button="Save changes", initial=initial)
    save = acting(services.edit_document, request, document=document)
    return form_page(request, page_of("Change the document", document), form, save, "The changes are saved.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def document_version_add(request, slug):
    """Add the next version."""
    document = document_of(request, slug)
    form = VersionForm(posted(request))
    save = acting(services.add_version, request, document=document)
    return form_page(request, page_of("Add a version", document), form, save, "The version is added.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def document_version_edit(request, slug, number):
    """Change a version that is not agreed yet."""
    version = version_of(request, slug, number)
    initial = {name: getattr(version, name) for name in ("label", "text", "link", "changes")}
    page = page_of("Change the version", version.document, problem=change_problem(version))
    save = acting(services.edit_version, request, version=version)
    return form_page(request, page, VersionForm(posted(request), initial=initial), save, "The version is saved.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def document_version_agree(request, slug, number):
    """Record who agreed a version."""
    version = version_of(request, slug, number)
    form = AgreeForm(posted(request), decisions=board_decisions(request.user))
    page = page_of("Record that it is agreed", version.document, problem=agreement_problem(version))
    save = acting(services.agree_version, request, version=version)
    return form_page(request, page, form, save, "The version is in force.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def document_review(request, slug):
    """Record a review."""
    document = document_of(request, slug)
    save = acting(services.record_review, request, document=document)
    page = page_of("Record a review", document)
    return form_page(request, page, ReviewForm(posted(request)), save, "The review is recorded.")


@requires_somewhere(KEEPS, Permission.SIGN_RETURN)
@require_http_methods(["GET", "POST"])
def document_sign(request, slug, agency):
    """An agency signs up to the version in force."""
    document = document_of(request, slug)
    found = queries.agency_to_sign(request.user, document, agency, timezone.localdate())
    if found is None:
        raise Http404("There is nothing to sign up to.")
    version, seat = found
    page = page_of(f"Sign up for {seat.name}", document, lead=f"Version in force: {version.label}.")
    save = acting(services.sign_up, request, version=version, agency=seat)
    form = SignForm(posted(request), initial={"signed_on": timezone.localdate()})
    return form_page(request, page, form, save, f"{seat.name} has signed up.")
