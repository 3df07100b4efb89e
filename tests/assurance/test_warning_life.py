"""The whole life of an early warning: any moves in any order, by whoever tries (SAAS ToR 1.4(c), R72 to R75)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from assurance.rules.roles import Role
from assurance.rules.warnings import MOVES, NEEDS, RIGHTS, WarningMove, WarningState
from assurance.rules.wording import local_date
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import partnership, person_with
from tests.factories.warnings import NOW, WORDS, a_warning, make

pytestmark = pytest.mark.django_db
WHO_MAKES = {
    "chair": {move for move in RIGHTS if move != WarningMove.ANSWER},
    "board": {WarningMove.ANSWER},
    "member": set(),
    "team": set(RIGHTS),
}


class WarningsLife(RolledBack):
    """The state is what the table says, each move is made by those with the right alone, and nothing is forgotten."""

    @initialize()
    def begin(self):
        partnership()
        roles = {"chair": Role.SAAS_CHAIR, "board": Role.BOARD_MEMBER, "member": Role.SAAS_MEMBER}
        self.people = {name: person_with(role) for name, role in (roles | {"team": Role.BUSINESS_TEAM}).items()}
        self.warning = a_warning(by=self.people["member"])
        self.state, self.made, self.days = WarningState.RAISED, [WarningMove.RAISE], 0

    @rule(move=st.sampled_from(list(NEEDS)), who=st.sampled_from(sorted(WHO_MAKES)), says=st.booleans())
    def make_one(self, move, who, says):
        self.days += 1
        now, words = NOW + timedelta(days=self.days), dict(WORDS[move])
        if move == WarningMove.ANSWER:
            words["answered_on"] = local_date(now)
        if not says:
            words = {name: None if name == "answered_on" else "" for name in words}
        allowed = (self.state, move) in MOVES and (says or not NEEDS[move])
        try:
            make(move, self.warning, self.people[who], now=now, **words)
        except PermissionDenied:
            assert move not in WHO_MAKES[who]
        except ValidationError:
            assert not allowed
        else:
            assert allowed
            assert move in WHO_MAKES[who]
            self.state = MOVES[self.state, move]
            self.made.append(move)

    @invariant()
    def agrees(self):
        if hasattr(self, "warning"):
            self.warning.refresh_from_db()
            events = list(self.warning.events.all())
            assert self.warning.state == self.state
            assert [event.move for event in events] == self.made
            assert (self.warning.closed_at is None) == (self.state != WarningState.CLOSED)

    @invariant()
    def closed_has_what_changed_and_answered_its_date(self):
        if hasattr(self, "warning") and self.state == WarningState.CLOSED:
            assert self.warning.events.last().difference
        if hasattr(self, "warning") and self.state == WarningState.ANSWERED:
            assert self.warning.events.last().answered_on


def test_any_moves_in_any_order():
    run(WarningsLife)
