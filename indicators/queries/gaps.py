"""Gaps in the data: what each item of Appendix 1 lacks (R69; SIX section 4, step 4, question 4)."""

from dataclasses import dataclass
from datetime import date

from assurance.models import User
from assurance.queries.tables import Table
from indicators.queries.dashboard import dashboard_visible_to
from indicators.queries.rows import Row
from indicators.rules.dashboard import Having
from indicators.rules.gaps import GAP_HEADS, GAP_WORDS, Gap
from indicators.rules.vocabulary import NOT_YET_AGREED

MISSING = "Missing"


@dataclass(frozen=True)
class GapRow:
    """An item with what it lacks, in the order of `Gap`; `period` and `age` are those of its newest figure."""

    slug: str
    code: str
    wording: str
    domain: str
    gaps: tuple[Gap, ...]
    period: str
    age: str

    @property
    def words(self) -> tuple[str, ...]:
        """What it lacks, in words."""
        return tuple(GAP_WORDS[gap] for gap in self.gaps)

    @property
    def cells(self) -> tuple[str, ...]:
        """What is missing, a word a column of `Gaps.heads`."""
        return tuple(MISSING if gap in self.gaps else "" for gap in Gap)


@dataclass(frozen=True)
class Gaps:
    """The items that lack anything, how many there are in all, and how many lack what."""

    rows: tuple[GapRow, ...]
    total: int
    counts: tuple[tuple[str, int], ...]
    heads: tuple[str, ...] = tuple(GAP_HEADS.values())


def gaps_visible_to(user: User, *, today: date) -> Gaps:
    """What is missing today of the items `user` may see."""
    domains = dashboard_visible_to(user, today=today).domains
    rows = [_row(row, domain.title) for domain in domains for row in domain.rows]
    return Gaps(
        rows=tuple(row for row in rows if row.gaps),
        total=len(rows),
        counts=tuple((GAP_WORDS[gap], sum(gap in row.gaps for row in rows)) for gap in Gap),
    )


def gaps_table(user: User, *, today: date) -> Table:
    """The gaps as a table to download."""
    headers = ["Domain", "Item", "Wording", *GAP_HEADS.values(), "Newest figure", "Age"]
    rows = [
        [
            row.domain,
            row.code,
            row.wording,
            *row.cells,
            row.period,
            row.age,
        ]
        for row in gaps_visible_to(user, today=today).rows
    ]
    return headers, rows


def _row(row: Row, domain: str) -> GapRow:
    figure = row.item.headline
    return GapRow(
        slug=row.item.slug,
        code=row.item.code,
        wording=row.item.wording,
        domain=domain,
        gaps=tuple(_gaps(row)),
        period=figure.period if figure else "",
        age=figure.age if figure else "",
    )


def _gaps(row: Row) -> list[Gap]:
    item = row.item
    missing = {
        Gap.NO_DATA: item.has_number and row.having == Having.NOTHING,
        Gap.STALE: item.has_number and row.having == Having.STALE,
        Gap.NO_DEFINITION: item.definition == NOT_YET_AGREED,
        Gap.NO_OWNER: not item.has_owner,
        Gap.NO_SOURCE: item.has_number and not item.agencies,
        Gap.NO_JUDGEMENT: row.judgements.agreed is None,
    }
    return [gap for gap in Gap if missing[gap]]
