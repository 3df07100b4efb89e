"""Meetings: the year calendar, planning one, a meeting's own page, and its moves before and after it is held."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms import meetings as forms
from assurance.permissions import may, may_somewhere, refusal, requires, requires_somewhere
from assurance.queries import calendar
from assurance.queries import meetings as queries
from assurance.queries.agendas import agenda_page, has_items
from assurance.queries.attendance import attendance_page
from assurance.queries.challenges import challenges_made_at, may_be_made_at, meeting_name
from assurance.queries.groups import groups_visible_to
from assurance.queries.meeting_words import meeting_words_table
from assurance.queries.member_inputs import inputs_page
from assurance.queries.minutes import minutes_summary
from assurance.queries.themes import reports_given_to
from assurance.rules.meetings import MOVE_ASKS, RIGHTS, MeetingMove, MeetingState, after
from assurance.rules.periods import quarter_containing
from assurance.rules.roles import Permission
from assurance.services import meetings as services
from assurance.views.pages import FormPage, acting, cannot, meeting_of, posted, table_response

PREPARES = (Permission.RUN_MEETING, Permission.CHAIR_MEETING)
DONE = {
    MeetingMove.MOVE: "The change is saved, and those who read the group’s meetings have been told.",
    MeetingMove.CANCEL: "The meeting is cancelled, and those who read the group’s meetings have been told.",
    MeetingMove.REARRANGE: "This is the new meeting. Those who read the group’s meetings have been told.",
    MeetingMove.HOLD: "The meeting is marked as held. Its minutes can be drafted.",
}


def calendar_of(request):
    """The form of what is shown, the calendar, and the slug of the group it is narrowed to."""
    today = timezone.localdate()
    shown = calendar.groups_that_meet(request.user, today)
    groups = groups_visible_to(request.user).filter(pk__in=[group.pk for group in shown])
    this_year = quarter_containing(today).financial_year
    asked = {"year": request.GET.get("year") or str(this_year), "group": request.GET.get("group", "")}
    form = forms.CalendarFilterForm(asked, years=calendar.years_offered(request.user, today), groups=groups)
    year, group = form.found()
    return form, calendar.year_calendar(request.user, year or this_year, today, group), group


@requires(Permission.READ_DIRECTORY)
@require_GET
def meeting_list(request):
    """The year calendar by group and quarter, with gaps and what is out of order; and the coming meetings."""
    form, year, group = calendar_of(request)
    context = {
        "form": form,
        "calendar": year,
        "coming": calendar.coming_meetings(request.user, timezone.now(), group),
        "may_plan": may_somewhere(request.user, *PREPARES),
        "reads_meetings": may_somewhere(request.user, Permission.READ_MEETING),
        "reads_actions": may_somewhere(request.user, Permission.READ_ACTION),
        "reads_escalations": may(request.user, Permission.READ_ESCALATION),
    }
    return render(request, "assurance/meeting_list.html", context)


@requires(Permission.READ_DIRECTORY)
@require_GET
def meeting_download(request, suffix):
    """The calendar as shown, as a file."""
    _, year, _ = calendar_of(request)
    title = f"Meetings {year.words}"
    return table_response(request, suffix, name="meetings", title=title, table=calendar.calendar_table(year))


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def meeting_words_download(request, key, suffix):
    """What the reader may read of one meeting, as a file: agenda, comments, input, and what happened to it."""
    meeting = meeting_of(request, key)
    title, table = meeting_name(meeting), meeting_words_table(meeting, request.user)
    return table_response(request, suffix, name="meeting", title=title, table=table)


@requires_somewhere(*PREPARES)
@require_http_methods(["GET", "POST"])
def meeting_plan(request):
    """Plan a meeting; the address may name its group, its kind and the meeting it prepares."""
    groups = queries.groups_planned_by(request.user, timezone.localdate())
    form = forms.PlanForm(
        posted(request),
        groups=groups,
        kinds=queries.kinds_planned_by(request.user, groups),
        meetings=queries.meetings_to_prepare(groups),
        initial={name: request.GET.get(name) for name in ("group", "kind", "parent")},
    )
    meeting = _kept(form, acting(services.plan_meeting, request)) if form.is_valid() else None
    if meeting:
        messages.success(request, "The meeting is planned, and those who read the group’s meetings have been told.")
        return redirect("assurance:meeting_detail", key=meeting.key)
    page = FormPage("Plan a meeting", reverse("assurance:meeting_list"), "Back to meetings")
    return render(request, page.template, {"form": form, "page": page})


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def meeting_detail(request, key):
    """One meeting: its clocks, agenda and papers, who comes, members' input, minutes and history."""
    meeting = meeting_of(request, key)
    context = {
        "meeting": meeting,
        "shown": queries.meeting_page(meeting, request.user, timezone.now()),
        "agenda": agenda_page(meeting, request.user),
        "attendance": attendance_page(meeting, request.user, timezone.localdate()),
        "inputs": inputs_page(meeting, request.user),
        "minutes": minutes_summary(meeting, request.user, timezone.now()),
        "reports": reports_given_to(meeting, request.user),
        "challenges": challenges_made_at(meeting, request.user),
        "may_challenge": may_be_made_at(meeting, request.user, timezone.localdate()),
    }
    return render(request, "assurance/meeting_detail.html", context)


@requires_somewhere(*RIGHTS[MeetingMove.MOVE])
@require_http_methods(["GET", "POST"])
def meeting_move(request, key):
    """Another time or place, with the reason."""
    meeting = _meeting_to(request, key, MeetingMove.MOVE)
    initial = forms.occasion_initial(services.occasion_of(meeting))
    words = {"button": "Save the change", "why": "Why does its time or place change?"}
    form = forms.AnotherTimeForm(posted(request), state=meeting.state, initial=initial, **words)
    save = acting(services.move_meeting, request, meeting=meeting)
    lead = "Those who read the group’s meetings are told. To another time everybody is asked for a reply anew."
    page = _page(meeting, MeetingMove.MOVE, lead)
    return _made(request, meeting, MeetingMove.MOVE, page, form, save)


@requires_somewhere(*RIGHTS[MeetingMove.REARRANGE])
@require_http_methods(["GET", "POST"])
def meeting_rearrange(request, key):
    """Another meeting instead of this one, linked with it (SAAS ToR 3.5, R34)."""
    meeting = _meeting_to(request, key, MeetingMove.REARRANGE)
    initial = forms.occasion_initial(services.occasion_of(meeting)) | {"day": None}
    has_agenda = has_items(meeting)
    form = forms.RearrangeForm(posted(request), state=meeting.state, initial=initial, has_agenda=has_agenda)
    save = acting(services.rearrange_meeting, request, meeting=meeting)
    lead = "A meeting that is not quorate is rearranged at the earliest possible opportunity (SAAS ToR 3.5)."
    page = _page(meeting, MeetingMove.REARRANGE, lead)
    return _made(request, meeting, MeetingMove.REARRANGE, page, form, save)


@requires_somewhere(*RIGHTS[MeetingMove.CANCEL])
@require_http_methods(["GET", "POST"])
def meeting_cancel(request, key):
    """Cancel a meeting, with the reason."""
    meeting = _meeting_to(request, key, MeetingMove.CANCEL)
    form = forms.CancelForm(posted(request), state=meeting.state)
    save = acting(services.cancel_meeting, request, meeting=meeting)
    lead = "If it is to take place on another day, rearrange it instead: the two meetings are then linked."
    return _made(request, meeting, MeetingMove.CANCEL, _page(meeting, MeetingMove.CANCEL, lead), form, save)


@requires_somewhere(*RIGHTS[MeetingMove.HOLD])
@require_http_methods(["GET", "POST"])
def meeting_hold(request, key):
    """Record that a meeting took place."""
    meeting = _meeting_to(request, key, MeetingMove.HOLD)
    form = forms.HoldForm(posted(request), state=meeting.state)
    save = acting(services.hold_meeting, request, meeting=meeting)
    lead = "From then on its time, its agenda and its papers stay as they are, and its minutes can be drafted."
    return _made(request, meeting, MeetingMove.HOLD, _page(meeting, MeetingMove.HOLD, lead), form, save)


def _meeting_to(request, key, move):
    """The meeting, for those who may make this move of its group's meetings."""
    meeting = meeting_of(request, key)
    if not any(may(request.user, permission, meeting.group) for permission in RIGHTS[move]):
        raise PermissionDenied(refusal(RIGHTS[move][0]))
    return meeting


def _page(meeting, move, lead):
    back = reverse("assurance:meeting_detail", args=[meeting.key])
    return FormPage(MOVE_ASKS[move], back, "Back to the meeting", forms.meeting_words(meeting), lead)


def _made(request, meeting, move, page, form, save):
    """The page of a move; what is refused comes back with everything that was written."""
    if request.method == "GET" and after(MeetingState(meeting.state), move) is None:
        messages.error(request, cannot("meeting", meeting.get_state_display()))
        return redirect("assurance:meeting_detail", key=meeting.key)
    moved = _kept(form, save) if form.is_valid() else None
    if moved:
        messages.success(request, DONE[move])
        return redirect("assurance:meeting_detail", key=moved.key)
    return render(request, page.template, {"form": form, "page": page})


def _kept(form, save):
    """The meeting the service gives back; None when it refuses, or asks to be sure first: the form then says so."""
    try:
        return save(**form.values())
    except services.Unsure as problem:
        form.unsure(problem)
    except ValidationError as problem:
        form.refused(problem)
    return None
