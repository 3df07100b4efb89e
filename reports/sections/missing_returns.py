"""What is missing, before anything else is read: who has not submitted, since when, and who has (R49)."""

from dataclasses import dataclass, field

from assurance.rules.tracker import lateness_in_words
from assurance.rules.wording import date_time_words, date_words
from reports.queries.packs import OwnerReturn, PackContext
from reports.rules.contents import Heading
from reports.rules.prose import part_in_words, verb


@dataclass(frozen=True)
class MissingReturn:
    """A return that is missing: whose, when it is due, how it stands, how late it is, whether it was extended."""

    label: str
    owner_name: str
    due: str
    state: str
    lateness: str
    is_overdue: bool
    extended: str


@dataclass(frozen=True)
class ReceivedReturn:
    """A return that came in: whose, when, and how it stood against its due date."""

    label: str
    owner_name: str
    submitted: str
    version: str
    lateness: str


@dataclass(frozen=True)
class MissingReturns:
    """
    The section: `finding` says in a sentence how many of the three partners have submitted.

    `absent` are the sections of the pack that have no matter, with why: they are told before all else.
    """

    finding: str
    partners: tuple[MissingReturn, ...]
    others: tuple[MissingReturn, ...]
    received: tuple[ReceivedReturn, ...]
    absent: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = field(default=())


def build(context: PackContext) -> MissingReturns:
    """What is missing at the moment the pack was made."""
    return MissingReturns(
        finding=_finding(context.partners),
        partners=tuple(_missing(one, context) for one in context.partners if one.is_missing),
        others=tuple(_missing(one, context) for one in context.others if one.is_missing),
        received=tuple(_received(one) for one in (*context.partners, *context.others) if not one.is_missing),
    )


def _finding(partners: tuple[OwnerReturn, ...]) -> str:
    received = sum(not one.is_missing for one in partners)
    if received == len(partners):
        return "Nothing is missing: every Safeguarding Partner has submitted its return."
    count = part_in_words(received, len(partners))
    return f"{count} Safeguarding Partners {verb(received, 'has', 'have')} submitted."


def _missing(one: OwnerReturn, context: PackContext) -> MissingReturn:
    is_overdue = bool(one.due_on and context.today > one.due_on)
    return MissingReturn(
        label=one.label,
        owner_name=one.owner_name,
        due=date_words(one.due_on) if one.due_on else "No date",
        state=one.missing_because,
        lateness=lateness_in_words(one.due_on, context.today, None) if one.due_on else "Not asked for",
        is_overdue=is_overdue,
        extended=_extended(one, context),
    )


def _extended(one: OwnerReturn, context: PackContext) -> str:
    return f"Extended from {date_words(context.period.due_on)}" if one.is_extended else "Not extended"


def _received(one: OwnerReturn) -> ReceivedReturn:
    return ReceivedReturn(
        label=one.label,
        owner_name=one.owner_name,
        submitted=date_time_words(one.submitted_at) if one.submitted_at else "",
        version=str(one.frozen.number) if one.frozen else "",
        lateness=lateness_in_words(one.due_on, one.due_on, one.working_days_late or 0) if one.due_on else "",
    )
