"""Themes under way with their stage and what they wait for; those that ended, with what changed (R92 to R98)."""

from assurance.models import Theme
from assurance.queries.themes import (
    ENDED,
    before_implementation,
    facts_of,
    since_of,
    themes_visible_to,
    with_history,
)
from assurance.rules.theme_gates import Stands, stages_of
from assurance.rules.themes import NEXT_WORDS, REPORT_NAMES, ThemeState
from assurance.rules.wording import counted, date_words, local_date
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Entry, Lead, Subheading, Table, Tag, Tone, columns, parts
from reports.rules.prose import verb

TONES = {ThemeState.CLOSED: Tone.GREEN, ThemeState.DROPPED: Tone.GREY}


def build(context: PackContext) -> Blocks:
    """What is under way, with what the Executive Board has had of each theme; what is planned; what has ended since."""
    found = list(with_history(themes_visible_to(context.reader)))
    running = [one for one in found if one.state != ThemeState.PLANNED and one.state not in ENDED]
    planned = [one for one in found if one.state == ThemeState.PLANNED]
    ended = [one for one in found if one.state in ENDED and _ended_since(one, context)]
    others = list(before_implementation()) if running else []
    return Blocks(
        (
            Lead(_lead(running, planned)),
            *(_running(number, one, others, context) for number, one in enumerate(running, start=1)),
            _planned(planned),
            *((Subheading(f"Ended {context.since_words}".rstrip()), *map(_ended, ended)) if ended else ()),
        )
    )


def _lead(running: list[Theme], planned: list[Theme]) -> str:
    if not running and not planned:
        return "No theme is under way, and none is planned."
    said = (
        f"{counted(len(running), 'theme')} {verb(len(running), 'is', 'are')} under way"
        if running
        else "No theme is under way"
    )
    return f"{said}, {len(planned) or 'none'} planned."


def _running(number: int, theme: Theme, others: list[Theme], context: PackContext) -> Entry:
    state, facts = ThemeState(theme.state), facts_of(theme, context.reader, others)
    stages = stages_of(state, since_of(theme), facts)
    missing = next((stage.missing for stage in stages if stage.stands == Stands.TO_COME), ())
    had = [f"{REPORT_NAMES[kind]}, {date_words(on)}" for kind, on in facts.received.items()]
    coming = [f"{REPORT_NAMES[kind]}, {date_words(on)}" for kind, on in facts.to_come.items()]
    return Entry(
        title=theme.title,
        anchor=f"theme-{number}",
        tags=(Tag(theme.get_state_display(), Tone.BLUE),),
        about=f"{theme.group.name}. Led by {theme.lead}. {_begun(theme)}",
        text=theme.why,
        parts=parts(
            ("What is to be different for children", theme.outcome),
            ("What comes next", NEXT_WORDS[state]),
            ("Still missing for that", "\n".join(f"- {need.what}" for need in missing)),
            ("Reports the Executive Board has had", "\n".join(f"- {one}" for one in had)),
            ("Reports to come", "\n".join(f"- {one}" for one in coming)),
        ),
    )


def _begun(theme: Theme) -> str:
    return f"Begun {date_words(theme.begun_on)}" if theme.begun_on else ""


def _planned(planned: list[Theme]) -> Table:
    lines = tuple(
        (Cell(one.title, one.why), Cell(one.group.name), Cell(_after(one)), Cell(one.outcome)) for one in planned
    )
    titles = columns("Theme", "Group", "When", "What is to be different for children")
    return Table("Planned", titles, lines)


def _after(theme: Theme) -> str:
    return f"After: {theme.follows.title}" if theme.follows else "No theme comes before it"


def _ended_since(theme: Theme, context: PackContext) -> bool:
    since = context.since
    return since is None or bool(theme.ended_on and theme.ended_on >= local_date(since))


def _ended(theme: Theme) -> Entry:
    return Entry(
        title=theme.title,
        tags=(Tag(theme.get_state_display(), TONES[ThemeState(theme.state)]),),
        about=f"{theme.group.name}. Ended {date_words(theme.ended_on)}" if theme.ended_on else theme.group.name,
        parts=parts(
            ("What was to be different for children", theme.outcome),
            ("What changed for children, and how we know", theme.difference),
        ),
    )
