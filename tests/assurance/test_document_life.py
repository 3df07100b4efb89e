"""The lives of documents' versions and of decisions: any steps in any order (SAAS ToR 3.7, 7.1; R39, R147)."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from assurance.models import Decision
from assurance.rules.documents import VERSION_MOVES, VersionState
from assurance.rules.meetings import DECISION_BECOMES, DecisionState
from assurance.services.decisions import record_decision, settle_decision
from assurance.services.documents import add_version, edit_version
from tests.assurance.machines import RolledBack, run
from tests.factories.documents import NOW, WORDS, a_document, agree
from tests.factories.minutes import some_minutes, the_team

pytestmark = pytest.mark.django_db


class VersionsLife(RolledBack):
    """One version waits at most, one is in force at most, and what was agreed stays as it is."""

    @initialize()
    def begin(self):
        self.team = the_team()
        self.document = a_document(team=self.team, agreed=False)
        self.states = [VersionState.DRAFT]

    @rule()
    def add(self):
        allowed = VersionState.DRAFT not in self.states
        try:
            add_version(document=self.document, **WORDS, by=self.team, now=NOW)
        except ValidationError:
            assert not allowed
        else:
            assert allowed
            self.states.append(VersionState.DRAFT)

    @rule(number=st.integers(min_value=0, max_value=5), stale=st.booleans())
    def agree_one(self, number, stale):
        """Also by somebody whose page still shows a draft."""
        at = number % len(self.states)
        version = self.document.versions.get(number=at + 1)
        if stale:
            version.state = VersionState.DRAFT
        allowed = self.states[at] == VersionState.DRAFT
        try:
            agree(version, self.team)
        except ValidationError:
            assert not allowed
        else:
            assert allowed
            before = self.states.index(VersionState.IN_FORCE) if VersionState.IN_FORCE in self.states else None
            self.states[at] = VersionState.IN_FORCE
            if before is not None:
                self.states[before] = VersionState.SUPERSEDED

    @rule(number=st.integers(min_value=0, max_value=5))
    def change_one(self, number):
        at = number % len(self.states)
        try:
            edit_version(version=self.document.versions.get(number=at + 1), **WORDS, by=self.team, now=NOW)
        except ValidationError:
            assert self.states[at] != VersionState.DRAFT
        else:
            assert self.states[at] == VersionState.DRAFT

    @invariant()
    def agrees(self):
        if hasattr(self, "document"):
            kept = list(self.document.versions.order_by("number").values_list("state", flat=True))
            assert kept == self.states
            assert max(kept.count(VersionState.DRAFT), kept.count(VersionState.IN_FORCE)) <= 1


class DecisionsLife(RolledBack):
    """A decision is over with an outcome alone, and one that stands has nothing to be said again."""

    @initialize()
    def begin(self):
        self.team = the_team()
        self.decision = record_decision(minutes=some_minutes(team=self.team), text="One list", by=self.team, now=NOW)
        self.state, self.outcome = DecisionState.STANDS, ""

    @rule(seen=st.sampled_from(DecisionState), state=st.sampled_from(DecisionState), says=st.sampled_from(["", "Done"]))
    def settle(self, seen, state, says):
        allowed = seen == self.state and state in DECISION_BECOMES[seen] and (says or state == DecisionState.STANDS)
        try:
            settle_decision(decision=self.decision, seen=seen, state=state, outcome=says, by=self.team, now=NOW)
        except ValidationError:
            assert not allowed
        else:
            assert allowed
            self.state, self.outcome = state, says

    @invariant()
    def agrees(self):
        if hasattr(self, "decision"):
            kept = Decision.objects.get(pk=self.decision.pk)
            assert (kept.state, kept.outcome) == (self.state, self.outcome)


def test_any_steps_of_versions_in_any_order():
    run(VersionsLife)


def test_anything_said_of_a_decision_in_any_order():
    run(DecisionsLife)


def test_every_state_is_in_its_table():
    assert {state for state, _ in VERSION_MOVES} | set(VERSION_MOVES.values()) == set(VersionState)
    assert set(DECISION_BECOMES) == set(DecisionState)
