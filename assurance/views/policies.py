"""Policies: the list, one with its quality assurance, and keeping them."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.policies import PolicyAssuranceForm, PolicyChangeForm, PolicyForm
from assurance.permissions import may, requires
from assurance.queries import policies as queries
from assurance.queries.groups import current_groups
from assurance.queries.warnings import topics_offered
from assurance.rules.roles import Permission
from assurance.services import policies as services
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

KEEPS = Permission.MANAGE_ASSURANCE


def policy_of(request, pk):
    """The policy named in the address. Raises Http404."""
    policy = queries.policy_visible_to(request.user, pk)
    if policy is None:
        raise Http404("There is no such policy.")
    return policy


def page_of(title, policy):
    """A form's page that leads back to the policy."""
    back = reverse("assurance:policy_detail", args=[policy.pk])
    return FormPage(title, back, "Back to the policy", caption=policy.title)


def offered():
    """What the forms offer to choose from."""
    return {"groups": current_groups(timezone.localdate()), "topics": topics_offered()}


@requires(Permission.READ_PLAN)
@require_GET
def policy_list(request):
    """Every policy, how effective it has been found, and its next review."""
    rows = queries.policy_rows(request.user, timezone.localdate())
    return render(request, "assurance/policy_list.html", {"rows": rows, "keeps": may(request.user, KEEPS)})


@requires(Permission.READ_PLAN)
@require_GET
def policy_download(request, suffix):
    """The list as a file."""
    table = queries.policy_table(request.user, timezone.localdate())
    return table_response(request, suffix, name="policies", title="Policies and procedures", table=table)


@requires(Permission.READ_PLAN)
@require_GET
def policy_detail(request, pk):
    """One policy with its quality assurance over time."""
    row = queries.row_of(policy_of(request, pk), timezone.localdate())
    return render(request, "assurance/policy_detail.html", {"row": row, "keeps": may(request.user, KEEPS)})


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def policy_add(request):
    """Add a policy."""
    page = FormPage("Add a policy", reverse("assurance:policy_list"), "Back to policies")
    form = PolicyForm(posted(request), **offered())
    return form_page(request, page, form, acting(services.add_policy, request), "The policy is added.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def policy_edit(request, pk):
    """Change a policy."""
    policy = policy_of(request, pk)
    names = ("title", "about", "link", "review_on", "ended_on")
    initial = {name: getattr(policy, name) for name in names}
    initial |= {"group": policy.group.slug, "topics": [topic.slug for topic in policy.topics.all()]}
    form = PolicyChangeForm(posted(request), **offered(), initial=initial)
    save = acting(services.edit_policy, request, policy=policy)
    return form_page(request, page_of("Change the policy", policy), form, save, "The changes are saved.")


@requires(KEEPS)
@require_http_methods(["GET", "POST"])
def policy_assure(request, pk):
    """Record the quality assurance of a policy."""
    policy = policy_of(request, pk)
    save = acting(services.assure_policy, request, policy=policy)
    form = PolicyAssuranceForm(posted(request))
    return form_page(request, page_of("Quality assurance", policy), form, save, "The quality assurance is recorded.")
