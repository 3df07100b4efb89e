"""Reading one risk: its scores over time, its controls with the assurance on each by tier, and its history."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assurance.models import AssuranceItem, Control, ControlAssurance, Risk, RiskEvent, RiskScore, User
from assurance.permissions import may
from assurance.queries.items import items_visible_to
from assurance.queries.plans import priorities_visible_to
from assurance.queries.risks import RiskRow, risks_visible_to, rows, standing_assurance, tiers_of, with_controls
from assurance.queries.tables import Table
from assurance.rules.evidence_tiers import TIER_WORDS, Tier, freshness_words
from assurance.rules.risk_chart import StepChart, step_chart
from assurance.rules.risks import KEEPS, RiskMove, RiskState, Score, ScoreKind, gaps_of_control, moves_from
from assurance.rules.wording import local_date


@dataclass(frozen=True)
class ScoreLine:
    """A score as it was given."""

    given: RiskScore
    score: Score


@dataclass(frozen=True)
class AssuranceLine:
    """What an item says of a control, and whether the item is still current, in words."""

    given: ControlAssurance
    fresh_words: str
    is_stale: bool


@dataclass(frozen=True)
class TierLine:
    """The assurance on a control from one tier."""

    words: str
    lines: tuple[AssuranceLine, ...]


@dataclass(frozen=True)
class ControlLine:
    """A control in place, with the assurance on it by tier and what it lacks."""

    control: Control
    tiers: tuple[TierLine, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class RiskPage:
    """One risk as its page shows it."""

    row: RiskRow
    chart: StepChart | None
    scores: tuple[ScoreLine, ...]
    controls: tuple[ControlLine, ...]
    ended: tuple[Control, ...]
    items: tuple[AssuranceItem, ...]
    events: tuple[RiskEvent, ...]
    moves: tuple[RiskMove, ...]
    keeps: bool
    priority_opens: bool

    @property
    def caption(self) -> str:
        """Its number in the register: "Risk 4"."""
        return f"Risk {self.row.risk.number}"

    @property
    def standing(self) -> tuple[tuple[str, Score | None], ...]:
        """The three scores as they stand, each with its words."""
        return (
            ("Before any control", self.row.inherent),
            ("As it is now", self.row.current),
            ("As it is meant to be", self.row.target),
        )


def risk_page(risk: Risk, user: User, today: date) -> RiskPage:
    """The page of a risk `user` may read, with what is theirs to do."""
    read = with_controls(risks_visible_to(user).filter(pk=risk.pk)).get()
    row, keeps = rows([read], today)[0], may(user, KEEPS)
    lines = score_lines(read)
    current = [(local_date(one.given.at), one.score) for one in lines if one.given.kind == ScoreKind.CURRENT]
    return RiskPage(
        row=row,
        chart=step_chart(current, row.target, today),
        scores=tuple(reversed(lines)),
        controls=tuple(_control(control, today) for control in read.controls.all() if control.ended_on is None),
        ended=tuple(control for control in read.controls.all() if control.ended_on is not None),
        items=tuple(items_visible_to(user).filter(supports__risk=read)),
        events=tuple(read.events.select_related("by")),
        moves=tuple(moves_from(RiskState(read.state))) if keeps else (),
        keeps=keeps,
        priority_opens=priorities_visible_to(user).filter(pk=read.priority_id).exists(),
    )


def score_lines(risk: Risk) -> list[ScoreLine]:
    """Every score the risk was given, the earliest first."""
    return [ScoreLine(one, Score(one.likelihood, one.impact)) for one in risk.scores.select_related("by")]


def _control(control: Control, today: date) -> ControlLine:
    standing = standing_assurance(control)
    tiers = [
        TierLine(TIER_WORDS[tier], tuple(_assurance(one, today) for one in standing if one.item.tier == tier))
        for tier in Tier
    ]
    return ControlLine(control, tuple(tiers), tuple(gaps_of_control(tiers_of(control, today))))


def _assurance(given: ControlAssurance, today: date) -> AssuranceLine:
    until = given.item.current_until
    return AssuranceLine(given, freshness_words(until, today), until < today)


def control_visible_to(user: User, pk: UUID) -> Control | None:
    """One control in place of a risk `user` may read, or None."""
    found = Control.objects.filter(risk__in=risks_visible_to(user).order_by().values("pk"), ended_on=None)
    return found.select_related("risk").filter(pk=pk).first()


def items_offered(user: User, today: date) -> dict[Tier, list[AssuranceItem]]:
    """The items that may give assurance on a control, by tier: those that are current."""
    found = list(items_visible_to(user).filter(current_until__gte=today).order_by("title", "-dated_on", "pk"))
    return {tier: [item for item in found if item.tier == tier] for tier in Tier}


def score_table(risk: Risk) -> Table:
    """Every score of a risk as a table to download."""
    headers = ["Given on", "Which score", "Likelihood", "Impact", "Score", "Band", "Why", "Given by"]
    return headers, [
        [
            local_date(one.given.at),
            one.given.get_kind_display(),
            one.score.likelihood,
            one.score.impact,
            one.score.value,
            one.score.band_words,
            one.given.reason,
            str(one.given.by),
        ]
        for one in score_lines(risk)
    ]
