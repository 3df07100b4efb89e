"""The work of the groups: the overview, a group's inbox, what is sent to it and answered, an agency's commitment."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.group_work import AnswerForm, CommitForm, MessageForm
from assurance.permissions import agencies_where, demand, may, refusal, requires_somewhere
from assurance.queries import group_work as queries
from assurance.queries import inbox as inboxes
from assurance.queries.groups import groups_visible_to
from assurance.queries.warnings import topics_offered
from assurance.rules.roles import Permission
from assurance.services.commitments import commit_agency
from assurance.services.group_messages import answer_message, send_message
from assurance.views.pages import FormPage, acting, form_page, posted, table_response

MESSAGES_ON_A_PAGE = 20
SENT = "It is in the inbox of the group, and its chair has been told."


def group_of(request, slug):
    """The group whose inbox one reads. Raises Http404."""
    group = inboxes.inbox_group(request.user, slug)
    if group is None:
        raise Http404("There is no such inbox.")
    return group


def message_of(request, pk):
    """The message named in the address. Raises Http404."""
    message = inboxes.message_visible_to(request.user, pk)
    if message is None:
        raise Http404("There is no such message.")
    return message


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def group_work(request):
    """The groups whose meetings one reads, each with its inbox, next review, commissions and plans."""
    context = {
        "rows": queries.group_work(request.user, timezone.localdate()),
        "reads_reviews": may(request.user, Permission.READ_ASSURANCE),
    }
    return render(request, "assurance/group_work.html", context)


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def group_work_download(request, suffix):
    """The same as a file."""
    table = queries.group_work_table(request.user, timezone.localdate())
    return table_response(request, suffix, name="group-work", title="Group work", table=table)


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def group_inbox(request, slug):
    """A group's inbox: messages, actions, commissions, lessons and requests on one page."""
    group = group_of(request, slug)
    found = inboxes.messages_of(group, request.user)
    context = {
        "group": group,
        "inbox": inboxes.inbox(group, request.user, timezone.localdate()),
        "page": Paginator(found, MESSAGES_ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "assurance/group_inbox.html", context)


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def group_inbox_download(request, slug, suffix):
    """A group's inbox as a file."""
    group = group_of(request, slug)
    table = inboxes.inbox_table(group, request.user, timezone.localdate())
    return table_response(request, suffix, name=f"inbox-{slug}", title="Inbox", table=table)


@requires_somewhere(Permission.RUN_MEETING, Permission.DECIDE)
@require_http_methods(["GET", "POST"])
def group_message_send(request, slug):
    """Send a group a task, learning or feedback. A member of the Board need not read the group's meetings to do so."""
    group = get_object_or_404(groups_visible_to(request.user), slug=slug)
    if not inboxes.may_send(request.user, group):
        raise PermissionDenied(refusal(Permission.RUN_MEETING))
    reads = inboxes.inbox_group(request.user, slug) is not None
    back = reverse("assurance:group_inbox" if reads else "assurance:group_detail", args=[slug])
    page = FormPage("Send a task, learning or feedback", back, f"Back to {group.short_name}", group.name)
    form = MessageForm(posted(request), topics=topics_offered())
    return form_page(request, page, form, acting(send_message, request, group=group), SENT)


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def group_message(request, pk):
    """One message, and what the group did with it."""
    message = message_of(request, pk)
    reads = inboxes.inbox_group(request.user, message.group.slug) is not None
    may_answer = message.answered_at is None and may(request.user, Permission.CHAIR_MEETING, message.group)
    context = {"message": message, "reads_inbox": reads, "may_answer": may_answer}
    return render(request, "assurance/group_message.html", context)


@requires_somewhere(Permission.CHAIR_MEETING)
@require_http_methods(["GET", "POST"])
def group_message_answer(request, pk):
    """The group's chair says what the group did with it."""
    message = message_of(request, pk)
    demand(request.user, Permission.CHAIR_MEETING, message.group)
    back = reverse("assurance:group_message", args=[pk])
    page = FormPage(f"Answer “{message.title}”", back, "Back to the message", message.group.name)
    save = acting(answer_message, request, message=message)
    return form_page(request, page, AnswerForm(posted(request)), save, "The answer is recorded.")


@requires_somewhere(Permission.COMMIT_AGENCY)
@require_http_methods(["GET", "POST"])
def action_commit(request):
    """A lead, a representative or a SAAS member commits the agency they speak for: an action in the tracker."""
    form = CommitForm(posted(request), agencies=agencies_where(request.user, Permission.COMMIT_AGENCY))
    page = FormPage(
        "Commit your agency",
        reverse("assurance:action_list"),
        "Back to actions",
        lead="To activity of its own, or to joint activity. The commitment is tracked with the other actions.",
    )
    done = "The commitment is recorded, and is tracked with the other actions."
    return form_page(request, page, form, acting(commit_agency, request), done)
