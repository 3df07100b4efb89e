"""The directory of people, and their accounts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms import people as forms
from assurance.permissions import may, requires, requires_somewhere
from assurance.queries import people as queries
from assurance.queries.agencies import current_agencies
from assurance.queries.memberships import roles_given_by
from assurance.rules.roles import Permission
from assurance.services import people as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

KEEPERS = (Permission.MANAGE_PEOPLE, Permission.MANAGE_ACCOUNTS)
PEOPLE_ON_A_PAGE = 50


def person_of(request, pk):
    """The person named in the address. Raises Http404."""
    return get_object_or_404(queries.people_visible_to(request.user, timezone.localdate()), pk=pk)


def page_of(person, title, **words):
    """A form's page that leads back to the person."""
    return FormPage(
        title, reverse("assurance:person_detail", args=[person.pk]), f"Back to {person}", str(person), **words
    )


@requires(Permission.READ_DIRECTORY)
@require_GET
def person_list(request):
    """The people, narrowed by words, agency and role."""
    today = timezone.localdate()
    form = forms.PeopleFilterForm(request.GET, agencies=current_agencies(today))
    found = form.found()
    people = queries.people_listed(request.user, today, queries.Filters(**found))
    page = Paginator(people, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_narrowed": any(found.values()),
        "page": page,
        "lines": queries.lines_of(page),
        "keeps_accounts": any(may(request.user, permission) for permission in KEEPERS),
        "may_invite": bool(roles_given_by(request.user)),
    }
    return render(request, "assurance/person_list.html", context)


@requires(Permission.READ_DIRECTORY)
@require_GET
def person_download(request, suffix):
    """The people of the list, as narrowed, as a file."""
    today = timezone.localdate()
    form = forms.PeopleFilterForm(request.GET, agencies=current_agencies(today))
    table = queries.people_table(request.user, today, queries.Filters(**form.found()))
    return table_response(request, suffix, name="people", title="People", table=table)


@requires(Permission.READ_DIRECTORY)
@require_GET
def person_detail(request, pk):
    """One person: memberships now, to come and past, posts, and for those who keep accounts the account."""
    user = request.user
    context = {
        "page": queries.person_page(person_of(request, pk), timezone.localdate()),
        "may_manage_people": may(user, Permission.MANAGE_PEOPLE),
        "may_manage_accounts": may(user, Permission.MANAGE_ACCOUNTS),
        "keeps_accounts": any(may(user, permission) for permission in KEEPERS),
        "roles_given": roles_given_by(user),
    }
    return render(request, "assurance/person_detail.html", context)


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def person_edit(request, pk):
    """Change a person's name and post."""
    person = person_of(request, pk)
    form = forms.PersonForm(posted(request), initial={"name": person.name, "post_title": person.post_title})
    save = acting(services.change_person, request, person=person)
    return form_page(request, page_of(person, "Change name or post"), form, save, "Name and post are changed.")


@requires_somewhere(*KEEPERS)
@require_POST
def person_send_invitation(request, pk):
    """Send an invitation again."""
    person = person_of(request, pk)
    try:
        services.send_invitation(person=person, by=request.user, now=timezone.now())
        messages.success(request, f"An invitation is on its way to {person.email}.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("assurance:person_detail", pk=pk)


@requires_somewhere(*KEEPERS)
@require_http_methods(["GET", "POST"])
def person_deactivate(request, pk):
    """Ask, then shut an account."""
    person = person_of(request, pk)
    lead = "They are signed out at once and can no longer sign in. Their memberships and all they did stay on record."
    form = forms.ConfirmForm(posted(request), button="Deactivate the account")
    save = acting(services.deactivate_person, request, today=True, person=person)
    page = page_of(person, "Deactivate this account", lead=lead)
    return form_page(request, page, form, save, "The account is deactivated.")


@requires_somewhere(*KEEPERS)
@require_POST
def person_reactivate(request, pk):
    """Open an account again."""
    person = person_of(request, pk)
    services.reactivate_person(person=person, by=request.user, now=timezone.now(), today=timezone.localdate())
    messages.success(request, "The account is active again.")
    return redirect("assurance:person_detail", pk=pk)


@requires(Permission.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def person_reset_second_factor(request, pk):
    """Ask, then take away the second factor of somebody who has lost it."""
    person = person_of(request, pk)
    lead = "Make sure it is they who ask, by a channel other than e-mail. They set up another when they next sign in."
    form = forms.ConfirmForm(posted(request), button="Reset the second factor")
    save = acting(services.reset_second_factor, request, person=person)
    page = page_of(person, "Reset the second factor", lead=lead)
    return form_page(request, page, form, save, "The second factor is reset.")


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def appointment_add(request, pk):
    """Record the terms on which a scrutineer is appointed."""
    person = person_of(request, pk)
    form = forms.AppointmentForm(posted(request))
    save = acting(services.appoint_scrutineer, request, person=person)
    page = page_of(person, "Record the terms of appointment")
    return form_page(request, page, form, save, "The appointment is recorded.")


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def appointment_end(request, pk):
    """End an appointment."""
    appointment = get_object_or_404(queries.appointments_visible_to(request.user), pk=pk)
    form = forms.AppointmentEndForm(posted(request))
    save = acting(services.end_appointment, request, appointment=appointment)
    page = page_of(appointment.person, "End the appointment", lead=appointment.scope)
    return form_page(request, page, form, save, "The appointment has a last day.")
