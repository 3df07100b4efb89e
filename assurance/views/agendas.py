"""Preparing an agenda: its items, building it, the chair's agreement; and members' comments (R27, R29, R38, R40)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms.agendas import AgreeForm, BuildForm, CommentForm, ItemForm, OpenForm, RemoveForm
from assurance.permissions import may, requires_somewhere
from assurance.queries import agendas as queries
from assurance.queries.forward_plan import offers_for, plan_items, requests_of
from assurance.queries.live_papers import open_actions
from assurance.queries.meetings import prepares
from assurance.rules.agendas import agenda_problem
from assurance.rules.meetings import MeetingMove, MeetingState, after
from assurance.rules.roles import Permission
from assurance.rules.wording import counted, date_words
from assurance.services import agendas as services
from assurance.views.pages import FormPage, acting, cannot, form_page, meeting_of, posted

PREPARERS = (Permission.RUN_MEETING, Permission.CHAIR_MEETING)


def meeting_prepared_by(request, key):
    """The same for those who prepare it; for everybody else its draft is not there."""
    meeting = meeting_of(request, key)
    if not prepares(request.user, meeting):
        raise Http404("There is no such agenda.")
    return meeting


def item_or_404(meeting, pk):
    """One item of the agenda as it stands. Raises Http404."""
    item = queries.item_of(meeting, pk)
    if item is None:
        raise Http404("There is no such item.")
    return item


def problem_of(meeting, move):
    """Why the meeting cannot make this move now, as a sentence; blank when it can."""
    return "" if after(MeetingState(meeting.state), move) else cannot("meeting", meeting.get_state_display())


def caption_of(meeting):
    """The meeting as the caption of a page about it."""
    return f"{meeting.group.short_name}, {date_words(meeting.starts_at)}"


def page_of(meeting, title, *, lead="", **more):
    """A form's page that leads back to the draft of the agenda."""
    back = reverse("assurance:agenda_edit", args=[meeting.key])
    return FormPage(title, back, "Back to the agenda", caption=caption_of(meeting), lead=lead, **more)


@requires_somewhere(*PREPARERS)
@require_GET
def agenda_edit(request, key):
    """The draft of an agenda, with all that can be done with it now."""
    meeting = meeting_prepared_by(request, key)
    page = queries.agenda_page(meeting, request.user)
    runs = may(request.user, Permission.RUN_MEETING, meeting.group)
    state = MeetingState(meeting.state)
    context = {
        "meeting": meeting,
        "caption": caption_of(meeting),
        "agenda": page,
        "lines": queries.draft_lines(meeting, request.user),
        "may_change": runs and state == MeetingState.PLANNED,
        "is_chair": may(request.user, Permission.CHAIR_MEETING, meeting.group),
        "may_agree": after(state, MeetingMove.AGREE) is not None,
        "may_open": after(state, MeetingMove.CHANGE_AGENDA) is not None,
        "may_circulate": runs and after(state, MeetingMove.CIRCULATE) is not None,
    }
    return render(request, "assurance/agenda_edit.html", context)


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def agenda_build(request, key):
    """What is due, to be ticked: standing areas, the forward plan, open actions, what groups ask of each other."""
    meeting = meeting_prepared_by(request, key)
    actions = len(open_actions(meeting))
    offers = offers_for(meeting, request.user, actions=actions)
    planned, requests = plan_items(meeting.group), requests_of(meeting.group)
    form = BuildForm(posted(request), offers=offers, planned=planned, requests=requests)
    note = f"{counted(actions, 'action')} of earlier meetings not yet closed."
    save = acting(services.build_agenda, request, meeting=meeting, actions_note=note)
    page = page_of(
        meeting,
        "Build the agenda",
        lead="Tick what this meeting takes up. Each item keeps where it came from.",
        problem=agenda_problem(MeetingState(meeting.state)),
    )
    return form_page(request, page, form, save, "The items are on the agenda.")


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def item_add(request, key):
    """An item added by hand."""
    meeting = meeting_prepared_by(request, key)
    save = acting(services.add_item, request, meeting=meeting)
    page = page_of(meeting, "Add an item", problem=agenda_problem(MeetingState(meeting.state)))
    return form_page(request, page, ItemForm(posted(request)), save, "The item is added.")


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def item_edit(request, key, pk):
    """Give an item other words."""
    meeting = meeting_prepared_by(request, key)
    item = item_or_404(meeting, pk)
    names = ("title", "area", "purpose", "lead", "minutes_allotted", "note")
    form = ItemForm(posted(request), initial={name: getattr(item, name) for name in names})
    save = acting(services.change_item, request, item=item)
    page = page_of(meeting, "Change an item", problem=agenda_problem(MeetingState(meeting.state)))
    return form_page(request, page, form, save, "The item is changed.")


@requires_somewhere(Permission.RUN_MEETING)
@require_POST
def item_move(request, key, pk, way):
    """Move an item up or down one place; the page comes back at that item."""
    meeting = meeting_prepared_by(request, key)
    item = item_or_404(meeting, pk)
    try:
        services.move_item(item=item, up=way == "up", by=request.user, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(f"{reverse('assurance:agenda_edit', args=[key])}#item-{pk}")


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def item_remove(request, key, pk):
    """Take an item off the agenda, after one more look."""
    meeting = meeting_prepared_by(request, key)
    item = item_or_404(meeting, pk)
    lead, problem = "Its papers go with it. What it came from waits again.", agenda_problem(MeetingState(meeting.state))
    page = page_of(meeting, f"Remove “{item.title}”?", lead=lead, problem=problem)
    save = acting(services.remove_item, request, item=item)
    form = RemoveForm(posted(request), button="Remove the item")
    return form_page(request, page, form, save, "The item is removed.")


@requires_somewhere(*PREPARERS)
@require_http_methods(["GET", "POST"])
def agenda_agree(request, key):
    """The chair's agreement, under the chair's own account or recorded by the secretariat (R27)."""
    meeting = meeting_prepared_by(request, key)
    is_chair = may(request.user, Permission.CHAIR_MEETING, meeting.group)
    title = "Agree the agenda" if is_chair else "Record the chair’s agreement"
    page = page_of(
        meeting,
        title,
        problem=problem_of(meeting, MeetingMove.AGREE),
        template="assurance/agenda_step.html",
        context={"lines": queries.draft_lines(meeting, request.user)},
    )
    form = AgreeForm(posted(request), state=meeting.state, is_chair=is_chair)
    save = acting(services.agree_agenda, request, meeting=meeting)
    return form_page(request, page, form, save, "The chair’s agreement is recorded. The agenda can be circulated.")


@requires_somewhere(*PREPARERS)
@require_http_methods(["GET", "POST"])
def agenda_open(request, key):
    """Open an agreed or circulated agenda for changes, with the reason."""
    meeting = meeting_prepared_by(request, key)
    page = page_of(
        meeting,
        "Change the agenda",
        lead="What was circulated stays as it is until a new version goes out.",
        problem=problem_of(meeting, MeetingMove.CHANGE_AGENDA),
    )
    form = OpenForm(posted(request), state=meeting.state)
    save = acting(services.open_agenda, request, meeting=meeting)
    return form_page(request, page, form, save, "The agenda is open for changes. The chair has to agree it again.")


@requires_somewhere(Permission.READ_MEETING)
@require_http_methods(["GET", "POST"])
def item_comment(request, key, pk):
    """What a member or observer writes to an item before the meeting."""
    meeting = meeting_of(request, key)
    item = queries.circulated_item(meeting, pk)
    if item is None or not queries.comments_open_to(request.user, meeting):
        raise Http404("There is no such item.")
    back = reverse("assurance:meeting_detail", args=[key])
    page = FormPage(f"Comment on “{item.title}”", back, "Back to the meeting", caption=caption_of(meeting))
    save = acting(services.comment_on_item, request, item=item)
    return form_page(request, page, CommentForm(posted(request)), save, "Your comment is with the papers.")
