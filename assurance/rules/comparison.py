"""Seeing returns together: a concern raised by several partners, and one partner's statements over time (R50)."""

from collections.abc import Iterable
from dataclasses import dataclass

from assurance.rules.periods import quarter_of
from assurance.rules.returns import HEADINGS, Section, is_concern
from assurance.rules.submission import FrozenItem, FrozenReturn


@dataclass(frozen=True)
class Voice:
    """One partner's statements about a topic."""

    owner_name: str
    items: tuple[FrozenItem, ...]


@dataclass(frozen=True)
class SharedConcern:
    """A topic about which two or more partners tell of a trouble (`is_concern`)."""

    topic: str
    title: str
    voices: tuple[Voice, ...]


def shared_concerns(returns: Iterable[FrozenReturn]) -> list[SharedConcern]:
    """The concerns two or more of these returns raise under one topic, by its title; partners in the order given."""
    raised: dict[tuple[str, str], dict[str, list[FrozenItem]]] = {}
    for one in returns:
        for part, item in one.items():
            if item.topic and is_concern(Section(part.section), item.action):
                voices = raised.setdefault((item.topic_title, item.topic), {})
                voices.setdefault(one.owner_name, []).append(item)
    return [
        SharedConcern(topic, title, tuple(Voice(name, tuple(items)) for name, items in voices.items()))
        for (title, topic), voices in sorted(raised.items())
        if len(voices) > 1
    ]


@dataclass(frozen=True)
class Sighting:
    """A statement as it stood in one quarter."""

    period: str
    item: FrozenItem

    @property
    def quarter(self) -> str:
        """The quarter in few words: "Quarter 2 2026/27"."""
        return quarter_of(self.period).short_words


@dataclass(frozen=True)
class Thread:
    """One statement through the quarters, newest first."""

    section: str
    title: str
    sightings: tuple[Sighting, ...]

    @property
    def latest(self) -> FrozenItem:
        """The statement as it last stood."""
        return self.sightings[0].item


def threads(returns: Iterable[FrozenReturn]) -> list[Thread]:
    """Every statement of these returns (newest first) followed through the quarters, in the order of the form."""
    seen: dict[tuple[str, str], list[Sighting]] = {}
    for one in returns:
        for part, item in one.items():
            seen.setdefault((part.section, item.identity), []).append(Sighting(one.period, item))
    order = list(Section)
    return [
        Thread(section, HEADINGS[Section(section)].title, tuple(sightings))
        for (section, _), sightings in sorted(seen.items(), key=lambda entry: order.index(Section(entry[0][0])))
    ]
