"""Reading the risk register: the list with its filters, the matrix, what is due, the table to take away."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from assurance.models import (
    Agency,
    Control,
    ControlAssurance,
    PartnershipGroup,
    Risk,
    RiskEvent,
    RiskScore,
    Topic,
    User,
)
from assurance.permissions import may
from assurance.queries.actions import Due
from assurance.queries.tables import HISTORY, Table, history_cell, told
from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.risks import (
    BANDS,
    IMPACT_WORDS,
    LIKELIHOOD_WORDS,
    STEPS,
    Band,
    RiskState,
    Score,
    ScoreKind,
    gaps_in_words,
    gaps_of_control,
    is_overdue,
    review_in_words,
)
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words
from assurance.rules.working_days import working_days_after

OVERDUE = "overdue"
# How many working days before its date a review is on the first page of those who keep the register.
REVIEWS_DUE_WITHIN = 10
OPEN_FIRST = Case(When(state=RiskState.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField())
ASSURANCE = Prefetch("assurance", ControlAssurance.objects.select_related("item__tool", "by").order_by("at", "pk"))
CONTROLS = Prefetch("controls", Control.objects.prefetch_related(ASSURANCE))


@dataclass(frozen=True)
class RiskFilters:
    """
    What the register is narrowed to; blank for any.

    `state` is a state, "open" or "overdue", `band` how high it is now, `topic` a slug, `holder` "agency:slug" or
    "group:slug", `likelihood` and `impact` a step of the current score.
    """

    state: str = ""
    band: str = ""
    topic: str = ""
    holder: str = ""
    likelihood: str = ""
    impact: str = ""


def risks_visible_to(user: User) -> QuerySet[Risk]:
    """The risks for those who may read them, with their scores as they stand: open first, the highest first."""
    if not may(user, Permission.READ_ASSURANCE):
        return Risk.objects.none()
    scores = {f"{kind}_{step}": _latest(kind, step) for kind in ScoreKind for step in ("likelihood", "impact")}
    found = Risk.objects.select_related("agency", "group", "priority__plan").annotate(**scores)
    found = found.annotate(current_value=F("current_likelihood") * F("current_impact"))
    return found.order_by(OPEN_FIRST, F("current_value").desc(nulls_last=True), "number")


def _latest(kind: ScoreKind, step: str) -> Subquery:
    return Subquery(RiskScore.objects.filter(risk=OuterRef("pk"), kind=kind).order_by("-at", "-pk").values(step)[:1])


def risk_visible_to(user: User, pk: UUID) -> Risk | None:
    """One risk, or None."""
    return risks_visible_to(user).filter(pk=pk).first()


def risks_found(user: User, filters: RiskFilters, today: date) -> QuerySet[Risk]:
    """The risks that match every filter, in the same order."""
    found = risks_visible_to(user)
    if filters.state == OVERDUE:
        found = found.filter(_overdue(today))
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.band:
        found = found.filter(_in_band(Band(filters.band)))
    if filters.topic:
        found = found.filter(topics__slug=filters.topic)
    for step in ("likelihood", "impact"):
        if getattr(filters, step):
            found = found.filter(**{f"current_{step}": int(getattr(filters, step))})
    kind, _, slug = filters.holder.partition(":")
    return found.filter(**{f"{kind}__slug": slug}) if kind in ("agency", "group") else found


def _overdue(today: date) -> Q:
    return Q(state=RiskState.OPEN, review_on__lt=today)


def _in_band(band: Band) -> Q:
    starts = BANDS[band].starts_at
    above = [row.starts_at for row in BANDS.values() if row.starts_at > starts]
    return Q(current_value__gte=starts) & (Q(current_value__lt=min(above)) if above else Q())


def topics_at_risk(user: User) -> QuerySet[Topic]:
    """The topics that risks are about, for the filter."""
    return Topic.objects.filter(risks__in=risks_visible_to(user).order_by().values("pk")).distinct()


def holders_of_risks(user: User) -> list[tuple[str, str]]:
    """The agencies and groups that risks lie with, as "agency:slug" with the name, for the filter."""
    found = risks_visible_to(user).order_by()
    agencies = Agency.objects.filter(pk__in=found.values("agency")).order_by("name").values_list("slug", "name")
    groups = PartnershipGroup.objects.filter(pk__in=found.values("group")).order_by("name").values_list("slug", "name")
    return [(f"agency:{slug}", name) for slug, name in agencies] + [(f"group:{slug}", name) for slug, name in groups]


@dataclass(frozen=True)
class RiskRow:
    """A risk with its scores as they stand, its review in words, and what its controls lack."""

    risk: Risk
    inherent: Score | None
    current: Score | None
    target: Score | None
    review_words: str
    is_late: bool
    gaps: str

    @property
    def holder(self) -> str:
        """The agency or group it lies with; blank where it is the Partnership's as a whole."""
        holder = self.risk.agency or self.risk.group
        return holder.name if holder else ""


def with_controls(risks: QuerySet[Risk]) -> QuerySet[Risk]:
    """The same risks with their controls, the assurance on each and their topics, in a fixed number of queries."""
    return risks.prefetch_related(CONTROLS, "topics")


def rows(risks: Iterable[Risk], today: date) -> list[RiskRow]:
    """Risks, read `with_controls`, as a list shows them."""
    return [_row(risk, today) for risk in risks]


def _row(risk: Risk, today: date) -> RiskRow:
    state = RiskState(risk.state)
    gaps = [gaps_of_control(tiers_of(control, today)) for control in controls_in_place(risk)]
    return RiskRow(
        risk=risk,
        inherent=score_of(risk, ScoreKind.INHERENT),
        current=score_of(risk, ScoreKind.CURRENT),
        target=score_of(risk, ScoreKind.TARGET),
        review_words=review_in_words(state, risk.review_on, today),
        is_late=is_overdue(state, risk.review_on, today),
        gaps=gaps_in_words(gaps) if state == RiskState.OPEN else "",
    )


def score_of(risk: Risk, kind: ScoreKind) -> Score | None:
    """A score as it stands of a risk that was read by `risks_visible_to`."""
    likelihood, impact = getattr(risk, f"{kind}_likelihood"), getattr(risk, f"{kind}_impact")
    return Score(likelihood, impact) if likelihood and impact else None


def controls_in_place(risk: Risk) -> list[Control]:
    """The controls that have not ended."""
    return [control for control in risk.controls.all() if control.ended_on is None]


def standing_assurance(control: Control) -> list[ControlAssurance]:
    """What holds of the assurance on a control: the newest of each item that has not been withdrawn."""
    newest = {one.item_id: one for one in control.assurance.all() if one.item.withdrawn_at is None}
    return list(newest.values())


def tiers_of(control: Control, today: date) -> set[str]:
    """The tiers a control has assurance from that is still current."""
    return {one.item.tier for one in standing_assurance(control) if one.item.current_until >= today}


@dataclass(frozen=True)
class RiskCounts:
    """The figures at the head of the register."""

    open: int
    very_high: int
    high: int
    overdue: int


def counts(user: User, today: date) -> RiskCounts:
    """How many risks are open, how many of those very high and high, and how many reviews are overdue."""
    is_open = Q(state=RiskState.OPEN)
    found = risks_visible_to(user).order_by()
    return RiskCounts(
        **found.aggregate(
            open=Count("pk", is_open),
            very_high=Count("pk", is_open & _in_band(Band.VERY_HIGH)),
            high=Count("pk", is_open & _in_band(Band.HIGH)),
            overdue=Count("pk", _overdue(today)),
        )
    )


@dataclass(frozen=True)
class MatrixCell:
    """One likelihood by one impact, and how many open risks stand there now."""

    score: Score
    number: int


def matrix(user: User) -> list[list[MatrixCell]]:
    """The open risks by their current score: the highest likelihood first, and in each row the lowest impact first."""
    found = risks_visible_to(user).filter(state=RiskState.OPEN).order_by()
    number = Counter(found.values_list("current_likelihood", "current_impact"))
    return [
        [MatrixCell(Score(likelihood, impact), number[likelihood, impact]) for impact in STEPS]
        for likelihood in reversed(STEPS)
    ]


def matrix_table(user: User) -> Table:
    """The same as a table to download, a row for each likelihood and impact."""
    headers = ["Likelihood", "Impact on children", "Score", "Band", "Open risks"]
    cells = [cell for row in matrix(user) for cell in row]
    return headers, [
        [
            f"{cell.score.likelihood} {LIKELIHOOD_WORDS[cell.score.likelihood][0]}",
            f"{cell.score.impact} {IMPACT_WORDS[cell.score.impact][0]}",
            cell.score.value,
            cell.score.band_words,
            cell.number,
        ]
        for cell in cells
    ]


def fingerprint_of(risk: Risk) -> str:
    """What a risk says, in a short text: another one when somebody has changed its words meanwhile."""
    said = [risk.title, risk.cause, risk.effect, risk.owner, risk.agency_id, risk.group_id, str(risk.priority_id)]
    return sha256_of(canonical_json([*said, sorted(topic.pk for topic in risk.topics.all())]))


def due_risks(user: User, today: date) -> Due:
    """The reviews due soon or overdue, for those who keep the register; none for everybody else."""
    until = working_days_after(today, REVIEWS_DUE_WITHIN)
    found = risks_visible_to(user).order_by().filter(state=RiskState.OPEN, review_on__lte=until)
    if not may(user, Permission.MANAGE_ASSURANCE):
        found = found.none()
    overdue = Count("pk", Q(review_on__lt=today))
    return Due(**found.aggregate(number=Count("pk"), overdue=overdue, first=Min("review_on")))


def risk_table(user: User, filters: RiskFilters, today: date) -> Table:
    """The risks found as a table to download, with scores, controls and what those lack."""
    headers = [
        "Number",
        "Risk",
        "What may bring it about",
        "What it would mean for children",
        "Owner",
        "Lies with",
        "Priority",
        "About",
        "State",
        *[f"{words}: {part}" for words in ("Before any control", "Now", "Meant to be") for part in ("score", "band")],
        "Next review",
        "Review overdue",
        "Controls in place",
        "Assurance on the controls",
        "What the controls lack",
        "Controls that have ended, and why",
        HISTORY,
    ]
    events = Prefetch("events", RiskEvent.objects.select_related("by"))
    found = with_controls(risks_found(user, filters, today)).prefetch_related(events)
    return headers, [_table_row(row) for row in rows(found, today)]


def _table_row(row: RiskRow) -> list[Cell]:
    risk = row.risk
    scores: list[Cell] = []
    for score in (row.inherent, row.current, row.target):
        scores += [score.value, score.band_words] if score else [None, ""]
    return [
        risk.number,
        risk.title,
        risk.cause,
        risk.effect,
        risk.owner,
        row.holder,
        risk.priority.title if risk.priority else "",
        "\n".join(topic.title for topic in risk.topics.all()),
        risk.get_state_display(),
        *scores,
        risk.review_on if risk.state == RiskState.OPEN else None,
        "Yes" if row.is_late else "No",
        "\n".join(f"{control.text} ({control.owner})" for control in controls_in_place(risk)),
        "\n".join(_assured(control, one) for control in controls_in_place(risk) for one in standing_assurance(control)),
        row.gaps,
        "\n".join(_ended(control) for control in risk.controls.all() if control.ended_on is not None),
        history_cell(risk.events.all()),
    ]


def _assured(control: Control, one: ControlAssurance) -> str:
    """What an item says of a control, on one line."""
    said = " ".join(filter(None, (f"{one.get_view_display()}, by “{one.item.title}”.", one.note)))
    return told(control.text, said, one.at, one.by)


def _ended(control: Control) -> str:
    on = date_words(control.ended_on) if control.ended_on else ""
    return f"{control.text} ({control.owner}), ended {on}: {control.ended_because}"
