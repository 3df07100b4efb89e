"""Standards over time: which fail again and again, by year and by agency, from final audits alone (R115)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from assurance.models import Agency, User
from assurance.queries.tables import Table
from assurance.rules.calendars import year_words
from assurance.rules.periods import quarter_containing
from audits.models import Audit, Participant, SettledGrade, SignedGrade, ToolGrade, ToolQuestion
from audits.queries.audits import audits_compared_by, audits_reported_to
from audits.rules.agreement import JUDGEMENT_SCALE
from audits.rules.audits import Unit
from audits.rules.reaudit import Side, side_of
from audits.rules.tools import GradeRule, Purpose, QuestionKind

COUNTED = [str(QuestionKind.GRADE), str(QuestionKind.JUDGEMENT)]
REPEATEDLY = 2
JUDGEMENTS = {grade.slug: grade for grade in JUDGEMENT_SCALE}


@dataclass(frozen=True)
class StandardFilters:
    """What the page is narrowed to: an agency's slug; "repeatedly" for standards that failed in two audits or more."""

    agency: str = ""
    failed: str = ""


@dataclass(frozen=True)
class Result:
    """What one final audit found of a standard; of one agency alone where that was asked for."""

    audit: Audit
    side: Side

    @property
    def words(self) -> str:
        """How many met it: "3 of 5 cases"."""
        return self.side.words(str(self.audit.unit))

    @property
    def year(self) -> int:
        """The financial year in which the audit was launched."""
        return year_of(self.audit)


@dataclass(frozen=True)
class StandardRow:
    """One standard with what each final audit found, the earliest first; `years` holds them by the page's years."""

    identity: UUID
    text: str
    source: str
    results: tuple[Result, ...]
    years: tuple[tuple[str, tuple[Result, ...]], ...]

    @property
    def failed(self) -> int:
        """In how many audits fewer than half met it."""
        return sum(result.side.fails for result in self.results)

    @property
    def is_repeated(self) -> bool:
        """Whether it failed in two audits or more."""
        return self.failed >= REPEATEDLY


@dataclass(frozen=True)
class StandardsPage:
    """The standards of final audits, those that failed most often first, and the years in which they were audited."""

    rows: tuple[StandardRow, ...]
    years: tuple[str, ...]
    audits: int
    repeated: int


def year_of(audit: Audit) -> int:
    """The financial year in which an audit was launched."""
    return quarter_containing(audit.starts_on).financial_year


def standards_page(user: User, filters: StandardFilters) -> StandardsPage:
    """The standards of the final audits `user` reads. A fixed number of queries, however many audits."""
    audits = _final(user)
    results = _results(user, audits, filters.agency)
    years = sorted({year_of(result.audit) for found in results.values() for result in found})
    texts = _texts(audits)
    rows = [_row(identity, texts[identity], found, years) for identity, found in results.items()]
    repeated = sum(row.is_repeated for row in rows)
    if filters.failed:
        rows = [row for row in rows if row.is_repeated]
    rows.sort(key=lambda row: (-row.failed, _latest_share(row), row.text))
    seen = {result.audit.pk for found in results.values() for result in found}
    return StandardsPage(tuple(rows), tuple(map(year_words, years)), len(seen), repeated)


def agencies_offered(user: User) -> list[tuple[str, str]]:
    """The agencies whose results `user` reads by themselves, by slug: graded as a whole, or compared by `user`."""
    found = Agency.objects.filter(pk__in=_parts_read(user, _final(user)).values("agency"))
    return list(found.order_by("name").values_list("slug", "name"))


def standards_table(user: User, filters: StandardFilters) -> Table:
    """What every final audit found of every standard, a row each, as narrowed."""
    headers = ["Standard", "Where it is laid down", "Audit", "Kind", "Year", "Met", "Graded", "Of what"]
    headers += ["Fewer than half met it", "Failed in how many audits", "Grades"]
    return headers, [
        [
            row.text,
            row.source,
            result.audit.title,
            result.audit.get_kind_display(),
            year_words(result.year),
            result.side.met,
            result.side.graded,
            str(result.audit.unit),
            "Yes" if result.side.fails else "No",
            row.failed,
            result.side.grades_words,
        ]
        for row in standards_page(user, filters).rows
        for result in row.results
    ]


def _row(identity: UUID, words: tuple[str, str], found: list[Result], years: list[int]) -> StandardRow:
    ordered = tuple(sorted(found, key=lambda result: (result.audit.starts_on, result.audit.title)))
    by_year = tuple((year_words(year), tuple(one for one in ordered if one.year == year)) for year in years)
    return StandardRow(identity, *words, ordered, by_year)


def _latest_share(row: StandardRow) -> float:
    side = row.results[-1].side
    return side.met / side.graded


def _final(user: User) -> list[Audit]:
    return list(audits_reported_to(user).exclude(tool=None).order_by("starts_on", "title"))


def _texts(audits: Iterable[Audit]) -> dict[UUID, tuple[str, str]]:
    """The words of each standard and where it is laid down, as the latest audit that asked of it had them."""
    order = {audit.tool_id: place for place, audit in enumerate(audits)}
    found = _questions(audits).values_list(
        "standard__identity", "standard__text", "standard__source", "standard__section__version"
    )
    rows = sorted(set(found), key=lambda row: (order[row[3]], row[1]))
    return {identity: (text, source) for identity, text, source, _ in rows}


def _questions(audits: Iterable[Audit]) -> QuerySet[ToolQuestion]:
    """The graded questions of the audits' tools that stand for a standard; the grade of the whole stands for none."""
    versions = {audit.tool_id for audit in audits}
    found = ToolQuestion.objects.filter(standard__section__version__in=versions, kind__in=COUNTED)
    return found.exclude(purpose=Purpose.OVERALL).order_by()


def _results(user: User, audits: list[Audit], agency: str) -> dict[UUID, list[Result]]:
    """What each audit found of each standard that was graded in it, of one agency alone if its slug is given."""
    standards = dict(_questions(audits).values_list("pk", "standard__identity"))
    scales = _scales(audits)
    of = {audit.pk: audit for audit in audits}
    units: dict[tuple[UUID, UUID], dict[UUID, list[GradeRule]]] = defaultdict(lambda: defaultdict(list))
    for audit, unit, question, value in _grades(user, audits, agency):
        grade = JUDGEMENTS.get(value) or scales[of[audit].tool_id].get(value)
        if question in standards and grade:
            units[standards[question], audit][unit].append(grade)
    results: dict[UUID, list[Result]] = defaultdict(list)
    for (identity, audit), graded in units.items():
        scale = (*scales[of[audit].tool_id].values(), *JUDGEMENT_SCALE)
        side = side_of(graded.values(), scale)
        if side.graded:
            results[identity].append(Result(of[audit], side))
    return results


def _grades(user: User, audits: list[Audit], agency: str) -> Iterable[tuple[UUID, UUID, UUID, str]]:
    """Audit, unit, question and value of every grade: settled, or of one agency what was settled or it gave itself."""
    settled = SettledGrade.objects.filter(audit__in=audits).order_by()
    if not agency:
        for audit, case, participant, question, value in settled.values_list(
            "audit", "case", "participant", "question", "value"
        ):
            yield audit, case or participant, question, value
        return
    parts = _parts_read(user, audits).filter(agency__slug=agency)
    whole = settled.filter(participant__in=parts)
    yield from whole.values_list("audit", "participant", "question", "value")
    own = SignedGrade.objects.filter(submission__in=parts.exclude(standing=None).values("standing"))
    yield from (
        own.exclude(sheet__case=None).order_by().values_list("sheet__participant__audit", "sheet", "question", "value")
    )


def _parts_read(user: User, audits: list[Audit]) -> QuerySet[Participant]:
    """
    The parts whose grades `user` reads by themselves.

    Where agencies are graded as a whole the report says them; the grades an agency gave a case are for those who
    compared them, for the report of such an audit counts cases alone.
    """
    whole = {audit.pk for audit in audits if audit.unit == Unit.AGENCY}
    compared = audits_compared_by(user).filter(pk__in=[audit.pk for audit in audits]).order_by()
    keys = whole | set(compared.values_list("pk", flat=True))
    return Participant.objects.filter(audit__in=keys).order_by()


def _scales(audits: Iterable[Audit]) -> dict[UUID | None, dict[str, GradeRule]]:
    scales: dict[UUID | None, dict[str, GradeRule]] = defaultdict(dict)
    for row in ToolGrade.objects.filter(version__in={audit.tool_id for audit in audits}).order_by("position"):
        scales[row.version_id][row.slug] = GradeRule(
            row.slug, row.label, row.meaning, row.meets, row.is_neutral, row.needs_route
        )
    return scales
