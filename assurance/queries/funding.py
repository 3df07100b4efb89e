"""Reading the Partnership's funding: a year's contributions, its budget, and whether that is enough (R149)."""

from dataclasses import dataclass
from datetime import date

from assurance.models import Agency, Contribution, FundingJudgement, User
from assurance.permissions import may
from assurance.queries.tables import Table, told
from assurance.rules.calendars import year_words
from assurance.rules.development import Funds, funds_in_words, funds_of, pounds
from assurance.rules.periods import Quarter
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words


@dataclass(frozen=True)
class Share:
    """An agency's contribution in a year: amounts in words, blank where nothing is recorded."""

    agency: Agency
    contribution: Contribution | None
    agreed: str
    received: str


@dataclass(frozen=True)
class FundingPage:
    """A financial year's funding, agency by agency, with the judgements made of it, the newest first."""

    financial_year: int
    year: str
    shares: list[Share]
    funds: Funds
    words: str
    judgements: list[FundingJudgement]
    years: list[tuple[int, str]]

    @property
    def judgement(self) -> FundingJudgement | None:
        """The judgement that holds."""
        return self.judgements[0] if self.judgements else None

    @property
    def silent(self) -> list[Agency]:
        """The agencies of which nothing is recorded."""
        return [share.agency for share in self.shares if share.contribution is None]


def funding_page(user: User, financial_year: int, today: date) -> FundingPage | None:
    """One year's funding, or None for those who may not read it."""
    if not may(user, Permission.READ_FUNDING):
        return None
    found = Contribution.objects.filter(financial_year=financial_year).select_related("agency")
    contributions = {one.agency_id: one for one in found}
    agencies = {agency.pk: agency for agency in Agency.objects.on(_day_of(financial_year, today))}
    agencies |= {one.agency_id: one.agency for one in contributions.values()}
    judgements = list(
        FundingJudgement.objects.filter(financial_year=financial_year)
        .select_related("by", "decision__meeting__group")
        .order_by("-at", "-pk")
    )
    budget = judgements[0].budget if judgements else None
    funds = funds_of([(one.agreed, one.received) for one in contributions.values()], budget)
    return FundingPage(
        financial_year=financial_year,
        year=year_words(financial_year),
        shares=[_share(one, contributions.get(one.pk)) for one in sorted(agencies.values(), key=lambda a: a.name)],
        funds=funds,
        words=funds_in_words(funds),
        judgements=judgements,
        years=_years(financial_year),
    )


def _share(agency: Agency, contribution: Contribution | None) -> Share:
    if contribution is None:
        return Share(agency, None, "", "")
    return Share(agency, contribution, pounds(contribution.agreed), pounds(contribution.received))


def _day_of(financial_year: int, today: date) -> date:
    """The day whose agencies count: today in the year that runs, else the year's last day."""
    return min(today, Quarter(financial_year, 4).ends_on)


def _years(shown: int) -> list[tuple[int, str]]:
    recorded = set(Contribution.objects.values_list("financial_year", flat=True))
    return [(year, year_words(year)) for year in sorted(recorded | {shown}, reverse=True)]


def agency_to_record(user: User, slug: str) -> Agency | None:
    """The agency whose contribution `user` may record, or None."""
    return Agency.objects.filter(slug=slug).first() if may(user, Permission.MANAGE_FUNDING) else None


def contribution_of(financial_year: int, agency: Agency) -> Contribution | None:
    """What is recorded of an agency's contribution in a year, for those who keep it."""
    return Contribution.objects.filter(financial_year=financial_year, agency=agency).first()


def funding_table(page: FundingPage) -> Table:
    """A year's contributions as a table, amounts in pounds; then each judgement whether they are enough."""
    headers = ["Agency", "Agreed, £", "Received, £", "In kind", "Budget, £", "Judgement", "Decided"]
    rows: list[list[Cell]] = [[*_cells(share), None, "", ""] for share in page.shares]
    judged: list[list[Cell]] = [
        ["All of them", None, None, "", one.budget, _judged(one), _decided(one)] for one in page.judgements
    ]
    return headers, rows + judged


def _judged(one: FundingJudgement) -> str:
    return told(one.get_adequacy_display(), one.text, one.at, one.by)


def _decided(one: FundingJudgement) -> str:
    if one.decision is None:
        return "Not yet decided by the Executive Board"
    meeting = one.decision.meeting
    return f"Decided by {meeting.group.name}, {date_words(meeting.starts_at)}: {one.decision.text}"


def _cells(share: Share) -> list[Cell]:
    one = share.contribution
    return [share.agency.name, *([one.agreed, one.received, one.in_kind] if one else [None, None, "Nothing recorded"])]
