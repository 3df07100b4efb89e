"""Factories of the risk register: a risk with its scores, its controls, and items of assurance of any tier."""

from datetime import UTC, date, datetime, timedelta

from assurance.models import AssuranceItem, AssuranceTool
from assurance.rules.evidence_tiers import Confidence, Element, Strength, Tier
from assurance.rules.risks import ControlView, RiskMove, RiskState, Score
from assurance.rules.roles import Role
from assurance.services.risk_controls import add_control, assure_control
from assurance.services.risks import move_risk, raise_risk
from tests.factories.assurance import UserFactory, partnership, person_with

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
REVIEW_ON = date(2026, 12, 10)
# What each move is told, enough for it to be made.
WORDS = {
    RiskMove.REVIEW: {"text": "Controls hold", "review_on": date(2027, 6, 1), "current": Score(2, 4)},
    RiskMove.CLOSE: {"text": "The way of working has ended"},
    RiskMove.REOPEN: {"text": "It is back", "review_on": date(2027, 6, 1), "current": Score(4, 4)},
}


def a_risk(state=RiskState.OPEN, *, by=None, now=NOW, **details):
    """A risk in this state, entered by the Business Team: 20 before any control, 12 now, 6 as it is meant to be."""
    partnership()
    by = by or person_with(Role.BUSINESS_TEAM)
    details = {
        "title": "Children are not seen alone",
        "cause": "Too few workers at weekends",
        "effect": "What happened to a child stays unknown",
        "owner": "Head of Missing and Exploitation",
        "review_on": REVIEW_ON,
        "inherent": Score(4, 5),
        "current": Score(3, 4),
        "target": Score(2, 3),
    } | details
    risk = raise_risk(by=by, now=now, **details)
    if state == RiskState.CLOSED:
        make(RiskMove.CLOSE, risk, by, now=now + timedelta(minutes=1))
    return risk


def make(move, risk, by, *, now=NOW, **words):
    """Make a move with words that are enough for it, and read the risk again."""
    risk.refresh_from_db()
    move_risk(risk=risk, move=move, seen=RiskState(risk.state), by=by, now=now, **{**WORDS[move], **words})
    risk.refresh_from_db()
    return risk


def a_control(risk, by, **details):
    """A control that is in place."""
    return add_control(risk=risk, by=by, now=NOW, **{"text": "A rota", "owner": "Rota manager"} | details)


def an_item_of(tier=Tier.OPERATIONAL, **details):
    """An item of assurance of a tier, recorded by hand."""
    tool, _ = AssuranceTool.objects.get_or_create(
        slug=f"tool-of-{tier}", defaults={"title": "A tool", "tier": tier, "element": Element.QUALITATIVE}
    )
    details = {
        "title": f"Item of tier {tier}",
        "finding": "Words",
        "strength": Strength.PARTIAL,
        "confidence": Confidence.HIGH,
        "dated_on": date(2026, 10, 1),
        "current_until": date(2090, 1, 1),
        "recorded_at": NOW,
    } | details
    recorder = details.pop("recorded_by", None) or UserFactory()
    return AssuranceItem.objects.create(
        tool=tool, tier=tier, element=Element.QUALITATIVE, recorded_by=recorder, **details
    )


def assured(control, item, by, view=ControlView.WORKS, *, now=NOW, **details):
    """What an item says of a control."""
    return assure_control(control=control, item=item, view=view, by=by, now=now, **details)
