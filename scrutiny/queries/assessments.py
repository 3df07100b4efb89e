"""Published assessments: the list, one of them as it was frozen, and several of a year read together (R15, R127)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from assurance.models import User
from assurance.permissions import may
from assurance.queries.items import items_visible_to
from assurance.queries.returns import submissions_visible_to
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import local_date
from audits.queries.audits import reports_visible_to
from scrutiny.models import Assessment
from scrutiny.queries.scope import assessments_visible_to
from scrutiny.rules.assessments import AssessmentKind, EvidenceKind
from scrutiny.rules.frameworks import RANK, RATING_WORDS, Rating
from scrutiny.rules.frozen import AssessmentWords, read_assessment


@dataclass(frozen=True)
class AssessmentFilters:
    """What the list is narrowed to: a kind, and the year in which the period ends; blank for any."""

    kind: str = ""
    year: str = ""


def assessments_found(user: User, filters: AssessmentFilters) -> list[Assessment]:
    """The published assessments `user` may read, the newest first, without their content."""
    found = assessments_visible_to(user).defer("content")
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.year.isdecimal():
        found = found.filter(ends_on__year=int(filters.year))
    return list(found)


def years_of(user: User) -> list[int]:
    """The years in which the periods of readable assessments end, the newest first."""
    return sorted({day.year for day in assessments_visible_to(user).values_list("ends_on", flat=True)}, reverse=True)


def assessment_visible_to(user: User, pk: UUID) -> Assessment | None:
    """One published assessment `user` may read, or None."""
    return assessments_visible_to(user).filter(pk=pk).first()


@dataclass(frozen=True)
class AssessmentPage:
    """One assessment as its page shows it: its frozen words, who may read it, and the authors' way to its draft."""

    assessment: Assessment
    words: AssessmentWords
    counts: tuple[tuple[str, str, int], ...]


def evidence_opened_by(user: User, words: AssessmentWords) -> frozenset[str]:
    """The addresses of the evidence that `user` may open: its words are for every reader, what they lead to is not."""
    every = [each for one in words.answers for each in one.evidence if each.address]
    items = items_visible_to(user).filter(pk__in=[each.item for each in every if each.item])
    returns = submissions_visible_to(user).order_by().values_list("status_return", flat=True).distinct()
    audits = reports_visible_to(user).order_by().values_list("audit", flat=True).distinct()
    below = {
        EvidenceKind.INDICATOR: ("/",) if may(user, Permission.READ_INDICATORS) else (),
        EvidenceKind.ITEM: tuple(reverse("assurance:item_detail", args=[one.pk]) for one in items),
        EvidenceKind.RETURN: tuple(_versions_of(pk) for pk in returns),
        EvidenceKind.AUDIT: tuple(reverse("audits:report_detail", args=[pk]) for pk in audits),
        EvidenceKind.PAPER: ("/",) if may(user, Permission.READ_ASSURANCE) else (),
    }
    return frozenset(each.address for each in every if each.address.startswith(below.get(EvidenceKind(each.kind), ())))


def _versions_of(status_return: int) -> str:
    """How the addresses of every signed version of a return begin."""
    return reverse("assurance:return_version", args=[status_return, 0]).removesuffix("0/")


def assessment_page(assessment: Assessment) -> AssessmentPage:
    """The page of a readable assessment, from what was frozen alone."""
    words = read_assessment(assessment.content)
    return AssessmentPage(
        assessment=assessment,
        words=words,
        counts=tuple(
            (str(rating), RATING_WORDS[rating], sum(one.rating == rating for one in words.answers)) for rating in RANK
        ),
    )


def assessment_table(words: AssessmentWords) -> Table:
    """The answers as a table to take away: one row a question."""
    headers = [
        "Question",
        "Words of the question",
        "Rating",
        "Rationale",
        "Outcome for children",
        "Voice of children",
        "Voice of families",
        "Voice of practitioners",
        "Evidence",
        "Actions",
        "Citation",
    ]
    rows: list[list[Cell]] = [
        [
            one.number,
            one.text,
            RATING_WORDS[Rating(one.rating)],
            one.rationale,
            one.outcome,
            one.children,
            one.families,
            one.practitioners,
            "; ".join(f"{each.words} ({each.source}, {each.dated_on})" for each in one.evidence),
            "; ".join(f"{each.title}: {each.holder_name}, {each.owner}, by {each.due_on}" for each in one.actions),
            words.head.reference,
        ]
        for one in words.answers
    ]
    return headers, rows


@dataclass(frozen=True)
class Together:
    """One question as several scrutineers rated it: by whom of what scope, and whether they differ."""

    number: str
    text: str
    ratings: tuple[tuple[Assessment, str, str], ...]

    @property
    def differs(self) -> bool:
        """Whether they rated it differently."""
        return len({rating for _, rating, _ in self.ratings}) > 1

    @property
    def lowest(self) -> str:
        """The lowest of the ratings: the amalgamated view never hides a concern behind an average."""
        return min((rating for _, rating, _ in self.ratings), key=lambda rating: RANK.get(Rating(rating), 9))


def amalgamated(user: User, year: int) -> tuple[list[Assessment], list[Together]]:
    """The independent scrutiny of a year that `user` may read, question by question, every scrutineer's (R15)."""
    found = list(assessments_visible_to(user).filter(kind=AssessmentKind.SCRUTINY, ends_on__year=year))
    return found, _together((one, read_assessment(one.content)) for one in found)


def _together(read: Iterable[tuple[Assessment, AssessmentWords]]) -> list[Together]:
    asked: dict[str, list[tuple[Assessment, str, str]]] = {}
    worded: dict[str, tuple[str, str]] = {}
    for assessment, words in read:
        for one in words.answers:
            worded.setdefault(one.question, (one.number, one.text))
            asked.setdefault(one.question, []).append((assessment, one.rating, RATING_WORDS[Rating(one.rating)]))
    return [Together(*worded[question], tuple(ratings)) for question, ratings in asked.items()]


def list_table(user: User, filters: AssessmentFilters) -> Table:
    """The list as a table to take away."""
    headers = ["Assessment", "Kind", "Agency", "Capacity", "From", "To", "Who may read it", "Published", "SHA-256"]
    rows: list[list[Cell]] = [
        [
            one.title,
            one.get_kind_display(),
            one.agency.name if one.agency else "",
            one.capacity,
            one.starts_on,
            one.ends_on,
            one.get_readers_display(),
            local_date(one.published_at),
            one.sha256,
        ]
        for one in assessments_found(user, filters)
    ]
    return headers, rows
