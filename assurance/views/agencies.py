"""The directory of agencies, and its keeping by the Business Team."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms import agencies as forms
from assurance.models import AgencyDuty
from assurance.permissions import may, requires
from assurance.queries import agencies as queries
from assurance.queries.groups import current_groups
from assurance.rules.roles import Permission
from assurance.services import agencies as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response


def agency_of(request, slug):
    """The agency named in the address. Raises Http404."""
    return get_object_or_404(queries.agencies_visible_to(request.user), slug=slug)


def page_of(agency, title, **words):
    """A form's page that leads back to the agency."""
    back = reverse("assurance:agency_detail", args=[agency.slug])
    return FormPage(title, back, f"Back to {agency.short_name}", agency.name, **words)


@requires(Permission.READ_DIRECTORY)
@require_GET
def agency_list(request):
    """The Safeguarding Partners, the Relevant Agencies, and the former ones."""
    context = {
        "lists": queries.agencies_listed(request.user, timezone.localdate()),
        "may_manage": may(request.user, Permission.MANAGE_PARTNERSHIP),
    }
    return render(request, "assurance/agency_list.html", context)


@requires(Permission.READ_DIRECTORY)
@require_GET
def agency_download(request, suffix):
    """The agencies as a file."""
    table = queries.agency_table(request.user, timezone.localdate())
    return table_response(request, suffix, name="agencies", title="Agencies", table=table)


@requires(Permission.READ_DIRECTORY)
@require_GET
def agency_detail(request, slug):
    """One agency: names in time, duties, posts, people."""
    context = {
        "page": queries.agency_page(agency_of(request, slug), timezone.localdate()),
        "may_manage": may(request.user, Permission.MANAGE_PARTNERSHIP),
        "may_manage_people": may(request.user, Permission.MANAGE_PEOPLE),
    }
    return render(request, "assurance/agency_detail.html", context)


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def agency_create(request):
    """Add an agency."""
    groups = current_groups(timezone.localdate())
    form = forms.AgencyForm(posted(request), groups=groups, button="Add the agency")
    page = FormPage("Add an agency", reverse("assurance:agency_list"), "Back to agencies")
    return form_page(request, page, form, acting(services.create_agency, request), "The agency is added.")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def agency_edit(request, slug):
    """Change what an agency is and does."""
    agency = agency_of(request, slug)
    initial = {name: getattr(agency, name) for name in services.CHANGEABLE}
    form = forms.AgencyChangeForm(posted(request), initial=initial, groups=current_groups(timezone.localdate()))
    save = acting(services.change_agency, request, agency=agency)
    return form_page(request, page_of(agency, "Change the agency"), form, save, "The agency is changed.")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def agency_rename(request, slug):
    """Give an agency a new name from a day on."""
    agency = agency_of(request, slug)
    page = page_of(agency, "Rename the agency", lead="The old name stays with papers of its time.")
    save = acting(services.rename_agency, request, today=True, agency=agency)
    form = forms.AgencyRenameForm(posted(request))
    return form_page(request, page, form, save, "The new name is recorded.")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def agency_end(request, slug):
    """Ask, then end an agency and its memberships with a last day."""
    agency = agency_of(request, slug)
    context = {"agency": agency, "memberships": queries.outlasting(agency, timezone.localdate())}
    page = page_of(agency, "End this agency", template="assurance/agency_end.html", context=context)
    save = acting(services.end_agency, request, today=True, agency=agency)
    done = f"{agency} has a last day. Its history is kept."
    return form_page(request, page, forms.AgencyEndForm(posted(request)), save, done)


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def agency_merge(request, slug):
    """Ask, then merge an agency into another."""
    agency, today = agency_of(request, slug), timezone.localdate()
    context = {"agency": agency, "memberships": queries.outlasting(agency, today)}
    page = page_of(agency, "Merge this agency into another", template="assurance/agency_end.html", context=context)
    others = queries.current_agencies(today).exclude(pk=agency.pk)
    save = acting(services.merge_agency, request, today=True, agency=agency)
    form = forms.AgencyMergeForm(posted(request), agencies=others)
    return form_page(request, page, form, save, f"{agency} is merged. Its history is kept.")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def agency_duty(request, slug, duty):
    """Record how a Relevant Agency stands against one of its three duties."""
    agency = agency_of(request, slug)
    recorded = agency.duties.filter(duty=duty).first()
    if recorded is None:
        raise Http404("This agency has no such duty.")
    initial = {"state": recorded.state, "note": recorded.note, "noted_on": recorded.noted_on}
    page = page_of(agency, AgencyDuty.Duty(duty).label)
    save = acting(services.record_duty, request, agency=agency, duty=duty)
    return form_page(request, page, forms.DutyForm(posted(request), initial=initial), save, "The duty is recorded.")
