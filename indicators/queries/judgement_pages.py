"""The pages of judgements: what is judged of every item, by whom, what has grown old, and the history of one item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from assurance.models import Agency, User
from assurance.permissions import agencies_where, may
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from indicators.models import Indicator
from indicators.queries.items import code_of, indicators_visible_to
from indicators.queries.judgements import (
    TOGETHER,
    Judged,
    Judgements,
    judged_of,
    judgements_visible_to,
    latest_judgements,
)
from indicators.rules.judgements import QUESTIONS, judgement_state
from indicators.rules.vocabulary import Kind


@dataclass(frozen=True)
class JudgementRow:
    """An item with the judgement agreed and that of the agency chosen, each with its state in words."""

    code: str
    slug: str
    wording: str
    agreed: Judged | None
    agreed_state: str
    given: Judged | None
    given_state: str
    partners: int


@dataclass(frozen=True)
class JudgementDomain:
    """A domain with a row an item."""

    title: str
    rows: tuple[JudgementRow, ...]


@dataclass(frozen=True)
class AgencyTally:
    """An agency with how many items it has judged within a year, longer ago, and not yet."""

    name: str
    slug: str
    recent: int
    old: int
    missing: int


@dataclass(frozen=True)
class JudgementList:
    """
    Every item in use with what is judged of it; `agency` is the one chosen, if any.

    `agreed` counts the judgements agreed; the agencies are those whose judgements the reader may read.
    """

    domains: tuple[JudgementDomain, ...]
    agency: Agency | None
    may_give: bool
    agreed: AgencyTally
    agencies: tuple[AgencyTally, ...]


@dataclass(frozen=True)
class JudgementPage:
    """An item with its question, what stands, and every judgement the reader may read, the newest first."""

    slug: str
    code: str
    wording: str
    question: str
    is_in_use: bool
    standing: Judgements
    history: tuple[Judged, ...]
    may_give: tuple[Agency, ...]
    may_agree: bool


def agencies_read_by(user: User, *, today: date) -> list[Agency]:
    """The agencies of today whose judgements `user` may read, by name."""
    return list(agencies_where(user, Permission.READ_RETURN).on(today))


def judgement_list(user: User, *, agency: Agency | None, today: date) -> JudgementList:
    """The list of judgements on a day, of one agency if one is chosen. The number of queries does not grow."""
    indicators = sorted(indicators_visible_to(user).in_use_on(today), key=attrgetter("place"))
    standing = latest_judgements(user, indicators, as_at=today)
    agencies = agencies_read_by(user, today=today)
    domains: dict[str, list[JudgementRow]] = {}
    for indicator in indicators:
        row = _row(indicator, standing[indicator.pk], agency)
        domains.setdefault(indicator.domain.title, []).append(row)
    of_agency = {one.slug: [_of(judgements, one) for judgements in standing.values()] for one in agencies}
    return JudgementList(
        domains=tuple(JudgementDomain(title, tuple(rows)) for title, rows in domains.items()),
        agency=agency,
        may_give=agency is not None and may(user, Permission.GIVE_JUDGEMENT, agency),
        agreed=_tally(TOGETHER, "", [judgements.agreed for judgements in standing.values()]),
        agencies=tuple(_tally(one.name, one.slug, of_agency[one.slug]) for one in agencies),
    )


def judgement_table(user: User, *, agency: Agency | None, today: date) -> Table:
    """The list as a table to download: an item a row for the partners together, and one for the agency chosen."""
    headers = ["Item", "Wording", "Whose judgement", "Judgement", "Judged on", "State", "Narrative", "Evidence"]
    rows: list[list[Cell]] = []
    for domain in judgement_list(user, agency=agency, today=today).domains:
        for row in domain.rows:
            rows.append([row.code, row.wording, TOGETHER, *_cells(row.agreed, row.agreed_state)])
            if agency:
                rows.append([row.code, row.wording, agency.name, *_cells(row.given, row.given_state)])
    return headers, rows


def judgement_page(user: User, indicator: Indicator, *, today: date) -> JudgementPage:
    """The page of one item."""
    kind = Kind(indicator.kind)
    return JudgementPage(
        slug=indicator.slug,
        code=code_of(indicator),
        wording=indicator.wording,
        question=QUESTIONS[kind],
        is_in_use=indicator.definitions.on(today).exists(),
        standing=latest_judgements(user, [indicator], as_at=today)[indicator.pk],
        history=_history(user, indicator, today),
        may_give=tuple(agencies_where(user, Permission.GIVE_JUDGEMENT)),
        may_agree=may(user, Permission.AGREE_JUDGEMENT),
    )


def standing_beside(user: User, indicator: Indicator, *, whose: str, today: date) -> tuple[Judged, ...]:
    """What stands of an item, to be read while judging it: the agreed judgement, and an agency's own or everybody's."""
    standing = latest_judgements(user, [indicator], as_at=today)[indicator.pk]
    partners = tuple(judged for judged in standing.partners if whose in ("", judged.slug))
    return (standing.agreed, *partners) if standing.agreed else partners


def history_table(user: User, indicator: Indicator, *, today: date) -> Table:
    """Every judgement of an item that `user` may read, as a table to download."""
    headers = ["Whose judgement", "Judgement", "Judged on", "Narrative", "Evidence", "Recorded by", "Recorded at"]
    rows: list[list[Cell]] = [
        [one.agency, one.words, one.judged_on, one.narrative, one.evidence, one.recorded_by, one.recorded_at]
        for one in _history(user, indicator, today)
    ]
    return headers, rows


def _history(user: User, indicator: Indicator, today: date) -> tuple[Judged, ...]:
    rows = judgements_visible_to(user).filter(indicator=indicator).prefetch_related("agency__names")
    kind = Kind(indicator.kind)
    return tuple(judged_of(row, kind, today=today) for row in rows.order_by("-judged_on", "-recorded_at", "-pk"))


def _row(indicator: Indicator, standing: Judgements, agency: Agency | None) -> JudgementRow:
    given = _of(standing, agency) if agency else None
    return JudgementRow(
        code=code_of(indicator),
        slug=indicator.slug,
        wording=indicator.wording,
        agreed=standing.agreed,
        agreed_state=_state(standing.agreed),
        given=given,
        given_state=_state(given),
        partners=len(standing.partners),
    )


def _of(standing: Judgements, agency: Agency) -> Judged | None:
    return next((judged for judged in standing.partners if judged.slug == agency.slug), None)


def _state(judged: Judged | None) -> str:
    return judgement_state(is_given=judged is not None, is_old=judged is not None and judged.is_old)


def _tally(name: str, slug: str, judged: Iterable[Judged | None]) -> AgencyTally:
    listed = list(judged)
    old = sum(one is not None and one.is_old for one in listed)
    missing = listed.count(None)
    return AgencyTally(name=name, slug=slug, recent=len(listed) - old - missing, old=old, missing=missing)


def _cells(judged: Judged | None, state: str) -> list[Cell]:
    if judged is None:
        return ["", None, state, "", ""]
    return [judged.words, judged.judged_on, state, judged.narrative, judged.evidence]
