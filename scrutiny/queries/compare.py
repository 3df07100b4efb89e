"""
Published assessments beside each other: two of them, one and those before it, ratings by year and by agency (R127).

Everything is made of what was published and its reader may read; never of drafts. The ratings' rows feed the heat
maps; the content of at most two assessments is read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from uuid import UUID

from assurance.models import Agency, User
from assurance.queries.agencies import agencies_visible_to
from scrutiny.models import Assessment, PublishedRating
from scrutiny.queries.frameworks import steps_of
from scrutiny.queries.scope import assessments_visible_to
from scrutiny.rules.assessments import AssessmentKind
from scrutiny.rules.compare import (
    Pair,
    PairGroup,
    Rater,
    by_difference,
    by_movement,
    counts_words,
    pairs,
    raters,
    trail_words,
)
from scrutiny.rules.frameworks import Rating, attribution
from scrutiny.rules.frozen import AssessmentWords, read_assessment
from scrutiny.rules.heat_map import Column, Grid, ever_asked, grid, missing_years_words

KIND_ORDER = tuple(AssessmentKind)
MADE_BY = MappingProxyType(
    {AssessmentKind.SCRUTINY: "Independent scrutiny", AssessmentKind.JOINT: "The three partners together"}
)


@dataclass(frozen=True)
class Select:
    """Something to choose on a page: the name and label of the field, its options, and the one in use."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class SideShown:
    """One of two assessments beside each other: its row, who rated, and its frozen words."""

    assessment: Assessment
    rater: Rater
    words: AssessmentWords


@dataclass(frozen=True)
class PairShown:
    """A question of both, what is to be said of the two ratings, and the ratings before them, in words."""

    pair: Pair
    words: str
    trail: str = ""


@dataclass(frozen=True)
class GroupShown:
    """Questions of which the same is to be said."""

    key: str
    words: str
    pairs: tuple[PairShown, ...]


@dataclass(frozen=True)
class Comparison:
    """Two assessments beside each other; `counts` says how many questions stand how."""

    one: SideShown
    other: SideShown
    groups: tuple[GroupShown, ...]
    counts: str

    @property
    def pairs(self) -> tuple[PairShown, ...]:
        """Every question in the order shown."""
        return tuple(each for group in self.groups for each in group.pairs)


@dataclass(frozen=True)
class PairPage:
    """What can be chosen, the comparison (None where there are no two), what is wrong with the choice, citations."""

    selects: tuple[Select, ...]
    comparison: Comparison | None = None
    problem: str = ""
    cited: tuple[str, ...] = ()

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """The assessments shown."""
        found = self.comparison
        return (found.one.assessment, found.other.assessment) if found else ()


@dataclass(frozen=True)
class GridPage:
    """What can be chosen, the heat map (None where nothing is published), whence it comes, and who has none."""

    selects: tuple[Select, ...]
    about: str = ""
    grid: Grid | None = None
    assessments: tuple[Assessment, ...] = ()
    note: str = ""
    without: tuple[Agency, ...] = ()
    cited: tuple[str, ...] = ()


ComparePage = PairPage | GridPage


def made_by(assessment: Assessment) -> str:
    """Who made it, in words: "Independent scrutiny", "The three partners together", or the agency's name."""
    return assessment.agency.name if assessment.agency else MADE_BY[AssessmentKind(assessment.kind)]


def _readable(user: User) -> list[Assessment]:
    """The published assessments `user` may read, the newest period first, without their content."""
    return list(assessments_visible_to(user).defer("content").order_by("-ends_on", "-published_at", "pk"))


def _chosen(found: Sequence[Assessment], key: str) -> Assessment | None:
    return next((one for one in found if str(one.pk) == key), None)


def _options(found: Iterable[Assessment]) -> tuple[tuple[str, str], ...]:
    return tuple((str(one.pk), f"{one.ends_on.year}, {made_by(one)}: {one.title}") for one in found)


def _cited(shown: Iterable[Assessment]) -> tuple[str, ...]:
    """How the frameworks of these are cited: as adapted where any version of one shown is."""
    adapted: dict[str, bool] = {}
    for one in shown:
        version = one.framework_version
        adapted[version.framework.reference] = version.is_adapted or adapted.get(version.framework.reference, False)
    return tuple(attribution(reference, is_adapted=is_adapted) for reference, is_adapted in adapted.items())


def _compared(
    user: User, one: Assessment, other: Assessment, grouped: Callable[[Sequence[Pair]], tuple[PairGroup, ...]]
) -> tuple[SideShown, SideShown, tuple[PairGroup, ...]]:
    """Two readable assessments with their words, and their questions in groups. One query."""
    rows = assessments_visible_to(user).filter(pk__in=[one.pk, other.pk]).order_by().values_list("pk", "content")
    words = {pk: read_assessment(content) for pk, content in rows}
    first, second = words[one.pk], words[other.pk]
    named = raters(
        (one.kind, other.kind), (first.head.agency_name, second.head.agency_name), (first.head.title, second.head.title)
    )
    groups = grouped(pairs(first.answers, second.answers))
    return SideShown(one, named[0], first), SideShown(other, named[1], second), groups


def pair_page(user: User, asked: Mapping[str, str], today: date) -> PairPage:
    """
    Two assessments beside each other, the differences first.

    Without a choice: the newest joint self-assessment beside the newest independent scrutiny.
    """
    found = _readable(user)
    one = _chosen(found, asked.get("one", "")) or _newest(found, AssessmentKind.JOINT)
    other = _chosen(found, asked.get("other", "")) or _newest(found, AssessmentKind.SCRUTINY)
    options = (("", "Choose an assessment"), *_options(found))
    selects = (
        Select("one", "Self-rating, or any assessment", options, str(one.pk) if one else ""),
        Select("other", "Beside independent scrutiny, or any other", options, str(other.pk) if other else ""),
    )
    if not one or not other:
        return PairPage(selects if len(found) > 1 else ())
    if one == other:
        return PairPage(selects, problem="Choose two different assessments")
    first, second, groups = _compared(user, one, other, by_difference)
    shown = tuple(
        GroupShown(
            group.key,
            group.words,
            tuple(PairShown(pair, pair.sentence(first.rater, second.rater)) for pair in group.pairs),
        )
        for group in groups
    )
    return PairPage(selects, Comparison(first, second, shown, counts_words(groups)), cited=_cited((one, other)))


def _newest(found: Sequence[Assessment], kind: AssessmentKind) -> Assessment | None:
    return next((one for one in found if one.kind == kind), None)


def movement_page(user: User, asked: Mapping[str, str], today: date) -> PairPage:
    """
    An assessment beside an earlier one of the same kind, framework and agency, with the ratings before them.

    Without a choice: the newest independent scrutiny (or the newest of all) beside the one before it.
    """
    found = _readable(user)
    now = _chosen(found, asked.get("now", "")) or _newest(found, AssessmentKind.SCRUTINY) or next(iter(found), None)
    if not now:
        return PairPage(())
    earlier = [one for one in found[found.index(now) + 1 :] if _series(one) == _series(now)]
    then = _chosen(earlier, asked.get("then", "")) or next(iter(earlier), None)
    selects = [Select("now", "Assessment", _options(found), str(now.pk))] if len(found) > 1 else []
    if not then:
        return PairPage(tuple(selects))
    selects.append(Select("then", "Beside the earlier one", _options(earlier), str(then.pk)))
    first, second, groups = _compared(user, then, now, by_movement)
    trails = _trails(earlier, then)
    shown = tuple(
        GroupShown(
            group.key,
            group.words,
            tuple(PairShown(pair, pair.moved_words, trails.get(pair.asked.question, "")) for pair in group.pairs),
        )
        for group in groups
    )
    comparison = Comparison(first, second, shown, counts_words(groups))
    return PairPage(tuple(selects), comparison, cited=_cited((now, *earlier)))


def _series(one: Assessment) -> tuple[int, str, int | None]:
    """What assessments must share to be a row in time: framework, kind and agency."""
    return one.framework_version.framework_id, one.kind, one.agency_id


def _trails(earlier: Sequence[Assessment], then: Assessment) -> dict[str, str]:
    """The ratings of each question before `then`, in words, oldest first. One query."""
    before = list(reversed(earlier[earlier.index(then) + 1 :]))
    ratings = _ratings(before)
    trails: dict[str, list[tuple[int, Rating]]] = {}
    for one in before:
        for question, rating in ratings[one.pk].items():
            trails.setdefault(question, []).append((one.ends_on.year, rating))
    return {question: trail_words(told) for question, told in trails.items()}


def _ratings(found: Iterable[Assessment]) -> dict[UUID, dict[str, Rating]]:
    """The published ratings of each assessment by the identity of the question. One query."""
    ratings: dict[UUID, dict[str, Rating]] = {one.pk: {} for one in found}
    rows = PublishedRating.objects.filter(assessment__in=ratings).order_by("pk")
    for assessment, question, rating in rows.values_list("assessment", "question", "rating"):
        ratings[assessment][str(question)] = Rating(rating)
    return ratings


def years_page(user: User, asked: Mapping[str, str], today: date) -> GridPage:
    """The ratings of one kind of assessment by the year in which its period ends, the oldest first."""
    found = _readable(user)
    series = {_key(one): one for one in sorted(found, key=_in_order)}
    key = asked.get("of", "") if asked.get("of", "") in series else next(iter(series), "")
    if not key:
        return GridPage(())
    shown = [one for one in reversed(found) if _key(one) == key]
    several = len({one.framework_version.framework_id for one in found}) > 1
    options = tuple((each, _series_words(one, several)) for each, one in series.items())
    years = sorted({one.ends_on.year for one in shown})
    ratings = _ratings(shown)
    columns = [Column(str(year), tuple(ratings[one.pk] for one in shown if one.ends_on.year == year)) for year in years]
    return GridPage(
        selects=(Select("of", "Whose assessments", options, key),) if len(options) > 1 else (),
        about=_series_words(series[key], several),
        grid=_grid(shown, columns),
        assessments=tuple(reversed(shown)),
        note=missing_years_words(years),
        cited=_cited(shown),
    )


def _key(one: Assessment) -> str:
    slug = one.agency.slug if one.agency else ""
    return ".".join(part for part in (one.framework_version.framework.slug, one.kind, slug) if part)


def _in_order(one: Assessment) -> tuple[int, str, str]:
    return KIND_ORDER.index(AssessmentKind(one.kind)), made_by(one), one.framework_version.framework.title


def _series_words(one: Assessment, several: bool) -> str:
    return f"{made_by(one)}, {one.framework_version.framework.title}" if several else made_by(one)


def _grid(shown: Sequence[Assessment], columns: Sequence[Column]) -> Grid:
    """The heat map in the words of the versions these were made with, the newest version's first. Two queries."""
    versions = {one.framework_version_id: one.framework_version for one in shown}
    newest_first = sorted(versions.values(), key=lambda version: -version.number)
    steps = steps_of(newest_first)
    return grid(ever_asked([steps[version.pk] for version in newest_first]), columns)


def agencies_page(user: User, asked: Mapping[str, str], today: date) -> GridPage:
    """
    The newest published self-assessment of each agency beside the others', or that of a year.

    Agencies of today without one that `user` may read are named, for a gap is something to know.
    """
    found = [one for one in _readable(user) if one.kind == AssessmentKind.AGENCY]
    if not found:
        return GridPage(())
    choices = _agency_choices(found, asked)
    year = choices.year
    newest: dict[int, Assessment] = {}
    for one in found:
        is_asked = one.framework_version.framework.slug == choices.framework
        if one.agency_id and is_asked and year in ("", str(one.ends_on.year)):
            newest.setdefault(one.agency_id, one)
    shown = sorted(newest.values(), key=lambda one: made_by(one).casefold())
    ratings = _ratings(shown)
    without = agencies_visible_to(user).on(today).exclude(pk__in=newest).order_by("name")
    return GridPage(
        selects=choices.selects,
        about=f"Self-assessments of {year}" if year else "The newest self-assessment of each agency",
        grid=_grid(shown, [Column(_short(one), (ratings[one.pk],)) for one in shown]) if shown else None,
        assessments=tuple(shown),
        without=tuple(without),
        cited=_cited(shown),
    )


def _short(one: Assessment) -> str:
    return one.agency.short_name if one.agency else made_by(one)


@dataclass(frozen=True)
class _AgencyChoices:
    framework: str
    year: str
    selects: tuple[Select, ...] = field(default=())


def _agency_choices(found: Sequence[Assessment], asked: Mapping[str, str]) -> _AgencyChoices:
    frameworks = {one.framework_version.framework.slug: one.framework_version.framework.title for one in found}
    years = {"": "The newest of each", **{str(one.ends_on.year): str(one.ends_on.year) for one in found}}
    framework = asked.get("framework", "") if asked.get("framework", "") in frameworks else next(iter(frameworks))
    year = asked.get("year", "") if asked.get("year", "") in years else ""
    selects = [Select("year", "Year", tuple(years.items()), year)] if len(years) > 2 else []
    if len(frameworks) > 1:
        selects.insert(0, Select("framework", "Framework", tuple(frameworks.items()), framework))
    return _AgencyChoices(framework, year, tuple(selects))


PAGES: Mapping[str, Callable[[User, Mapping[str, str], date], ComparePage]] = MappingProxyType(
    {"pair": pair_page, "movement": movement_page, "years": years_page, "agencies": agencies_page}
)
