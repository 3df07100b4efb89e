"""
The gates of a theme: what each move waits for, and the rolling programme.

Scrutiny and Assurance Framework, section 7: "Once work on a Theme has commenced, a programme of work on subsequent
themes will be planned commencing once the first programme is in the Implementation phase." (R93 to R95; C11)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.themes import (
    BEFORE_IMPLEMENTATION,
    ENDED,
    GATES,
    NEEDS,
    REPORT_NAMES,
    STAGES,
    STATE_WORDS,
    ThemeMove,
    ThemeReportKind,
    ThemeState,
)
from assurance.rules.wording import date_words

AN_IMPLEMENTATION = STATE_WORDS[ThemeState.IMPLEMENTING]
NO_GROUND = "Choose at least one theme or indicator, or a risk, that this theme is informed by (SAF 7)."
GROUND = "At least one theme or indicator, or a risk, that it is informed by"
DECISION = "The Executive Board’s decision on the activity"
DIFFERENCE = "What changed for children, and how we know"
NO_DECISION = (
    "Waits for the Executive Board’s decision: it is chosen among the decisions of a Board meeting that was held."
)


class Stands(StrEnum):
    """How a stage stands on the way of a theme."""

    DONE = "done"
    NOW = "now"
    TO_COME = "to_come"


STANDS_WORDS = MappingProxyType({Stands.DONE: "Done", Stands.NOW: "Now", Stands.TO_COME: "To come"})


@dataclass(frozen=True)
class Earlier:
    """Another theme of the programme, as far as one waits for it."""

    title: str
    state: ThemeState

    @property
    def lets_the_next_begin(self) -> bool:
        """Whether it has reached Implementation, or ended (SAF 7, R95)."""
        return self.state != ThemeState.PLANNED and self.state not in BEFORE_IMPLEMENTATION


@dataclass(frozen=True)
class Facts:
    """
    What the gates of a theme are judged by.

    `grounds` counts its topics and risks. `waits_for` are the themes that have to reach Implementation before it.
    `received` says on which day the Executive Board had each report since the theme began; `to_come` for which meeting
    each is recorded that has not been held.
    """

    grounds: int = 0
    waits_for: tuple[Earlier, ...] = ()
    received: Mapping[ThemeReportKind, date] = field(default_factory=dict)
    to_come: Mapping[ThemeReportKind, date] = field(default_factory=dict)
    gates: Mapping[ThemeReportKind, ThemeMove] = field(default_factory=dict)


@dataclass(frozen=True)
class Need:
    """One thing a move waits for: what it is, whether it is there, and in a sentence how or what is still missing."""

    what: str
    is_met: bool
    says: str


@dataclass(frozen=True)
class BoardDecision:
    """What matters of the decision a theme's activity is agreed by."""

    is_of_the_board: bool
    was_held: bool
    stands: bool


@dataclass(frozen=True)
class Said:
    """What is said with a move; a move takes of it what it needs."""

    text: str = ""
    activity: str = ""
    difference: str = ""
    decision: BoardDecision | None = None


def gates_of(changed: Mapping[str, str]) -> dict[ThemeReportKind, ThemeMove]:
    """Which move each report comes before: as C11 has it, unless it was changed to the other that is allowed."""
    found = {}
    for kind, allowed in GATES.items():
        wanted = changed.get(kind, "")
        found[kind] = next((move for move in allowed if move == wanted), allowed[0])
    return found


def problems_of_plan(follows: Earlier | None, *, is_followed: bool, others: Iterable[Earlier]) -> list[str]:
    """
    Every reason why a theme cannot be planned now; empty when it can.

    `follows` is the theme it is to come after, `is_followed` whether another comes after that one already; `others` are
    all themes of the programme.
    """
    if follows is not None:
        if follows.state == ThemeState.PLANNED:
            return [_not_started(follows)]
        if is_followed:
            return [f"Another theme already follows “{follows.title}”: say which other theme this one follows."]
        return []
    running = [one for one in others if one.state not in ENDED]
    if not running:
        return []
    if all(one.state == ThemeState.PLANNED for one in running):
        return [_not_started(running[0])]
    return [f"“{running[0].title}” is under way: say which theme this one follows (SAF 7)."]


def _not_started(earlier: Earlier) -> str:
    return f"“{earlier.title}” has not begun: the next theme is planned once it has (SAF 7)."


def needs_of(move: ThemeMove, facts: Facts) -> tuple[Need, ...]:
    """What a move waits for beside what is said with it, in order."""
    if move == ThemeMove.BEGIN:
        return (
            Need(GROUND, facts.grounds > 0, "It is chosen." if facts.grounds else NO_GROUND),
            *(_waits_for(one) for one in facts.waits_for),
        )
    gates = facts.gates or gates_of({})
    return tuple(_report_need(kind, facts) for kind in ThemeReportKind if gates[kind] == move)


def _waits_for(earlier: Earlier) -> Need:
    stands = STATE_WORDS[earlier.state]
    what = f"“{earlier.title}” at “{AN_IMPLEMENTATION}” or later"
    if earlier.lets_the_next_begin:
        return Need(what, True, f"It is at “{stands}”.")
    return Need(
        what,
        False,
        f"“{earlier.title}” is at “{stands}”: the next theme begins when it reaches “{AN_IMPLEMENTATION}” (SAF 7).",
    )


def _report_need(kind: ThemeReportKind, facts: Facts) -> Need:
    name = REPORT_NAMES[kind]
    if day := facts.received.get(kind):
        return Need(name, True, f"The Executive Board had it on {date_words(day)}.")
    if day := facts.to_come.get(kind):
        return Need(name, False, f"{name} waits for the meeting of {date_words(day)} to be held.")
    return Need(name, False, f"{name} is not recorded yet (SAF 7).")


def problems_of_move(move: ThemeMove, said: Said, facts: Facts) -> list[str]:
    """Every reason, a sentence each, why a move with these words is refused; empty when it is not."""
    problems = [need.says for need in needs_of(move, facts) if not need.is_met]
    for name, sentence in NEEDS.get(move, {}).items():
        value = getattr(said, name)
        if value is None or (isinstance(value, str) and not value.strip()):
            problems.append(f"{sentence}.")
    if move == ThemeMove.AGREE and said.decision is not None:
        problems += problems_of_decision(said.decision)
    return problems


def problems_of_decision(decision: BoardDecision) -> list[str]:
    """Why a decision does not open the gate of "activity agreed": it is the Executive Board's, of a held meeting."""
    if not decision.is_of_the_board:
        return ["The activity is agreed by the Executive Board: choose a decision of one of its meetings (SAF 7)."]
    if not decision.was_held:
        return ["The meeting of that decision has not been held: the activity is agreed once it has."]
    return [] if decision.stands else ["That decision has been overtaken: choose the one that stands."]


@dataclass(frozen=True)
class Stage:
    """One line of a theme's way: a stage of SAF 7, or its end; how it stands, since when, and what it waits for."""

    state: ThemeState
    title: str
    stands: Stands
    since: date | None
    needs: tuple[Need, ...]

    @property
    def stands_words(self) -> str:
        """How it stands in words."""
        return STANDS_WORDS[self.stands]

    @property
    def missing(self) -> tuple[Need, ...]:
        """What is still missing before it is reached."""
        return tuple(need for need in self.needs if not need.is_met)


def stages_of(state: ThemeState, since: Mapping[ThemeState, date], facts: Facts) -> tuple[Stage, ...]:
    """
    The six stages and the close of a theme, each done, now or to come, with its gate (SAF 7).

    `since` says when each stage was reached since the theme last began; one reached is done once another is.
    """
    ways = {**STAGES, ThemeState.CLOSED: ThemeMove.CLOSE}
    return tuple(
        Stage(
            state=stage,
            title=STATE_WORDS[stage],
            stands=_stands(stage, state, since),
            since=since.get(stage),
            needs=_shown_needs(move, facts, is_reached=stage in since),
        )
        for stage, move in ways.items()
    )


def _stands(stage: ThemeState, state: ThemeState, since: Mapping[ThemeState, date]) -> Stands:
    if stage not in since:
        return Stands.TO_COME
    return Stands.NOW if stage == state and stage != ThemeState.CLOSED else Stands.DONE


def _shown_needs(move: ThemeMove, facts: Facts, *, is_reached: bool) -> tuple[Need, ...]:
    """The gate as the page shows it: of a stage that was reached, what opened it."""
    needs = needs_of(move, facts)
    if is_reached:
        return tuple(need for need in needs if need.is_met)
    if move == ThemeMove.AGREE:
        return (*needs, Need(DECISION, False, NO_DECISION))
    if move == ThemeMove.CLOSE:
        return (
            *needs,
            Need(DIFFERENCE, False, "What changed for children, and how we know: asked when the theme is closed."),
        )
    return needs
