"""The life of a report: what it still needs, who was shown it, who has read what was issued (R139 to R142)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Prefetch, QuerySet

from assurance.models import ActivityEntry, Membership, User
from assurance.permissions import may, people_who_may
from assurance.rules.calendars import SAAS
from assurance.rules.roles import Permission
from reports.models import Report, ReportIssue, ReportPresentation, ReportRun
from reports.queries.runs import reports_visible_to, runs_visible_to
from reports.rules.kinds import Kind
from reports.rules.life import Audience, Edition, ReadyFacts, needed_to_issue, parts_of
from reports.rules.runs import RunStatus

READ = ("report.read", "report.download")


@dataclass(frozen=True)
class Reading:
    """One person of the distribution list, and when they first opened it; None if they have not."""

    person: User
    roles: str
    first_at: datetime | None


@dataclass(frozen=True)
class Issued:
    """One issued version with its files, its presentations, and for the Business Team who of its list has read it."""

    issue: ReportIssue
    run: ReportRun | None
    public: ReportRun | None
    presentations: list[ReportPresentation]
    readings: tuple[Reading, ...]

    @property
    def to_publish(self) -> bool:
        """Whether its public edition can be asked for: it stands, can be read, and has none made or being made."""
        stands = self.issue.report.rule.is_published and not self.issue.is_withdrawn
        had = self.public is not None and (self.public.is_done or self.public.is_active)
        return stands and not had and self.run is not None and self.run.is_done

    @property
    def read_by(self) -> int:
        """How many of the list have opened it."""
        return sum(one.first_at is not None for one in self.readings)


@dataclass(frozen=True)
class ReportPage:
    """A report with its drafts, newest first, and its issued versions."""

    report: Report
    drafts: list[ReportRun]
    issued: list[Issued]
    may_build: bool

    @property
    def newest(self) -> ReportRun | None:
        """The newest draft."""
        return self.drafts[0] if self.drafts else None

    @property
    def to_issue(self) -> ReportRun | None:
        """The newest draft if it is ready and was not issued yet; None otherwise."""
        newest = self.newest
        done = newest is not None and newest.is_done
        return newest if done and newest not in [one.issue.draft for one in self.issued] else None


def report_page(report: Report, user: User, today: date) -> ReportPage:
    """The report as `user` may see it."""
    may_build = may(user, Permission.BUILD_PACK)
    runs = list(runs_visible_to(user).filter(report=report).prefetch_related("shown", "approvals"))
    issues = report.issues.select_related("issued_by", "withdrawn_by", "draft").prefetch_related(
        Prefetch("presentations", ReportPresentation.objects.select_related("recorded_by"))
    )
    drafts = [run for run in runs if run.edition == Edition.DRAFT]
    held = Membership.objects.on(today).order_by("role")
    listed = readers_of(report).prefetch_related(Prefetch("memberships", held, to_attr="held_today"))
    readers = list(listed) if may_build else []
    issued = [_issued(issue, runs, readers) for issue in issues]
    return ReportPage(report, drafts, issued, may_build)


def _issued(issue: ReportIssue, runs: Iterable[ReportRun], readers: Iterable[User]) -> Issued:
    run = _newest(issue, Edition.ISSUED, runs)
    return Issued(
        issue=issue,
        run=run,
        public=_newest(issue, Edition.PUBLIC, runs),
        presentations=list(issue.presentations.all()),
        readings=_readings(run, readers) if run and run.is_done else (),
    )


def _newest(issue: ReportIssue, edition: Edition, runs: Iterable[ReportRun]) -> ReportRun | None:
    """The newest run of this edition of the version; the runs come newest first."""
    return next((run for run in runs if (run.issue_id, run.edition) == (issue.pk, edition)), None)


def readers_of(report: Report) -> QuerySet[User]:
    """The distribution list: everybody who may read reports of its group, or of the group that reports."""
    found = people_who_may(Permission.READ_PACK, report.group)
    if report.by_group:
        found = found | people_who_may(Permission.READ_PACK, report.by_group)
    return found.distinct().order_by("pk")


def _readings(run: ReportRun, readers: Iterable[User]) -> tuple[Reading, ...]:
    """Who of the readers has opened it, by the activity log: those who have not first."""
    entries = ActivityEntry.objects.filter(
        subject_type=run._meta.label_lower, subject_id=str(run.pk), action__in=READ
    ).order_by()
    first = dict(entries.values("actor").annotate(first=Min("at")).values_list("actor", "first"))
    found = [Reading(person, _roles(person), first.get(person.pk)) for person in readers]
    return tuple(sorted(found, key=lambda one: (one.first_at is not None, str(one.person))))


def _roles(person: User) -> str:
    return ", ".join(dict.fromkeys(one.get_role_display() for one in person.held_today))


def needs_of(run: ReportRun) -> tuple[str, ...]:
    """What this draft still needs before it can be issued, a sentence each."""
    content = json.loads(run.snapshot.content)
    written = [section["name"] for section in content["sections"] if not _is_absent(section)]
    facts = ReadyFacts(
        parts=parts_of(written),
        is_approved=run.approvals.exists(),
        scrutineer_had_it=ReportRun.objects.filter(
            report=run.report, shown__audience=Audience.SCRUTINEER, status=RunStatus.DONE
        ).exists(),
    )
    return needed_to_issue(Kind(run.report.kind), facts)


def _is_absent(section: dict[str, object]) -> bool:
    content = section["content"]
    body = content.get("body", [{}]) if isinstance(content, dict) else [{}]
    return all(block.get("kind") == "lead" for block in body)


def issues_visible_to(user: User) -> QuerySet[ReportIssue]:
    """The issued versions `user` may know of."""
    found = ReportIssue.objects.select_related("report__period", "report__group", "report__by_group", "issued_by")
    if may(user, Permission.BUILD_PACK):
        return found.filter(report__in=reports_visible_to(user).values("pk"))
    return found.filter(pk__in=runs_visible_to(user).filter(edition=Edition.ISSUED).values("issue"))


def audiences_for(run: ReportRun) -> list[Audience]:
    """To whom this draft can still be shown: audiences who read reports of its groups, and have not been shown it."""
    shown = set(run.shown.values_list("audience", flat=True))
    slugs = {group.slug for group in (run.report.group, run.report.by_group) if group}
    fitting = [audience for audience in Audience if audience != Audience.SAAS_CHAIRS or SAAS in slugs]
    return [audience for audience in fitting if audience not in shown]
