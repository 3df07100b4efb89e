"""Escalations: opened, taken through the stages the Partnership has set, resolved (SAAS ToR 6.1, R43, R44)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from assurance.models import ActivityEntry, Escalation, EscalationEvent, EscalationStage, Notice
from assurance.queries.escalations import escalation_page, escalations_visible_to
from assurance.rules.escalations import (
    MOVE_ASKS,
    MOVE_WORDS,
    MOVES,
    NEEDS,
    NEXT_WORDS,
    NO_STAGES,
    STATE_WORDS,
    EscalationMove,
    EscalationState,
    due_in_words,
    is_overdue,
    next_stage,
    stage_due,
)
from assurance.rules.roles import ROLES, Permission, Role
from assurance.services import escalations as services
from tests.assurance.counting import queries_of
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.minutes import MOVE_WORDS as WORDS
from tests.factories.minutes import NOW, a_stage, an_escalation, take, the_team

pytestmark = pytest.mark.django_db
LIST = "/escalations/"
LATER = NOW + timedelta(days=30)
READERS = {role for role in Role if Permission.READ_ESCALATION in {held for held, _ in ROLES[role].may}}
HANDLERS = {role for role in Role if Permission.HANDLE_ESCALATION in {held for held, _ in ROLES[role].may}}


@pytest.fixture
def team():
    return the_team()


def page(client, url=LIST, **query):
    answer = client.get(url, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


# Rules


def test_every_table_names_every_member():
    assert set(STATE_WORDS) == set(NEXT_WORDS) == {state for state, _ in MOVES} == set(EscalationState)
    assert set(MOVE_WORDS) == set(MOVE_ASKS) == set(EscalationMove)
    assert set(NEEDS) == set(WORDS) == set(EscalationMove) - {EscalationMove.OPEN}


@pytest.mark.parametrize(
    ("positions", "at", "found"),
    [([], None, None), ([2, 1, 3], None, 1), ([1, 2, 3], 1, 2), ([1, 3], 2, 3), ([1, 2], 2, None)],
)
def test_the_next_stage(positions, at, found):
    assert next_stage(positions, at) == found


def test_a_stage_ends_when_its_working_days_are_over():
    """Easter lies between; a stage without a time has no deadline, for none is invented (C10)."""
    assert stage_due(date(2026, 3, 27), 5) == date(2026, 4, 7)
    assert stage_due(date(2026, 3, 27), None) is None
    today = date(2026, 4, 9)
    assert is_overdue(EscalationState.OPEN, date(2026, 4, 7), today)
    assert not is_overdue(EscalationState.RESOLVED, date(2026, 4, 7), today)
    assert due_in_words(EscalationState.OPEN, date(2026, 4, 7), today) == "By 7 April 2026: 2 working days overdue"
    assert due_in_words(EscalationState.OPEN, None, today) == "No deadline"


# Opening and moving


def test_one_begins_at_the_first_stage_with_its_deadline(team):
    a_stage(2)
    first = a_stage(1)
    chair = person_with(Role.SAAS_CHAIR)
    escalation = an_escalation(team=team)
    assert (escalation.state, escalation.stage, escalation.due_on) == ("open", first, date(2026, 4, 7))
    assert escalation.agencies.count() == 2
    assert [(one.move, one.stage, one.by) for one in escalation.events.all()] == [("open", first, team)]
    assert [one.text for one in Notice.objects.filter(person=chair)] == ["An escalation has been opened"]
    entry = ActivityEntry.objects.get(action="escalation.open")
    assert "out of hours" not in entry.detail


def test_without_recorded_stages_it_has_none(team):
    escalation = an_escalation(team=team)
    assert (escalation.stage, escalation.due_on) == (None, None)
    with pytest.raises(ValidationError, match="There is no further stage"):
        take(EscalationMove.ADVANCE, escalation, team)
    stage = a_stage(1, working_days=None)
    take(EscalationMove.ADVANCE, escalation, team)
    assert (escalation.stage, escalation.due_on) == (stage, None)


@pytest.mark.parametrize(
    ("missing", "match"), [("title", "in dispute"), ("what", "in dispute"), ("agencies", "agencies")]
)
def test_it_says_what_is_in_dispute_and_between_whom(missing, match, team):
    with pytest.raises(ValidationError, match=match):
        an_escalation(team=team, **{missing: [] if missing == "agencies" else " "})


@pytest.mark.parametrize("state", list(EscalationState))
@pytest.mark.parametrize("move", list(NEEDS))
def test_every_move_from_every_state_does_what_the_table_says(state, move, team):
    first, second = a_stage(1), a_stage(2)
    escalation = an_escalation(state, team=team)
    history = escalation.events.count()
    if (state, move) not in MOVES:
        with pytest.raises(ValidationError, match="That cannot be done now"):
            take(move, escalation, team, now=LATER)
        assert escalation.events.count() == history
        return
    take(move, escalation, team, now=LATER)
    assert escalation.state == MOVES[state, move]
    assert (escalation.closed_at is None) == (escalation.state == "open")
    assert escalation.stage == (second if move == EscalationMove.ADVANCE else first)
    assert escalation.arbiter == ("Independent Scrutineer" if move == EscalationMove.NAME_ARBITER else "")
    assert (escalation.outcome != "") == (move == EscalationMove.RESOLVE)
    assert escalation.events.last().text == (WORDS[move].get("text") or WORDS[move]["arbiter"])


@pytest.mark.parametrize("move", list(NEEDS))
def test_what_has_to_be_said_is_asked_for(move, team):
    a_stage(1)
    a_stage(2)
    escalation = an_escalation(next(state for state, made in MOVES if made == move), team=team)
    with pytest.raises(ValidationError) as refused:
        take(move, escalation, team, **dict.fromkeys(WORDS[move], " "))
    assert refused.value.messages == [f"{sentence}." for sentence in NEEDS[move].values()]


def test_a_stage_set_aside_is_passed_over_and_one_begun_again_has_its_time(team):
    a_stage(1)
    a_stage(2, is_current=False)
    third = a_stage(3, working_days=10)
    escalation = an_escalation(team=team)
    take(EscalationMove.ADVANCE, escalation, team)
    assert escalation.stage == third
    with pytest.raises(ValidationError, match="no further stage"):
        take(EscalationMove.ADVANCE, escalation, team)
    take(EscalationMove.RESOLVE, escalation, team)
    take(EscalationMove.REOPEN, escalation, team, now=datetime(2026, 6, 1, 9, tzinfo=UTC))
    assert (escalation.due_on, escalation.outcome, escalation.closed_at) == (date(2026, 6, 15), "", None)


def test_of_two_at_once_the_second_is_told(team):
    escalation = an_escalation(team=team)
    behind = Escalation.objects.get(pk=escalation.pk)
    take(EscalationMove.RESOLVE, escalation, team)
    with pytest.raises(ValidationError, match="Somebody else was first") as conflict:
        services.move_escalation(
            escalation=behind, move=EscalationMove.NOTE, seen=EscalationState.OPEN, text="A", by=team, now=LATER
        )
    assert conflict.value.code == "conflict"


def test_its_history_cannot_be_changed(team):
    an_escalation(team=team)
    for change in (lambda: EscalationEvent.objects.update(text="A"), lambda: EscalationEvent.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("role", sorted(Role))
def test_who_reads_and_who_handles_them(role, team):
    escalation, person = an_escalation(team=team), person_with(role)
    assert escalations_visible_to(person).exists() == (role in READERS)
    if role in HANDLERS:
        take(EscalationMove.NOTE, escalation, person)
    else:
        with pytest.raises(PermissionDenied):
            take(EscalationMove.NOTE, escalation, person)


class EscalationsLife(RolledBack):
    """Any moves in any order: the state is what the table says, and it is closed with an outcome or a reason."""

    @initialize()
    def begin(self):
        self.team = the_team()
        self.stages = [a_stage(position) for position in (1, 2, 3)]
        self.escalation = an_escalation(team=self.team)
        self.state, self.at, self.steps = EscalationState.OPEN, 0, 1

    @rule(move=st.sampled_from(list(NEEDS)), says=st.booleans())
    def make_one(self, move, says):
        allowed = (self.state, move) in MOVES and says
        allowed = allowed and (move != EscalationMove.ADVANCE or self.at < len(self.stages) - 1)
        words = {} if says else dict.fromkeys(WORDS[move], "")
        try:
            take(move, self.escalation, self.team, **words)
        except ValidationError:
            assert not allowed
        else:
            assert allowed
            self.state = MOVES[self.state, move]
            self.at += move == EscalationMove.ADVANCE
            self.steps += 1

    @invariant()
    def agrees(self):
        if hasattr(self, "escalation"):
            self.escalation.refresh_from_db()
            assert (self.escalation.state, self.escalation.stage) == (self.state, self.stages[self.at])
            assert self.escalation.events.count() == self.steps


def test_any_moves_in_any_order():
    run(EscalationsLife)


# Pages


def test_without_stages_the_pages_say_so_and_offer_to_record_them(team, sign_in):
    escalation, client = an_escalation(team=team), sign_in(team)
    assert NO_STAGES in page(client)
    assert "Record the first stage" in page(client, f"/escalations/{escalation.pk}/")
    assert "Record the first stage" in page(client, "/escalations/stages/")
    ended = an_escalation(team=team, title="Long settled")
    client.post(f"/escalations/{ended.pk}/withdraw/", {"seen": "open", "text": "They agreed"})
    assert NO_STAGES not in page(client, f"/escalations/{ended.pk}/")
    chair = sign_in(person_with(Role.SAAS_CHAIR))
    assert "Record the first stage" not in page(chair, "/escalations/stages/")
    assert chair.get("/escalations/stages/add/").status_code == 403


def test_the_business_team_records_and_changes_stages(team, sign_in):
    client = sign_in(team)
    sent = {"position": "1", "title": "Heads of service", "who": "", "working_days": "5", "is_current": "yes"}
    assert client.post("/escalations/stages/add/", sent).status_code == 302
    assert "is stage 1 already" in client.post("/escalations/stages/add/", sent).content.decode()
    said = client.post("/escalations/stages/add/", sent | {"position": "first", "working_days": "0"}).content.decode()
    assert "Enter the number of the stage, from 1 to 20" in said
    assert "Enter the working days as a whole number, from 1 to 250" in said
    stage = EscalationStage.objects.get()
    client.post(f"/escalations/stages/{stage.pk}/", sent | {"title": "Directors", "working_days": ""})
    stage.refresh_from_db()
    assert (stage.title, stage.working_days) == ("Directors", None)
    assert "No time set" in page(client, "/escalations/stages/")
    assert client.get("/escalations/stages/999/").status_code == 404
    assert set(ActivityEntry.objects.filter(action__contains="_stage").values_list("action", flat=True)) == {
        "escalation.add_stage",
        "escalation.change_stage",
    }


def test_from_opened_by_hand_to_resolved(team, sign_in):
    AgencyFactory(slug="kent-police", name="Kent Police")
    a_stage(1, who="Heads of service")
    a_stage(2)
    client = sign_in(team)
    assert "Choose the agencies that are in dispute" in client.post("/escalations/open/", {}).content.decode()
    client.post("/escalations/open/", {"title": "Who leads", "what": "Each side", "agencies": ["kent-police"]})
    escalation = Escalation.objects.get()
    url = f"/escalations/{escalation.pk}/"
    said = page(client, url)
    for words in ("Kent Police", "Heads of service", "The next stage is “Stage 2”.", "Opened by hand", "Not named"):
        assert words in said
    assert "The next stage is “Stage 2”" in page(client, f"{url}advance/")
    client.post(f"{url}advance/", {"seen": "open", "text": "No agreement"})
    client.post(f"{url}arbiter/", {"seen": "open", "arbiter": "Independent Scrutineer"})
    client.post(f"{url}note/", {"seen": "open", "text": "They have met"})
    assert "Say how it was resolved" in client.post(f"{url}resolve/", {"seen": "open", "text": ""}).content.decode()
    client.post(f"{url}resolve/", {"seen": "open", "text": "The duty desk leads"})
    said = page(client, url)
    for words in ("Resolved", "The duty desk leads", "Independent Scrutineer", "They have met", "No agreement"):
        assert words in said
    assert "That cannot be done now" in page(client, f"{url}note/")
    assert "The duty desk leads" in client.get("/escalations/download.csv").content.decode()


def test_the_list_says_what_is_overdue_and_costs_the_same_however_long(team, sign_in):
    a_stage(1)
    parties = [AgencyFactory(), AgencyFactory()]
    an_escalation(team=team, agencies=parties)
    client = sign_in(team)
    few = queries_of(client, LIST)
    for number in range(27):
        an_escalation(team=team, agencies=parties, title=f"Dispute {number}")
    assert queries_of(client, LIST) == few
    said = page(client, state="overdue")
    assert "working days overdue" in said
    assert "28 escalations" in said
    assert "No escalation matches" in page(client, state="withdrawn")


def test_what_one_may_not_read_is_not_there(team, sign_in):
    escalation = an_escalation(team=team)
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(LIST).status_code == 403
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(f"/escalations/{escalation.pk}/").status_code == 403
    member = person_with(Role.SAAS_MEMBER)
    assert sign_in(member).get(f"/escalations/{escalation.pk}/note/").status_code == 403
    assert escalation_page(escalation, member, NOW.date()).moves == ()


def test_an_action_may_come_of_it(team, sign_in):
    AgencyFactory(slug="kent-police", name="Kent Police")
    escalation, client = an_escalation(team=team), sign_in(the_team(team))
    due = {"due_on_day": "5", "due_on_month": "1", "due_on_year": "2090"}
    url = f"/escalations/{escalation.pk}/action/"
    assert client.post(url, {"title": "Write it down", "holder": "agency:kent-police"} | due).status_code == 302
    assert escalation.actions.get().origin == "escalation"
    assert "Write it down" in page(client, f"/escalations/{escalation.pk}/")
