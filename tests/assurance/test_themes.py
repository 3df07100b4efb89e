"""Themes: planned, moved through six stages, reported to the Executive Board, closed with what changed (R92 to R98)."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis.stateful import initialize, invariant, rule
from hypothesis.strategies import sampled_from

from assurance.models import ActivityEntry, Notice, Theme, ThemeEvent, ThemeReport
from assurance.queries.themes import fingerprint_of
from assurance.rules.meetings import DecisionState, MeetingState
from assurance.rules.roles import ROLES, Permission, Role
from assurance.rules.themes import MOVES, Domain, ThemeMove, ThemeReportKind, ThemeState, moves_from
from assurance.services.themes import edit_theme, move_theme
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import TopicFactory, person_with
from tests.factories.meetings import a_meeting
from tests.factories.themes import (
    ANALYSIS,
    BOARD_AT,
    NOW,
    OUTCOMES,
    PROPOSAL,
    WORDS,
    a_board_meeting,
    a_decision,
    a_keeper,
    a_theme,
    make,
    plan,
    report,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=60)
TODAY = date(2026, 11, 20)
KEEPERS = {role for role in Role if Permission.MANAGE_THEME in {held for held, _ in ROLES[role].may}}


@pytest.fixture
def team():
    return a_keeper()


def notices_of(person):
    return [notice.text for notice in Notice.objects.filter(person=person).order_by("created_at", "pk")]


def edit(theme, by, **changes):
    """Save the form of a theme as it stands, but for some changes."""
    fields = {name: getattr(theme, name) for name in ("title", "why", "domain", "group", "lead", "priority")}
    sets = {"topics": list(theme.topics.all()), "risks": list(theme.risks.all()), "gates": theme.gates}
    seen = fingerprint_of(theme)
    edit_theme(theme=theme, seen=seen, by=by, now=LATER, **(fields | sets | changes))
    theme.refresh_from_db()


# Planning


def test_a_theme_is_planned_with_its_outcome_and_stands_in_the_log(team):
    theme = a_theme(team=team)
    assert (theme.state, theme.begun_on, theme.follows) == ("planned", None, None)
    assert [(event.move, event.by) for event in theme.events.all()] == [("plan", team)]
    entry = ActivityEntry.objects.get(action="theme.plan")
    assert (entry.actor, entry.subject_id) == (team, str(theme.pk))
    assert "go missing" not in entry.detail


@pytest.mark.parametrize(("missing", "said"), [("outcome", "different for children"), ("why", "why"), ("lead", "post")])
def test_a_theme_says_why_who_leads_and_what_is_to_be_different(team, missing, said):
    with pytest.raises(ValidationError, match=said):
        plan(team, **{missing: "  "})
    assert not Theme.objects.exists()


@pytest.mark.parametrize("role", sorted(set(Role) - KEEPERS))
def test_others_plan_none(role):
    with pytest.raises(PermissionDenied, match="chair of SAAS"):
        plan(person_with(role))


def test_the_next_theme_is_planned_once_one_has_begun(team):
    """SAF 7: once work on a Theme has commenced, a programme of work on subsequent themes will be planned."""
    first = a_theme(title="First", team=team)
    with pytest.raises(ValidationError, match="“First” has not begun"):
        plan(team, title="Second", follows=first)
    make(ThemeMove.BEGIN, first, team)
    with pytest.raises(ValidationError, match="say which theme this one follows"):
        plan(team, title="Second")
    second = plan(team, title="Second", follows=first)
    with pytest.raises(ValidationError, match="already follows “First”"):
        plan(team, title="Third", follows=first)
    assert second.follows == first


def test_the_next_theme_begins_when_the_earlier_is_implemented(team):
    first = a_theme(ThemeState.AGREED, title="First", team=team)
    second = plan(team, title="Second", follows=first)
    with pytest.raises(ValidationError, match="“First” is at “Activity agreed”"):
        make(ThemeMove.BEGIN, second, team)
    make(ThemeMove.IMPLEMENT, first, team)
    make(ThemeMove.BEGIN, second, team, now=LATER)
    assert (second.state, second.begun_on) == ("gathering", LATER.date())


def test_none_begins_while_another_is_before_implementation_though_it_follows_none(team):
    """A dropped theme that is taken up again waits its turn, whatever it follows."""
    dropped = a_theme(ThemeState.DROPPED, title="Dropped", team=team)
    a_theme(ThemeState.GATHERING, title="Running", team=team)
    make(ThemeMove.TAKE_UP, dropped, team)
    with pytest.raises(ValidationError, match="“Running” is at"):
        make(ThemeMove.BEGIN, dropped, team)


def test_a_theme_that_is_informed_by_nothing_does_not_begin(team):
    theme = a_theme(team=team, topics=[])
    with pytest.raises(ValidationError, match="at least one theme or indicator, or a risk"):
        make(ThemeMove.BEGIN, theme, team)
    theme.topics.add(TopicFactory())
    assert make(ThemeMove.BEGIN, theme, team).state == "gathering"


# The gates of the Executive Board


def test_a_theme_goes_from_gathering_to_closed_with_three_reports_and_a_decision(team):
    theme = a_theme(ThemeState.CLOSED, team=team)
    assert theme.difference == WORDS[ThemeMove.CLOSE]["difference"]
    assert (theme.begun_on, theme.ended_on) == (NOW.date(), NOW.date())
    assert theme.decision.meeting.group.slug == "executive-board"
    assert [one.kind for one in theme.reports.all()] == ["analysis", "proposal", "outcomes"]
    assert ActivityEntry.objects.filter(action="theme.record_report").count() == 3
    moves = list(theme.events.values_list("move", flat=True))
    assert moves == ["plan", "begin", "propose", "agree", "implement", "evaluate", "report", "close"]


@pytest.mark.parametrize(
    ("state", "move"),
    [
        (ThemeState.GATHERING, ThemeMove.PROPOSE),
        (ThemeState.PROPOSING, ThemeMove.AGREE),
        (ThemeState.EVALUATING, ThemeMove.CLOSE),
    ],
)
def test_no_gate_opens_without_its_report(team, state, move):
    theme = a_theme(state, team=team)
    if move == ThemeMove.CLOSE:
        make(ThemeMove.REPORT, theme, team)
    with pytest.raises(ValidationError, match="is not recorded yet"):
        make(move, theme, team)


def test_a_report_opens_its_gate_once_its_meeting_was_held(team):
    theme = a_theme(ThemeState.GATHERING, team=team)
    coming = a_board_meeting(state=MeetingState.PLANNED)
    report(ANALYSIS, theme, team, meeting=coming)
    with pytest.raises(ValidationError, match="waits for the meeting of 17 September 2026 to be held"):
        make(ThemeMove.PROPOSE, theme, team)
    coming.state = MeetingState.HELD
    coming.save()
    assert make(ThemeMove.PROPOSE, theme, team).state == "proposing"


def test_what_the_board_did_not_decide_agrees_no_activity(team):
    theme = a_theme(ThemeState.PROPOSING, team=team)
    report(PROPOSAL, theme, team)
    of_saas = a_decision(a_meeting(MeetingState.HELD, group="saas", starts_at=BOARD_AT))
    unheld = a_decision(a_board_meeting(BOARD_AT + timedelta(days=90), MeetingState.CIRCULATED))
    old = a_decision(text="Old", state=DecisionState.OVERTAKEN, outcome="Another came")
    for decision, why in ((of_saas, "agreed by the Executive Board"), (unheld, "not been held"), (old, "overtaken")):
        with pytest.raises(ValidationError, match=why):
            make(ThemeMove.AGREE, theme, team, decision=decision)
    with pytest.raises(ValidationError, match="Choose the Executive Board’s decision"):
        make(ThemeMove.AGREE, theme, team, decision=None)
    assert Theme.objects.get().decision is None


def test_reports_from_before_a_theme_was_dropped_open_no_gate(team):
    theme = a_theme(ThemeState.GATHERING, team=team)
    report(ANALYSIS, theme, team)
    for hours, move in enumerate((ThemeMove.DROP, ThemeMove.TAKE_UP, ThemeMove.BEGIN), start=2):
        make(move, theme, team, now=NOW + timedelta(hours=hours))
    with pytest.raises(ValidationError, match="is not recorded yet"):
        make(ThemeMove.PROPOSE, theme, team, now=LATER)


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"findings": " "}, "what was found"),
        ({"kind": OUTCOMES}, "not made while"),
    ],
)
def test_a_report_needs_findings_and_its_stage(team, details, said):
    theme = a_theme(ThemeState.GATHERING, team=team)
    with pytest.raises(ValidationError, match=said):
        report(details.pop("kind", ANALYSIS), theme, team, **details)


def test_a_report_is_made_to_the_executive_board_after_the_theme_began(team):
    theme = a_theme(ThemeState.GATHERING, team=team)
    cancelled = a_board_meeting(BOARD_AT + timedelta(days=90), MeetingState.CANCELLED)
    for meeting in (a_meeting(MeetingState.HELD), cancelled):
        with pytest.raises(ValidationError, match="a meeting of the Executive Board"):
            report(ANALYSIS, theme, team, meeting=meeting)
    with pytest.raises(ValidationError, match="before the theme began"):
        report(ANALYSIS, theme, team, meeting=a_board_meeting(NOW - timedelta(days=30)))
    with pytest.raises(PermissionDenied):
        report(ANALYSIS, theme, person_with(Role.SAAS_MEMBER))
    assert not ThemeReport.objects.exists()


def test_a_theme_may_have_its_reports_elsewhere(team):
    """C11: editable per theme."""
    theme = a_theme(ThemeState.GATHERING, team=team)
    edit(theme, team, gates={"analysis": "agree"})
    make(ThemeMove.PROPOSE, theme, team)
    report(PROPOSAL, theme, team)
    with pytest.raises(ValidationError, match="The first report"):
        make(ThemeMove.AGREE, theme, team)
    report(ANALYSIS, theme, team)
    assert make(ThemeMove.AGREE, theme, team).state == "agreed"


# Changing


def test_what_was_named_at_the_beginning_stands(team):
    theme = a_theme(team=team)
    edit(theme, team, outcome="None goes missing a third time", title="Missing children", follows=None)
    assert (theme.outcome, theme.title) == ("None goes missing a third time", "Missing children")
    assert '"changed":["outcome","title"]' in ActivityEntry.objects.get(action="theme.edit").detail
    make(ThemeMove.BEGIN, theme, team)
    with pytest.raises(ValidationError, match="stands: its outcome"):
        edit(theme, team, outcome="Something easier")
    topic = TopicFactory()
    edit(theme, team, topics=[topic])
    assert list(theme.topics.all()) == [topic]


def test_a_planned_theme_is_put_elsewhere_only_where_there_is_room(team):
    first = a_theme(ThemeState.GATHERING, title="First", team=team)
    second = plan(team, title="Second", follows=first)
    with pytest.raises(ValidationError, match="say which theme this one follows"):
        edit(second, team, follows=None)
    make(ThemeMove.DROP, first, team)
    edit(second, team, follows=None)
    assert second.follows is None


def test_the_second_of_two_who_change_it_is_told(team):
    theme = a_theme(team=team)
    seen = fingerprint_of(theme)
    edit(theme, team, title="Mine")
    fields = {"why": "x", "title": "Yours", "topics": [], "risks": [], "gates": {}}
    with pytest.raises(ValidationError, match="Somebody else has changed") as refused:
        edit_theme(theme=theme, seen=seen, by=team, now=LATER, **fields)
    assert refused.value.code == "conflict"
    assert Theme.objects.get().title == "Mine"


def test_a_theme_that_has_ended_is_not_changed(team):
    with pytest.raises(ValidationError, match="cannot be done now"):
        edit(a_theme(ThemeState.CLOSED, team=team), team)


def test_the_second_of_two_at_the_same_moment_is_refused(team):
    theme = a_theme(ThemeState.GATHERING, team=team)
    report(ANALYSIS, theme, team)
    make(ThemeMove.PROPOSE, theme, team)
    with pytest.raises(ValidationError, match="Somebody else was first") as refused:
        move_theme(theme=theme, move=ThemeMove.PROPOSE, seen=ThemeState.GATHERING, by=team, now=LATER)
    assert refused.value.code == "conflict"
    assert ThemeEvent.objects.filter(move="propose").count() == 1


# Who is told


def test_those_who_wait_are_told_without_content(team):
    board, chair = person_with(Role.BOARD_MEMBER), a_keeper(Role.SAAS_CHAIR)
    first = a_theme(ThemeState.GATHERING, team=team)
    report(ANALYSIS, first, team, meeting=a_board_meeting(BOARD_AT + timedelta(days=90), MeetingState.PLANNED))
    assert notices_of(board) == ["A report on a theme is for the Executive Board"]
    report(ANALYSIS, first, team)
    make(ThemeMove.PROPOSE, first, team)
    report(PROPOSAL, first, team)
    make(ThemeMove.AGREE, first, team)
    plan(team, title="Second", follows=first)
    make(ThemeMove.IMPLEMENT, Theme.objects.get(pk=first.pk), team)
    assert sorted(notices_of(chair)) == [
        "The Executive Board has agreed the activity of a theme",
        "The next theme of the programme can begin",
    ]
    assert notices_of(team) == []


class ThemeLife(RolledBack):
    """Whatever is tried, a theme is where its table leads, with the Board's decision from "activity agreed" on."""

    @initialize()
    def begin(self):
        self.team = a_keeper()
        self.theme = a_theme(team=self.team)
        self.board = a_board_meeting()
        self.decision = a_decision(self.board)
        self.moved = 0

    @rule(move=sampled_from([move for move in ThemeMove if move != ThemeMove.PLAN]))
    def attempt(self, move):
        state = ThemeState(self.theme.state)
        self.moved += 1
        words = {"decision": self.decision} if move == ThemeMove.AGREE else {}
        try:
            make(move, self.theme, self.team, now=NOW + timedelta(minutes=self.moved), **words)
        except ValidationError:
            assert Theme.objects.get(pk=self.theme.pk).state == state
        else:
            assert self.theme.state == MOVES[state, move]

    @rule()
    def go_on(self):
        """What a theme's keepers would do next: so that runs of random moves reach the end."""
        for kind in ThemeReportKind:
            self.tell_the_board(kind)
        if moves := moves_from(ThemeState(self.theme.state)):
            self.attempt(moves[0])

    @rule(kind=sampled_from(list(ThemeReportKind)))
    def tell_the_board(self, kind):
        self.moved += 1
        with suppress(ValidationError):
            report(kind, self.theme, self.team, meeting=self.board, now=NOW + timedelta(minutes=self.moved))

    @invariant()
    def every_gate_was_passed(self):
        if not hasattr(self, "theme"):
            return
        state, kinds = ThemeState(self.theme.state), set(self.theme.reports.values_list("kind", flat=True))
        if state in (ThemeState.PROPOSING, ThemeState.AGREED, ThemeState.CLOSED):
            assert "analysis" in kinds
        if state in (ThemeState.AGREED, ThemeState.IMPLEMENTING, ThemeState.EVALUATING, ThemeState.REPORTING):
            assert self.theme.decision == self.decision
            assert "proposal" in kinds
        if state == ThemeState.CLOSED:
            assert "outcomes" in kinds
            assert self.theme.difference
        assert self.theme.domain == Domain.PROTECTING


def test_a_theme_keeps_to_its_stages_whatever_is_tried(db):
    run(ThemeLife)
