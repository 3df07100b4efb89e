"""The texts of a report for those who write them: which they may write, how each stands, its wordings (R136, R139)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from assurance.models import User
from assurance.permissions import groups_where, may
from assurance.rules.clocks import papers_clock
from assurance.rules.roles import Permission
from assurance.rules.wording import date_time_words, date_words, local_date
from reports.models import Narrative, NarrativeVersion, Report, ReportRecommendation
from reports.queries.runs import reports_visible_to
from reports.rules.kinds import Kind
from reports.rules.written import Line, Writer, changed_lines, is_written_by, rule_of, usual_parts

# What a report is shown with where people write in it.
RELATED = ("period__meeting__group", "group", "by_group", "theme", "audit")


def reports_written_by(user: User) -> QuerySet[Report]:
    """The reports in which `user` may write something, whatever else of them they may read."""
    if may(user, Permission.BUILD_PACK):
        return reports_visible_to(user)
    reports = Report.objects.select_related(*RELATED)
    if may(user, Permission.SCRUTINISE):
        return reports
    groups = groups_where(user, Permission.CHAIR_MEETING).values("pk")
    return reports.filter(Q(by_group__in=groups) | Q(by_group=None, group__in=groups))


def capacities(user: User, report: Report) -> frozenset[Writer]:
    """In what capacities `user` writes in a report; the chair is that of the group that reports."""
    held = {
        Writer.BUSINESS_TEAM: may(user, Permission.BUILD_PACK),
        Writer.SCRUTINEER: may(user, Permission.SCRUTINISE),
        Writer.CHAIR: may(user, Permission.CHAIR_MEETING, report.by_group or report.group),
    }
    return frozenset(writer for writer, holds in held.items() if holds)


def narrative_of(report: Report, name: str) -> Narrative:
    """The text of that name, its draft included; one that is not saved while nobody has written. For its writers."""
    found = report.narratives.filter(name=name).first()
    return found or Narrative(report=report, name=name)


def writer_words(report: Report, name: str) -> str:
    """Who is asked for the text of that name."""
    group = report.by_group or report.group
    return {
        Writer.SCRUTINEER: "The Independent Scrutineer",
        Writer.CHAIR: f"The chair of {group.short_name or group.name}",
        Writer.BUSINESS_TEAM: "The Business Team",
    }[rule_of(name).asked]


def recommendation_initial(one: ReportRecommendation) -> dict[str, Any]:
    """What the form of a recommendation shows first."""
    holder = f"agency:{one.agency.slug}" if one.agency else f"group:{one.group.slug}" if one.group else ""
    names = ("text", "owner", "due_on", "outcome")
    return {name: getattr(one, name) for name in names} | {"holder": holder, "seen": one.written_at}


# How each text stands


@dataclass(frozen=True)
class TextRow:
    """
    One text: its name and title, who is asked for it, how it stands, and whether the reader may write it.

    `is_usual` says whether a report of the kind usually has it, `versions` how many wordings are finished.
    """

    name: str
    title: str
    writer: str
    state: str
    is_finished: bool
    may_write: bool
    is_usual: bool
    versions: int


def text_rows(report: Report, titles: Mapping[str, str], usual: frozenset[str], user: User) -> list[TextRow]:
    """
    Every text that `user` may write, and for who builds reports every other: these without a word of its draft.

    `titles` are those of all texts by name, `usual` the names of those a report of this kind usually has.
    """
    held = capacities(user, report)
    newest_first = Prefetch("versions", NarrativeVersion.objects.order_by("-number"))
    narratives = {one.name: one for one in report.narratives.prefetch_related(newest_first)}
    sees_all = Writer.BUSINESS_TEAM in held
    rows = []
    for name, title in titles.items():
        may_write = is_written_by(name, held)
        if may_write or sees_all:
            narrative = narratives.get(name) or Narrative(report=report, name=name)
            versions = list(narrative.versions.all()) if narrative.pk else []
            newest = versions[0] if versions else None
            rows.append(
                TextRow(
                    name=name,
                    title=title,
                    writer=writer_words(report, name),
                    state=_state(narrative, newest, sees_draft=may_write),
                    is_finished=bool(newest and newest.text),
                    may_write=may_write,
                    is_usual=name in usual,
                    versions=len(versions),
                )
            )
    return rows


def _state(narrative: Narrative, newest: NarrativeVersion | None, *, sees_draft: bool) -> str:
    """How a text stands. Whether a draft is begun is its writers' alone to know (trust.md 3)."""
    draft = sees_draft and narrative.version and narrative.text != (newest.text if newest else "")
    if newest is None:
        said = ["Not begun" if sees_draft else "Not finished"] if not draft else []
    elif newest.text:
        said = [f"Finished {date_words(newest.finished_at)}"]
    else:
        said = [f"Taken out {date_words(newest.finished_at)}"]
    if draft:
        said.append(f"draft saved {date_time_words(narrative.changed_at)}")
    words = ", ".join(said)
    return words[0].upper() + words[1:]


# The finished wordings of one text


@dataclass(frozen=True)
class Wording:
    """A finished wording: whose and when, and what changed to the one before; all of it is new in the first."""

    version: NarrativeVersion
    lines: tuple[Line, ...]
    is_first: bool


def wordings_of(report: Report, name: str) -> list[Wording]:
    """The finished wordings of a text, newest first, each against the one before."""
    found = NarrativeVersion.objects.filter(narrative__report=report, narrative__name=name)
    versions = list(found.select_related("finished_by").order_by("number"))
    before = ["", *(version.text for version in versions)]
    compared = [
        Wording(version, changed_lines(earlier, version.text), is_first=not number)
        for number, (earlier, version) in enumerate(zip(before, versions, strict=False))
    ]
    return compared[::-1]


# What is still wanted


@dataclass(frozen=True)
class Wanted:
    """A part nobody has finished in a report that is not issued yet, and the day the papers of its meeting are due."""

    report: Report
    name: str
    due_on: date


# For how many days after its meeting a report's parts are wanted: what is not issued by then hardly ever is.
WANTED_FOR = 90


def wanted_parts(reports: QuerySet[Report], writers: frozenset[Writer], today: date) -> list[Wanted]:
    """Of these reports, the parts for which one of these writers is asked and which are missing; the soonest first."""
    kinds = {
        kind: [str(part) for part in usual_parts(kind) if rule_of(part).asked in writers]
        for kind in Kind
        if usual_parts(kind)
    }
    waiting = reports.filter(kind__in=[str(kind) for kind, names in kinds.items() if names], issues=None)
    found = [one for one in waiting if (today - local_date(one.period.meeting.starts_at)).days <= WANTED_FOR]
    finished = finished_names(found) if found else set()
    wanted = [
        Wanted(report, name, papers_clock(local_date(report.period.meeting.starts_at)).due_on)
        for report in found
        for name in kinds[Kind(report.kind)]
        if (report.pk, name) not in finished
    ]
    return sorted(wanted, key=lambda one: (one.due_on, str(one.report), one.name))


def finished_names(reports: list[Report]) -> set[tuple[UUID, str]]:
    """The texts of these reports, as report and name, whose newest wording says something."""
    versions = NarrativeVersion.objects.filter(narrative__report__in=reports).order_by("number")
    newest = {
        (report, name): text
        for report, name, text in versions.values_list("narrative__report", "narrative__name", "text")
    }
    return {key for key, text in newest.items() if text.strip()}
