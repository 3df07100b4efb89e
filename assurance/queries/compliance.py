"""One page of every rule: how it stands today and over four quarters, each fact traceable to its record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from assurance.models import (
    Commission,
    CommissionEvent,
    Document,
    GroupReview,
    RapidReview,
    StatusReturn,
    User,
    WarningEvent,
)
from assurance.permissions import may
from assurance.queries.compliance_meetings import meeting_facts
from assurance.queries.group_reviews import groups_reviewed
from assurance.queries.tables import Table
from assurance.rules.clocks import lateness
from assurance.rules.compliance import (
    RULES,
    STATE_WORDS,
    Fact,
    Rule,
    RuleKey,
    Standing,
    dated,
    standing_over,
    standing_today,
    within,
)
from assurance.rules.documents import VersionState, review_standing
from assurance.rules.group_work import CommissionMove, CommissionState, review_due
from assurance.rules.periods import Quarter, latest_quarters
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.warnings import WarningMove
from assurance.rules.wording import LONDON, date_words, local_date

QUARTERS = 4


@dataclass(frozen=True)
class RuleRow:
    """A rule with how it stands today and in each quarter, the latest quarter first, and the facts behind that."""

    rule: Rule
    today: Standing
    quarters: tuple[tuple[Quarter, Standing], ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class CompliancePage:
    """Every rule the reader may follow, the quarters that are shown, and a sentence for the whole."""

    rows: tuple[RuleRow, ...]
    quarters: tuple[Quarter, ...]
    words: str


def compliance(user: User, today: date) -> CompliancePage:
    """How every rule stands; rapid reviews for those alone who may know of them. A fixed number of queries."""
    quarters = latest_quarters(today, QUARTERS)
    facts = list(_facts(user, quarters[::-1], today))
    shown = [key for key in RULES if key != RuleKey.RAPID_REVIEWS or may(user, Permission.READ_REVIEW)]
    rows = tuple(_row(RULES[key], [fact for fact in facts if fact.rule == key], quarters) for key in shown)
    broken = sum(row.today.words.endswith("outstanding") for row in rows)
    words = f"{broken} of {len(rows)} rules have something outstanding today." if broken else "Nothing is outstanding."
    return CompliancePage(rows, tuple(quarters), words)


def rule_row(user: User, key: str, today: date) -> RuleRow | None:
    """One rule with its facts, or None."""
    return next((row for row in compliance(user, today).rows if row.rule.key == key), None)


def _row(rule: Rule, facts: list[Fact], quarters: Sequence[Quarter]) -> RuleRow:
    by_quarter = tuple((quarter, standing_over(within(facts, quarter))) for quarter in quarters)
    return RuleRow(rule, standing_today(facts), by_quarter, tuple(sorted(facts, key=lambda one: one.on, reverse=True)))


def _facts(user: User, quarters: Sequence[Quarter], today: date) -> Iterator[Fact]:
    first, last = quarters[0].starts_on, quarters[-1].ends_on
    yield from meeting_facts(user, quarters, today)
    yield from _returns(first, last, today)
    yield from _answers(first)
    yield from _commissions(first)
    yield from _groups(first, last, today)
    yield from _documents(first, today)
    if may(user, Permission.READ_REVIEW):
        yield from _rapid_reviews(first, last, today)


def _returns(first: date, last: date, today: date) -> Iterator[Fact]:
    asked = StatusReturn.objects.filter(is_required=True, agency__isnull=False, due_on__range=(first, last))
    asked = asked.exclude(agency__category="").select_related("agency", "period__meeting", "standing")
    for one in asked.order_by("due_on", "agency__name"):
        done_on = local_date(one.standing.submitted_at) if one.standing else None
        yield dated(
            RuleKey.RETURNS,
            what=f"{one.agency.name}, {one.period.short_words}",
            due_on=one.due_on,
            done_on=done_on,
            today=today,
            how=lateness(one.due_on, today, done_on).words.capitalize(),
            url=reverse("assurance:return_detail", args=[one.pk]) if done_on else "",
        )


def _answers(first: date) -> Iterator[Fact]:
    answers = WarningEvent.objects.filter(warning=OuterRef("warning"), move=WarningMove.ANSWER, at__gte=OuterRef("at"))
    sent = WarningEvent.objects.filter(move=WarningMove.ESCALATE).order_by("at")
    sent = sent.annotate(answered_at=Subquery(answers.order_by("at").values("at")[:1]))
    sent = sent.filter(Q(at__gte=datetime.combine(first, time(), LONDON)) | Q(answered_at=None))
    for pk, title, at, answered_at in sent.values_list("warning", "warning__title", "at", "answered_at"):
        yield Fact(
            RuleKey.ANSWERS,
            local_date(at),
            title,
            kept=True if answered_at else None,
            how=f"Answered {date_words(answered_at)}" if answered_at else f"Waits since {date_words(at)}",
            is_outstanding=answered_at is None,
            url=reverse("assurance:warning_detail", args=[pk]),
        )


def _commissions(first: date) -> Iterator[Fact]:
    asked = CommissionEvent.objects.filter(move=CommissionMove.ASK).select_related("commission__to_group")
    for event in asked.order_by("at"):
        commission: Commission = event.commission
        waits = commission.state == CommissionState.AWAITING
        if commission.state == CommissionState.WITHDRAWN or (local_date(event.at) < first and not waits):
            continue
        yield Fact(
            RuleKey.RATIFIED,
            local_date(event.at),
            f"{commission.title}, from {commission.to_group.short_name}",
            kept=None if waits else commission.decision_id is not None,
            how=commission.get_state_display(),
            url=reverse("assurance:commission_detail", args=[commission.pk]),
        )


def _groups(first: date, last: date, today: date) -> Iterator[Fact]:
    reviewed: dict[int, list[date]] = {}
    for group_id, day in GroupReview.objects.order_by("reviewed_on").values_list("group", "reviewed_on"):
        reviewed.setdefault(group_id, []).append(day)
    for group in groups_reviewed(today):
        before: date | None = None
        for done_on in [*reviewed.get(group.pk, []), None]:
            due_on = review_due(before, group.starts_on)
            before = done_on
            if due_on > last or (done_on is not None and due_on < first):
                continue
            how = f"Reviewed {date_words(done_on)}" if done_on else "Not yet reviewed"
            url = reverse("assurance:group_review_list")
            yield dated(
                RuleKey.GROUPS_REVIEWED,
                what=group.name,
                due_on=due_on,
                done_on=done_on,
                today=today,
                how=how,
                url=url,
            )


def _documents(first: date, today: date) -> Iterator[Fact]:
    for document in Document.objects.prefetch_related("reviews", "versions"):
        url = reverse("assurance:document_detail", args=[document.slug])
        in_force = next((one for one in document.versions.all() if one.state == VersionState.IN_FORCE), None)
        for review in document.reviews.all():
            if review.reviewed_on >= first:
                how = f"Reviewed {date_words(review.reviewed_on)}"
                yield Fact(RuleKey.DOCUMENTS, review.reviewed_on, document.title, kept=True, how=how, url=url)
        if in_force and in_force.agreed_on is None:
            how = "Who agreed it is not on record"
            yield Fact(RuleKey.DOCUMENTS, today, document.title, kept=False, how=how, is_outstanding=True, url=url)
        elif document.review_on:
            standing = review_standing(document.review_on, today)
            late = standing.is_late
            kept = False if late else None
            yield Fact(RuleKey.DOCUMENTS, document.review_on, document.title, kept, standing.words, late, url)


def _rapid_reviews(first: date, last: date, today: date) -> Iterator[Fact]:
    for review in RapidReview.objects.filter(due_on__range=(first, last)).order_by("due_on", "reference"):
        yield dated(
            RuleKey.RAPID_REVIEWS,
            what=review.reference,
            due_on=review.due_on,
            done_on=review.decided_on,
            today=today,
            how=lateness(review.due_on, today, review.decided_on).words.capitalize(),
            url=reverse("assurance:rapid_review_detail", args=[review.pk]),
        )


def compliance_table(page: CompliancePage) -> Table:
    """The page as a table: a row each rule."""
    headers = ["Rule", "Source", "Today", *(quarter.short_words for quarter in page.quarters)]
    return headers, [
        [row.rule.words, row.rule.source, _words(row.today), *(_words(standing) for _, standing in row.quarters)]
        for row in page.rows
    ]


def fact_table(row: RuleRow) -> Table:
    """A rule's facts as a table, the newest first."""
    return ["Day", "What", "Kept", "How"], [_cells(fact) for fact in row.facts]


def _cells(fact: Fact) -> list[Cell]:
    return [fact.on, fact.what, {True: "Kept", False: "Not kept", None: "Not yet due"}[fact.kept], fact.how]


def _words(standing: Standing) -> str:
    state = STATE_WORDS[standing.state]
    return state if standing.words == state else f"{state}: {standing.words}"
