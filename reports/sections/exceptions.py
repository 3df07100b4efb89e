"""Why a report is made now: what is escalated, and what has waited too long (SAAS ToR 5.1, 6.1; R73, R78, R137)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from assurance.queries.actions import OVERDUE, ActionFilters, ActionRow, actions_found
from assurance.queries.actions import rows as action_rows
from assurance.queries.challenges import ChallengeRow, challenges_visible_to
from assurance.queries.challenges import rows as challenge_rows
from assurance.queries.escalations import EscalationRow, escalations_found
from assurance.queries.escalations import rows as escalation_rows
from assurance.queries.warnings import BY_THE_PORTAL, WarningStory, stories, warnings_visible_to, with_events
from assurance.rules.actions import ORIGIN_WORDS, ActionOrigin
from assurance.rules.challenges import ChallengeState
from assurance.rules.escalations import EscalationState
from assurance.rules.warnings import WarningState
from assurance.rules.wording import counted, date_words
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Entry, Lead, Subheading, Tag, Tone, parts
from reports.rules.prose import listed

# A quarter: what was overdue when the Board last met, and is so when it meets again.
LONG = timedelta(days=91)
NOTHING = "Nothing is escalated, no answer to a challenge is late, and no action is overdue by a quarter of a year."


@dataclass(frozen=True)
class _Matter:
    """One kind of matter: its heading, how many in a sentence, and its entries."""

    title: str
    anchor: str
    one: str
    several: str
    entries: Callable[[PackContext], Iterator[Entry]]


def build(context: PackContext) -> Blocks:
    """Each matter as an entry, under what it is: warnings before the Board, disputes, challenges, actions."""
    found = [(matter, tuple(matter.entries(context))) for matter in MATTERS]
    told = [(matter, entries) for matter, entries in found if entries]
    said = [counted(len(entries), matter.one, matter.several) for matter, entries in told]
    return Blocks(
        (
            Lead(f"This report is made because of {listed(said)}." if said else NOTHING),
            *(block for matter, entries in told for block in (Subheading(matter.title, matter.anchor), *entries)),
        )
    )


def _warnings(context: PackContext) -> Iterator[Entry]:
    escalated = warnings_visible_to(context.reader).filter(state=WarningState.ESCALATED)
    for story in stories(with_events(escalated).order_by("raised_at", "pk")):
        yield _warning(story)


def _warning(story: WarningStory) -> Entry:
    warning = story.warning
    raiser = warning.raised_by or BY_THE_PORTAL.lower()
    since = f"Raised on {date_words(warning.raised_at)} by {raiser}, escalated on {date_words(story.escalated_on)}"
    return Entry(
        title=warning.title,
        tags=(Tag("Waits for the Executive Board", Tone.RED),),
        about=f"{warning.get_kind_display()}: {warning.topic.title}. {since}",
        text=warning.what,
        parts=parts(
            ("What the figures say", warning.finding if warning.finding != warning.title else ""),
            ("Why it is escalated", story.reason),
            ("What the Executive Board is told", story.asked),
        ),
    )


def _escalations(context: PackContext) -> Iterator[Entry]:
    found = escalations_found(context.reader, state=EscalationState.OPEN, today=context.today)
    for row in escalation_rows(found, context.today):
        yield _escalation(row)


def _escalation(row: EscalationRow) -> Entry:
    one = row.escalation
    sides = listed([agency.name for agency in one.agencies.all()])
    return Entry(
        title=one.title,
        tags=(Tag(row.stage, Tone.RED if row.is_late else Tone.AMBER),),
        about=f"{f'Between {sides}. ' if sides else ''}Opened on {date_words(one.opened_at)}",
        text=one.what,
        parts=parts(("This stage", row.due_words if one.due_on else ""), ("Arbiter", one.arbiter)),
    )


def _challenges(context: PackContext) -> Iterator[Entry]:
    raised = challenges_visible_to(context.reader).filter(state=ChallengeState.RAISED, answer_due_on__lt=context.today)
    for row in challenge_rows(raised.order_by("answer_due_on", "pk"), context.today):
        yield _challenge(row)


def _challenge(row: ChallengeRow) -> Entry:
    one = row.challenge
    return Entry(
        title=one.title,
        tags=(Tag("No answer in time", Tone.RED),),
        about=f"Of {one.challenged.name}, raised on {date_words(one.raised_at)} by {one.raised_by}",
        text=one.what,
        parts=parts(("What should be different for children", one.asks), ("Its answer", row.due_words)),
    )


def _actions(context: PackContext) -> Iterator[Entry]:
    overdue = actions_found(context.reader, ActionFilters(state=OVERDUE), context.today)
    found = overdue.filter(due_on__lte=context.today - LONG)
    for row in action_rows(found.order_by("due_on", "pk"), context.today):
        yield _action(row)


def _action(row: ActionRow) -> Entry:
    one = row.action
    origin = ORIGIN_WORDS[ActionOrigin(one.origin)].lower()
    return Entry(
        title=one.title,
        tags=(Tag("Overdue by a quarter or more", Tone.RED),),
        about=f"{', '.join(filter(None, (one.holder.name, one.owner)))}. From: {origin}",
        text=one.what,
        parts=parts(("When it was due", row.due_words), ("How far it is", one.get_state_display())),
    )


MATTERS = (
    _Matter(
        "Early warnings that wait for the Executive Board",
        "exception-warnings",
        "early warning before the Executive Board",
        "early warnings before the Executive Board",
        _warnings,
    ),
    _Matter("Disputes in escalation", "exception-escalations", "open dispute", "open disputes", _escalations),
    _Matter(
        "Challenges without an answer in time",
        "exception-challenges",
        "challenge without an answer in time",
        "challenges without an answer in time",
        _challenges,
    ),
    _Matter(
        "Actions overdue by a quarter of a year or more",
        "exception-actions",
        "action overdue by a quarter of a year or more",
        "actions overdue by a quarter of a year or more",
        _actions,
    ),
)
