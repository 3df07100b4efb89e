"""The parts of a version: adding, changing, moving and taking away steps, questions and context questions (R128)."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assurance.permissions import requires_somewhere
from assurance.views.pages import FormPage, acting, form_page, posted
from scrutiny.forms import frameworks as forms
from scrutiny.queries import framework_parts as queries
from scrutiny.services import framework_parts as services
from scrutiny.views.frameworks import VERSION, WRITERS, version_of

NOUNS = {"step": "step", "question": "question", "context": "context question"}


def part_of(request, noun, pk):
    """The part named in the address. Raises Http404."""
    part = queries.part_visible_to(request.user, noun, pk)
    if part is None:
        raise Http404("There is no such part of a framework.")
    return part


def page_of(title, version, part=None, **more):
    """A form's page that leads back to the version, at the part it is about."""
    back = reverse(VERSION, args=[version.pk]) + (f"#part-{part.pk}" if part else "")
    problem = services.FROZEN if version.is_frozen else ""
    template = "scrutiny/framework_part_form.html"
    return FormPage(
        title, back, "Back to the version", caption=str(version), problem=problem, template=template, **more
    )


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def step_add(request, pk):
    """Add a step to a version."""
    version = version_of(request, pk)
    save = acting(services.add_step, request, version=version)
    form = forms.StepForm(posted(request), is_new=True)
    return form_page(request, page_of("Add a step", version), form, save, "The step is added.")


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def context_add(request, pk):
    """Add a context question to a version."""
    version = version_of(request, pk)
    save = acting(services.add_context_question, request, version=version)
    form = forms.ContextForm(posted(request), is_new=True)
    return form_page(request, page_of("Add a context question", version), form, save, "The question is added.")


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def question_add(request, pk):
    """Add a question to a step."""
    step = part_of(request, "step", pk)
    page = page_of("Add a question", step.version, step, lead=f"In the step “{step}”")
    save = acting(services.add_question, request, step=step)
    form = forms.QuestionForm(posted(request), is_new=True)
    return form_page(request, page, form, save, "The question is added.")


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def step_change(request, pk):
    """Reword a step."""
    return _change(request, "step", pk, forms.StepForm)


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def question_change(request, pk):
    """Reword a question, or put it into another step."""
    steps = queries.steps_of(queries.version_of(part_of(request, "question", pk)))
    return _change(request, "question", pk, forms.QuestionForm, steps=steps)


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def context_change(request, pk):
    """Reword a context question."""
    return _change(request, "context", pk, forms.ContextForm)


@requires_somewhere(*WRITERS)
@require_POST
def part_move(request, noun, pk, way):
    """Move a part up or down one place; the page comes back at that part."""
    part = part_of(request, noun, pk)
    try:
        services.move_part(part=part, way=services.Way(way), by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(page_of("", queries.version_of(part), part).back)


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def part_remove(request, noun, pk):
    """Take a part away with all below it, after one more look."""
    part = part_of(request, noun, pk)
    page = page_of(f"Take this {NOUNS[noun]} away?", queries.version_of(part))
    page = replace(page, context={"going": queries.goes_with(part)})
    form = forms.RemovePartForm(posted(request), initial={"seen": queries.stamp_of(part)})
    save = acting(services.remove_part, request, part=part)
    return form_page(request, page, form, save, "It is taken away.")


def _change(request, noun, pk, form_class, **offered):
    part = part_of(request, noun, pk)
    shown = {"seen": queries.own_stamp_of(part), **queries.fields_of(part)}
    form = form_class(posted(request), initial=shown, **offered)
    page = page_of(f"Change the {NOUNS[noun]}", queries.version_of(part), part)
    save = acting(services.change_part, request, part=part)
    return form_page(request, page, form, save, "The changes are saved.")
