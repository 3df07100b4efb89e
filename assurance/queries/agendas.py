"""The agenda of a meeting: the draft for those who prepare it, the circulated one for everybody else (R25 to R29)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch
from django.urls import reverse

from assurance.models import AgendaItem, Circulation, ItemComment, Meeting, Paper, User
from assurance.permissions import groups_where
from assurance.queries.meetings import comments_at, prepares
from assurance.queries.papers import may_read_source, outline_of
from assurance.rules.agendas import PaperKind
from assurance.rules.circulated import (
    FrozenAgenda,
    FrozenItem,
    FrozenPaper,
    differences,
    read_agenda,
)
from assurance.rules.clocks import lateness
from assurance.rules.meetings import Circulated, MeetingKind, MeetingState
from assurance.rules.roles import Permission
from assurance.rules.wording import file_size_words, local_date

OVER = (MeetingState.HELD, MeetingState.CANCELLED)


@dataclass(frozen=True)
class PaperLine:
    """A paper as a list shows it; `url` is blank for whoever may not read it."""

    id: str
    title: str
    note: str
    url: str


@dataclass(frozen=True)
class ItemLine:
    """An item as a list shows it, with its papers, what members wrote to it, and where to write."""

    number: int
    item: FrozenItem
    papers: tuple[PaperLine, ...]
    comments: tuple[ItemComment, ...]
    comment_url: str


@dataclass(frozen=True)
class Version:
    """A circulated version: where it is read, when it was due and whether it was on time."""

    circulation: Circulation
    url: str
    late: str
    is_late: bool


@dataclass(frozen=True)
class AgendaPage:
    """
    What the meeting's page shows of its agenda: the lines of the draft, or of what was last circulated.

    `draft_url` leads those who prepare it to the draft, and is blank for everybody else.
    """

    lines: tuple[ItemLine, ...]
    versions: tuple[Version, ...]
    is_draft: bool
    is_being_changed: bool
    draft_url: str
    is_over: bool
    may_comment: bool

    @property
    def newest(self) -> Version | None:
        """The version that was circulated last."""
        return self.versions[-1] if self.versions else None

    @property
    def has_earlier(self) -> bool:
        """Whether more than one version was circulated."""
        return len(self.versions) > 1


def has_items(meeting: Meeting) -> bool:
    """Whether anything is on the agenda, drafted or circulated. Ask it for those who prepare the meeting."""
    return meeting.agenda.exists()


def agenda_page(meeting: Meeting, user: User) -> AgendaPage:
    """The agenda of a meeting `user` may read: the draft only for those who prepare it."""
    circulations = circulations_of(meeting)
    own = prepares(user, meeting)
    open_again = bool(circulations) and meeting.state in (MeetingState.PLANNED, MeetingState.AGREED)
    is_draft = own and (not circulations or open_again)
    if is_draft:
        lines = _lines(meeting, user, draft_items(meeting, outline_of), _draft_paper)
    else:
        lines = circulated_lines(circulations[-1], meeting, user) if circulations else ()
    return AgendaPage(
        lines=lines,
        versions=tuple(version_of(one, meeting) for one in circulations),
        is_draft=is_draft,
        is_being_changed=open_again,
        draft_url=reverse("assurance:agenda_edit", args=[meeting.key]) if own else "",
        is_over=meeting.state in OVER,
        may_comment=bool(circulations) and comments_open_to(user, meeting),
    )


def circulations_of(meeting: Meeting) -> list[Circulation]:
    """What was circulated of a meeting's agenda, the first version first."""
    return list(meeting.circulations.filter(what=Circulated.PAPERS).order_by("number").select_related("by"))


def circulation_of(meeting: Meeting, number: int) -> Circulation | None:
    """One circulated version of the agenda, or None."""
    return next((one for one in circulations_of(meeting) if one.number == number), None)


def version_of(circulation: Circulation, meeting: Meeting) -> Version:
    """A circulated version as a list shows it. Only the first has to keep the clock of SAAS ToR 3.3."""
    url = reverse("assurance:circulation", args=[meeting.key, circulation.number])
    if circulation.number > 1:
        return Version(circulation, url, late="", is_late=False)
    sent_on = local_date(circulation.at)
    found = lateness(circulation.due_on, sent_on, sent_on)
    return Version(circulation, url, found.words, found.is_late)


def draft_items(meeting: Meeting, paper: Callable[[Paper], FrozenPaper]) -> tuple[FrozenItem, ...]:
    """The items of the agenda as they stand, each of their papers as `paper` gives it."""
    items = meeting.agenda.prefetch_related(Prefetch("papers", Paper.objects.all()))
    return tuple(
        FrozenItem(
            id=str(item.pk),
            title=item.title,
            area=item.area,
            purpose=item.purpose,
            origin=item.origin,
            lead=item.lead,
            minutes=item.minutes_allotted,
            note=item.note,
            papers=tuple(paper(one) for one in item.papers.all()),
        )
        for item in items
    )


def draft_lines(meeting: Meeting, user: User) -> tuple[ItemLine, ...]:
    """The items of the draft, for those who prepare it."""
    return _lines(meeting, user, draft_items(meeting, outline_of), _draft_paper)


def circulated_lines(circulation: Circulation, meeting: Meeting, user: User) -> tuple[ItemLine, ...]:
    """The items of a circulated version."""

    def paper(meeting: Meeting, paper: FrozenPaper) -> str:
        return reverse("assurance:circulated_paper", args=[meeting.key, circulation.number, paper.id])

    return _lines(meeting, user, read_agenda(circulation.content).items, paper)


def _draft_paper(meeting: Meeting, paper: FrozenPaper) -> str:
    return reverse("assurance:paper_detail", args=[meeting.key, paper.id])


def _lines(
    meeting: Meeting, user: User, items: Sequence[FrozenItem], url: Callable[[Meeting, FrozenPaper], str]
) -> tuple[ItemLine, ...]:
    found = ItemComment.objects.filter(item__meeting=meeting).select_related("by")
    comments: dict[str, list[ItemComment]] = {item.id: [] for item in items}
    for comment in found:
        comments.setdefault(str(comment.item_id), []).append(comment)
    still = {str(pk) for pk in meeting.agenda.values_list("pk", flat=True)}
    readable = {
        paper.source: may_read_source(user, meeting, paper.source)
        for item in items
        for paper in item.papers
        if paper.kind == PaperKind.LIVE
    }
    return tuple(
        ItemLine(
            number=number,
            item=item,
            papers=tuple(_paper_line(meeting, paper, readable, url) for paper in item.papers),
            comments=tuple(comments[item.id]),
            comment_url=reverse("assurance:agenda_item_comment", args=[meeting.key, item.id])
            if item.id in still
            else "",
        )
        for number, item in enumerate(items, start=1)
    )


def _paper_line(
    meeting: Meeting,
    paper: FrozenPaper,
    readable: dict[str, bool],
    url: Callable[[Meeting, FrozenPaper], str],
) -> PaperLine:
    if paper.is_file:
        return PaperLine(paper.id, paper.title, file_size_words(paper.size), url(meeting, paper))
    if not readable[paper.source]:
        return PaperLine(paper.id, paper.title, "You do not have the right to read this paper", "")
    return PaperLine(paper.id, paper.title, "From the portal", url(meeting, paper))


@dataclass(frozen=True)
class CirculationPage:
    """A circulated version as members had it, and what is new in it since the version before."""

    version: Version
    agenda: FrozenAgenda
    lines: tuple[ItemLine, ...]
    changes: tuple[str, ...]
    newer: Version | None


def circulation_page(circulation: Circulation, meeting: Meeting, user: User) -> CirculationPage:
    """The page of a circulated version, for somebody who may read the meeting."""
    every = circulations_of(meeting)
    agenda = read_agenda(circulation.content)
    before = next((one for one in every if one.number == circulation.number - 1), None)
    return CirculationPage(
        version=version_of(circulation, meeting),
        agenda=agenda,
        lines=circulated_lines(circulation, meeting, user),
        changes=tuple(differences(read_agenda(before.content), agenda)) if before else (),
        newer=version_of(every[-1], meeting) if every[-1].number > circulation.number else None,
    )


def agendas_waiting(user: User, *, today: date, until: date) -> list[tuple[Meeting, bool]]:
    """
    The meetings from today up to a day whose agenda waits for `user`, each with whether the chair is to agree it.

    The secretariat has those not circulated; a chair who is not the secretariat those with items to agree.
    """
    runs, chairs = (set(groups_where(user, right)) for right in (Permission.RUN_MEETING, Permission.CHAIR_MEETING))
    waiting = Meeting.objects.filter(
        group__in=runs | chairs,
        state__in=(MeetingState.PLANNED, MeetingState.AGREED),
        starts_at__date__range=(today, until),
    ).exclude(kind=MeetingKind.WORKING_GROUP)
    with_items = waiting.annotate(items=Count("agenda")).select_related("group").order_by("starts_at")
    return [
        (meeting, meeting.group not in runs)
        for meeting in with_items
        if meeting.group in runs or (meeting.items and meeting.state == MeetingState.PLANNED)
    ]


def item_of(meeting: Meeting, pk: UUID) -> AgendaItem | None:
    """One item of the meeting's agenda as it stands, or None."""
    return meeting.agenda.select_related("meeting__group", "planned", "request").filter(pk=pk).first()


def paper_of(meeting: Meeting, pk: UUID) -> Paper | None:
    """One paper of the meeting's agenda as it stands, or None."""
    return Paper.objects.filter(item__meeting=meeting, pk=pk).select_related("item__meeting__group").first()


def circulated_item(meeting: Meeting, pk: UUID) -> AgendaItem | None:
    """An item members have had in front of them, if it is still on the agenda: what may be commented on."""
    every = circulations_of(meeting)
    had = {item.id for item in read_agenda(every[-1].content).items} if every else set()
    return item_of(meeting, pk) if str(pk) in had else None


def comments_open_to(user: User, meeting: Meeting) -> bool:
    """Whether `user` may write to the items: a member or observer, from circulation until it is held (R13, R40)."""
    if meeting.state in OVER or not comments_at(user, meeting):
        return False
    return meeting.circulations.filter(what=Circulated.PAPERS).exists()
