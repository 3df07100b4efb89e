"""The whole life of a status return: any moves in any order, by whoever tries (SAF 7, R47, R48)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from assurance.rules.canonical import sha256_of
from assurance.rules.returns import MOVES, STANDING, Move, ReturnState
from assurance.rules.roles import Role
from assurance.services import returns as services
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.returns import NOW, StatusReturnFactory, filled

pytestmark = pytest.mark.django_db
SERVICES = {
    Move.SUBMIT: services.submit_return,
    Move.RECALL: services.recall_return,
    Move.RETURN_FOR_CHANGES: services.return_for_changes,
    Move.ACCEPT: services.accept_return,
    Move.REOPEN: services.reopen_return,
}
OF_ITS_LEAD = {Move.SUBMIT, Move.RECALL}
WITH_REASON = {Move.RETURN_FOR_CHANGES, Move.REOPEN}


class ReturnsLife(RolledBack):
    """The state is what the table says; every version signed is kept as it was, and one stands or none does."""

    @initialize()
    def begin(self):
        agency = AgencyFactory()
        roles = {"lead": Role.PARTNER_LEAD, "contributor": Role.PARTNER_CONTRIBUTOR}
        self.people = {name: person_with(role, agency=agency) for name, role in roles.items()}
        self.people["team"] = person_with(Role.BUSINESS_TEAM)
        self.row = filled(StatusReturnFactory(agency=agency))
        self.state, self.made, self.days, self.signed = ReturnState.DRAFT, [], 0, []

    @rule(move=st.sampled_from(Move), who=st.sampled_from(["lead", "contributor", "team"]), says=st.booleans())
    def make_one(self, move, who, says):
        self.days += 1
        words = {"reason": "Say more" if says else " "} if move in WITH_REASON else {}
        allowed = (self.state, move) in MOVES and (says or move not in WITH_REASON)
        has_right = who == ("lead" if move in OF_ITS_LEAD else "team")
        try:
            made = SERVICES[move](
                status_return=self.row, by=self.people[who], now=NOW + timedelta(days=self.days), **words
            )
        except PermissionDenied:
            assert not has_right
        except ValidationError:
            assert not allowed
        else:
            assert allowed
            assert has_right
            self.state = MOVES[self.state, move]
            self.made.append(move)
            self.signed += [made.sha256] if move == Move.SUBMIT else []

    @invariant()
    def agrees(self):
        if hasattr(self, "row"):
            self.row.refresh_from_db()
            kept = list(self.row.submissions.order_by("number"))
            assert self.row.state == self.state
            assert [event.move for event in self.row.events.order_by("pk")] == self.made
            assert [one.sha256 for one in kept] == self.signed == [sha256_of(one.content) for one in kept]
            assert [one.number for one in kept] == list(range(1, len(kept) + 1))
            assert (self.row.standing == kept[-1]) if self.state in STANDING else self.row.standing is None


def test_any_moves_in_any_order():
    run(ReturnsLife)
