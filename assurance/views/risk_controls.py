"""The controls of a risk: adding and ending one, and what an item of assurance says of it."""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assurance.forms.risks import AssureForm, ControlForm, EndControlForm
from assurance.permissions import requires
from assurance.queries import risk_pages
from assurance.rules.risks import KEEPS
from assurance.services import risk_controls as services
from assurance.views.pages import FormPage, acting, form_page, posted
from assurance.views.risks import back_to, risk_of


def control_of(request, pk):
    """The control in place that is named in the address. Raises Http404."""
    control = risk_pages.control_visible_to(request.user, pk)
    if control is None:
        raise Http404("There is no such control.")
    return control


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def control_add(request, pk):
    """Add a control to a risk."""
    risk = risk_of(request, pk)
    page = FormPage("Add a control", *back_to(risk), caption=risk.title)
    save = acting(services.add_control, request, risk=risk)
    return form_page(request, page, ControlForm(posted(request)), save, "The control is added.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def control_end(request, pk):
    """Say that a control is no longer in place."""
    control = control_of(request, pk)
    page = FormPage("End this control", *back_to(control.risk), caption=control.risk.title, lead=control.text)
    save = acting(services.end_control, request, control=control)
    return form_page(request, page, EndControlForm(posted(request)), save, "The control is ended.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def control_assure(request, pk):
    """Record what an item of assurance says of a control."""
    control = control_of(request, pk)
    form = AssureForm(posted(request), items=risk_pages.items_offered(request.user, timezone.localdate()))
    page = FormPage(
        "Record assurance on this control", *back_to(control.risk), caption=control.risk.title, lead=control.text
    )
    save = acting(services.assure_control, request, control=control)
    return form_page(request, page, form, save, "The assurance is recorded.")
