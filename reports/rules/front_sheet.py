"""
What the front sheet of a pack says, drawn from the facts of the pack and from nothing else (R49, R141).

The County Council's front page is the pattern: By, To, Date, Subject, Classification, Summary, Recommendation, the
recommendation being what the Board is asked to NOTE, CONSIDER or do.
"""

from dataclasses import dataclass, field

from assurance.rules.wording import counted
from reports.rules.prose import listed, number_in_words, part_in_words, verb


@dataclass(frozen=True)
class PartnerFact:
    """One Safeguarding Partner: its name, and if its return is missing when that was, or is, due."""

    name: str
    is_missing: bool = False
    due: str = ""
    is_overdue: bool = False


@dataclass(frozen=True)
class PackFacts:
    """
    What a pack holds, in numbers and names; `warnings` says in words which early warnings are open.

    `to_decide` names what else waits for the Board's decision.
    """

    partners: tuple[PartnerFact, ...]
    quarter: str
    others_submitted: int = 0
    not_going_well: int = 0
    multi_agency_concerns: int = 0
    worse: int = 0
    help_wanted: int = 0
    shared: tuple[str, ...] = field(default=())
    indicators: int = 0
    indicators_with_figures: int = 0
    indicators_measured: int = 0
    warnings: str = ""
    escalated: tuple[str, ...] = field(default=())
    warnings_with_saas: int = 0
    to_decide: tuple[str, ...] = field(default=())

    @property
    def submitted(self) -> list[str]:
        """The partners whose return is in the pack."""
        return [partner.name for partner in self.partners if not partner.is_missing]

    @property
    def missing(self) -> list[PartnerFact]:
        """The partners whose return is not."""
        return [partner for partner in self.partners if partner.is_missing]


def summary(facts: PackFacts) -> tuple[str, ...]:
    """The summary, a paragraph each."""
    parts = (facts.warnings, _returns(facts), _concerns(facts), _shared(facts), _figures(facts))
    return tuple(part for part in parts if part)


def recommendations(facts: PackFacts) -> tuple[str, ...]:
    """What the Board is asked to do, each to follow "The Executive Board is asked to"."""
    asked = []
    if facts.escalated:
        asked.append(f"ANSWER the {_some(len(facts.escalated), 'early warning')} escalated to it: {_quoted(facts)}.")
    if facts.to_decide:
        asked.append(f"DECIDE {listed(facts.to_decide)}.")
    if facts.warnings_with_saas:
        asked.append(f"NOTE the {_some(facts.warnings_with_saas, 'early warning')} that SAAS is dealing with.")
    if facts.submitted:
        asked.append(f"NOTE the status {_returns_of(facts.submitted)} for {facts.quarter}.")
    asked += [_ask_for(partner) for partner in facts.missing]
    if facts.shared:
        asked.append(f"CONSIDER what two or more agencies are concerned about: {listed(facts.shared)}.")
    if facts.help_wanted:
        asked.append(f"RESPOND to the {_some(facts.help_wanted, 'request')} for help from partners.")
    if facts.worse:
        asked.append(f"ASK what is being done about the {_some(facts.worse, 'statement')} reported as worse.")
    asked.append(_note_figures(facts))
    return tuple(asked)


def _returns(facts: PackFacts) -> str:
    count = part_in_words(len(facts.submitted), len(facts.partners))
    has = verb(len(facts.submitted), "has", "have")
    opening = f"{count} Safeguarding Partners {has} submitted a status return for {facts.quarter}"
    names = listed(facts.submitted)
    said = f"{opening}: {names}." if facts.submitted and facts.missing else f"{opening}."
    for partner in facts.missing:
        when = f"It was due on {partner.due}" if partner.is_overdue else f"It is due on {partner.due}"
        said += f" The return of {partner.name} is missing." + (f" {when}." if partner.due else "")
    if facts.others_submitted:
        said += (
            f" {counted(facts.others_submitted, 'Relevant Agency or group has', 'Relevant Agencies and groups have')} "
        )
        said += "submitted as well."
    return said


def _concerns(facts: PackFacts) -> str:
    if not facts.submitted:
        return ""
    who = verb(len(facts.submitted), "The partner that submitted reports", "The partners that submitted report")
    who = who if facts.missing else "The partners report"
    things = counted(facts.not_going_well, "thing")
    concerns = counted(facts.multi_agency_concerns, "concern")
    said = f"{who} {things} not going well and {concerns} about multi-agency working."
    if facts.worse:
        said += f" {counted(facts.worse, 'statement')} {verb(facts.worse, 'is', 'are')} worse than last quarter."
    return said


def _shared(facts: PackFacts) -> str:
    if not facts.shared:
        return ""
    concerns = verb(len(facts.shared), "concern is", "concerns are")
    count = number_in_words(len(facts.shared)).capitalize()
    return f"{count} {concerns} raised by two or more agencies: {listed(facts.shared)}."


def _figures(facts: PackFacts) -> str:
    """Whether there are figures, and how many of them are figures of the item itself: a proxy must not pass for one."""
    if not facts.indicators:
        return "No indicators have been set up, so there are no figures."
    said = f"Figures for Kent stand beside {facts.indicators_with_figures} of the {facts.indicators} counted indicators"
    if facts.indicators_with_figures:
        direct = number_in_words(facts.indicators_measured)
        measure = verb(facts.indicators_measured, "measures", "measure")
        said += f": {direct} {measure} the item itself, the others are the nearest published figures or proxies"
    return said + "."


def _returns_of(names: list[str]) -> str:
    return f"{'return' if len(names) == 1 else 'returns'} of {listed(names)}"


def _ask_for(partner: PartnerFact) -> str:
    if partner.is_overdue:
        return f"ASK {partner.name} why its return, due on {partner.due}, is missing, and when the Board will have it."
    if partner.due:
        return f"NOTE that the return of {partner.name} is missing: it is not due until {partner.due}."
    return f"NOTE that no return was asked of {partner.name}."


def _quoted(facts: PackFacts) -> str:
    return listed([f"“{title}”" for title in facts.escalated])


def _some(number: int, noun: str) -> str:
    """ "request" for one, "3 requests" for more, to follow "the"."""
    return noun if number == 1 else counted(number, noun)


def _note_figures(facts: PackFacts) -> str:
    if not facts.indicators:
        return "NOTE that no indicators have been set up."
    without = facts.indicators - facts.indicators_with_figures
    has = verb(without, "has", "have")
    gap = f", and that {without} of the {facts.indicators} counted indicators {has} no figures yet" if without else ""
    return f"NOTE the indicator figures{gap}."
