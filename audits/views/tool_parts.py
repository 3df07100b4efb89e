"""The parts of a version: adding, changing, moving and taking away sections, standards, questions, variants, grades."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assurance.permissions import requires_somewhere
from assurance.queries.agencies import current_agencies
from assurance.queries.warnings import topics_offered
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, posted
from audits.forms import tool_parts as forms
from audits.queries import tool_parts as queries
from audits.services import tool_parts as services
from audits.services.tools import FROZEN, demand_keeping
from audits.views.tool_versions import version_of

WRITERS = (Permission.MANAGE_AUDIT, Permission.ANSWER_AUDIT)
TEMPLATE = "audits/tool_part_form.html"


def part_of(request, noun, pk):
    """The part named in the address, if its version is for the reader to write. Raises Http404, PermissionDenied."""
    part = queries.part_visible_to(request.user, noun, pk)
    if part is None:
        raise Http404("There is no such part of a tool.")
    demand_keeping(request.user, queries.version_of(part))
    return part


def written_version(request, pk):
    """The version named in the address, if it is for the reader to write. Raises Http404, PermissionDenied."""
    version = version_of(request, pk)
    demand_keeping(request.user, version)
    return version


def page_of(title, version, anchor="", **more):
    """A form's page that leads back to the version, at the part it is about."""
    back = f"{reverse('audits:tool_version', args=[version.pk])}{anchor}"
    problem = FROZEN if version.is_frozen else ""
    return FormPage(
        title, back, "Back to the version", caption=str(version), problem=problem, template=TEMPLATE, **more
    )


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def section_add(request, pk):
    """Add a section to a version."""
    version = written_version(request, pk)
    save = acting(services.add_section, request, version=version)
    return _added(request, page_of("Add a section", version), forms.SectionForm(posted(request), is_new=True), save)


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def grade_add(request, pk):
    """Add a grade to the scale of a version."""
    version = written_version(request, pk)
    save = acting(services.add_grade, request, version=version)
    page = page_of("Add a grade", version, "#grades")
    return _added(request, page, forms.GradeForm(posted(request), is_new=True), save)


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def standard_add(request, pk):
    """Add a standard to a section."""
    section = part_of(request, "section", pk)
    form = forms.StandardForm(posted(request), is_new=True, topics=topics_offered())
    page = page_of("Add a standard", section.version, f"#part-{pk}", lead=f"In the section “{section}”.")
    return _added(request, page, form, acting(services.add_standard, request, section=section))


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def question_add(request, pk):
    """Add a question to a standard."""
    standard = part_of(request, "standard", pk)
    form = forms.QuestionForm(posted(request), is_new=True, initial={"is_required": True, "purpose": ""})
    page = page_of("Add a question", queries.version_of(standard), f"#part-{pk}", lead=f"Under “{standard}”")
    return _added(request, page, form, acting(services.add_question, request, standard=standard))


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def variant_add(request, pk):
    """Say what one agency is asked instead."""
    question = part_of(request, "question", pk)
    agencies = queries.agencies_without_words(question, current_agencies(timezone.localdate()))
    initial = {"text": question.text, "is_asked": "yes"}
    form = forms.VariantForm(posted(request), is_new=True, agencies=agencies, initial=initial)
    page = page_of(
        "Ask one agency otherwise", queries.version_of(question), f"#part-{pk}", lead=f"All others: “{question}”"
    )
    return _added(request, page, form, acting(services.add_variant, request, question=question))


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def section_change(request, pk):
    """Change a section."""
    return _change(request, part_of(request, "section", pk), forms.SectionForm)


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def standard_change(request, pk):
    """Change a standard, or put it into another section."""
    part = part_of(request, "standard", pk)
    topics = queries.topics_with(part, topics_offered())
    initial = {"topic": part.topic.slug if part.topic else "", "section": part.section_id}
    sections = queries.version_of(part).sections.all()
    return _change(request, part, forms.StandardForm, initial, topics=topics, sections=sections)


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def question_change(request, pk):
    """Change a question, or put it under another standard."""
    part = part_of(request, "question", pk)
    standards = queries.standards_of(queries.version_of(part))
    return _change(request, part, forms.QuestionForm, {"standard": part.standard_id}, standards=standards)


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def variant_change(request, pk):
    """Change what one agency is asked instead."""
    part = part_of(request, "variant", pk)
    return _change(request, part, forms.VariantForm, {"is_asked": "yes" if part.is_asked else "no"})


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def grade_change(request, pk):
    """Change a grade."""
    part = part_of(request, "grade", pk)
    return _change(request, part, forms.GradeForm, {"says": forms.says_of(part)})


@requires_somewhere(*WRITERS)
@require_POST
def part_move(request, noun, pk, way):
    """Move a part up or down one place; the page comes back at that part."""
    part = part_of(request, noun, pk)
    try:
        services.move_part(part=part, way=services.Way(way), by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(page_of("", queries.version_of(part), queries.anchor_of(part)).back)


@requires_somewhere(*WRITERS)
@require_http_methods(["GET", "POST"])
def part_remove(request, noun, pk):
    """Take a part away with all below it, after one more look."""
    part = part_of(request, noun, pk)
    title, context = f"Take the {queries.NOUN_OF[type(part)]} away?", {"going": queries.goes_with(part)}
    page = page_of(title, queries.version_of(part), queries.anchor_above(part), context=context)
    form = forms.RemovePartForm(posted(request), initial={"seen": queries.stamp_of(part)})
    save = acting(services.remove_part, request, part=part)
    return form_page(request, page, form, save, "It is taken away.")


def _added(request, page, form, save):
    return form_page(request, page, form, save, "It is added.")


def _change(request, part, form_class, initial=None, **offered):
    shown = {"seen": queries.own_stamp_of(part), **queries.fields_of(part), **(initial or {})}
    form = form_class(posted(request), initial=shown, **offered)
    page = page_of(f"Change the {queries.NOUN_OF[type(part)]}", queries.version_of(part), queries.anchor_of(part))
    save = acting(services.change_part, request, part=part)
    return form_page(request, page, form, save, "The changes are saved.")
