"""How SAAS and the Executive Board keep the rules about meetings, read from the meetings themselves."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch
from django.urls import reverse

from assurance.models import Attendee, Meeting, User
from assurance.permissions import groups_where
from assurance.queries.attendance import is_recorded, meeting_words, quorum_of
from assurance.rules.attendance import MEETINGS_LOOKED_BACK, Presence, often_substituted
from assurance.rules.calendars import EXECUTIVE_BOARD, SAAS, gap_words, out_of_order
from assurance.rules.clocks import lateness, minutes_clock, papers_clock
from assurance.rules.compliance import Fact, RuleKey, dated
from assurance.rules.meetings import Circulated, MeetingKind, MeetingState
from assurance.rules.periods import Quarter
from assurance.rules.quorum import Verdict
from assurance.rules.roles import Permission
from assurance.rules.wording import LONDON, local_date

# How long before the first quarter a meeting may matter to one in it: it may have informed an Executive Board, or be
# the earliest of the four in which a member sent a substitute twice.
AROUND = timedelta(days=300)


def meeting_facts(user: User, quarters: Sequence[Quarter], today: date) -> list[Fact]:
    """Every fact about the meetings of SAAS and the Executive Board in these quarters, the earliest quarter first."""
    opens = set(groups_where(user, Permission.READ_MEETING).values_list("pk", flat=True))
    meetings = list(_meetings(quarters[0].starts_on - AROUND, quarters[-1].ends_on))
    ordinary = [one for one in meetings if one.kind == MeetingKind.ORDINARY]
    saas = [one for one in meetings if one.group.slug == SAAS and _day(one) >= quarters[0].starts_on]
    facts = [*_quarterly(ordinary, SAAS, RuleKey.SAAS_MEETS, quarters, today)]
    facts += _quarterly(ordinary, EXECUTIVE_BOARD, RuleKey.BOARD_MEETS, quarters, today)
    facts += _in_order(ordinary, quarters[0].starts_on, today, opens)
    for meeting in saas:
        facts += _of_meeting(meeting, today, _url(meeting, opens))
    held = [one for one in meetings if one.group.slug == SAAS and one.state == MeetingState.HELD]
    return facts + list(_substitutions(held, quarters[0].starts_on, opens))


def _meetings(first: date, last: date) -> Iterable[Meeting]:
    attendees = Attendee.objects.select_related("person", "agency", "substitutes_for").order_by("pk")
    span = (datetime.combine(first, time(), LONDON), datetime.combine(last, time.max, LONDON))
    found = Meeting.objects.filter(group__slug__in=(SAAS, EXECUTIVE_BOARD), starts_at__range=span)
    found = found.exclude(state=MeetingState.CANCELLED).exclude(kind=MeetingKind.WORKING_GROUP)
    related = found.select_related("group", "rearranged_as").order_by("starts_at")
    return related.prefetch_related("circulations", Prefetch("attendees", attendees))


def _day(meeting: Meeting) -> date:
    return local_date(meeting.starts_at)


def _url(meeting: Meeting, opens: set[int]) -> str:
    return reverse("assurance:meeting_detail", args=[meeting.key]) if meeting.group_id in opens else ""


def _quarterly(
    ordinary: list[Meeting], slug: str, rule: RuleKey, quarters: Sequence[Quarter], today: date
) -> Iterator[Fact]:
    days = sorted(_day(one) for one in ordinary if one.group.slug == slug)
    for quarter in quarters:
        met = [day for day in days if quarter.starts_on <= day <= quarter.ends_on]
        held = [day for day in met if day <= today]
        kept = True if held else (False if quarter.ends_on < today else None)
        how = f"{len(met)} in the quarter" if met else gap_words(quarter, today)
        yield Fact(rule, quarter.ends_on, quarter.short_words, kept, how)


def _in_order(ordinary: list[Meeting], since: date, today: date, opens: set[int]) -> Iterator[Fact]:
    boards = [one for one in ordinary if one.group.slug == EXECUTIVE_BOARD]
    saas = [one.starts_at for one in ordinary if one.group.slug == SAAS]
    problems = {each.board_at: each.words for each in out_of_order(saas, [one.starts_at for one in boards])}
    for board in boards:
        if _day(board) < since:
            continue
        problem = problems.get(board.starts_at, "")
        kept = None if _day(board) > today else not problem
        how = problem or "SAAS met before it"
        yield Fact(RuleKey.SAAS_FIRST, _day(board), meeting_words(board), kept, how, url=_url(board, opens))


def _of_meeting(meeting: Meeting, today: date, url: str) -> Iterator[Fact]:
    what = meeting_words(meeting)
    yield _circulated(meeting, Circulated.PAPERS, RuleKey.PAPERS, today, url)
    if meeting.state == MeetingState.HELD:
        yield _circulated(meeting, Circulated.MINUTES, RuleKey.MINUTES, today, url)
    attendees = list(meeting.attendees.all())
    if not is_recorded(attendees):
        return
    verdict = quorum_of(meeting, attendees, recorded=True)
    is_quorate = verdict.verdict == Verdict.QUORATE
    yield Fact(RuleKey.QUORATE, _day(meeting), what, is_quorate, " ".join(verdict.reasons), url=url)
    if not is_quorate:
        instead: Meeting | None = getattr(meeting, "rearranged_as", None)
        how = f"Rearranged to {meeting_words(instead)}" if instead else "Not yet rearranged"
        outstanding = instead is None
        yield Fact(RuleKey.REARRANGED, _day(meeting), what, instead is not None, how, outstanding, url)


def _substitutions(held: list[Meeting], since: date, opens: set[int]) -> Iterator[Fact]:
    """For each meeting, whether somebody sent a substitute again within its four latest (SAAS ToR 3.6, R37)."""
    stood_in = [_stood_in_for(meeting) for meeting in held]
    for number, meeting in enumerate(held):
        if _day(meeting) < since or not is_recorded(meeting.attendees.all()):
            continue
        latest = stood_in[max(0, number + 1 - MEETINGS_LOOKED_BACK) : number + 1][::-1]
        often = {
            post: times
            for person, post in latest[0].items()
            if (times := often_substituted([person in one for one in latest]))
        }
        how = "; ".join(
            f"{post}: {times} of the latest {len(latest)} meetings" for post, times in sorted(often.items())
        )
        kept, url = not often, _url(meeting, opens)
        yield Fact(
            RuleKey.SUBSTITUTES, _day(meeting), meeting_words(meeting), kept, how or "Nobody repeatedly", url=url
        )


def _stood_in_for(meeting: Meeting) -> dict[int, str]:
    """The members for whom somebody stood in, by person, with their post; not for those who did not come after all."""
    members = [
        row.substitutes_for
        for row in meeting.attendees.all()
        if row.substitutes_for and row.presence != Presence.ABSENT
    ]
    return {member.person_id: member.post for member in members if member.person_id}


def _circulated(meeting: Meeting, what: Circulated, rule: RuleKey, today: date, url: str) -> Fact:
    clock = papers_clock if what == Circulated.PAPERS else minutes_clock
    due_on = clock(_day(meeting)).due_on
    out = min((one.at for one in meeting.circulations.all() if one.what == what), default=None)
    done_on = local_date(out) if out else None
    how = lateness(due_on, today, done_on).words.capitalize()
    return dated(rule, what=meeting_words(meeting), due_on=due_on, done_on=done_on, today=today, how=how, url=url)
