"""The areas of the suite: read by whoever reads indicators, kept by the Business Team (C4, R68)."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.permissions import may, requires
from assurance.rules.roles import Permission
from assurance.views.pages import FormPage, acting, form_page, posted, table_response
from indicators.forms import areas as forms
from indicators.queries import suite_areas as queries
from indicators.services import areas as services
from indicators.views.suite import then_findings


def area_of(request, slug):
    """The area named in the address. Raises Http404."""
    return get_object_or_404(queries.areas_visible_to(request.user), slug=slug)


def page_of(area, title, **words):
    """A form's page that leads back to the area."""
    return FormPage(title, reverse("indicators:suite_area", args=[area.slug]), "Back to the area", area.name, **words)


@requires(Permission.READ_INDICATORS)
@require_GET
def suite_areas(request):
    """Every area by kind, with its codes of today."""
    context = {
        "kinds": queries.areas_listed(request.user, today=timezone.localdate()),
        "may_manage": may(request.user, Permission.MANAGE_INDICATORS),
    }
    return render(request, "indicators/suite_areas.html", context)


@requires(Permission.READ_INDICATORS)
@require_GET
def suite_areas_file(request, suffix):
    """Every code an area has, or had, as a file."""
    return table_response(request, suffix, name="areas", title="Areas", table=queries.area_table(request.user))


@requires(Permission.READ_INDICATORS)
@require_GET
def suite_area(request, slug):
    """One area: names and codes in time, what lies within it, its statistical neighbours."""
    context = {
        "page": queries.area_page(request.user, area_of(request, slug)),
        "may_manage": may(request.user, Permission.MANAGE_INDICATORS),
    }
    return render(request, "indicators/suite_area.html", context)


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_area_add(request):
    """Add an area."""
    form = forms.AreaForm(posted(request), areas=queries.areas_visible_to(request.user))
    page = FormPage("Add an area", reverse("indicators:suite_areas"), "Back to areas")
    return form_page(request, page, form, acting(services.add_area, request), "The area is added.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_area_rename(request, slug):
    """Give an area a new name from a day on."""
    area = area_of(request, slug)
    form = forms.AreaRenameForm(posted(request))
    save = then_findings(acting(services.rename_area, request, today=True, area=area))
    return form_page(request, page_of(area, "New name"), form, save, "The new name is recorded.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_area_recode(request, slug):
    """Give an area a new code from a day on."""
    area = area_of(request, slug)
    page = page_of(area, "New code", lead="Figures under the old code still find this area.")
    save = acting(services.recode_area, request, today=True, area=area)
    return form_page(request, page, forms.AreaRecodeForm(posted(request)), save, "The new code is recorded.")


@requires(Permission.MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def suite_area_neighbours(request, slug):
    """Record the statistical neighbours of an area in the model of a year."""
    area = area_of(request, slug)
    page = page_of(area, "Statistical neighbours", lead="The model of the newest year is the one figures are read by.")
    save = acting(services.record_neighbours, request, today=True, area=area)
    return form_page(request, page, forms.NeighboursForm(posted(request)), save, "The neighbours are recorded.")
