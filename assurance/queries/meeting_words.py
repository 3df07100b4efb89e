"""All that was written about one meeting, as a table: its agenda, comments, members' input, and what happened to it."""

from collections.abc import Iterator
from datetime import date

from assurance.models import Meeting, MinutesComment, MinutesEvent, User
from assurance.queries.agendas import ItemLine, agenda_page
from assurance.queries.meetings import prepares
from assurance.queries.member_inputs import sent_inputs
from assurance.queries.tables import Table
from assurance.rules.tables import Cell
from assurance.rules.wording import local_date

HEADERS = ["What it is", "Agenda item or heading", "Who", "Agency", "On", "Minutes", "Words"]
Line = Iterator[list[Cell]]


def meeting_words_table(meeting: Meeting, user: User) -> Table:
    """
    What `user`, who may read the meeting, reads of it: the agenda as its page shows it to them, and what was said.

    The minutes themselves are a document of their own; how they came about is for those who prepare the meeting.
    """
    lines = agenda_page(meeting, user).lines
    rows = [row for line in lines for row in _item(line)]
    rows += [*_inputs(meeting), *_comments_on_minutes(meeting), *_moves(meeting, user)]
    return HEADERS, rows


def _item(line: ItemLine) -> Line:
    item, title = line.item, f"{line.number}. {line.item.title}"
    papers = [f"Paper: {paper.title}" for paper in line.papers]
    said = "\n".join(filter(None, (item.purpose_words, item.area_words, item.note, *papers)))
    yield ["Agenda item", title, item.lead, "", None, item.minutes, said]
    for comment in line.comments:
        yield _row("Comment on an agenda item", title, str(comment.by), local_date(comment.at), comment.text)


def _inputs(meeting: Meeting) -> Line:
    for one in sent_inputs(meeting):
        for heading, words in one.parts:
            yield ["Member’s input", heading, one.author, one.agency, local_date(one.sent_at), None, words]


def _comments_on_minutes(meeting: Meeting) -> Line:
    found = MinutesComment.objects.filter(circulation__meeting=meeting).select_related("by", "circulation")
    for one in found.order_by("at", "pk"):
        version = f"Minutes, version {one.circulation.number}"
        yield _row("Comment on the minutes", version, str(one.by), local_date(one.at), one.text)


def _moves(meeting: Meeting, user: User) -> Line:
    of_minutes = MinutesEvent.objects.filter(minutes__meeting=meeting)
    of_minutes = of_minutes if prepares(user, meeting) else of_minutes.none()
    for what, events in (("The meeting", meeting.events.all()), ("The minutes", of_minutes)):
        for one in events.select_related("by"):
            yield _row(what, one.get_move_display(), str(one.by) if one.by else "", local_date(one.at), one.text)


def _row(what: str, heading: str, who: str, on: date, words: str) -> list[Cell]:
    return [what, heading, who, "", on, None, words]
