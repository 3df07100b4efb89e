"""
Whether the Partnership keeps its own rules: each rule with the times it applied, today and by quarter.

Source: SAAS ToR 3.1 to 3.6, 5.3, 6.1, 7.1; Scrutiny and Assurance Framework, sections 1, 6, 7, 8; KCC 3.5. Nothing here
is entered by anybody: every fact is read from a record and leads back to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.periods import Quarter


class RuleKey(StrEnum):
    """The rules that are watched."""

    SAAS_MEETS = "saas-meets-quarterly"
    BOARD_MEETS = "board-meets-quarterly"
    SAAS_FIRST = "saas-before-board"
    PAPERS = "papers-on-time"
    MINUTES = "minutes-on-time"
    QUORATE = "quorate"
    REARRANGED = "rearranged"
    SUBSTITUTES = "substitutes-as-exception"
    RETURNS = "returns-on-time"
    ANSWERS = "warnings-answered"
    RATIFIED = "commissions-ratified"
    GROUPS_REVIEWED = "groups-reviewed"
    DOCUMENTS = "documents-reviewed"
    RAPID_REVIEWS = "rapid-reviews-decided"


@dataclass(frozen=True)
class Rule:
    """A rule in words, and where it is laid down."""

    key: RuleKey
    words: str
    source: str


RULES = MappingProxyType(
    {
        rule.key: rule
        for rule in (
            Rule(RuleKey.SAAS_MEETS, "SAAS meets every quarter", "SAAS ToR 3.1"),
            Rule(RuleKey.BOARD_MEETS, "The Executive Board meets every quarter", "SAF 1"),
            Rule(RuleKey.SAAS_FIRST, "SAAS meets before the Executive Board it informs", "SAF 8"),
            Rule(RuleKey.PAPERS, "Agenda and papers go out 7 working days before a SAAS meeting", "SAAS ToR 3.3"),
            Rule(RuleKey.MINUTES, "Minutes go out within 10 working days of a SAAS meeting", "SAAS ToR 3.2"),
            Rule(RuleKey.QUORATE, "SAAS meetings are quorate", "SAAS ToR 3.5, 3.6"),
            Rule(RuleKey.REARRANGED, "A SAAS meeting that was not quorate is rearranged", "SAAS ToR 3.5"),
            Rule(RuleKey.SUBSTITUTES, "Members of SAAS send a substitute only as an exception", "SAAS ToR 3.6"),
            Rule(RuleKey.RETURNS, "Each Safeguarding Partner sends its status return by the due date", "SAF 7"),
            Rule(RuleKey.ANSWERS, "The Executive Board answers the early warnings it is sent", "SAF 6"),
            Rule(RuleKey.RATIFIED, "Work commissioned from another group is ratified", "SAAS ToR 5.3"),
            Rule(RuleKey.GROUPS_REVIEWED, "SAAS reviews every other sub-group and forum each year", "SAF 8"),
            Rule(RuleKey.DOCUMENTS, "Governing documents are agreed, and reviewed on their day", "SAAS ToR 7.1"),
            Rule(RuleKey.RAPID_REVIEWS, "Rapid reviews are decided by their due date", "KCC 3.5"),
        )
    }
)


@dataclass(frozen=True)
class Fact:
    """
    One time a rule applied: what, the day that counts, and whether it was kept (None while that is still open).

    `is_outstanding` says that it was not kept and still is not: something can be done about it today. `url` leads to
    the record, and is blank where the reader may not open it.
    """

    rule: RuleKey
    on: date
    what: str
    kept: bool | None
    how: str
    is_outstanding: bool = False
    url: str = ""


class State(StrEnum):
    """How a rule stands."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"
    WAITING = "waiting"
    NOTHING = "nothing"


STATE_WORDS = MappingProxyType(
    {
        State.KEPT: "Kept",
        State.NOT_KEPT: "Not kept",
        State.WAITING: "Not yet due",
        State.NOTHING: "Nothing fell due",
    }
)


@dataclass(frozen=True)
class Standing:
    """How a rule stands over some facts: the state, and in words how often it was kept."""

    state: State
    words: str


def standing_over(facts: Iterable[Fact]) -> Standing:
    """How a rule stands over a stretch of time: kept only if it was kept every time it applied."""
    facts = list(facts)
    decided = [fact for fact in facts if fact.kept is not None]
    waiting = len(facts) - len(decided)
    if not decided:
        state = State.WAITING if waiting else State.NOTHING
        return Standing(state, f"{waiting} not yet due" if waiting else STATE_WORDS[State.NOTHING])
    kept = sum(fact.kept is True for fact in decided)
    state = State.KEPT if kept == len(decided) else State.NOT_KEPT
    return Standing(state, f"{kept} of {len(decided)} kept")


def standing_today(facts: Iterable[Fact]) -> Standing:
    """How a rule stands today: not kept while something is outstanding, else as the last time it was decided."""
    facts = sorted(facts, key=lambda fact: fact.on)
    outstanding = sum(fact.is_outstanding for fact in facts)
    if outstanding:
        return Standing(State.NOT_KEPT, f"{outstanding} outstanding")
    decided = [fact for fact in facts if fact.kept is not None]
    if not decided:
        return standing_over(facts)
    last = decided[-1]
    return Standing(State.KEPT, "Kept last time") if last.kept else Standing(State.NOT_KEPT, "Not kept last time")


def within(facts: Iterable[Fact], quarter: Quarter) -> list[Fact]:
    """The facts whose day lies in the quarter."""
    return [fact for fact in facts if quarter.starts_on <= fact.on <= quarter.ends_on]


def dated(
    rule: RuleKey, *, what: str, due_on: date, done_on: date | None, today: date, how: str, url: str = ""
) -> Fact:
    """The fact of something that had to be done by a day: kept in time, late, outstanding, or not yet due."""
    if done_on is not None:
        return Fact(rule, due_on, what, done_on <= due_on, how, url=url)
    if today <= due_on:
        return Fact(rule, due_on, what, None, how, url=url)
    return Fact(rule, due_on, what, kept=False, how=how, is_outstanding=True, url=url)
