"""What many pages have in common: a form that one service saves, and a table that can be downloaded."""

from dataclasses import dataclass, field
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from assurance.services.downloads import download_table


@dataclass(frozen=True)
class FormPage:
    """A page with one form: its words, where it leads back to, and a template of its own if it shows more."""

    title: str
    back: str
    back_text: str = "Back"
    caption: str = ""
    lead: str = ""
    template: str = "assurance/form_page.html"
    context: dict = field(default_factory=dict)


def form_page(request, page, form, save, done, *, to=""):
    """Show the form, or let `save` have its answers and go on; what the service refuses becomes the form's error."""
    if request.method == "POST" and form.is_valid():
        try:
            save(**form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, done)
            return redirect(to or page.back)
    return render(request, page.template, {"form": form, "page": page, **page.context})


def posted(request):
    """What was sent, for a form; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def acting(service, request, *, today=False, **fixed):
    """The service with who asks and when already given."""
    days = {"today": timezone.localdate()} if today else {}
    return partial(service, by=request.user, now=timezone.now(), **days, **fixed)


def table_response(request, suffix, *, name, title, table):
    """The table as a file, logged."""
    file = download_table(name=name, title=title, suffix=suffix, table=table, by=request.user, now=timezone.now())
    return HttpResponse(file.content, headers=file.headers)
