"""The whole life of an audit: any moves by anybody in any order, driven through the services that make them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from assurance.models import AssuranceItem
from assurance.rules.roles import Role
from assurance.services.activity import chain_problems
from audits.models import Answer, AnswerSheet, Audit, FrozenSheet, RecommendationTask
from audits.queries.answers import content_for
from audits.queries.audits import audits_compared_by, audits_reported_to, audits_visible_to, sheets_answered_by
from audits.queries.moderation import units_of
from audits.queries.moderation_pages import unit_page
from audits.rules.answers import FindingKind, TextPart
from audits.rules.audits import HAS_REPORT, LAUNCHED, MOVES, NEEDS, SIDE_BY_SIDE, AuditMove, AuditState, moves_from
from audits.rules.tools import QuestionKind
from audits.services.answers import Written, save_answers
from audits.services.findings import TaskWords, save_finding, save_recommendation, save_task, save_text
from audits.services.moderation import settle_grade
from audits.services.moves import move_audit
from audits.services.publishing import origin_of_audit
from audits.services.reminders import remind_agencies
from audits.services.signing import recall_answers, sign_answers
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.audits import NOW, a_tool, an_audit, answerer, on_team, runner
from tests.factories.items import ToolFactory

pytestmark = pytest.mark.django_db
S, M = AuditState, AuditMove
MADE = tuple(move for move in M if move != M.PLAN)
WHO = ("team", "lead", "chair", "asked")
FORWARD = {
    S.PLANNED: M.LAUNCH,
    S.COLLECTING: M.MODERATE,
    S.MODERATING: M.SETTLE,
    S.REPORTING: M.PUBLISH,
    S.FINAL: M.RESPOND,
}


class AuditLife(RolledBack):
    """An audit of two agencies and one case. The rule table says where it may go; the rows, what came of it."""

    @initialize(depth=st.sampled_from([4, 2, 1, 3, 5, 0]))
    def begin(self, depth):
        self.moments = 0
        self.team, self.chair = runner(), person_with(Role.SAAS_CHAIR)
        ToolFactory(slug="multi-agency-audit")
        self.agencies = [AgencyFactory(), AgencyFactory()]
        self.asked = [answerer(agency) for agency in self.agencies]
        self.audit = an_audit(S.PLANNED, agencies=self.agencies, cases=1, tool=a_tool(1))
        self.lead = answerer(self.agencies[0], Role.AUDIT_TEAM_MEMBER)
        on_team(self.audit, self.lead, self.agencies[0], is_lead=True)
        self.state, self.made = S.PLANNED, []
        self.signed, self.versions = set(), 0
        self.is_settled, self.is_written = False, False
        for _ in range(depth):
            self.go_on()

    def now(self):
        self.moments += 1
        return NOW + timedelta(minutes=self.moments)

    def part(self, place):
        return self.audit.participants.get(agency=self.agencies[place])

    # What people do

    @rule(move=st.sampled_from(MADE), who=st.sampled_from(WHO), says=st.sampled_from(["Why", ""]))
    def make_any(self, move, who, says):
        self.make(move, who, says)

    @precondition(lambda self: moves_from(self.state))
    @rule(place=st.integers(0, 2))
    def make_one_from_here(self, place):
        """By somebody whose move it is, with its words; whether anything else is missing is for the gate to say."""
        moves = moves_from(self.state)
        move = moves[place % len(moves)]
        self.make(move, {M.RESPOND: "chair", M.REVISE: "team"}.get(move, "lead"), "Why")

    def make(self, move, who, says):
        person = self.asked[0] if who == "asked" else getattr(self, who)
        if self.is_allowed(move, who, says):
            self.move(move, person, says)
            return
        with pytest.raises((PermissionDenied, ValidationError)):
            move_audit(audit=self.audit, move=move, seen=self.state, by=person, now=self.now(), text=says)

    def is_allowed(self, move, who, says):
        """Whether the move can be made: by right, from here, with its words, and with nothing missing."""
        theirs = {M.RESPOND: {"chair"}, M.REVISE: {"team"}}.get(move, {"team", "lead"})
        needs_words = bool(NEEDS[move]) or (move == M.MODERATE and len(self.signed) < len(self.agencies))
        missing = (move == M.SETTLE and self.signed and not self.is_settled) or (
            move == M.PUBLISH and not self.is_written
        )
        return who in theirs and (self.state, move) in MOVES and bool(says or not needs_words) and not missing

    def move(self, move, person, says):
        move_audit(audit=self.audit, move=move, seen=self.state, by=person, now=self.now(), text=says)
        self.state = MOVES[self.state, move]
        self.made.append(str(move))

    @rule(stale=st.sampled_from(list(S)))
    def make_from_what_it_was(self, stale):
        """Somebody who saw it in another state is told, and nothing changes."""
        if stale != self.state:
            with pytest.raises(ValidationError):
                move_audit(audit=self.audit, move=M.CANCEL, seen=stale, by=self.team, now=self.now(), text="Why")

    @precondition(lambda self: self.state != S.COLLECTING)
    @rule(place=st.integers(0, 1))
    def come_too_early_or_too_late(self, place):
        participant, person = self.part(place), self.asked[place]
        with pytest.raises(ValidationError):
            sign_answers(participant=participant, by=person, now=self.now())
        with pytest.raises(ValidationError):
            recall_answers(participant=participant, reason="A mistake", by=person, now=self.now())
        with pytest.raises(ValidationError):
            remind_agencies(audit=self.audit, by=self.lead, now=self.now())

    @precondition(lambda self: self.state == S.COLLECTING)
    @rule(place=st.integers(0, 1))
    def sign(self, place):
        participant, person = self.part(place), self.asked[place]
        if place in self.signed:
            with pytest.raises(ValidationError):
                sign_answers(participant=participant, by=person, now=self.now())
            return
        self.answer(participant, person)
        with pytest.raises(PermissionDenied):
            sign_answers(participant=participant, by=self.asked[1 - place], now=self.now())
        sign_answers(participant=participant, by=person, now=self.now())
        self.signed.add(place)
        self.versions += 1

    def answer(self, participant, person):
        for sheet in participant.sheets.all():
            seen = dict(Answer.objects.filter(sheet=sheet).values_list("question", "version"))
            written = [
                Written(
                    one.pk,
                    seen.get(one.pk, 0),
                    value="good" if one.kind == QuestionKind.GRADE else "",
                    text="" if one.kind == QuestionKind.GRADE else "What was found",
                )
                for one in content_for(participant).questions
            ]
            save_answers(sheet=sheet, written=written, by=person, now=self.now())

    @precondition(lambda self: self.state == S.COLLECTING)
    @rule(place=st.integers(0, 1))
    def take_back(self, place):
        participant, person = self.part(place), self.asked[place]
        if place in self.signed:
            recall_answers(participant=participant, reason="A mistake", by=person, now=self.now())
            self.signed.discard(place)
        else:
            with pytest.raises(ValidationError):
                recall_answers(participant=participant, reason="A mistake", by=person, now=self.now())

    @precondition(lambda self: self.state == S.COLLECTING)
    @rule()
    def remind(self):
        assert remind_agencies(audit=self.audit, by=self.lead, now=self.now()) <= 2 - len(self.signed)

    @precondition(lambda self: self.state in (S.MODERATING, S.REPORTING))
    @rule()
    def settle(self):
        audit = Audit.objects.get(pk=self.audit.pk)
        for unit in units_of(audit):
            for board in unit_page(audit, unit.pk, self.team).boards:
                settled = {"value": "good", "reason": "", "version": board.settled.version if board.settled else 0}
                given = {"audit": audit, "unit": unit, "question": board.question.pk, "by": self.team}
                if self.state != S.MODERATING:
                    with pytest.raises(ValidationError):
                        settle_grade(**given, **settled, now=self.now())
                elif board.must_settle:
                    settle_grade(**given, **settled, now=self.now())
        self.is_settled |= self.state == S.MODERATING and bool(self.signed)

    @precondition(lambda self: self.state in (S.REPORTING, S.FINAL))
    @rule()
    def write(self):
        words = {"audit": self.audit, "by": self.team}
        if self.state == S.FINAL:
            with pytest.raises(ValidationError):
                save_finding(kind=FindingKind.STRENGTH, text="Seen early.", now=self.now(), **words)
            return
        save_finding(kind=FindingKind.STRENGTH, text="Seen early.", now=self.now(), **words)
        if self.is_written:
            return
        save_text(part=TextPart.SUMMARY, version=0, text="What was found.", now=self.now(), **words)
        recommendation = save_recommendation(text="Act sooner.", outcome="Children are safer.", now=self.now(), **words)
        task = TaskWords("Act sooner", self.agencies[0], "Head of service", date(2027, 3, 1))
        save_task(recommendation=recommendation, words=task, by=self.team, now=self.now())
        self.is_written = True

    @rule()
    def go_on(self):
        """Try the next step, do all that it waits for, and make it."""
        move = FORWARD.get(self.state)
        if move is None:
            return
        who, says = "chair" if move == M.RESPOND else "lead", "Words" if NEEDS[move] else ""
        if not self.is_allowed(move, who, says):
            self.make(move, who, says)
        if move == M.MODERATE:
            for place in {0, 1} - self.signed:
                self.sign(place)
        if move == M.SETTLE:
            self.settle()
        if move == M.PUBLISH and not self.is_written:
            self.write()
        self.make(move, who, says)

    # What holds whatever they do

    @invariant()
    def the_rows_say_what_was_done(self):
        if not hasattr(self, "made"):
            return
        self.audit.refresh_from_db()
        assert self.audit.state == self.state
        assert [event.move for event in self.audit.events.all()] == self.made
        assert {place for place in (0, 1) if self.part(place).is_signed} == self.signed
        assert FrozenSheet.objects.count() == self.versions
        launched = "launch" in self.made
        assert self.audit.tool.is_frozen is launched
        assert AnswerSheet.objects.count() == (2 if launched else 0)
        published = self.made.count("publish")
        assert [one.number for one in self.audit.reports.all()] == list(range(published, 0, -1))
        assert not RecommendationTask.objects.filter(action=None).exists() or not published
        standing = AssuranceItem.objects.filter(origin=origin_of_audit(self.audit), withdrawn_at=None)
        assert standing.count() == (1 if self.state in HAS_REPORT else 0)

    @invariant()
    def nobody_reads_what_is_not_theirs_yet(self):
        if not hasattr(self, "made"):
            return
        for person, compares in ((self.team, True), (self.lead, True), (self.chair, False), (self.asked[1], False)):
            assert audits_compared_by(person).exists() is (compares and self.state in SIDE_BY_SIDE)
            assert audits_reported_to(person).exists() is (self.state in HAS_REPORT)
        assert audits_visible_to(self.asked[1]).exists() is (self.state in LAUNCHED)
        own = {sheet.participant.agency for sheet in sheets_answered_by(self.asked[1])}
        assert own == ({self.agencies[1]} if self.state in LAUNCHED else set())
        assert not sheets_answered_by(self.team).exists()

    def holds(self):
        self.the_rows_say_what_was_done()
        self.nobody_reads_what_is_not_theirs_yet()

    def teardown(self):
        if hasattr(self, "made"):
            assert chain_problems() == []
        super().teardown()


def test_any_moves_by_anybody_in_any_order():
    run(AuditLife)


def test_an_audit_goes_from_its_plan_to_saass_response_and_is_revised_and_moderated_again():
    life = AuditLife()
    life.begin(0)
    for _ in range(5):
        life.go_on()
        life.holds()
    assert life.made == ["launch", "moderate", "settle", "publish", "respond"]
    for move, who in ((M.REVISE, "team"), (M.LOOK_AGAIN, "lead"), (M.SETTLE, "lead"), (M.PUBLISH, "team")):
        life.make(move, who, "A figure was wrong")
        life.holds()
    assert life.state == S.FINAL
    assert life.audit.reports.count() == 2
    life.teardown()


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_an_audit_that_is_cancelled_stays_so(depth):
    life = AuditLife()
    life.begin(depth)
    life.make(M.CANCEL, "lead", "Another covers it")
    for move in MADE:
        life.make(move, "chair" if move == M.RESPOND else "team", "Why")
    life.holds()
    assert life.state == S.CANCELLED
    life.teardown()
