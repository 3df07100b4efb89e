"""The front sheet: By, To, Date, Subject, Classification, Summary, Recommendation (KCC front page, R141)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assurance.rules.comparison import shared_concerns
from assurance.rules.returns import Change, Section
from assurance.rules.wording import date_time_words, date_words
from indicators.rules.vocabulary import RELATION_WORDS, Relation
from reports.queries.packs import OwnerReturn, PackContext
from reports.rules.contents import Heading
from reports.rules.front_sheet import PackFacts, PartnerFact, recommendations, summary
from reports.rules.kinds import Kind, subject_words
from reports.sections import early_warnings
from reports.sections.decisions_asked import to_decide

NOTE_REPORT = "NOTE this report."


@dataclass(frozen=True)
class FrontSheet:
    """The front sheet in words; `summary` by paragraph, `recommendations` each to follow `asked`."""

    by: str
    to: str
    date: str
    subject: str
    known: str
    summary: tuple[str, ...]
    asked: str
    recommendations: tuple[str, ...]
    headings: tuple[Heading, ...] = field(default=())


def build(context: PackContext, leads: Iterable[tuple[str, str]] = ()) -> FrontSheet:
    """The front sheet, its summary and recommendation drawn from what the report holds; `leads` of its sections."""
    quarterly = context.kind in (Kind.EXECUTIVE_BOARD_PACK, Kind.SAAS_PAPERS)
    facts = pack_facts(context) if quarterly else None
    by_group = context.report.by_group
    meeting = f", meeting of {date_time_words(context.period.meeting.starts_at)}"
    known = f"As known at {date_time_words(context.known_at)}. What came in later is not in this"
    return FrontSheet(
        by=by_group.name if by_group else "Business Team",
        to=f"{context.board}{meeting if context.report.group == context.period.meeting.group else ''}",
        date=date_words(context.known_at),
        subject=subject_words(context.kind, context.report.about, context.period.as_quarter.words),
        known=f"{known} {'pack' if quarterly else 'report'}.",
        summary=summary(facts) if facts else tuple(f"{title}: {lead}" for title, lead in leads if lead),
        asked=f"The {context.board} is asked to:",
        recommendations=(*_agree(context), *(recommendations(facts) if facts else (NOTE_REPORT,))),
    )


def _agree(context: PackContext) -> Iterator[str]:
    for one in context.written.recommendations:
        yield f"AGREE that {one.holder} sees to this by {date_words(one.due_on)}: {one.text.rstrip('.')}."


def pack_facts(context: PackContext) -> PackFacts:
    """What the pack holds, counted."""
    partners = [one.frozen for one in context.partners if one.frozen]
    items = [(part.section, item) for one in partners for part, item in one.items()]
    still_open = [(section, item) for section, item in items if item.change != Change.CLOSED]
    warnings = early_warnings.build(context)
    warned = (*warnings.with_board, *warnings.with_saas)
    escalated = tuple(one.title for one in warned if one.is_with_board)
    counted = [row for domain in context.indicators.domains if domain.has_numbers for row in domain.rows]
    return PackFacts(
        partners=tuple(_partner(one, context) for one in context.partners),
        quarter=context.period.short_words,
        others_submitted=sum(not one.is_missing for one in context.others),
        not_going_well=sum(section == Section.NOT_GOING_WELL for section, _ in still_open),
        multi_agency_concerns=sum(section == Section.MULTI_AGENCY_CONCERNS for section, _ in still_open),
        worse=sum(item.change == Change.WORSE for _, item in items),
        help_wanted=sum(section == Section.HELP_WANTED for section, _ in items),
        shared=tuple(concern.title for concern in shared_concerns(context.standing)),
        indicators=len(counted),
        indicators_with_figures=sum(bool(row.figure) for row in counted),
        indicators_measured=sum(row.relation == RELATION_WORDS[Relation.DIRECT] for row in counted),
        warnings=warnings.lead if warned else "",
        escalated=escalated,
        warnings_with_saas=len(warned) - len(escalated),
        to_decide=to_decide(context) if context.kind == Kind.EXECUTIVE_BOARD_PACK else (),
    )


def _partner(one: OwnerReturn, context: PackContext) -> PartnerFact:
    return PartnerFact(
        name=f"{one.label} ({one.owner_name})",
        is_missing=one.is_missing,
        due=date_words(one.due_on) if one.due_on else "",
        is_overdue=bool(one.due_on and context.today > one.due_on),
    )
