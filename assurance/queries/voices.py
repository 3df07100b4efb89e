"""Reading the voices: what children and families say, and what practitioners say, by what it is about (R90)."""

from dataclasses import dataclass
from datetime import date

from assurance.models import User
from assurance.queries.items import ItemRow, Supported, items_visible_to, rows, with_supports
from assurance.rules.evidence_tiers import VOICE_WORDS, Freshness, Voice

NEWEST = 5


@dataclass(frozen=True)
class HeardOf:
    """One thing a voice speaks of: its newest item, and how many there are."""

    about: Supported
    newest: ItemRow
    number: int


@dataclass(frozen=True)
class Heard:
    """One voice: its items, the newest of them, and what they speak of."""

    voice: Voice
    words: str
    number: int
    current: int
    newest: tuple[ItemRow, ...]
    about: tuple[HeardOf, ...]


def voices(user: User, today: date) -> tuple[Heard, ...]:
    """The two voices, never mixed (SAF Figure 2). Two queries each."""
    return tuple(_heard(user, voice, today) for voice in Voice if voice)


def _heard(user: User, voice: Voice, today: date) -> Heard:
    found = rows(with_supports(items_visible_to(user).filter(voice=voice)), user, today)
    by_subject: dict[tuple[str, str], list[tuple[Supported, ItemRow]]] = {}
    for row in found:
        for one in row.supports:
            by_subject.setdefault((one.kind, one.words), []).append((one, row))
    return Heard(
        voice=voice,
        words=VOICE_WORDS[voice],
        number=len(found),
        current=sum(row.freshness != Freshness.STALE for row in found),
        newest=tuple(found[:NEWEST]),
        about=tuple(HeardOf(*several[0], len(several)) for _, several in sorted(by_subject.items())),
    )
