"""The risk register: entered, scored, reviewed, controlled, with assurance on each control by tier (R76, R85)."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from assurance.models import ActivityEntry, AssuranceItem, Control, Notice, Risk, RiskScore
from assurance.queries.risk_pages import items_offered, risk_page, score_table
from assurance.queries.risks import (
    RiskFilters,
    counts,
    due_risks,
    fingerprint_of,
    matrix,
    risk_table,
    risk_visible_to,
    risks_found,
    risks_visible_to,
    score_of,
)
from assurance.rules.evidence_tiers import Tier
from assurance.rules.risks import MOVES, NEEDS, ControlView, RiskMove, RiskState, Score, ScoreKind
from assurance.rules.roles import Role
from assurance.services import risks as services
from assurance.services.risk_controls import end_control
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import AgencyFactory, TopicFactory, partnership, person_with
from tests.factories.risks import NOW, REVIEW_ON, WORDS, a_control, a_risk, an_item_of, assured, make

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=60)
TODAY = LATER.date()
READERS = {
    Role.BUSINESS_TEAM,
    Role.SAAS_CHAIR,
    Role.SAAS_DEPUTY,
    Role.SAAS_MEMBER,
    Role.BOARD_MEMBER,
    Role.BOARD_OBSERVER,
    Role.INDEPENDENT_SCRUTINEER,
    Role.INSPECTOR,
}
KEEPERS = {Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_DEPUTY}


def notices_of(person):
    return [notice.text for notice in Notice.objects.filter(person=person).order_by("created_at")]


def seen(risk, user):
    return risk_visible_to(user, risk.pk)


# Entering


def test_a_risk_has_its_number_its_three_scores_and_its_first_review(team, chair):
    topic, agency = TopicFactory(), AgencyFactory()
    first, second = a_risk(by=team, topics=[topic], holder=agency), a_risk(by=chair)
    assert (first.number, second.number) == (1, 2)
    kept = seen(first, team)
    assert (kept.agency, kept.group, list(kept.topics.all())) == (agency, None, [topic])
    assert [score_of(kept, kind).value for kind in ScoreKind] == [20, 12, 6]
    assert [(event.move, event.review_on) for event in kept.events.all()] == [("raise", REVIEW_ON)]
    entry = ActivityEntry.objects.get(action="risk.raise", subject_id=str(first.pk))
    assert entry.actor == team
    assert "alone" not in entry.detail
    assert notices_of(chair) == [services.ENTERED]
    assert notices_of(team) == [services.ENTERED]


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_the_register_and_who_keeps_it(role, team):
    risk, person = a_risk(by=team), person_with(role)
    assert risks_visible_to(person).exists() is (role in READERS)
    if role in KEEPERS:
        assert make(RiskMove.REVIEW, risk, person).review_on == WORDS[RiskMove.REVIEW]["review_on"]
        return
    for forbidden in (
        lambda: a_risk(by=person),
        lambda: make(RiskMove.REVIEW, risk, person),
        lambda: a_control(risk, person),
        lambda: services.score_risk(
            risk=risk, kind=ScoreKind.CURRENT, score=Score(1, 1), reason="A", by=person, now=NOW
        ),
    ):
        with pytest.raises(PermissionDenied):
            forbidden()


def test_what_is_left_unsaid_or_does_not_fit_is_refused(team):
    with pytest.raises(ValidationError) as refused:
        a_risk(by=team, title=" ", owner="", review_on=date(2020, 1, 6), target=Score(5, 5))
    assert len(refused.value.messages) == 4
    assert not Risk.objects.exists()


def test_of_two_that_take_one_number_the_second_takes_the_next(team):
    a_risk(by=team)
    behind = [{"last": 0}, {"last": 1}]
    with patch.object(services.Risk.objects, "aggregate", side_effect=behind):
        assert a_risk(by=team).number == 2


def test_its_words_are_changed_unless_somebody_else_was_first(team):
    risk, topic = a_risk(by=team), TopicFactory()
    words = {"title": "Other", "cause": "Other", "effect": "Other", "owner": "Other", "topics": [topic]}
    shown = fingerprint_of(risk)
    services.change_risk(risk=risk, seen=shown, by=team, now=LATER, **words)
    risk.refresh_from_db()
    assert (risk.title, list(risk.topics.all())) == ("Other", [topic])
    with pytest.raises(ValidationError, match="Somebody else has changed this risk"):
        services.change_risk(risk=risk, seen=shown, by=team, now=LATER, **words | {"title": "Lost"})
    risk.refresh_from_db()
    assert risk.title == "Other"


# Scores


def test_another_score_holds_from_then_on_and_the_others_stay(team, chair):
    risk = a_risk(by=team)
    fixed = {"risk": risk, "by": team, "now": LATER}
    services.score_risk(kind=ScoreKind.CURRENT, score=Score(4, 4), reason="Workers left", **fixed)
    kept = seen(risk, team)
    assert [score_of(kept, kind).value for kind in ScoreKind] == [20, 16, 6]
    assert notices_of(chair)[-1] == services.NOW_VERY_HIGH
    told = len(notices_of(chair))
    services.score_risk(kind=ScoreKind.CURRENT, score=Score(5, 4), reason="More left", **fixed)
    assert len(notices_of(chair)) == told
    assert [row[4] for row in score_table(risk)[1]] == [20, 12, 6, 16, 20]
    for wrong in ({"reason": " ", "score": Score(1, 1)}, {"reason": "Words", "score": Score(5, 5)}):
        with pytest.raises(ValidationError):
            services.score_risk(kind=ScoreKind.TARGET, **fixed, **wrong)
    assert RiskScore.objects.count() == 5


def test_its_history_cannot_be_changed(team):
    risk = a_risk(by=team)
    assured(a_control(risk, team), an_item_of(), team)
    for rows in (risk.scores, risk.events, risk.controls.get().assurance):
        for change in (lambda rows=rows: rows.update(at=LATER), lambda rows=rows: rows.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


# Moves


@pytest.mark.parametrize("state", list(RiskState))
@pytest.mark.parametrize("move", list(NEEDS))
def test_every_move_from_every_state_does_what_the_table_says(state, move, team):
    risk = a_risk(state, by=team)
    if (state, move) in MOVES:
        make(move, risk, team, now=LATER)
        assert risk.state == MOVES[state, move]
        event = risk.events.last()
        assert (event.move, event.text) == (move, WORDS[move]["text"])
        assert event.review_on == WORDS[move].get("review_on")
        if "current" in WORDS[move]:
            assert score_of(seen(risk, team), ScoreKind.CURRENT) == WORDS[move]["current"]
    else:
        with pytest.raises(ValidationError, match="That cannot be done now"):
            make(move, risk, team, now=LATER)


@pytest.mark.parametrize("missing", ["text", "review_on", "current"])
def test_a_review_says_what_it_found_the_score_and_when_the_next_is(missing, team):
    risk = a_risk(by=team)
    with pytest.raises(ValidationError):
        make(RiskMove.REVIEW, risk, team, now=LATER, **{missing: "" if missing == "text" else None})
    assert risk.events.count() == 1


def test_of_two_at_once_the_second_is_told(team):
    risk = a_risk(by=team)
    other = Risk.objects.get(pk=risk.pk)
    make(RiskMove.REVIEW, risk, team, now=LATER)
    with pytest.raises(ValidationError, match="Somebody else was first"):
        services.move_risk(
            risk=other, move=RiskMove.CLOSE, seen=RiskState.OPEN, by=team, now=LATER, **WORDS[RiskMove.CLOSE]
        )


# Controls


def test_a_control_shows_the_assurance_on_it_by_tier_and_what_it_lacks(team):
    risk = a_risk(by=team)
    bare, assured_one = a_control(risk, team, text="Bare"), a_control(risk, team, text="Assured")
    first, second = an_item_of(), an_item_of(Tier.STRATEGIC)
    stale = an_item_of(Tier.INDEPENDENT, current_until=date(2026, 11, 1))
    withdrawn = an_item_of(
        Tier.INDEPENDENT, withdrawn_at=NOW, withdrawn_reason="Wrong", withdrawn_by=team, title="Withdrawn"
    )
    assured(assured_one, first, team)
    assured(assured_one, first, team, ControlView.PARTLY, note="Not at night", now=LATER)
    for item in (second, stale):
        assured(assured_one, item, team)
    with pytest.raises(ValidationError, match="withdrawn"):
        assured(assured_one, withdrawn, team)
    shown = risk_page(seen(risk, team), team, TODAY)
    lines = {line.control: line for line in shown.controls}
    assert lines[bare].gaps == ("No assurance on this control",)
    assert lines[assured_one].gaps == ("Nothing from the third tier",)
    operational, _, independent = lines[assured_one].tiers
    assert [one.given.view for one in operational.lines] == ["partly"]
    assert [one.is_stale for one in independent.lines] == [True]
    assert shown.row.gaps == "Of 2 controls, 1 has no assurance, 1 has nothing from the third tier"


def test_what_does_not_work_is_said(team):
    control, item = a_control(a_risk(by=team), team), an_item_of()
    with pytest.raises(ValidationError, match="what does not work"):
        assured(control, item, team, ControlView.DOES_NOT, note=" ")
    assert not control.assurance.exists()


def test_a_control_is_ended_once_with_a_reason_and_stays_on_the_page(team):
    risk = a_risk(by=team)
    control = a_control(risk, team)
    with pytest.raises(ValidationError):
        end_control(control=control, because=" ", by=team, now=LATER)
    end_control(control=control, because="Replaced", by=team, now=LATER)
    with pytest.raises(ValidationError, match="already"):
        end_control(control=control, because="Again", by=team, now=LATER)
    shown = risk_page(seen(risk, team), team, TODAY)
    assert (shown.controls, [one.ended_on for one in shown.ended]) == ((), [TODAY])
    assert shown.row.gaps == "No control is in place"
    with pytest.raises(ValidationError, match="ended"):
        assured(Control.objects.get(), an_item_of(), team)


def test_a_closed_risk_takes_no_control_and_no_score(team):
    risk = a_risk(RiskState.CLOSED, by=team)
    risk.refresh_from_db()
    with pytest.raises(ValidationError, match="open it again"):
        a_control(risk, team)
    with pytest.raises(ValidationError, match="open it again"):
        services.score_risk(risk=risk, kind=ScoreKind.CURRENT, score=Score(1, 1), reason="A", by=team, now=NOW)


def test_current_items_that_stand_are_offered_by_tier(team):
    first = an_item_of()
    an_item_of(current_until=date(2026, 11, 1))
    AssuranceItem.objects.filter(pk=an_item_of(Tier.STRATEGIC).pk).update(withdrawn_at=NOW, withdrawn_reason="Wrong")
    assert items_offered(team, TODAY) == {Tier.OPERATIONAL: [first], Tier.STRATEGIC: [], Tier.INDEPENDENT: []}


# Reading


def test_the_register_is_narrowed_and_counted(team):
    agency, topic = AgencyFactory(slug="nhs"), TopicFactory(slug="missing")
    low = a_risk(by=team, title="Low", current=Score(1, 4), review_on=date(2027, 9, 1))
    grave = a_risk(by=team, title="Grave", current=Score(4, 4), holder=agency, topics=[topic])
    high = a_risk(by=team, title="High", current=Score(3, 5), review_on=date(2027, 9, 1))
    closed = a_risk(RiskState.CLOSED, by=team, title="Closed", current=Score(5, 5))

    def found(**filters):
        return list(risks_found(team, RiskFilters(**filters), TODAY))

    assert found() == [grave, high, low, closed]
    assert found(state="open") == [grave, high, low]
    assert found(state="overdue") == [grave]
    assert found(band="very_high") == [grave, closed]
    assert found(band="high") == [high]
    assert found(band="low") == [low]
    assert found(topic="missing") == found(holder="agency:nhs") == [grave]
    assert found(likelihood="3", impact="5", state="open") == [high]
    figures = counts(team, TODAY)
    assert (figures.open, figures.very_high, figures.high, figures.overdue) == (3, 1, 1, 1)
    cells = {(cell.score.likelihood, cell.score.impact): cell.number for row in matrix(team) for cell in row}
    assert {where: number for where, number in cells.items() if number} == {(1, 4): 1, (4, 4): 1, (3, 5): 1}
    assert len(cells) == 25
    due = due_risks(team, TODAY)
    assert (due.number, due.overdue, due.first) == (1, 1, REVIEW_ON)
    assert due_risks(person_with(Role.SAAS_MEMBER), TODAY).number == 0


def test_the_table_has_scores_controls_and_what_they_lack(team):
    risk = a_risk(by=team, topics=[TopicFactory(title="Missing")])
    a_control(risk, team)
    headers, (row,) = risk_table(team, RiskFilters(), TODAY)
    said = dict(zip(headers, row, strict=True))
    assert (said["Number"], said["Now: score"], said["Now: band"], said["About"]) == (1, 12, "High", "Missing")
    assert said["Controls in place"] == "A rota (Rota manager)"
    assert said["What the controls lack"] == "No assurance on this control"


def test_the_chart_follows_the_reviews(team):
    risk = a_risk(by=team)
    make(RiskMove.REVIEW, risk, team, now=LATER)
    shown = risk_page(seen(risk, team), team, TODAY)
    assert len(shown.chart.marks) == 2
    assert shown.chart.finding == "The score fell from 12 to 8 (Moderate). It is meant to be 6 (Moderate)."


# The whole life


class RisksLife(RolledBack):
    """Any moves in any order: the state is what the table says, and its score that of the last review."""

    @initialize()
    def begin(self):
        partnership()
        self.team = person_with(Role.BUSINESS_TEAM)
        self.risk = a_risk(by=self.team)
        self.state, self.made, self.now, self.days = RiskState.OPEN, ["raise"], Score(3, 4), 0

    @rule(move=st.sampled_from(list(NEEDS)), likelihood=st.integers(1, 5), says=st.booleans())
    def make_one(self, move, likelihood, says):
        self.days += 1
        words = dict(WORDS[move])
        if "current" in words:
            words["current"] = Score(likelihood, 4)
            words["review_on"] = (NOW + timedelta(days=100 + self.days)).date()
        if not says:
            words["text"] = " "
        allowed = (self.state, move) in MOVES and says
        try:
            make(move, self.risk, self.team, now=NOW + timedelta(days=self.days), **words)
        except ValidationError:
            assert not allowed
        else:
            assert allowed
            self.state = MOVES[self.state, move]
            self.now = words.get("current", self.now)
            self.made.append(str(move))

    @invariant()
    def agrees(self):
        if hasattr(self, "risk"):
            kept = seen(self.risk, self.team)
            assert kept.state == self.state
            assert [event.move for event in kept.events.all()] == self.made
            assert score_of(kept, ScoreKind.CURRENT) == self.now


def test_any_moves_in_any_order():
    run(RisksLife)
