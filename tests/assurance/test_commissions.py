"""Work one group commissions from another, ratified by the Executive Board (SAAS ToR 5.3, R102)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.urls import reverse
from hypothesis.stateful import initialize, invariant, rule
from hypothesis.strategies import sampled_from

from assurance.models import ActivityEntry, Commission, CommissionEvent, Notice
from assurance.queries.commissions import commission_page, commissions_visible_to, due_commissions
from assurance.rules.group_work import CommissionMove, CommissionState, commission_after
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.services.commissions import ask_commission, move_commission
from tests.assurance.counting import queries_of
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import person_with
from tests.factories.group_work import DUE_ON, MET_AT, NOW, a_commission, a_forum, board_decision, make
from tests.factories.meetings import a_group, a_meeting
from tests.factories.minutes import the_team

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LIST = "/commissions/"


@pytest.fixture
def forum():
    """A forum."""
    return a_forum(name="Education Safeguarding Group", slug="education-safeguarding-group")


@pytest.fixture
def asks():
    """The chair of SAAS."""
    return person_with(Role.SAAS_CHAIR, group=a_group("saas"))


@pytest.fixture
def asked(forum):
    """The chair of the forum."""
    return person_with(Role.GROUP_CHAIR, group=forum)


def test_a_commission_awaits_ratification_and_the_boards_secretariat_is_told(asks, asked, forum):
    """It is asked of nobody before the Board has ratified it."""
    a_group("board")
    team = the_team()
    words = {"title": "Why", "what": "To understand", "due_on": DUE_ON}
    commission = ask_commission(from_group=a_group("saas"), to_group=forum, by=asks, now=NOW, **words)
    assert commission.get_state_display() == "Awaiting ratification"
    assert [notice.person for notice in Notice.objects.all()] == [team]
    assert due_commissions(team, TODAY).awaiting == 1
    assert due_commissions(asked, TODAY).to_finish == 0
    assert commission_page(commission, asked, TODAY).moves == ()
    assert commission_page(commission, asks, TODAY).moves == (CommissionMove.WITHDRAW,)
    assert commission_page(commission, team, TODAY).moves == (
        CommissionMove.RATIFY,
        CommissionMove.REFUSE,
        CommissionMove.WITHDRAW,
    )


def test_ratified_work_is_the_groups_until_it_says_what_came_of_it(asks, asked, forum):
    """Those who asked and those who were asked are told; the result stands."""
    commission = a_commission(CommissionState.RATIFIED, to=forum)
    told = set(Notice.objects.values_list("person", "text"))
    assert (asked.pk, "Your group has been commissioned to do work") in told
    assert (asks.pk, "A commission of your group has been ratified by the Executive Board") in told
    assert due_commissions(asked, TODAY).to_finish == 1
    make(CommissionMove.FINISH, commission, asked, now=NOW + timedelta(hours=1))
    assert (commission.state, commission.result[:18]) == ("done", "Discussions start ")
    assert Notice.objects.filter(person=asks, text="Work your group commissioned is done").exists()
    assert list(commission.events.values_list("move", flat=True)) == ["ask", "ratify", "finish"]
    assert ActivityEntry.objects.filter(action__startswith="commission.").count() == 3


def test_only_a_decision_of_a_board_meeting_that_was_held_ratifies():
    """SAAS cannot ratify what it asked itself."""
    commission = a_commission()
    for wrong in (
        board_decision(group="saas"),
        board_decision(state=MeetingState.AGREED, starts_at=NOW),
        None,
    ):
        with pytest.raises(ValidationError):
            make(CommissionMove.RATIFY, commission, the_team(), decision=wrong)
    assert Commission.objects.get().state == CommissionState.AWAITING


def test_nobody_makes_a_move_that_is_not_theirs(asks, asked, forum):
    """The asked do not withdraw, the asking do not finish, and neither ratifies."""
    commission = a_commission(to=forum)
    for move, person in (
        (CommissionMove.RATIFY, asks),
        (CommissionMove.REFUSE, asked),
        (CommissionMove.WITHDRAW, asked),
        (CommissionMove.RATIFY, person_with(Role.BOARD_MEMBER)),
    ):
        with pytest.raises(PermissionDenied):
            make(move, commission, person)
    make(CommissionMove.RATIFY, commission, the_team())
    with pytest.raises(PermissionDenied):
        make(CommissionMove.FINISH, commission, asks)


def test_the_second_of_two_is_told_what_happened():
    """Nothing is overwritten."""
    commission = a_commission()
    make(CommissionMove.WITHDRAW, commission, the_team())
    with pytest.raises(ValidationError, match="Somebody else was first") as refused:
        move_commission(
            commission=commission,
            move=CommissionMove.RATIFY,
            seen=CommissionState.AWAITING,
            by=the_team(),
            now=NOW,
            decision=board_decision(),
        )
    assert refused.value.code == "conflict"


def test_what_cannot_be_asked(asks, forum):
    """Of oneself, for another group, at another group's meeting, for a day gone by."""
    saas, words = a_group("saas"), {"title": "Why", "what": "To understand", "due_on": DUE_ON, "by": asks, "now": NOW}
    with pytest.raises(ValidationError, match="another group"):
        ask_commission(from_group=saas, to_group=saas, **words)
    with pytest.raises(PermissionDenied):
        ask_commission(from_group=forum, to_group=saas, **words)
    met = a_meeting(MeetingState.HELD, group="board", starts_at=MET_AT)
    with pytest.raises(ValidationError, match="a meeting of SAAS"):
        ask_commission(from_group=saas, to_group=forum, meeting=met, **words)
    with pytest.raises(ValidationError, match="in the past"):
        ask_commission(from_group=saas, to_group=forum, **words | {"due_on": MET_AT.date()})


def test_who_knows_of_a_commission(asks, asked, forum):
    """Both groups and those who read assurance; not the chair of a third group."""
    commission = a_commission(to=forum)
    third = person_with(Role.GROUP_CHAIR, group=a_forum())
    for person in (asks, asked, person_with(Role.BOARD_MEMBER), person_with(Role.INSPECTOR)):
        assert list(commissions_visible_to(person)) == [commission]
    for person in (third, person_with(Role.PARTNER_LEAD)):
        assert not commissions_visible_to(person).exists()


def test_the_chair_asks_and_the_board_is_recorded_on_pages(asks, asked, forum, sign_in):
    """From the form to the result; a wrong form keeps its words, and others' moves are refused with a sentence."""
    a_group("board")
    client = sign_in(asks)
    url = reverse("assurance:commission_ask", args=["saas"])
    words = {"to_group": forum.slug, "title": "Why discussions start late", "what": "", "due_on_day": "31"}
    page = client.post(url, words).content.decode()
    assert "Say what is asked, and why" in page
    assert "Why discussions start late" in page
    commission = a_commission(to=forum)
    detail = reverse("assurance:commission_detail", args=[commission.pk])
    text = client.get(detail).content.decode()
    assert "Awaiting ratification" in text
    assert client.get(f"{detail}ratify/").status_code == 403
    decision = board_decision()
    team = sign_in(the_team())
    assert decision.text in team.get(f"{detail}ratify/").content.decode()
    page = team.post(f"{detail}ratify/", {"seen": "awaiting"}).content.decode()
    assert "Choose the Executive Board’s decision" in page
    assert team.post(f"{detail}ratify/", {"seen": "awaiting", "decision": decision.pk}).status_code == 302
    stale = team.post(f"{detail}refuse/", {"seen": "awaiting", "decision": decision.pk, "text": "No time"})
    assert "Somebody else was first" in stale.content.decode()
    done = sign_in(asked)
    assert done.post(f"{detail}finish/", {"seen": "ratified", "result": "Nobody is on call"}).status_code == 302
    assert "Nobody is on call" in done.get(detail).content.decode()
    assert decision.text not in done.get(detail).content.decode()


def test_absent_and_hidden_are_the_same(forum, sign_in):
    """A third group's chair cannot tell a commission of others from none."""
    commission = a_commission(to=forum)
    client = sign_in(person_with(Role.GROUP_CHAIR, group=a_forum()))
    assert client.get(f"{LIST}{commission.pk}/").status_code == 404
    assert client.get("/groups/saas/commission/").status_code == 404
    assert "No commissions yet" in client.get(LIST).content.decode()
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(LIST).status_code == 403
    member = sign_in(person_with(Role.SAAS_MEMBER))
    assert [member.get(f"{LIST}{commission.pk}/").status_code, member.get("/groups/saas/commission/").status_code] == [
        200,
        403,
    ]


def test_the_list_costs_the_same_for_many_and_can_be_taken_away(sign_in):
    """Three commissions or nine; narrowed by state."""
    client = sign_in(the_team())
    for _ in range(3):
        a_commission()
    few = queries_of(client, LIST)
    for _ in range(6):
        a_commission(CommissionState.RATIFIED)
    assert queries_of(client, LIST) == few
    assert "6 commissions" in client.get(f"{LIST}?state=ratified").content.decode()
    assert client.get(f"{LIST}download.csv?state=awaiting").content.decode().count("Awaiting ratification") == 3


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("commission_state_is_known", {"state": "nonsense"}),
        ("commission_ratified_by_a_decision", {"state": "ratified"}),
        ("commission_done_with_its_result", {"state": "done"}),
    ],
)
def test_the_database_refuses(name, values):
    """Each constraint by its name."""
    commission = a_commission()
    if name == "commission_done_with_its_result":
        values = values | {"decision": board_decision()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Commission.objects.filter(pk=commission.pk).update(**values)


def test_the_database_refuses_a_group_that_asks_itself_and_unknown_moves():
    """And keeps what happened as it happened."""
    commission = a_commission()
    with pytest.raises(IntegrityError, match="commission_between_two_groups"), transaction.atomic():
        Commission.objects.filter(pk=commission.pk).update(to_group=commission.from_group)
    with pytest.raises(IntegrityError, match="commission_event_move_is_known"), transaction.atomic():
        CommissionEvent.objects.create(commission=commission, move="nonsense", by=the_team(), at=NOW)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        commission.events.update(text="Other words")


class LifeOfACommission(RolledBack):
    """Any moves in any order: only those of the table are made, and the row always tells what the events tell."""

    @initialize()
    def begin(self):
        """One commission, and the Board's decision."""
        self.team = the_team()
        self.commission = a_commission(by=self.team)
        self.decision = board_decision()
        self.state = CommissionState.AWAITING
        self.made = 1

    @rule(move=sampled_from([move for move in CommissionMove if move != CommissionMove.ASK]))
    def try_to(self, move):
        """Make a move if the table has it; be refused if not."""
        expected = commission_after(self.state, move)
        words = {"decision": self.decision} if move in (CommissionMove.RATIFY, CommissionMove.REFUSE) else {}
        if expected is None:
            with pytest.raises(ValidationError):
                make(move, self.commission, self.team, **words)
            return
        make(move, self.commission, self.team, **words)
        self.state, self.made = expected, self.made + 1

    @invariant()
    def is_as_told(self):
        """State, decision, result and history agree."""
        stored = Commission.objects.get(pk=self.commission.pk)
        assert stored.state == self.state
        assert stored.events.count() == self.made
        assert bool(stored.result) == (self.state == CommissionState.DONE)
        if self.state in (CommissionState.RATIFIED, CommissionState.DONE):
            assert stored.decision == self.decision


def test_a_commission_lives_by_its_table():
    """The state machine over rows."""
    run(LifeOfACommission)
