"""
One's drafts: the list, beginning one, its overview and head, dropping it.

Whoever is no author of a draft gets 404, whatever the draft: that it is there is not to be known (R130; trust.md 3).
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.permissions import open_to_signed_in, requires_somewhere
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words
from assurance.views.pages import FormPage, acting, form_page, opening, posted
from scrutiny.forms.drafts import BeginForm, ChangeHeadForm
from scrutiny.queries import drafts as queries
from scrutiny.queries.carried import carried_to
from scrutiny.queries.doubts import doubts_of
from scrutiny.queries.publishing import words_of_draft
from scrutiny.queries.scope import drafts_of
from scrutiny.rules.assessments import READERS_WORDS, Readers
from scrutiny.services import drafts as services

ASSESSORS = requires_somewhere(Permission.SCRUTINISE, Permission.SELF_ASSESS)
EITHER_WAY = require_http_methods(["GET", "POST"])
BEGUN = "The draft is begun. Nobody but its authors knows of it."
DROPPED = "The draft is dropped."
BEGIN_LEAD = "It stays its authors’ alone until it is published. You can change what you say here until then."
CLOSED = "This assessment cannot be changed any more."


def draft_of(request, pk):
    """The draft named in the address, if it is one's own. Raises Http404 for everybody else, and for none."""
    return get_object_or_404(drafts_of(request.user), pk=pk)


@ASSESSORS
@require_GET
def draft_list(request):
    """The drafts one writes in."""
    lists = queries.draft_lists(request.user)
    return render(request, "scrutiny/draft_list.html", {"lists": lists})


@ASSESSORS
@EITHER_WAY
def draft_begin(request):
    """Begin an assessment: which, with which framework, and what stands at its head."""
    user = request.user
    form = BeginForm(
        posted(request),
        kinds=queries.kinds_offered(user),
        versions=queries.versions_offered(),
        others=queries.co_authors_offered(user),
        initial=queries.begin_initial(user),
    )
    page = FormPage("Begin an assessment", reverse("scrutiny:draft_list"), "Your drafts", lead=BEGIN_LEAD)
    return form_page(request, page, form, acting(_begun, request), BEGUN, to=opening("scrutiny:draft_detail"))


def _begun(*, kind, framework, **read):
    return services.begin_draft(kind=kind.kind, agency=kind.agency, version=framework, **read)


@open_to_signed_in
@require_GET
def draft_detail(request, pk):
    """All of a draft at a glance: its questions by step, what each still needs, the actions of each step."""
    draft = draft_of(request, pk)
    is_open = queries.is_open(draft)
    context = {
        "draft": draft,
        "doubts": doubts_of(draft, words_of_draft(draft)) if is_open else [],
        "shown": queries.overview(draft, request.user, timezone.localdate()),
        "carried": carried_to(draft, request.user) if is_open else [],
        "readers": READERS_WORDS[Readers(draft.readers)],
    }
    return render(request, "scrutiny/draft_detail.html", context)


@open_to_signed_in
@EITHER_WAY
def draft_head(request, pk):
    """Change what stands at the head of a draft. Saved by somebody else meanwhile, both are shown."""
    draft = draft_of(request, pk)
    if not queries.is_open(draft):
        messages.error(request, CLOSED)
        return redirect("scrutiny:draft_detail", pk=pk)
    others = queries.co_authors_for(draft, request.user)
    form = ChangeHeadForm(posted(request), others=others, initial=queries.head_initial(draft))
    if form.is_valid():
        return _save_head(request, draft, form)
    return _head_page(request, draft, form)


def _save_head(request, draft, form):
    try:
        outcome = services.save_head(draft=draft, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as problem:
        form.add_error(None, problem)
        return _head_page(request, draft, form, status=422)
    if not outcome.saved:
        stored = queries.stored_draft(draft)
        context = {"draft": stored, "form": form, "rows": form.rows(_head_texts(stored))}
        return render(request, "scrutiny/draft_conflict.html", context, status=409)
    messages.success(request, "The head of the assessment is saved.")
    return redirect("scrutiny:draft_detail", pk=draft.pk)


def _head_page(request, draft, form, status=200):
    back = reverse("scrutiny:draft_detail", args=[draft.pk])
    page = FormPage("What stands at the head of it", back, "Back to the overview", caption=draft.title)
    return render(request, page.template, {"form": form, "page": page}, status=status)


def _head_texts(draft):
    texts = {name: getattr(draft, name) for name in ("title", "capacity", "scope", "purpose", "summary")}
    days = {name: date_words(getattr(draft, name)) for name in ("starts_on", "ends_on")}
    names = ", ".join(str(author) for author in draft.authors.all())
    return {**texts, **days, "readers": READERS_WORDS[Readers(draft.readers)], "authors": names}


@open_to_signed_in
@EITHER_WAY
def draft_drop(request, pk):
    """Ask, then drop a draft."""
    draft = draft_of(request, pk)
    if request.method == "GET":
        return render(request, "scrutiny/draft_drop.html", {"draft": draft})
    try:
        services.drop_draft(draft=draft, by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("scrutiny:draft_detail", pk=pk)
    messages.success(request, DROPPED)
    return redirect("scrutiny:draft_list")
