"""What the database itself refuses of the risk register, each constraint by its name."""

import pytest
from django.db import IntegrityError, transaction

from assurance.models import Control, ControlAssurance, Risk, RiskEvent, RiskScore
from tests.factories.assurance import UserFactory
from tests.factories.risks import NOW, REVIEW_ON, an_item_of

pytestmark = pytest.mark.django_db
SCORE = "risk_score_from_1_to_5"
REFUSED = [
    ("risk_state_is_known", Risk, {"number": 2, "state": "nonsense"}),
    ("risk_has_an_owner", Risk, {"number": 2, "owner": ""}),
    ("assurance_risk[._]number", Risk, {}),
    ("risk_score_kind_is_known", RiskScore, {"kind": "nonsense"}),
    (SCORE, RiskScore, {"likelihood": 0}),
    (SCORE, RiskScore, {"likelihood": 6}),
    (SCORE, RiskScore, {"impact": 0}),
    (SCORE, RiskScore, {"impact": 6}),
    ("risk_event_move_is_known", RiskEvent, {"move": "nonsense"}),
    ("risk_closed_with_a_reason", RiskEvent, {"move": "close"}),
    ("control_says_what", Control, {"text": ""}),
    ("control_ended_with_a_reason", Control, {"ended_on": REVIEW_ON}),
    ("control_assurance_view_is_known", ControlAssurance, {"view": "nonsense"}),
]


@pytest.fixture
def values():
    said = {"by": UserFactory(), "at": NOW}
    risk = {"number": 1, "title": "A", "cause": "B", "effect": "C", "owner": "D", "review_on": REVIEW_ON}
    made = Risk.objects.create(**risk)
    rows = {
        Risk: risk,
        RiskScore: {"risk": made, "kind": "current", "likelihood": 1, "impact": 5} | said,
        RiskEvent: {"risk": made, "move": "raise"} | said,
        Control: {"risk": made, "text": "A rota", "owner": "A post"},
    }
    control = Control.objects.create(**rows[Control])
    rows[ControlAssurance] = {"control": control, "item": an_item_of(), "view": "works"} | said
    for model in (RiskScore, RiskEvent, ControlAssurance):
        model.objects.create(**rows[model])  # what is refused below is refused for what is wrong with it
    return rows


@pytest.mark.parametrize(("name", "model", "wrong"), REFUSED)
def test_the_database_refuses_a_row(values, name, model, wrong):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**values[model] | wrong)


def test_every_constraint_is_tried():
    tried = {name for name, *_ in REFUSED}
    models = (Risk, RiskScore, RiskEvent, Control, ControlAssurance)
    assert {each.name for model in models for each in model._meta.constraints} <= tried
