"""Funding: what each agency contributes in the year, and whether the Executive Board judges it enough (R149)."""

from assurance.models import FundingJudgement
from assurance.queries.funding import FundingPage, Share, funding_page
from assurance.rules.development import Adequacy, pounds
from assurance.rules.wording import date_words
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Entry, Lead, Prose, Table, Tag, Tone, columns, parts
from reports.rules.prose import listed

NOT_TOLD = "Not every reader of this report may know of the funding."
TONES = {Adequacy.ADEQUATE: Tone.GREEN, Adequacy.PARTLY: Tone.AMBER, Adequacy.NOT_ADEQUATE: Tone.RED}
NONE_RECORDED = "None recorded"


def build(context: PackContext) -> Blocks:
    """The contributions of the financial year beside those of the year before, and the judgement that holds."""
    year = context.period.as_quarter.financial_year
    page = funding_page(context.reader, year, context.today)
    before = funding_page(context.reader, year - 1, context.today)
    if page is None or before is None:
        return Blocks((Lead(NOT_TOLD),))
    given = [share for share in page.shares if share.contribution]
    if not given and page.judgement is None:
        return Blocks((Lead(f"No contribution to the Partnership is recorded for {page.year}."),))
    silent = listed([agency.name for agency in page.silent])
    return Blocks(
        (
            Lead(f"For {page.year}, {page.words}"),
            _judgement(page.judgement),
            _contributions(page, given, before),
            *((Prose(f"Nothing is recorded for {page.year} of {silent}."),) if silent else ()),
        )
    )


def _judgement(judgement: FundingJudgement | None) -> Entry:
    if judgement is None:
        said = "Whether it is enough has not been judged."
        return Entry("Whether it is enough", tags=(Tag("Not yet judged", Tone.AMBER),), text=said)
    decided = judgement.decision
    meeting = f"{decided.meeting.group.name}, {date_words(decided.meeting.starts_at)}" if decided else ""
    return Entry(
        title="Whether it is enough",
        tags=(Tag(judgement.get_adequacy_display(), TONES[Adequacy(judgement.adequacy)]),),
        about=f"Judged on {date_words(judgement.at)}",
        text=judgement.text,
        parts=parts(("Budget", pounds(judgement.budget)), ("Decided by", meeting or "Not decided yet")),
    )


def _contributions(page: FundingPage, given: list[Share], before: FundingPage) -> Table:
    earlier = {share.agency.pk: share.agreed for share in before.shares}
    titles = ("Agreed", "Received", f"Agreed for {before.year}")
    lines = [
        (
            Cell(share.agency.name, share.contribution.in_kind),
            Cell(share.agreed),
            Cell(share.received or NONE_RECORDED),
            Cell(earlier.get(share.agency.pk) or NONE_RECORDED),
        )
        for share in given
    ]
    if len(lines) > 1:
        then = pounds(before.funds.agreed) if any(earlier.values()) else NONE_RECORDED
        now = (Cell(pounds(page.funds.agreed)), Cell(pounds(page.funds.received)))
        lines.append((Cell("Together"), *now, Cell(then)))
    return Table(f"Contributions for {page.year}", columns("Agency", *titles, numeric=titles), tuple(lines))
