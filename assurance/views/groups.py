"""The directory of groups and their posts, and its keeping by the Business Team."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms import groups as forms
from assurance.permissions import may, requires
from assurance.queries import groups as queries
from assurance.queries.forward_plan import group_with_plan
from assurance.queries.group_work import group_links
from assurance.queries.people import members_today
from assurance.queries.plan_pages import plan_rows, with_priorities
from assurance.queries.plans import plans_of_group, priorities_shown
from assurance.rules.roles import Permission
from assurance.services import groups as services
from assurance.services.posts import hand_over_post
from assurance.views.pages import FormPage, acting, form_page, posted, table_response


def group_of(request, slug):
    """The group named in the address. Raises Http404."""
    return get_object_or_404(queries.groups_visible_to(request.user), slug=slug)


def page_of(group, title, **words):
    """A form's page that leads back to the group."""
    back = reverse("assurance:group_detail", args=[group.slug])
    return FormPage(title, back, f"Back to {group.short_name}", group.name, **words)


@requires(Permission.READ_DIRECTORY)
@require_GET
def group_list(request):
    """The groups by level, as in the plan on a page."""
    context = {
        "levels": queries.groups_listed(request.user, timezone.localdate()),
        "may_manage": may(request.user, Permission.MANAGE_PARTNERSHIP),
    }
    return render(request, "assurance/group_list.html", context)


@requires(Permission.READ_DIRECTORY)
@require_GET
def group_download(request, suffix):
    """The groups as a file."""
    table = queries.group_table(request.user, timezone.localdate())
    return table_response(request, suffix, name="groups", title="Groups", table=table)


@requires(Permission.READ_DIRECTORY)
@require_GET
def group_detail(request, slug):
    """One group: level, roles, names in time, posts, members."""
    group, reads = group_of(request, slug), group_with_plan(request.user, slug) is not None
    today = timezone.localdate()
    context = {
        "page": queries.group_page(group, today),
        "may_manage": may(request.user, Permission.MANAGE_PARTNERSHIP),
        "may_manage_people": may(request.user, Permission.MANAGE_PEOPLE),
        "reads_meetings": reads,
        "links": group_links(group, request.user, reads=reads),
        "plans": plan_rows(with_priorities(plans_of_group(request.user, group)), request.user, today),
        "priorities": list(priorities_shown(request.user, today)),
    }
    return render(request, "assurance/group_detail.html", context)


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def group_create(request):
    """Add a group."""
    form = forms.GroupForm(posted(request), initial={"area": "kent"}, button="Add the group")
    page = FormPage("Add a group", reverse("assurance:group_list"), "Back to groups")
    return form_page(request, page, form, acting(services.create_group, request), "The group is added.")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def group_edit(request, slug):
    """Change what a group is and does."""
    group = group_of(request, slug)
    initial = {name: getattr(group, name) for name in services.CHANGEABLE}
    form = forms.GroupChangeForm(posted(request), initial=initial)
    save = acting(services.change_group, request, group=group)
    return form_page(request, page_of(group, "Change the group"), form, save, "The group is changed.")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def group_rename(request, slug):
    """Give a group a new name from a day on."""
    group = group_of(request, slug)
    page = page_of(group, "Rename the group", lead="The old name stays with papers of its time.")
    save = acting(services.rename_group, request, today=True, group=group)
    return form_page(request, page, forms.GroupRenameForm(posted(request)), save, "The new name is recorded.")


@requires(Permission.MANAGE_PARTNERSHIP)
@require_http_methods(["GET", "POST"])
def group_end(request, slug):
    """Ask, then end a group and its memberships with a last day."""
    group = group_of(request, slug)
    context = {"group": group, "memberships": queries.members_outlasting(group, timezone.localdate())}
    page = page_of(group, "End this group", template="assurance/group_end.html", context=context)
    save = acting(services.end_group, request, today=True, group=group)
    done = f"{group} has a last day. Its history is kept."
    return form_page(request, page, forms.GroupEndForm(posted(request)), save, done)


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def post_hand_over(request, slug):
    """Record who takes over a post, and from when."""
    post = get_object_or_404(queries.posts_visible_to(request.user), slug=slug)
    owner, kind = (post.agency, "agency") if post.agency else (post.group, "group")
    back = reverse(f"assurance:{kind}_detail", args=[owner.slug])
    page = FormPage("Hand over a post", back, f"Back to {owner.short_name}", post.title, POST_LEAD)
    form = forms.HandOverForm(posted(request), people=members_today(timezone.localdate()))
    save = acting(hand_over_post, request, post=post)
    return form_page(request, page, form, save, "The handover is recorded.")


POST_LEAD = (
    "This records who answers for what. It gives no access: that comes with a membership, which is added and ended "
    "on a person’s page."
)
