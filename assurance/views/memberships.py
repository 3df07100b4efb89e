"""Memberships given, changed and ended; people invited with their first one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assurance.forms import memberships as forms
from assurance.permissions import requires_somewhere
from assurance.queries import memberships as queries
from assurance.queries.agencies import current_agencies
from assurance.queries.people import group_memberships_visible_to, memberships_visible_to
from assurance.rules.roles import ROLES, Role
from assurance.services import memberships as services
from assurance.services import people as people_services
from assurance.views.pages import FormPage, acting, form_page, posted
from assurance.views.people import KEEPERS, page_of, person_of


def role_form(request):
    """The form that asks for the role, answered once the page's own button was pressed."""
    return forms.RoleForm(
        request.GET if "role" in request.GET or "step" in request.GET else None,
        roles=queries.roles_given_by(request.user),
    )


def form_for(request, form_class, role, **words):
    """The form with the fields a role needs."""
    today = timezone.localdate()
    return form_class(
        posted(request),
        role=role,
        seats=queries.seats_offered(role, today),
        agencies=current_agencies(today),
        groups=queries.sub_groups(today),
        initial={"starts_on": today},
        **words,
    )


@requires_somewhere(*KEEPERS)
@require_http_methods(["GET", "POST"])
def person_invite(request):
    """Which role, then who: a new account with its first membership, and the invitation."""
    asked, back = role_form(request), reverse("assurance:person_list")
    if not asked.is_valid():
        page = FormPage("Invite a person", back, "Back to people")
        return render(request, "assurance/form_page.html", {"form": asked, "page": page})
    role = Role(asked.cleaned_data["role"])
    form = form_for(request, forms.InviteForm, role, button="Send the invitation")
    page = FormPage(f"Invite a person: {ROLES[role].label}", reverse("assurance:person_invite"), caption="People")
    if request.method == "POST" and form.is_valid():
        return _invited(request, page, form, role)
    return render(request, page.template, {"form": form, "page": page})


def _invited(request, page, form, role):
    person = None
    try:
        person = acting(people_services.invite_person, request, today=True, role=role)(**form.cleaned_data)
        people_services.send_invitation(person=person, by=request.user, now=timezone.now())
        messages.success(request, f"An invitation is on its way to {person.email}.")
    except ValidationError as problem:
        if person is None:
            form.add_error(None, problem.messages)
            return render(request, page.template, {"form": form, "page": page})
        messages.error(request, " ".join(problem.messages))
    return redirect("assurance:person_detail", pk=person.pk)


@requires_somewhere(*KEEPERS)
@require_http_methods(["GET", "POST"])
def membership_add(request, pk):
    """Which role, then where and when."""
    person, asked = person_of(request, pk), role_form(request)
    if not asked.is_valid():
        context = {"form": asked, "page": page_of(person, "Add a membership")}
        return render(request, "assurance/form_page.html", context)
    role = Role(asked.cleaned_data["role"])
    save = acting(services.add_membership, request, today=True, person=person, role=role)
    page = page_of(person, f"Add a membership: {ROLES[role].label}")
    return form_page(request, page, form_for(request, forms.MembershipForm, role), save, "The membership is added.")


@requires_somewhere(*KEEPERS)
@require_http_methods(["GET", "POST"])
def membership_edit(request, pk):
    """Change whom a member of a group stands for."""
    membership = get_object_or_404(group_memberships_visible_to(request.user), pk=pk)
    names = ("representing", "speaks_for_chair_of", "capacity", "has_authority")
    today = timezone.localdate()
    form = forms.StandingForm(
        posted(request),
        agencies=current_agencies(today),
        groups=queries.sub_groups(today),
        initial={name: getattr(membership, name) for name in names},
    )
    page = page_of(membership.person, "Change the membership", lead=f"{membership.role_label}, {membership.seat}")
    save = acting(services.change_membership, request, membership=membership)
    return form_page(request, page, form, save, "The membership is changed.")


@requires_somewhere(*KEEPERS)
@require_http_methods(["GET", "POST"])
def membership_end(request, pk):
    """Ask, then end a membership with a last day."""
    membership = get_object_or_404(memberships_visible_to(request.user), pk=pk)
    form = forms.MembershipEndForm(posted(request), initial={"last_day": timezone.localdate()})
    page = page_of(membership.person, "End a membership", lead=f"{membership.role_label}, {membership.seat}")
    save = acting(services.end_membership, request, today=True, membership=membership)
    return form_page(request, page, form, save, "The membership has a last day.")
