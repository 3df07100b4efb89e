"""Challenges: raised, answered, settled by others than those who answered, closed with their effect (R78 to R80)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from assurance import tasks
from assurance.models import ActivityEntry, Challenge, ChallengeEvent, Notice
from assurance.permissions import sync_grants
from assurance.queries.challenges import (
    ChallengeFilters,
    challenge_page,
    challenge_table,
    challenges_found,
    challenges_to_settle,
    challenges_visible_to,
    counts,
    due_challenges,
)
from assurance.rules.challenges import MOVES, NEEDS, RIGHTS, ChallengeMove, ChallengeState
from assurance.rules.roles import ROLES, Permission, Role
from assurance.services import challenges as services
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import AgencyFactory, partnership, person_with
from tests.factories.challenges import DUE_ON, NOW, WAY_TO, WORDS, a_challenge, make
from tests.factories.meetings import a_group, a_meeting
from tests.factories.warnings import a_warning

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=20)
TODAY = LATER.date()
RAISERS = {
    Role.BUSINESS_TEAM,
    Role.SAAS_CHAIR,
    Role.SAAS_DEPUTY,
    Role.SAAS_MEMBER,
    Role.BOARD_MEMBER,
    Role.BOARD_OBSERVER,
    Role.INDEPENDENT_SCRUTINEER,
}


def notices_of(person):
    return [notice.text for notice in Notice.objects.filter(person=person).order_by("created_at")]


@pytest.fixture
def health():
    return AgencyFactory(slug="nhs", name="NHS Kent and Medway")


@pytest.fixture
def team(health):
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def lead(health):
    return person_with(Role.PARTNER_LEAD, agency=health)


@pytest.fixture
def chair(health):
    return person_with(Role.SAAS_CHAIR)


# Raising


def test_a_challenge_keeps_who_challenged_whom_about_what_and_tells_those_who_answer(team, health, lead, chair):
    contributor, member = person_with(Role.PARTNER_CONTRIBUTOR, agency=health), person_with(Role.SAAS_MEMBER)
    challenge = a_challenge(of=health, by=member)
    kept = Challenge.objects.get()
    assert (kept.state, kept.challenged, kept.raised_by, kept.answer_due_on) == ("raised", health, member, DUE_ON)
    assert [(one.move, one.by, one.answer_due_on) for one in kept.events.all()] == [("raise", member, DUE_ON)]
    entry = ActivityEntry.objects.get(action="challenge.raise")
    assert (entry.actor, entry.subject_id) == (member, str(challenge.pk))
    assert "files" not in entry.detail
    assert notices_of(lead) == [services.TOLD_CHALLENGED[ChallengeMove.RAISE]]
    assert notices_of(team) == notices_of(chair) == ["A challenge has been raised"]
    assert notices_of(contributor) == notices_of(member) == []
    assert not Notice.objects.filter(text__contains="Health").exists()


def test_a_group_is_challenged_through_its_chair_and_where_nobody_answers_through_the_business_team(team):
    saas = a_group("saas")
    chair = person_with(Role.SAAS_CHAIR, group=saas)
    sync_grants(team, today=localdate())
    a_challenge(of=saas, by=person_with(Role.BOARD_MEMBER))
    assert notices_of(chair) == notices_of(team) == [services.TOLD_CHALLENGED[ChallengeMove.RAISE]]


@pytest.mark.parametrize("role", list(Role))
def test_who_may_raise_one(role, health):
    person = person_with(role, agency=health) if ROLES[role].seat == "agency" else person_with(role)
    if role in RAISERS:
        assert a_challenge(of=health, by=person).raised_by == person
    else:
        with pytest.raises(PermissionDenied):
            a_challenge(of=health, by=person)


def test_what_is_left_unsaid_is_asked_for(team, health):
    with pytest.raises(ValidationError) as refused:
        a_challenge(of=health, by=team, title=" ", what="", asks="", answer_due_on=date(2020, 1, 6))
    assert len(refused.value.messages) == 4
    assert not Challenge.objects.exists()


# Moves


@pytest.mark.parametrize("state", list(ChallengeState))
@pytest.mark.parametrize("move", list(NEEDS))
def test_every_move_from_every_state_does_what_the_table_says(state, move, health, lead, chair):
    challenge = a_challenge(state, of=health, answerer=lead, settler=chair)
    who = lead if move == ChallengeMove.ANSWER else chair
    if (state, move) in MOVES:
        make(move, challenge, who, now=LATER)
        assert challenge.state == MOVES[state, move]
        event = challenge.events.last()
        assert (event.move, event.by, event.at) == (move, who, LATER)
        assert {name: getattr(event, name) for name in WORDS[move]} == WORDS[move]
        assert challenge.answer_due_on == WORDS[move].get("answer_due_on", DUE_ON)
        assert ActivityEntry.objects.order_by("sequence").last().action == f"challenge.{move}"
    else:
        with pytest.raises(ValidationError, match="That cannot be done now"):
            make(move, challenge, who, now=LATER)
        challenge.refresh_from_db()
        assert challenge.state == state


@pytest.mark.parametrize(("move", "missing"), [(move, name) for move in NEEDS for name in NEEDS[move]])
def test_what_has_to_be_said_is_asked_for(move, missing, health, lead, chair):
    state = next(state for state, made in MOVES if made == move)
    challenge = a_challenge(state, of=health, answerer=lead, settler=chair)
    who, blank = lead if move == ChallengeMove.ANSWER else chair, None if missing == "answer_due_on" else "  "
    with pytest.raises(ValidationError) as refused:
        make(move, challenge, who, now=LATER, **{missing: blank})
    assert f"{NEEDS[move][missing]}." in refused.value.messages
    challenge.refresh_from_db()
    assert challenge.state == state


def test_the_challenged_answer_and_others_settle(health, lead, chair):
    member = person_with(Role.SAAS_MEMBER)
    challenge = a_challenge(of=health, by=member)
    for nobody in (member, chair, person_with(Role.PARTNER_LEAD), person_with(Role.PARTNER_CONTRIBUTOR, agency=health)):
        with pytest.raises(PermissionDenied):
            make(ChallengeMove.ANSWER, challenge, nobody)
    make(ChallengeMove.ANSWER, challenge, lead)
    assert notices_of(member) == ["A challenge you raised has been answered"]
    assert notices_of(chair)[-1] == "A challenge has been answered, and waits to be settled"
    for move in (ChallengeMove.ACCEPT, ChallengeMove.CLOSE, ChallengeMove.ASK_AGAIN):
        for nobody in (lead, member):
            with pytest.raises(PermissionDenied):
                make(move, challenge, nobody)
    make(ChallengeMove.ASK_AGAIN, challenge, chair)
    assert notices_of(lead)[-1] == services.TOLD_CHALLENGED[ChallengeMove.ASK_AGAIN]
    make(ChallengeMove.ANSWER, challenge, lead)
    make(ChallengeMove.CLOSE, challenge, chair)
    assert notices_of(lead)[-1] == services.TOLD_CHALLENGED[ChallengeMove.CLOSE]
    assert notices_of(member)[-1] == "A challenge you raised has been closed with its effect"


def test_nobody_settles_a_challenge_they_answered(team, chair, health):
    challenge = a_challenge(of=health, by=team)
    make(ChallengeMove.ANSWER, challenge, team)
    for move in (ChallengeMove.ACCEPT, ChallengeMove.CLOSE):
        with pytest.raises(PermissionDenied, match="somebody else says whether it is settled"):
            make(move, challenge, team)
    shown = challenge_page(challenges_visible_to(team).get(), team, TODAY)
    assert shown.moves == (ChallengeMove.ASK_AGAIN,)
    make(ChallengeMove.ACCEPT, challenge, chair)
    assert make(ChallengeMove.CLOSE, challenge, chair).state == "closed"


def test_of_two_at_once_the_second_is_told(health, lead, chair):
    challenge = a_challenge(ChallengeState.ANSWERED, of=health, answerer=lead, settler=chair)
    make(ChallengeMove.ACCEPT, challenge, chair)
    with pytest.raises(ValidationError, match="Somebody else was first") as conflict:
        services.move_challenge(
            challenge=challenge,
            move=ChallengeMove.CLOSE,
            seen=ChallengeState.ANSWERED,
            by=chair,
            now=LATER,
            effect="Words",
        )
    assert conflict.value.code == "conflict"
    assert not ChallengeEvent.objects.filter(move="close").exists()


def test_its_history_cannot_be_changed(health):
    challenge = a_challenge(ChallengeState.CLOSED, of=health)
    for change in (lambda: challenge.events.update(text="Other"), lambda: challenge.events.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# Reminders


def test_those_whose_answers_are_overdue_are_reminded_once_a_day(team, health, lead):
    for number in range(2):
        a_challenge(of=health, by=team, title=f"Overdue {number}")
    a_challenge(ChallengeState.ANSWERED, of=health, answerer=lead)
    a_challenge(of=health, by=team, answer_due_on=date(2027, 6, 1))
    before = len(notices_of(lead))
    assert services.remind_overdue(by=team, now=LATER) == 2
    assert notices_of(lead)[before:] == [services.OVERDUE]
    assert ActivityEntry.objects.filter(action="challenge.remind").count() == 2
    assert services.remind_overdue(by=team, now=LATER + timedelta(hours=2)) == 0
    assert services.remind_overdue(by=team, now=LATER + timedelta(days=1)) == 2
    with pytest.raises(PermissionDenied):
        services.remind_overdue(by=lead, now=LATER)


def test_the_portal_reminds_by_itself_once_on_a_working_day(team, health, lead):
    a_challenge(of=health, by=team)
    before, saturday = len(notices_of(lead)), datetime(2027, 1, 9, 8, 0, tzinfo=UTC)
    for hours, reminded in ((0, 0), (48, 1), (50, 0), (72, 1)):
        assert services.remind_overdue(by=None, now=saturday + timedelta(hours=hours)) == reminded
    assert notices_of(lead)[before:] == [services.OVERDUE] * 2
    assert ActivityEntry.objects.filter(action="challenge.remind", actor=None).count() == 2
    assert "assurance.tasks.remind_of_overdue_answers" in {
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }
    tasks.remind_of_overdue_answers()


def test_a_new_date_takes_the_reminder_back(team, health, lead, chair):
    challenge = a_challenge(of=health, by=team)
    services.remind_overdue(by=team, now=LATER)
    make(ChallengeMove.ANSWER, challenge, lead, now=LATER)
    assert challenge.reminded_at == LATER
    assert make(ChallengeMove.ASK_AGAIN, challenge, chair, now=LATER).reminded_at is None


# Reading


def test_one_reads_the_challenges_of_ones_own_agency_and_watchers_those_of_all(team, health, lead):
    mine, group = a_challenge(of=health, by=team), a_group("board")
    other, boards = a_challenge(by=team), a_challenge(of=group, by=team)
    assert set(challenges_visible_to(lead)) == {mine}
    assert set(challenges_visible_to(person_with(Role.AGENCY_REPRESENTATIVE, agency=health))) == {mine}
    for role in (Role.BUSINESS_TEAM, Role.BOARD_OBSERVER, Role.SAAS_MEMBER, Role.INSPECTOR):
        assert set(challenges_visible_to(person_with(role))) == {mine, other, boards}
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.AUDIT_TEAM_MEMBER, Role.OUTSIDE_READER):
        assert not challenges_visible_to(person_with(role)).exists()


def test_the_log_is_narrowed(team, health, lead, chair):
    board = a_group("board")
    late = a_challenge(of=health, by=chair, title="Late", now=NOW - timedelta(days=1))
    soon = a_challenge(of=health, by=team, title="Soon", answer_due_on=date(2027, 3, 1))
    answered = a_challenge(ChallengeState.ANSWERED, of=health, by=team, answerer=lead, title="Answered")
    closed = a_challenge(ChallengeState.CLOSED, of=health, by=team, answerer=lead, title="Closed")
    of_board = a_challenge(of=board, by=team, title="Board", answer_due_on=date(2027, 3, 2))

    def found(user=team, **filters):
        return list(challenges_found(user, ChallengeFilters(**filters), TODAY))

    assert found() == [late, soon, of_board, answered, closed]
    assert found(state="open") == [late, soon, of_board, answered]
    assert found(state="overdue") == [late]
    assert found(state="closed") == [closed]
    assert found(challenged="group:executive-board") == [of_board]
    assert found(raiser=str(chair.pk)) == [late]
    assert found(chair, whose="mine") == [late]
    assert found(lead, whose="agency", state="open") == [late, soon, answered]
    assert found(whose="agency") == []
    figures = counts(team, TODAY)
    assert (figures.raised, figures.answered, figures.with_effect, figures.overdue) == (5, 2, 1, 1)
    assert counts(lead, TODAY).raised == 4


def test_a_recurring_concern_leads_to_its_earlier_occurrences(team, health, lead):
    """R80, as far as one may read them: that another agency was challenged is not told."""
    first = a_challenge(ChallengeState.CLOSED, of=health, by=team, answerer=lead, title="First")
    second = a_challenge(of=health, by=team, title="Second", earlier=first, now=LATER, answer_due_on=TODAY)
    elsewhere = a_challenge(by=team, title="Elsewhere", earlier=second, now=LATER, answer_due_on=TODAY)
    hidden = a_challenge(of=health, by=team, title="Hidden", earlier=elsewhere, now=LATER, answer_due_on=TODAY)

    def page(one, user):
        return challenge_page(challenges_visible_to(user).get(pk=one.pk), user, TODAY)

    shown = page(second, team)
    assert (shown.earlier, shown.later) == ((first,), (elsewhere, hidden))
    shown = page(second, lead)
    assert (shown.earlier, shown.later) == ((first,), ())
    assert challenges_visible_to(team).get(pk=hidden.pk).came_before is True
    assert challenges_visible_to(lead).get(pk=hidden.pk).came_before is False
    assert page(hidden, lead).earlier == ()
    rows = {row[0]: row[7] for row in challenge_table(lead, ChallengeFilters(), TODAY)[1]}
    assert rows == {"First": "", "Second": "First (10 November 2026)", "Hidden": ""}


def test_what_it_came_from_is_told_to_those_who_may_read_it(team, health, lead):
    meeting, warning = a_meeting(), a_warning()
    sync_grants(team, today=localdate())
    challenge = a_challenge(of=health, by=team, meeting=meeting, warning=warning)
    shown = challenge_page(challenges_visible_to(team).get(), team, TODAY)
    assert (shown.meeting, shown.warning_url) == ("SAAS meeting of 26 November 2026", f"/warnings/{warning.pk}/")
    shown = challenge_page(challenges_visible_to(lead).get(pk=challenge.pk), lead, TODAY)
    assert (shown.meeting, shown.meeting_url, shown.warning_url) == ("", "", "")


def test_what_waits_for_whom(team, health, lead, chair):
    a_challenge(of=health, by=team)
    a_challenge(of=health, by=team, answer_due_on=date(2027, 6, 1))
    a_challenge(ChallengeState.ANSWERED, of=health, by=team, answerer=lead)
    a_challenge(ChallengeState.CLOSED, of=health, by=team, answerer=lead)
    a_challenge(by=team)
    due = due_challenges(lead, TODAY)
    assert (due.number, due.overdue, due.first) == (2, 1, DUE_ON)
    assert due_challenges(team, TODAY).number == 0
    assert (challenges_to_settle(chair), challenges_to_settle(lead)) == (1, 0)


# The whole life


class ChallengesLife(RolledBack):
    """Any moves by anybody in any order: the state is what the table says, and nobody settles what they answered."""

    @initialize()
    def begin(self):
        partnership()
        agency = AgencyFactory()
        self.lead = person_with(Role.PARTNER_LEAD, agency=agency)
        self.chair = person_with(Role.SAAS_CHAIR)
        self.team = person_with(Role.BUSINESS_TEAM)
        self.challenge = a_challenge(of=agency, by=self.team)
        self.state, self.made, self.answered_by, self.days = ChallengeState.RAISED, ["raise"], set(), 0

    @rule(move=st.sampled_from(list(NEEDS)), who=st.sampled_from(["lead", "chair", "team"]), says=st.booleans())
    def make_one(self, move, who, says):
        self.days += 1
        person, now = getattr(self, who), NOW + timedelta(days=self.days)
        words = WORDS[move] if says else {name: None if name.endswith("on") else "" for name in WORDS[move]}
        theirs = who != "chair" if move == ChallengeMove.ANSWER else who != "lead"
        theirs &= move not in (ChallengeMove.ACCEPT, ChallengeMove.CLOSE) or who not in self.answered_by
        said = says or not NEEDS[move]
        try:
            make(move, self.challenge, person, now=now, **words)
        except (PermissionDenied, ValidationError):
            assert not (theirs and said and (self.state, move) in MOVES)
        else:
            assert theirs
            assert said
            self.state = MOVES[self.state, move]
            self.made.append(str(move))
            self.answered_by |= {who} if move == ChallengeMove.ANSWER else set()

    @invariant()
    def agrees(self):
        if hasattr(self, "challenge"):
            self.challenge.refresh_from_db()
            assert self.challenge.state == self.state
            assert self.challenge.is_open is (self.state != ChallengeState.CLOSED)
            assert [event.move for event in self.challenge.events.all()] == self.made
            if self.state == ChallengeState.CLOSED:
                closed = self.challenge.events.filter(move="close").last()
                assert closed.effect


def test_any_moves_in_any_order():
    run(ChallengesLife)


def test_every_right_is_held_by_somebody():
    held = {permission for rule in ROLES.values() for permission, _ in rule.may}
    assert set(RIGHTS.values()) <= held
    assert Permission.SETTLE_CHALLENGE not in {permission for permission, _ in ROLES[Role.PARTNER_LEAD].may}
    assert set(WAY_TO) == set(ChallengeState)
