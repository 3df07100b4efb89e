"""The meetings of the group that reports: quorate or not, papers and minutes in time, who came (R29 to R37)."""

from collections.abc import Iterable

from assurance.rules.clocks import Lateness
from assurance.rules.quorum import IS_NOT, VERDICT_WORDS, Verdict
from assurance.rules.wording import date_words
from reports.queries.meetings import MeetingsTold, MeetingTold, Represented, meetings_told
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Lead, Prose, Table, Tone, columns
from reports.rules.prose import listed, number_in_words, part_in_words, verb

TONES = {Verdict.QUORATE: Tone.GREEN, Verdict.NOT_QUORATE: Tone.RED}
NOT_READ = "What was decided, and which agency came, stands in the minutes, for those who read them."


def build(context: PackContext) -> Blocks:
    """Each meeting of the group that reports, or whose report it is, with who was represented at how many of them."""
    group = context.report.by_group or context.report.group
    spanned = {"since": context.since, "until": context.known_at, "today": context.today}
    told = meetings_told(context.reader, group, **spanned)
    if told is None:
        return Blocks((Lead(f"Not every reader of this report may know of the meetings of {group.short_name}."),))
    if not told.meetings:
        return Blocks((Lead(f"{_name(told)} did not meet {context.since_words}".rstrip() + "."),))
    titles = ["Meeting", "Quorate", "Papers", "Minutes", *(["Decisions"] if told.is_read else [])]
    return Blocks(
        (
            Lead(_lead(told, context.since_words)),
            Table(
                caption=f"Meetings of {_name(told)}",
                columns=columns(*titles, numeric=("Decisions",)),
                rows=tuple(_meeting(one) for one in told.meetings),
            ),
            _represented(told),
            *(() if told.is_read else (Prose(NOT_READ),)),
        )
    )


def _name(told: MeetingsTold) -> str:
    return told.group.short_name or told.group.name


def _lead(told: MeetingsTold, since: str) -> str:
    known = [one.quorum for one in told.meetings if one.quorum and one.quorum.verdict in TONES]
    said = [f"{_name(told)} met {_times(len(told.meetings))} {since}".rstrip() + "."]
    if known:
        quorate = sum(one.verdict == Verdict.QUORATE for one in known)
        said.append(_of(quorate, len(known), "quorate"))
    minutes = [one.minutes for one in told.meetings if one.minutes]
    late = sum(one.papers.is_late for one in told.meetings), sum(one.is_late for one in minutes)
    if any(late):
        said.append(f"Papers were late {_times(late[0])}, minutes {_times(late[1])}.")
    else:
        said.append("No papers and no minutes were late.")
    return " ".join(said)


def _of(part: int, whole: int, what: str) -> str:
    """ "All four were quorate.", "Three of the four were quorate.", "It was quorate." """
    if whole == 1:
        return f"It {'was' if part else 'was not'} {what}."
    return f"{part_in_words(part, whole)} {verb(part, 'was', 'were')} {what}."


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number_in_words(number)} times")


def _meeting(one: MeetingTold) -> tuple[Cell, ...]:
    decisions = () if one.decisions is None else (Cell(str(one.decisions)),)
    minutes = _clock(one.minutes) if one.minutes else Cell("Not marked as held")
    return Cell(date_words(one.meeting.starts_at), _why(one)), _quorate(one), _clock(one.papers), minutes, *decisions


def _why(one: MeetingTold) -> str:
    """Why a meeting was not quorate: who was not represented, and which substitute was not able; blank of another."""
    if one.quorum is None or one.quorum.verdict != Verdict.NOT_QUORATE:
        return ""
    missing = one.quorum.missing
    absent = [f"{listed(missing)} {verb(len(missing), 'was', 'were')} not represented."] if missing else []
    return " ".join([*absent, *(reason for reason in one.quorum.reasons if IS_NOT in reason)])


def _quorate(one: MeetingTold) -> Cell:
    if one.quorum is None:
        return Cell("Attendance is not recorded")
    verdict = one.quorum.verdict
    return Cell(VERDICT_WORDS[verdict], tone=TONES.get(verdict, Tone.GREY))


def _clock(one: Lateness) -> Cell:
    return Cell(one.words.capitalize(), tone=Tone.RED if one.is_late else Tone.GREEN)


def _represented(told: MeetingsTold) -> Table:
    if not told.is_read:
        lines = tuple((Cell(one.name), Cell(f"{one.came} of {one.expected}")) for one in told.represented)
        return Table("Meetings at which each partner was represented", columns("Partner", "Meetings"), lines)
    numbers = ("Expected at", "Came to", "Of these by a substitute alone")
    titles = columns("Agency", *numbers, numeric=numbers)
    return Table("Attendance by agency", titles, tuple(_agencies(told.represented)))


def _agencies(represented: Iterable[Represented]) -> Iterable[tuple[Cell, ...]]:
    for one in represented:
        yield Cell(one.name), Cell(str(one.expected)), Cell(str(one.came)), Cell(str(one.by_substitute))
