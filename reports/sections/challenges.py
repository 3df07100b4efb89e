"""The challenge log: what is open, and what changed for children through challenges closed since (R78 to R80)."""

from assurance.models import Challenge, ChallengeEvent
from assurance.queries.challenges import ChallengeRow, challenges_visible_to, counts, rows
from assurance.rules.challenges import ChallengeMove, ChallengeState
from assurance.rules.wording import counted, date_words
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Entry, Lead, Subheading, Table, Tag, Tone, columns, parts
from reports.rules.prose import number_in_words, verb

TONES = {
    ChallengeState.RAISED: Tone.RED,
    ChallengeState.ANSWERED: Tone.AMBER,
    ChallengeState.ACCEPTED: Tone.BLUE,
    ChallengeState.CLOSED: Tone.GREEN,
}


def build(context: PackContext) -> Blocks:
    """The open challenges, then those closed since the last pack with their effect."""
    found = challenges_visible_to(context.reader)
    still_open = found.exclude(state=ChallengeState.CLOSED)
    ended = found.filter(state=ChallengeState.CLOSED).prefetch_related("events")
    closed = [(one, event) for one in ended if context.is_new((event := _closing(one)).at)]
    table = Table(
        caption="Open challenges",
        columns=columns("Challenge", "Of", "Raised", "How it stands", "Answer"),
        rows=tuple(_row(row) for row in rows(still_open, context.today)),
    )
    told = (Subheading("Closed with their effect"), *(_closed(*one) for one in closed)) if closed else ()
    return Blocks((Lead(_lead(context)), table, *told))


def _lead(context: PackContext) -> str:
    held = counts(context.reader, context.today)
    if not held.raised:
        return "No challenge has been raised."
    still_open = held.raised - held.with_effect
    said = f"{counted(held.raised, 'challenge')} {verb(held.raised, 'has', 'have')} been raised so far"
    said = f"{said}: {number_in_words(held.with_effect)} led to a recorded effect, {number_in_words(still_open)} open."
    late = f" {counted(held.overdue, 'answer')} {verb(held.overdue, 'is', 'are')} overdue." if held.overdue else ""
    return said + late


def _row(row: ChallengeRow) -> tuple[Cell, ...]:
    one = row.challenge
    return (
        Cell(one.title, one.asks),
        Cell(one.challenged.name),
        Cell(date_words(one.raised_at), str(one.raised_by)),
        Cell(one.get_state_display(), tone=TONES[ChallengeState(one.state)]),
        Cell(row.due_words),
    )


def _closing(challenge: Challenge) -> ChallengeEvent:
    return [event for event in challenge.events.all() if event.move == ChallengeMove.CLOSE][-1]


def _closed(challenge: Challenge, event: ChallengeEvent) -> Entry:
    return Entry(
        title=challenge.title,
        tags=(Tag(challenge.get_state_display(), Tone.GREEN),),
        about=f"{challenge.challenged.name}. Raised {date_words(challenge.raised_at)}, closed {date_words(event.at)}",
        text=challenge.what,
        parts=parts(("What was done", event.text), ("What changed for children", event.effect)),
    )
