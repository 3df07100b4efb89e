"""Papers of an agenda: adding them, reading the draft's; circulating, and reading what was circulated (R25, R26)."""

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assurance.forms.agendas import CirculateForm, RemoveForm
from assurance.forms.papers import LiveForm, UploadForm
from assurance.permissions import refusal, requires_somewhere
from assurance.queries import agendas as queries
from assurance.queries.papers import content_of, may_read_source, sources_offered
from assurance.rules.agendas import NOT_AGREED, agenda_problem
from assurance.rules.circulated import read_agenda
from assurance.rules.meetings import MeetingMove, MeetingState
from assurance.rules.roles import Permission
from assurance.services import papers as services
from assurance.services.circulations import circulate_papers
from assurance.views.agendas import (
    PREPARERS,
    caption_of,
    item_or_404,
    meeting_prepared_by,
    page_of,
    problem_of,
)
from assurance.views.pages import acting, form_page, meeting_of, posted, table_response


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def paper_upload(request, key, pk):
    """Add a file to an item."""
    meeting = meeting_prepared_by(request, key)
    item = item_or_404(meeting, pk)
    files = request.FILES if request.method == "POST" else None
    page = page_of(meeting, f"Add a file to “{item.title}”", problem=agenda_problem(MeetingState(meeting.state)))
    save = acting(services.upload_paper, request, item=item)
    return form_page(request, page, UploadForm(posted(request), files), save, "The paper is added.")


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def paper_live(request, key, pk):
    """Add a table of the portal to an item."""
    meeting = meeting_prepared_by(request, key)
    item = item_or_404(meeting, pk)
    lead = "Until the agenda is circulated it shows what the portal holds then; members get it as it is at that moment."
    problem = agenda_problem(MeetingState(meeting.state))
    page = page_of(meeting, f"Take a paper from the portal for “{item.title}”", lead=lead, problem=problem)
    form = LiveForm(posted(request), sources=sources_offered(request.user, meeting))
    save = acting(services.take_live_paper, request, item=item)
    return form_page(request, page, form, save, "The paper is added.")


@requires_somewhere(*PREPARERS)
@require_GET
def paper_detail(request, key, pk):
    """A paper of the draft: the file itself, or the portal's table as it is now."""
    meeting = meeting_prepared_by(request, key)
    row = paper_or_404(meeting, pk)
    if row.source and not may_read_source(request.user, meeting, row.source):
        raise PermissionDenied(refusal(Permission.RUN_MEETING))
    now = timezone.now()
    paper = content_of(row, meeting, request.user, now)
    back = reverse("assurance:agenda_edit", args=[key])
    return _shown(
        request, meeting, paper, {"item": row.item.title, "back": back, "back_text": "Back to the agenda", "as_at": now}
    )


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def paper_remove(request, key, pk):
    """Take a paper off its item, after one more look."""
    meeting = meeting_prepared_by(request, key)
    paper = paper_or_404(meeting, pk)
    page = page_of(meeting, f"Remove “{paper.title}”?", problem=agenda_problem(MeetingState(meeting.state)))
    save = acting(services.remove_paper, request, paper=paper)
    form = RemoveForm(posted(request), button="Remove the paper")
    return form_page(request, page, form, save, "The paper is removed.")


@requires_somewhere(Permission.RUN_MEETING)
@require_http_methods(["GET", "POST"])
def agenda_circulate(request, key):
    """Send the agenda and its papers to members, frozen as they are."""
    meeting = meeting_prepared_by(request, key)
    page = page_of(
        meeting,
        "Circulate the agenda and papers",
        lead="Members are told, without content, and read them here. What they get cannot be changed afterwards.",
        problem=NOT_AGREED if meeting.state == MeetingState.PLANNED else problem_of(meeting, MeetingMove.CIRCULATE),
        template="assurance/agenda_step.html",
        context={"lines": queries.draft_lines(meeting, request.user)},
    )
    form = CirculateForm(posted(request), state=meeting.state)
    save = acting(circulate_papers, request, meeting=meeting)
    return form_page(request, page, form, save, "The agenda and papers are circulated.")


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def circulation(request, key, number):
    """A circulated version of the agenda, as members had it."""
    meeting = meeting_of(request, key)
    page = queries.circulation_page(circulation_or_404(meeting, number), meeting, request.user)
    may_comment = queries.comments_open_to(request.user, meeting)
    context = {"meeting": meeting, "caption": caption_of(meeting), "page": page, "may_comment": may_comment}
    return render(request, "assurance/agenda_circulated.html", context)


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def circulated_paper(request, key, number, pk):
    """A paper as it was circulated: the file, or the table as it was then."""
    meeting = meeting_of(request, key)
    version = circulation_or_404(meeting, number)
    item, paper = frozen_or_404(request, meeting, version, pk)
    back = reverse("assurance:circulation", args=[key, number])
    context = {"item": item.title, "back": back, "back_text": f"Back to version {number}", "as_at": version.at}
    if not paper.is_file:
        context["files"] = [
            reverse("assurance:circulated_table", args=[key, number, pk, suffix]) for suffix in ("csv", "xlsx")
        ]
    return _shown(request, meeting, paper, context)


@requires_somewhere(Permission.READ_MEETING)
@require_GET
def circulated_table(request, key, number, pk, suffix):
    """The table of a circulated paper as a file."""
    meeting = meeting_of(request, key)
    _, paper = frozen_or_404(request, meeting, circulation_or_404(meeting, int(number)), pk)
    if paper.is_file:
        raise Http404("There is no such table.")
    services.record_download(meeting=meeting, paper=paper, by=request.user, now=timezone.now())
    table = (list(paper.headers), [list(row) for row in paper.rows])
    return table_response(request, suffix, name=f"paper-{paper.source}", title=paper.title[:31], table=table)


def paper_or_404(meeting, pk):
    """A paper of the agenda as it stands. Raises Http404."""
    paper = queries.paper_of(meeting, pk)
    if paper is None:
        raise Http404("There is no such paper.")
    return paper


def circulation_or_404(meeting, number):
    """A circulated version. Raises Http404."""
    version = queries.circulation_of(meeting, number)
    if version is None:
        raise Http404("There is no such version.")
    return version


def frozen_or_404(request, meeting, version, pk):
    """A paper of a version with its item; PermissionDenied for one whose title alone its reader may know."""
    found = read_agenda(version.content).paper(str(pk))
    if found is None:
        raise Http404("There is no such paper.")
    if found[1].source and not may_read_source(request.user, meeting, found[1].source):
        raise PermissionDenied("You may know that this paper was circulated, and may not read it.")
    return found


def _shown(request, meeting, paper, context):
    if not paper.is_file:
        return render(request, "assurance/paper_detail.html", {"meeting": meeting, "paper": paper, **context})
    services.record_download(meeting=meeting, paper=paper, by=request.user, now=timezone.now())
    file = default_storage.open(paper.file, "rb")
    return FileResponse(file, as_attachment=True, filename=paper.name, content_type=paper.content_type)
