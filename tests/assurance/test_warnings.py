"""Early warnings: raised by the portal or by hand, moved on by SAAS and the Executive Board (R72 to R75, R80)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from assurance.models import ActivityEntry, EarlyWarning, Notice, WarningEvent
from assurance.rules.roles import ROLES, Permission, Role
from assurance.rules.warnings import MOVES, NEEDS, RIGHTS, WarningKind, WarningMove, WarningState
from assurance.services import warnings as services
from assurance.services.notices import mark_all_read
from tests.factories.assurance import TopicFactory, person_with
from tests.factories.warnings import NOW, WAY_TO, WORDS, a_warning, make

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
CHART = {"caption": "Re-referrals", "headers": ["Period", "Value"], "rows": [["2024/25", "21.6%"]]}
SERIES = "REREF_12M/kent"


def roles_with(permission):
    return {role for role in Role if permission in {held for held, _ in ROLES[role].may}}


def notices_of(person):
    return [notice.text for notice in Notice.objects.filter(person=person).order_by("created_at")]


@pytest.fixture
def board():
    return person_with(Role.BOARD_MEMBER)


# Raising


def test_the_portal_raises_a_warning_with_the_sentence_and_the_chart():
    warning = a_warning(origin=SERIES, finding="Re-referrals rose to 21.6%", chart=CHART)
    kept = EarlyWarning.objects.get()
    assert kept == warning
    assert (kept.state, kept.kind, kept.raised_by) == ("raised", "declining_performance", None)
    assert (kept.finding, kept.chart, kept.origin) == ("Re-referrals rose to 21.6%", CHART, SERIES)
    assert [(event.move, event.by, event.at) for event in kept.events.all()] == [("raise", None, NOW)]


def test_further_signals_of_a_series_join_its_open_warning(chair):
    first = a_warning(origin=SERIES, finding="The first sentence")
    for state in (WarningState.RAISED, WarningState.ESCALATED, WarningState.ANSWERED):
        EarlyWarning.objects.update(state=state, escalation_reason="cannot_be_resolved")
        again = a_warning(origin=SERIES, finding="Another sentence", now=LATER)
        assert (again.pk, again.finding, again.raised_at) == (first.pk, "The first sentence", NOW)
    assert EarlyWarning.objects.count() == WarningEvent.objects.count() == 1
    assert ActivityEntry.objects.filter(action="warning.raise").count() == 1


def test_a_signal_in_a_series_whose_warning_is_closed_is_a_recurring_concern():
    first = a_warning(WarningState.CLOSED, origin=SERIES)
    second = a_warning(WarningState.CLOSED, origin=SERIES, now=LATER)
    third = a_warning(origin=SERIES, now=LATER + timedelta(days=90))
    assert (first.kind, first.earlier) == ("declining_performance", None)
    assert (second.kind, second.earlier) == ("recurring_concern", first)
    assert (third.kind, third.earlier) == ("recurring_concern", second)


def test_warnings_of_other_series_and_by_hand_stand_alone(member):
    topic = TopicFactory()
    for origin, by in ((SERIES, None), ("REREF_12M/medway", None), ("", member), ("", member)):
        a_warning(topic=topic, origin=origin, by=by)
    assert EarlyWarning.objects.filter(kind="declining_performance", earlier=None).count() == 4


def test_two_signals_at_the_same_moment_are_one_warning(monkeypatch):
    """The second sees no warning yet, and meets the first one's row when it saves its own."""
    first = a_warning(origin=SERIES)
    manager, unseen = type(EarlyWarning.objects), EarlyWarning.objects.none()
    found = manager.filter
    monkeypatch.setattr(manager, "filter", lambda self, **by: unseen if by == {"origin": SERIES} else found(self, **by))
    assert a_warning(origin=SERIES, now=LATER) == first
    assert WarningEvent.objects.count() == 1


def test_a_member_raises_one_by_hand_and_links_the_earlier_one(member, chair):
    earlier = a_warning(WarningState.CLOSED)
    warning = a_warning(by=member, kind=WarningKind.RECURRING_CONCERN, earlier=earlier)
    assert (warning.raised_by, warning.earlier) == (member, earlier)
    entry = ActivityEntry.objects.filter(action="warning.raise").order_by("sequence").last()
    assert (entry.actor, entry.subject_id) == (member, str(warning.pk))
    assert "Children come back" not in entry.detail
    assert notices_of(chair)[-1] == "An early warning has been raised"
    assert notices_of(member) == []


@pytest.mark.parametrize("missing", ["title", "what"])
def test_a_warning_has_a_title_and_says_what_is_seen(member, missing):
    with pytest.raises(ValidationError, match="Say in a few words"):
        a_warning(by=member, **{missing: "  "})


@pytest.mark.parametrize("role", sorted(set(Role) - roles_with(Permission.RAISE_WARNING)))
def test_others_raise_none(role):
    with pytest.raises(PermissionDenied):
        a_warning(by=person_with(role))


def test_what_the_portal_raises_is_told_once_until_one_has_looked(chair, member):
    """A hundred signals of one import are one notice."""
    for series in ("a/kent", "b/kent", "c/kent"):
        a_warning(origin=series)
    assert notices_of(chair) == [services.RAISED_BY_PORTAL]
    assert notices_of(member) == []
    mark_all_read(person=chair, now=NOW)
    a_warning(origin="d/kent", now=LATER)
    assert notices_of(chair) == [services.RAISED_BY_PORTAL] * 2


# Moves


@pytest.mark.parametrize("state", list(WarningState))
@pytest.mark.parametrize("move", [move for move in WarningMove if move != WarningMove.RAISE])
def test_every_move_from_every_state_does_what_the_table_says(state, move):
    team = person_with(Role.BUSINESS_TEAM)
    warning = a_warning(state, team=team)
    history = warning.events.count()
    if (state, move) in MOVES:
        make(move, warning, team, now=LATER)
        assert warning.state == MOVES[state, move]
        assert (warning.closed_at is None) == (warning.state != WarningState.CLOSED)
        event = warning.events.last()
        assert (event.move, event.by, event.at) == (move, team, LATER)
        assert {name: getattr(event, name) for name in WORDS[move]} == WORDS[move]
        assert ActivityEntry.objects.order_by("sequence").last().action == f"warning.{move}"
    else:
        with pytest.raises(ValidationError, match="That cannot be done now"):
            make(move, warning, team, now=LATER)
        warning.refresh_from_db()
        assert (warning.state, warning.events.count()) == (state, history)


@pytest.mark.parametrize("move", list(RIGHTS))
def test_who_has_not_the_right_moves_nothing(move):
    state = next(state for state, made in MOVES if made == move)
    warning = a_warning(state)
    for role in set(Role) - roles_with(RIGHTS[move]):
        with pytest.raises(PermissionDenied):
            make(move, warning, person_with(role), now=LATER)
    warning.refresh_from_db()
    assert warning.state == state
    for role in roles_with(RIGHTS[move]) - {Role.BUSINESS_TEAM}:
        another = a_warning(state)
        make(move, another, person_with(role), now=LATER)
        assert another.state == MOVES[state, move]


@pytest.mark.parametrize(("move", "name"), [(move, name) for move, needs in NEEDS.items() for name in needs])
def test_what_a_move_needs_has_to_be_said(move, name, chair, board):
    state = next(state for state, made in MOVES if made == move)
    warning = a_warning(state)
    left_out = {name: None if name == "answered_on" else " "}
    with pytest.raises(ValidationError, match=NEEDS[move][name]):
        make(move, warning, board if move == WarningMove.ANSWER else chair, now=LATER, **left_out)
    warning.refresh_from_db()
    assert warning.state == state


def test_there_is_no_third_reason_for_escalating(chair):
    with pytest.raises(ValidationError, match="one of two reasons"):
        make(WarningMove.ESCALATE, a_warning(), chair, reason="it_is_hard")


@pytest.mark.parametrize(
    ("answered_on", "sentence"),
    [(date(2026, 11, 9), "before the warning was escalated, on 10 November 2026"), (date(2026, 12, 11), "the future")],
)
def test_an_answer_is_dated_between_the_escalation_and_today(board, answered_on, sentence):
    warning = a_warning(WarningState.ESCALATED)
    with pytest.raises(ValidationError, match=sentence):
        make(WarningMove.ANSWER, warning, board, now=LATER, answered_on=answered_on)


def test_an_answer_closes_nothing_and_its_effect_has_to_be_said(chair, board):
    """Escalated, answered, escalated again, answered again, and closed with what was done (R75, R78)."""
    warning = a_warning(WarningState.ESCALATED)
    make(WarningMove.ANSWER, warning, board, now=LATER)
    assert warning.is_open
    make(WarningMove.ESCALATE, warning, chair, now=LATER, reason="cannot_be_resolved")
    assert warning.escalation_reason == "cannot_be_resolved"
    make(WarningMove.ANSWER, warning, board, now=LATER, answered_on=date(2026, 12, 10))
    make(WarningMove.CLOSE, warning, chair, now=LATER)
    assert (warning.is_open, warning.closed_at) == (False, LATER)
    answers = warning.events.filter(move="answer").values_list("answered_on", flat=True)
    assert list(answers) == [date(2026, 11, 10), date(2026, 12, 10)]
    reasons = warning.events.filter(move="escalate").values_list("reason", flat=True)
    assert list(reasons) == ["needs_strategic_leadership", "cannot_be_resolved"]


def test_the_second_of_two_is_told_that_somebody_was_first(chair):
    warning = a_warning()
    make(WarningMove.ACCEPT, warning, chair)
    with pytest.raises(ValidationError, match="Somebody else was first: the warning is now “Accepted by SAAS”") as told:
        services.move_warning(
            warning=warning,
            move=WarningMove.EXPLAIN,
            seen=WarningState.RAISED,
            by=chair,
            now=LATER,
            text="A new way of counting",
        )
    assert told.value.code == "conflict"
    assert [event.move for event in warning.events.all()] == ["raise", "accept"]


def test_a_closed_warning_is_not_reopened_beside_a_later_one_of_its_series(chair):
    closed = a_warning(WarningState.CLOSED, origin=SERIES)
    a_warning(origin=SERIES, now=LATER)
    with pytest.raises(ValidationError, match="A later warning about the same series is open"):
        make(WarningMove.REOPEN, closed, chair, now=LATER)
    closed.refresh_from_db()
    assert closed.state == WarningState.CLOSED


# Who is told


def test_the_board_is_told_of_an_escalation_and_saas_of_its_answer(chair, board, member):
    warning = a_warning(by=member)
    make(WarningMove.ESCALATE, warning, chair)
    make(WarningMove.ANSWER, warning, board, now=LATER)
    assert notices_of(board) == ["An early warning waits for the Executive Board’s answer"]
    assert notices_of(chair) == [
        "An early warning has been raised",
        "The Executive Board has answered an early warning",
    ]
    assert notices_of(member) == [
        "An early warning you raised has gone to the Executive Board",
        "The Executive Board has answered an early warning you raised",
    ]
    notices = Notice.objects.all()
    assert {(notice.permission, notice.url) for notice in notices} == {("read_warning", f"/warnings/{warning.pk}/")}
    assert not any("Re-referrals" in notice.text or "budget" in notice.text for notice in notices)


def test_who_raised_it_is_told_of_every_move_but_their_own(chair, board, member):
    warning = a_warning(by=member)
    for move in (WarningMove.ACCEPT, WarningMove.EXPLAIN, WarningMove.CLOSE, WarningMove.REOPEN):
        make(move, warning, chair, now=LATER)
    assert notices_of(member) == [
        "SAAS has accepted an early warning you raised",
        "SAAS has explained an early warning you raised",
        "An early warning you raised has been closed",
        "An early warning you raised has been reopened",
    ]
    own = a_warning(by=chair)
    make(WarningMove.ACCEPT, own, chair)
    assert notices_of(chair) == ["An early warning has been raised"]


# The database holds it too


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "a bad feeling"},
        {"state": "lost"},
        {"escalation_reason": "it_is_hard"},
        {"state": "escalated", "escalation_reason": ""},
        {"state": "closed", "closed_at": None},
        {"state": "raised", "closed_at": NOW},
    ],
)
def test_a_row_that_makes_no_sense_is_refused(wrong):
    warning = a_warning()
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlyWarning.objects.filter(pk=warning.pk).update(**wrong)


def test_a_warning_is_not_its_own_earlier_occurrence():
    warning = a_warning()
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlyWarning.objects.filter(pk=warning.pk).update(earlier=warning.pk)


def test_a_series_has_one_open_warning():
    warning = a_warning(origin=SERIES)
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlyWarning.objects.create(
            topic=warning.topic, kind=warning.kind, title="Twice", what="Twice", origin=SERIES, raised_at=NOW
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"move": "forget"},
        {"move": "escalate"},
        {"move": "escalate", "reason": "it_is_hard"},
        {"move": "accept", "reason": "cannot_be_resolved"},
        {"move": "answer"},
        {"move": "accept", "answered_on": date(2026, 11, 10)},
        {"move": "close", "text": "Done"},
        {"move": "close", "difference": "Better"},
    ],
)
def test_a_step_that_leaves_out_what_it_needs_is_refused(wrong):
    warning = a_warning()
    with pytest.raises(IntegrityError), transaction.atomic():
        WarningEvent.objects.create(warning=warning, at=NOW, **wrong)


def test_history_cannot_be_changed_or_removed():
    event = a_warning().events.get()
    for change in (lambda: WarningEvent.objects.update(text="Other"), event.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_ways_of_the_factory_lead_where_they_say():
    for state in WAY_TO:
        assert a_warning(state).state == state
