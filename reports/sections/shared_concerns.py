"""Concerns that two or more agencies raise under the same theme or indicator (SAF 7, R50)."""

from dataclasses import dataclass, field

from assurance.rules.comparison import SharedConcern, shared_concerns
from reports.queries.packs import PackContext
from reports.rules.contents import Heading
from reports.sections.partner_returns import Statement, statement


@dataclass(frozen=True)
class Voice:
    """One agency's statements about the concern."""

    owner_name: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Concern:
    """A theme or indicator, and who raises it."""

    anchor: str
    title: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True)
class SharedConcerns:
    """The section; empty when no two agencies raise the same."""

    concerns: tuple[Concern, ...]
    headings: tuple[Heading, ...] = field(default=())


def build(context: PackContext) -> SharedConcerns:
    """The concerns by title; within each the three partners come first, in the order of the pack."""
    concerns = tuple(_concern(one) for one in shared_concerns(context.standing))
    return SharedConcerns(concerns, tuple(Heading(one.anchor, one.title) for one in concerns))


def _concern(shared: SharedConcern) -> Concern:
    voices = tuple(Voice(voice.owner_name, tuple(map(statement, voice.items))) for voice in shared.voices)
    return Concern(f"concern-{shared.topic}", shared.title, voices)
