"""Choices of sections: keeping one under a name, and removing one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assurance.permissions import requires
from assurance.rules.roles import Permission
from reports.queries.templates import templates_visible_to
from reports.services import templates as services
from reports.views.runs import form_page, kind_named, pack_form


@requires(Permission.BUILD_PACK)
@require_POST
def template_save(request):
    """Keep the choice of sections under its name, and go on with it."""
    kind = kind_named(request.POST.get("kind"))
    form = pack_form(request, request.POST, kind=kind, keeps=True)
    if not form.is_valid():
        return form_page(request, form, kind)
    said = {name: form.cleaned_data[name] for name in ("name", "sections")}
    try:
        kept = services.save_template(kind=kind, **said, by=request.user, now=timezone.now())
    except ValidationError as problem:
        form.add_error(None, problem)
        return form_page(request, form, kind)
    messages.success(request, f"The choice “{kept}” is kept.")
    return redirect(f"{reverse('reports:run_new')}?choice={kept.pk}")


@requires(Permission.BUILD_PACK)
@require_POST
def template_remove(request, pk):
    """Let a choice go; packs made by it stay as they are."""
    kept = get_object_or_404(templates_visible_to(request.user), pk=pk)
    services.remove_template(template=kept, by=request.user, now=timezone.now())
    messages.success(request, f"The choice “{kept}” is removed. Packs that were made by it stay as they are.")
    return redirect("reports:run_new")
