"""
Papers taken live from the portal, and who may read which paper of a meeting.

A source lives in the app that owns the matter and is named in `settings.LIVE_PAPERS`, for the ground floor may not
import the apps above it (ADR 15).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.conf import settings
from django.utils.module_loading import import_string

from assurance.models import Meeting, Paper, User
from assurance.queries.tables import Table
from assurance.rules.agendas import PaperKind
from assurance.rules.circulated import FrozenPaper, table_sha256, texts


@dataclass(frozen=True)
class LivePaper:
    """
    A table of the portal that may be a paper: its title, what it holds, who may read it, and how it is read as of now.

    `link` leads to what the portal holds besides; blank where there is nothing more.
    """

    title: str
    what: str
    may_read: Callable[[User, Meeting], bool]
    table: Callable[[User, Meeting, datetime], Table]
    link: Callable[[User], str] = lambda user: ""


def live_papers() -> MappingProxyType[str, LivePaper]:
    """Every source by its name, in the order of the setting."""
    return MappingProxyType({name: import_string(path) for name, path in settings.LIVE_PAPERS.items()})


def may_read_source(user: User, meeting: Meeting, source: str) -> bool:
    """Whether `user` may read what this source gives; nobody may of one that is no longer there."""
    paper = live_papers().get(source)
    return paper is not None and paper.may_read(user, meeting)


def sources_offered(user: User, meeting: Meeting) -> list[tuple[str, LivePaper]]:
    """The sources `user` may read, so may put among the papers."""
    return [(name, paper) for name, paper in live_papers().items() if paper.may_read(user, meeting)]


def outline_of(paper: Paper) -> FrozenPaper:
    """A paper without the rows of its table."""
    return FrozenPaper(
        id=str(paper.pk),
        kind=paper.kind,
        title=paper.title,
        sha256=paper.sha256,
        source=paper.source,
        file=str(paper.file),
        name=paper.name,
        content_type=paper.content_type,
        size=paper.size,
    )


def content_of(paper: Paper, meeting: Meeting, user: User, now: datetime) -> FrozenPaper:
    """A paper with what it holds now. Ask first whether `user` may read its source."""
    outline = outline_of(paper)
    if paper.kind == PaperKind.FILE:
        return outline
    source = live_papers()[paper.source]
    headers, rows = texts(*source.table(user, meeting, now))
    link = source.link(user)
    return FrozenPaper(
        id=outline.id,
        kind=outline.kind,
        title=outline.title,
        sha256=table_sha256(headers, rows, link),
        source=outline.source,
        headers=headers,
        rows=rows,
        link=link,
    )
