"""What many pages have in common: a form that one service saves, a table to download, the meeting of an address."""

from dataclasses import dataclass, field
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from assurance.queries.meetings import meeting_visible_to
from assurance.services.downloads import download_table


@dataclass(frozen=True)
class FormPage:
    """
    A page with one form: its words, where it leads back to, and a template of its own if it shows more.

    `problem` says why what it does cannot be done now: whoever asks for the page is led back with that sentence.
    """

    title: str
    back: str
    back_text: str = "Back"
    caption: str = ""
    lead: str = ""
    problem: str = ""
    template: str = "assurance/form_page.html"
    context: dict = field(default_factory=dict)


def form_page(request, page, form, save, done, *, to=""):
    """
    Show the form, or let `save` have its answers and go on; what the service refuses becomes the form's error.

    What was posted is always heard: should it be refused, everything that was written comes back with the page. `to`
    is an address, or gives one for what was saved (`opening`); without it one goes back to where one came from.
    """
    if request.method == "GET" and page.problem:
        messages.error(request, page.problem)
        return redirect(page.back)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(**form.cleaned_data)
        except ValidationError as problem:
            _refused(form, problem)
        else:
            messages.success(request, done)
            return redirect(to(saved) if callable(to) else to or page.back)
    return render(request, page.template, {"form": form, "page": page, **page.context})


def opening(name):
    """For `to` of a form's page: the page called `name` of what was saved."""
    return lambda saved: reverse(name, args=[saved.pk])


def _refused(form, problem):
    if hasattr(form, "refused"):
        form.refused(problem)
    else:
        form.add_error(None, problem.messages)


def cannot(noun, state_words):
    """Why a move cannot be made now: the state the thing is in."""
    return f"That cannot be done now: the {noun} is “{state_words}”."


def posted(request):
    """What was sent, for a form; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def acting(service, request, *, today=False, **fixed):
    """The service with who asks and when already given."""
    days = {"today": timezone.localdate()} if today else {}
    return partial(service, by=request.user, now=timezone.now(), **days, **fixed)


def meeting_of(request, key):
    """The meeting named in the address, if the reader may open it. Raises Http404."""
    meeting = meeting_visible_to(request.user, key)
    if meeting is None:
        raise Http404("There is no such meeting.")
    return meeting


def table_response(request, suffix, *, name, title, table):
    """The table as a file, logged."""
    file = download_table(name=name, title=title, suffix=suffix, table=table, by=request.user, now=timezone.now())
    return HttpResponse(file.content, headers=file.headers)
