"""The page of one theme: stages, reports, decision, grounds, voices, lessons (R90 to R96, R98, R138)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from assurance.models import (
    AssuranceItem,
    Decision,
    Lesson,
    Priority,
    Risk,
    Theme,
    ThemeEvent,
    ThemeReport,
    Topic,
    User,
)
from assurance.permissions import may
from assurance.queries.decisions import decisions_visible_to
from assurance.queries.items import items_visible_to
from assurance.queries.lessons import lessons_visible_to
from assurance.queries.meetings import meetings_visible_to
from assurance.queries.plans import priorities_shown
from assurance.queries.themes import awaited, facts_of, followed_by, moves_open_to, since_of
from assurance.rules.evidence_tiers import VOICE_WORDS, Voice
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.rules.theme_gates import Need, Stage, gates_of, stages_of
from assurance.rules.themes import (
    ENDED,
    GATE_WORDS,
    NEXT_WORDS,
    REPORT_NAMES,
    REPORT_WORDS,
    ThemeMove,
    ThemeReportKind,
    ThemeState,
    may_be_reported,
)
from assurance.rules.wording import date_words

OTHER_EVIDENCE = "Other evidence"


@dataclass(frozen=True)
class ReportShown:
    """
    A report as the page shows it: which meeting it went to, with its address for those who read it.

    What it says is for those who read assurance until the Executive Board has had it: `is_open` says whether it is.
    """

    report: ThemeReport
    meeting: str
    meeting_url: str
    is_open: bool


@dataclass(frozen=True)
class ReportSlot:
    """One of the three reports: when it falls, the one that stands, and those it replaced."""

    kind: ThemeReportKind
    name: str
    falls: str
    gate: str
    shown: ReportShown | None
    earlier: tuple[ReportShown, ...]
    record_url: str


@dataclass(frozen=True)
class VoiceGroup:
    """The evidence of a theme that carries one voice, the newest first; and where those who may record more (R90)."""

    voice: Voice
    title: str
    items: tuple[AssuranceItem, ...]
    record_url: str


@dataclass(frozen=True)
class Agreed:
    """The Executive Board's decision, as far as its reader may know it: when, and for those who may, what and where."""

    words: str
    text: str
    url: str


@dataclass(frozen=True)
class ThemePage:
    """
    One theme as its page shows it.

    `voices` and `risks` are None for a reader who may not know of assurance; `priority_url` leads to the priority it
    serves where that is in force.
    """

    theme: Theme
    next_words: str
    stages: tuple[Stage, ...]
    waits: tuple[Need, ...]
    moves: tuple[ThemeMove, ...]
    reports: tuple[ReportSlot, ...]
    agreed: Agreed | None
    topics: tuple[Topic, ...]
    risks: tuple[Risk, ...] | None
    followed_by: Theme | None
    events: tuple[ThemeEvent, ...]
    voices: tuple[VoiceGroup, ...] | None
    lessons: tuple[Lesson, ...]
    priorities: tuple[Priority, ...]
    priority_url: str
    may_edit: bool
    figures_url: str


def theme_page(theme: Theme, user: User, today: date) -> ThemePage:
    """The page of a theme `user` may read, with the moves that are theirs to make now."""
    facts, state = facts_of(theme, user), ThemeState(theme.state)
    manages = may(user, Permission.MANAGE_THEME)
    reads = may(user, Permission.READ_ASSURANCE)
    stages = stages_of(state, since_of(theme), facts)
    figures = may(user, Permission.READ_INDICATORS)
    priorities = tuple(priorities_shown(user, today))
    return ThemePage(
        theme=theme,
        next_words=NEXT_WORDS[state],
        stages=stages,
        waits=awaited(theme, stages),
        moves=moves_open_to(theme, user, facts),
        reports=_reports(theme, user, manages),
        agreed=_agreed(theme.decision, user) if theme.decision else None,
        topics=tuple(theme.topics.all()),
        risks=tuple(theme.risks.all()) if reads else None,
        followed_by=followed_by(theme),
        events=tuple(theme.events.select_related("by")),
        voices=voices_of(theme, user) if reads else None,
        lessons=tuple(lessons_visible_to(user).filter(theme=theme)),
        priorities=priorities,
        priority_url=_priority_url(theme, priorities),
        may_edit=manages and state not in ENDED,
        figures_url=reverse("indicators:theme_figures", args=[theme.pk]) if figures else "",
    )


def voices_of(theme: Theme, user: User) -> tuple[VoiceGroup, ...]:
    """The evidence that supports a theme: the two voices apart, always both, and what carries neither (R90)."""
    items = list(items_visible_to(user).filter(supports__theme=theme).select_related("tool"))
    titles = {**VOICE_WORDS, Voice.NONE: OTHER_EVIDENCE}
    record = f"{reverse('assurance:item_record')}?about=theme:{theme.pk}&voice="
    records = may(user, Permission.RECORD_ASSURANCE) and theme.state not in ENDED
    return tuple(
        VoiceGroup(
            voice,
            titles[voice],
            tuple(item for item in items if item.voice == voice),
            f"{record}{voice}" if records else "",
        )
        for voice in (Voice.CHILD_AND_FAMILY, Voice.PRACTITIONER, Voice.NONE)
    )


def _priority_url(theme: Theme, in_force: Iterable[Priority]) -> str:
    pk = theme.priority_id
    return reverse("assurance:priority_detail", args=[pk]) if pk in {one.pk for one in in_force} else ""


def _reports(theme: Theme, user: User, manages: bool) -> tuple[ReportSlot, ...]:
    reports = list(theme.reports.select_related("meeting__group", "by"))
    wanted = {one.meeting_id for one in reports}
    readable = set(meetings_visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    gates, state = gates_of(theme.gates), ThemeState(theme.state)
    reads = may(user, Permission.READ_ASSURANCE)
    slots = []
    for kind in ThemeReportKind:
        newest_first = [_shown(one, readable, reads) for one in reversed(reports) if one.kind == kind]
        slots.append(
            ReportSlot(
                kind=kind,
                name=REPORT_NAMES[kind],
                falls=REPORT_WORDS[kind],
                gate=GATE_WORDS[gates[kind]],
                shown=next(iter(newest_first), None),
                earlier=tuple(newest_first[1:]),
                record_url=_record_url(theme, kind) if manages and may_be_reported(kind, state) else "",
            )
        )
    return tuple(slots)


def _record_url(theme: Theme, kind: ThemeReportKind) -> str:
    return f"{reverse('assurance:theme_report_record', args=[theme.pk])}?kind={kind}"


def _shown(report: ThemeReport, readable: Iterable[int], reads: bool) -> ReportShown:
    meeting = report.meeting
    was_held = meeting.state == MeetingState.HELD
    words = f"{meeting.group.short_name}, {date_words(meeting.starts_at)}"
    if not was_held:
        words = f"{words} ({'cancelled' if meeting.state == MeetingState.CANCELLED else 'not held yet'})"
    url = reverse("assurance:meeting_detail", args=[meeting.key]) if meeting.pk in readable else ""
    return ReportShown(report, words, url, was_held or reads)


def _agreed(decision: Decision, user: User) -> Agreed:
    words = f"Agreed by the {decision.meeting.group.short_name} on {date_words(decision.meeting.starts_at)}"
    if not decisions_visible_to(user).filter(pk=decision.pk).exists():
        return Agreed(words, "", "")
    return Agreed(words, decision.text, reverse("assurance:minutes_detail", args=[decision.meeting.key]))
