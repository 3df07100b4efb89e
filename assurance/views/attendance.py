"""Who comes to a meeting: replies, substitutes, guests, attendance taken, and a group's attendance over time."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assurance.forms import attendance as forms
from assurance.permissions import requires_somewhere
from assurance.queries import attendance as queries
from assurance.queries import attendance_history as histories
from assurance.queries.expected import expected_chair
from assurance.rules.attendance import Reply, Standing
from assurance.rules.roles import Permission
from assurance.services import attendance as services
from assurance.views.pages import FormPage, acting, form_page, meeting_of, posted, table_response

KEEPS = Permission.RUN_MEETING
READS = Permission.READ_MEETING
ANSWERED = {
    Reply.COMING: "The reply is saved: coming.",
    Reply.APOLOGIES: "The reply is saved: apologies.",
    Reply.SENDS_SUBSTITUTE: "The reply is saved. The Business Team or the chair confirms whether the substitute can "
    "contribute and commission work.",
}


def attendee_of(request, key, pk):
    """Somebody on the list of the meeting named in the address. Raises Http404."""
    attendee = queries.attendee_of(meeting_of(request, key), pk)
    if attendee is None:
        raise Http404("There is nobody with this key on the list.")
    return attendee


def page_of(meeting, title, **words):
    """A form's page that leads back to the list."""
    back = reverse("assurance:attendance_detail", args=[meeting.key])
    return FormPage(title, back, "Back to the list", queries.meeting_words(meeting), **words)


@requires_somewhere(READS)
@require_GET
def attendance_detail(request, key):
    """Everybody on the list: what they replied or whether they came, and what that means for the quorum."""
    meeting = meeting_of(request, key)
    page = queries.attendance_page(meeting, request.user, timezone.localdate())
    context = {"meeting": meeting, "attendance": page, "words": queries.meeting_words(meeting)}
    return render(request, "assurance/attendance_detail.html", context)


@requires_somewhere(READS)
@require_GET
def attendance_download(request, key, suffix):
    """The list as a file."""
    meeting = meeting_of(request, key)
    title, table = queries.meeting_words(meeting), queries.attendance_table(meeting)
    return table_response(request, suffix, name="attendance", title=f"Attendance, {title}", table=table)


@requires_somewhere(READS)
@require_http_methods(["GET", "POST"])
def attendance_reply(request, key):
    """One's own reply."""
    meeting = meeting_of(request, key)
    own = queries.own_attendee(meeting, request.user)
    if own is None:
        messages.error(request, "You are not on the list of this meeting, so there is nothing to reply to.")
        return redirect("assurance:attendance_detail", key=key)
    page = page_of(meeting, "Your reply", problem=queries.reply_problem(meeting))
    return _reply(request, own, page, for_another=False)


@requires_somewhere(KEEPS)
@require_http_methods(["GET", "POST"])
def attendance_reply_for(request, key, pk):
    """A reply the secretariat records for somebody else."""
    attendee = attendee_of(request, key, pk)
    page = page_of(attendee.meeting, f"Reply of {attendee.post}", problem=queries.list_problem(attendee.meeting))
    return _reply(request, attendee, page, for_another=True)


def _reply(request, attendee, page, *, for_another):
    form = forms.ReplyForm(
        posted(request),
        agencies=queries.agencies_to_stand_in_for(attendee.meeting),
        may_substitute=attendee.standing == Standing.MEMBER,
        for_another=for_another,
        initial=queries.reply_initial(attendee),
    )
    done = ANSWERED[form.cleaned_data["answer"]] if form.is_valid() else ""
    return form_page(request, page, form, acting(services.reply, request, attendee=attendee), done)


@requires_somewhere(KEEPS, Permission.CHAIR_MEETING)
@require_http_methods(["GET", "POST"])
def attendance_confirm(request, key, pk):
    """Whether a substitute can contribute and commission work, as secretariat or chair confirm (SAAS ToR 3.6)."""
    attendee = attendee_of(request, key, pk)
    words = {"lead": queries.stands_in_words(attendee), "problem": queries.list_problem(attendee.meeting)}
    page = page_of(attendee.meeting, f"Substitute: {attendee.post}", **words)
    save = acting(services.confirm_substitute, request, attendee=attendee)
    return form_page(request, page, forms.ConfirmForm(posted(request)), save, "It is recorded.")


@requires_somewhere(KEEPS)
@require_http_methods(["GET", "POST"])
def attendance_guest_add(request, key):
    """Put somebody on the list by post."""
    meeting = meeting_of(request, key)
    form = forms.GuestForm(posted(request), agencies=queries.agencies_to_stand_in_for(meeting))
    save = acting(services.add_guest, request, meeting=meeting)
    page = page_of(meeting, "Add somebody who attends", problem=queries.list_problem(meeting))
    return form_page(request, page, form, save, "They are on the list.")


@requires_somewhere(KEEPS)
@require_POST
def attendance_guest_remove(request, key, pk):
    """Take a guest off the list."""
    attendee = attendee_of(request, key, pk)
    save = acting(services.remove_guest, request, attendee=attendee)
    return _done(request, key, save, f"{attendee.post} is off the list.")


@requires_somewhere(KEEPS)
@require_POST
def attendance_refresh(request, key):
    """Bring the list up to date with the memberships of the day of the meeting."""
    save = acting(services.refresh_list, request, meeting=meeting_of(request, key))
    return _done(request, key, save, "The list is that of the memberships on the day of the meeting.")


def _done(request, key, save, words):
    try:
        save()
        messages.success(request, words)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("assurance:attendance_detail", key=key)


@requires_somewhere(KEEPS)
@require_http_methods(["GET", "POST"])
def attendance_take(request, key):
    """Everybody on one screen, saved whole; the verdict stands on the page it leads to."""
    meeting = meeting_of(request, key)
    attendees = queries.in_order(queries.attendees_of(meeting))
    chair = queries.who_was_in_chair(attendees) or expected_chair(meeting, attendees)
    recorded = queries.recorded_as(attendees)
    form = forms.AttendanceForm(posted(request), attendees=attendees, chair=chair, seen=recorded)
    problem = queries.taking_problem(meeting, timezone.localdate())
    page = page_of(meeting, "Take attendance", template="assurance/attendance_take.html", problem=problem)
    if form.is_valid() and not problem and queries.recorded_meanwhile(attendees, **form.cleaned_data):
        form.look_again(recorded)
        return render(request, "assurance/attendance_conflict.html", {"form": form, "page": page}, status=409)
    save = acting(services.take_attendance, request, today=True, meeting=meeting)
    return form_page(request, page, form, save, "Attendance is recorded.")


@requires_somewhere(READS)
@require_GET
def attendance_history(request, slug):
    """Who came to a group's latest meetings, and who sent substitutes repeatedly (R37)."""
    group = _group_of(request, slug)
    context = {"group": group, "history": histories.attendance_history(group)}
    return render(request, "assurance/attendance_history.html", context)


@requires_somewhere(READS)
@require_GET
def attendance_history_download(request, slug, suffix):
    """The same as a file."""
    group = _group_of(request, slug)
    table = histories.history_table(group)
    return table_response(request, suffix, name="attendance", title=f"Attendance, {group.short_name}", table=table)


def _group_of(request, slug):
    group = histories.group_met_by(request.user, slug)
    if group is None:
        raise Http404("There is no such group.")
    return group
