"""A participant's life in any order: two people write, sign, take back; moderation begins; nothing is ever lost."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from assurance.rules.roles import Role
from audits.models import Answer, Participant
from audits.rules.audits import AuditMove, AuditState
from audits.rules.frozen import read_sheet
from audits.rules.tools import Purpose, QuestionKind
from audits.services import answers as services
from audits.services.moves import move_audit
from audits.services.signing import recall_answers, sign_answers
from tests.assurance.machines import RolledBack, run
from tests.audits.test_answers import ROUTE, write
from tests.factories.audits import NOW, an_audit, answerer, questions_of, runner

pytestmark = pytest.mark.django_db


class Life(RolledBack):
    """Two people of one agency write, sign, take back; moderation begins at some point; nothing is ever lost."""

    @initialize()
    def begin(self):
        audit = an_audit(AuditState.COLLECTING, cases=1, agencies=1)
        self.part = audit.participants.get()
        self.sheet, self.team = self.part.sheets.get(), runner()
        self.people = [answerer(self.part.agency), answerer(self.part.agency, Role.PARTNER_CONTRIBUTOR)]
        self.questions = questions_of(audit.tool)
        self.seen = [{}, {}]
        self.stored, self.versions, self.signed, self.moderating = {}, {}, [], False
        self.standing = False

    def open(self):
        return not self.moderating and not self.standing

    def attempt(self, act, expected):
        try:
            with transaction.atomic():
                act()
        except (ValidationError, PermissionDenied):
            assert not expected
            return False
        assert expected
        return True

    @rule(who=st.integers(0, 1))
    def look(self, who):
        self.seen[who] = dict(self.versions)

    @rule(
        who=st.integers(0, 1),
        which=st.integers(0, 6),
        grade=st.sampled_from(["good", "inadequate", ""]),
        text=st.text(alphabet="abc ", max_size=4),
    )
    def write(self, who, which, grade, text):
        question = self.questions[which % len(self.questions)]
        words = {"value": grade} if question.kind == QuestionKind.GRADE else {"text": text.strip()}
        version = self.seen[who].get(question.pk, 0)
        before = self.stored.get(question.pk, "")
        (said,) = words.values()
        fresh = version == self.versions.get(question.pk, 0)

        def act():
            outcome = write(self.sheet, question, self.people[who], version=version, **words)
            assert bool(outcome.conflicts) == (said != before and not fresh)

        if self.attempt(act, self.open()) and said != before and fresh:
            self.stored[question.pk] = said
            self.versions[question.pk] = version + 1
            self.seen[who][question.pk] = version + 1

    @rule(who=st.integers(0, 1))
    def complete(self, who):
        if self.open():
            for question in self.questions:
                if question.is_required and not self.stored.get(question.pk):
                    self.seen[who][question.pk] = self.versions.get(question.pk, 0)
                    self.write(who, self.questions.index(question), "good", "abc")

    @rule(who=st.integers(0, 1))
    def tell(self, who):
        self.attempt(
            lambda: services.record_route(sheet=self.sheet, by=self.people[who], now=NOW, **ROUTE), self.open()
        )

    @rule(who=st.integers(0, 1))
    def sign(self, who):
        required = all(self.stored.get(one.pk) for one in self.questions if one.is_required)
        overall = next(one for one in self.questions if one.purpose == Purpose.OVERALL)
        told = self.stored.get(overall.pk) != "inadequate" or self.sheet.routes.exists()
        expected = self.open() and required and told and who == 0
        if self.attempt(lambda: sign_answers(participant=self.part, by=self.people[who], now=NOW), expected):
            self.signed.append(dict(self.stored))
            self.standing = True

    @rule(who=st.integers(0, 1), reason=st.sampled_from(["", "A correction"]))
    def recall(self, who, reason):
        expected = self.standing and not self.moderating and who == 0 and bool(reason)
        act = {"participant": self.part, "reason": reason, "by": self.people[who], "now": NOW}
        if self.attempt(lambda: recall_answers(**act), expected):
            self.standing = False

    @rule(text=st.sampled_from(["", "It cannot wait any longer"]))
    def moderate(self, text):
        audit = self.part.audit
        audit.refresh_from_db()
        move = {"audit": audit, "move": AuditMove.MODERATE, "seen": AuditState.COLLECTING, "by": self.team, "now": NOW}
        expected = not self.moderating and (self.standing or bool(text))
        if self.attempt(lambda: move_audit(**move, text=text), expected):
            self.moderating = True

    @invariant()
    def what_stands_is_what_was_written_and_signed(self):
        if not hasattr(self, "part"):
            return
        kept = {answer.question_id: answer for answer in Answer.objects.filter(sheet=self.sheet)}
        said = {pk: answer.text or answer.value for pk, answer in kept.items() if answer.text or answer.value}
        assert said == {pk: words for pk, words in self.stored.items() if words}
        part = Participant.objects.select_related("audit").get(pk=self.part.pk)
        assert part.is_signed == self.standing
        assert part.submissions.count() == len(self.signed)
        for number, signed in enumerate(self.signed, start=1):
            (frozen,) = part.submissions.get(number=number).sheets.all()
            read = {answer.question: answer.text or answer.value for answer in read_sheet(frozen.content).answers}
            assert {key: words for key, words in read.items() if words} == {
                str(pk): words for pk, words in signed.items() if words
            }
        if part.standing:
            assert part.standing.number == len(self.signed)


def test_a_participants_life_in_any_order():
    run(Life)
