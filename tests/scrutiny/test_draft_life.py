"""The whole life of a draft: anything by anybody in any order, through the services; nothing leaks, nothing is lost."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import Role
from assurance.services.activity import chain_problems
from scrutiny.models import AccuracyComment, Assessment, AssessmentDraft, DraftAnswer, Recommendation
from scrutiny.queries.drafts import stored_draft
from scrutiny.queries.publishing import stamp_of_draft, words_of_draft
from scrutiny.queries.scope import assessments_visible_to, checks_open_to, drafts_of
from scrutiny.rules.assessments import AssessmentKind, DraftMove, DraftState, Readers, after
from scrutiny.rules.framework_content import FrameworkWords, QuestionWords, StepWords
from scrutiny.rules.frozen import read_assessment
from scrutiny.services import answers, drafts, publishing
from scrutiny.services.frameworks import add_framework
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import AgencyFactory, partnership, person_with
from tests.factories.scrutiny import NOW, TODAY, a_scrutineer

pytestmark = pytest.mark.django_db
S, M = DraftState, DraftMove
QUESTIONS = 2
CATEGORIES = ("local_authority", "police", "health")
HEAD = {
    "title": "A draft",
    "capacity": "In this capacity",
    "scope": "All of it",
    "purpose": "To judge",
    "readers": Readers.ASSURANCE,
    "starts_on": date(2025, 10, 1),
    "ends_on": date(2026, 9, 30),
}
WHO = ("author", "lead", "stranger", "team")


def a_short_framework(by):
    """A framework of one step and two questions, ready for use."""
    asked = tuple(QuestionWords(f"Is it so, {number}?") for number in range(1, QUESTIONS + 1))
    words = FrameworkWords(
        "short", "A short one", "Somebody (2019)", "G", "A", "R", steps=(StepWords("A step", asked),)
    )
    return add_framework(words=words, by=by, now=NOW)


class DraftLife(RolledBack):
    """One draft. What the machine remembers says what may be done; the rows, what came of it."""

    def start(self, kind):
        partnership()
        self.moments = 0
        self.kind, self.state = kind, S.WRITING
        self.agencies = [AgencyFactory(category=category) for category in CATEGORIES]
        self.leads = [person_with(Role.PARTNER_LEAD, agency=agency) for agency in self.agencies]
        self.team, self.stranger = person_with(Role.BUSINESS_TEAM), a_scrutineer()
        self.lead = self.leads[1]
        self.author = a_scrutineer() if kind == AssessmentKind.SCRUTINY else self.leads[0]
        version = a_short_framework(self.team)
        self.entries, self.assessment, self.checks, self.comments = ActivityEntry.objects.count(), None, 0, 0
        begun = {"kind": kind, "agency": None, "version": version, "by": self.author, "now": NOW}
        self.draft = drafts.begin_draft(**begun, **HEAD)
        self.texts = dict.fromkeys(range(QUESTIONS), "")
        self.agreed, self.read, self.is_checked = {}, stamp_of_draft(self.draft), False

    def now(self):
        self.moments += 1
        return NOW + timedelta(minutes=self.moments)

    def person(self, who):
        return getattr(self, who)

    def writes(self, who):
        """Whether somebody is an author: of scrutiny who is named, of the joint one the partners' leads."""
        return who == "author" or (who == "lead" and self.kind == AssessmentKind.JOINT)

    def answer(self, place):
        return DraftAnswer.objects.filter(draft=self.draft).order_by("question__position")[place]

    def attempt(self, expected, act):
        """Do it, and see that it was refused exactly where the machine says so."""
        try:
            with transaction.atomic():
                done = act()
        except (ValidationError, PermissionDenied):
            assert not expected
            return None
        assert expected
        return done if done is not None else True

    @property
    def is_open(self):
        return self.state in (S.WRITING, S.CHECKING)

    # Writing

    @rule(
        who=st.sampled_from(WHO),
        place=st.integers(0, QUESTIONS - 1),
        text=st.text(alphabet="abc", min_size=1, max_size=3),
        rating=st.sampled_from(["red", "amber", "green", "not_rated"]),
    )
    def write(self, who, place, text, rating):
        answer = self.answer(place)
        values = {"rating": rating, "rationale": text}
        save = {"answer": answer, "version": answer.version, "values": values, "by": self.person(who)}
        if self.attempt(self.writes(who) and self.is_open, lambda: answers.save_answer(**save, now=self.now())):
            self.texts[place] = text

    @rule(place=st.integers(0, QUESTIONS - 1))
    def write_over_what_somebody_wrote(self, place):
        answer = self.answer(place)
        save = {"answer": answer, "version": answer.version - 1, "values": {"rationale": "stale"}, "by": self.author}
        if self.is_open:
            assert not answers.save_answer(**save, now=self.now()).saved

    @precondition(lambda self: self.is_open)
    @rule()
    def write_all_of_it(self):
        for place in range(QUESTIONS):
            answer, by = self.answer(place), {"by": self.author, "now": self.now()}
            values = {"rating": "amber", "rationale": "whole"}
            answers.save_answer(answer=answer, version=answer.version, values=values, **by)
            answers.add_evidence(answer=answer, words="It is so", source="", dated_on=None, **by)
            acts = {"title": "Do it", "outcome": "Heard", "owner": "A post", "due_on": TODAY + timedelta(days=60)}
            recommends = {"is_recommendation": True, "holder": self.agencies[0]}
            answers.add_action(answer=answer, **acts, **recommends, **by)
            self.texts[place] = "whole"
        draft = stored_draft(self.draft)
        drafts.save_head(
            draft=draft, version=draft.version_number, summary="In short", by=self.author, now=self.now(), **HEAD
        )

    # Moving on

    @rule()
    def read_it(self):
        self.read = stamp_of_draft(stored_draft(self.draft))

    @rule(who=st.sampled_from(WHO), place=st.integers(0, QUESTIONS - 1), days=st.sampled_from([5, 0, -1]))
    def share(self, who, place, days):
        chosen = words_of_draft(stored_draft(self.draft)).answers[place].question
        may = who == "author" and self.kind == AssessmentKind.SCRUTINY and self.state == S.WRITING and days >= 0
        shared = {"questions": [chosen], "closes_on": TODAY + timedelta(days=days), "by": self.person(who)}
        check = self.attempt(may, lambda: publishing.share_parts(draft=self.draft, **shared, now=self.now()))
        if check:
            self.state, self.check, self.shared = S.CHECKING, check, check.content
            self.checks += 1

    @precondition(lambda self: self.checks)
    @rule(who=st.sampled_from(WHO), text=st.sampled_from(["It was June", " "]))
    def comment(self, who, text):
        (answer,) = read_assessment(self.check.content).answers
        may = who == "lead" and self.state == S.CHECKING and text.strip()
        said = {"question": answer.question, "agency": self.agencies[1], "text": text, "by": self.person(who)}
        if self.attempt(may, lambda: publishing.comment_on(check=self.check, **said, now=self.now())):
            self.comments += 1

    @rule(who=st.sampled_from(WHO))
    def close(self, who):
        may = self.writes(who) and self.state == S.CHECKING
        if self.attempt(may, lambda: publishing.close_check(draft=self.draft, by=self.person(who), now=self.now())):
            self.state = S.WRITING

    @rule(which=st.integers(0, 2), own=st.booleans())
    def agree(self, which, own):
        by, agency = self.leads[which], self.agencies[which if own else which - 1]
        current = stamp_of_draft(stored_draft(self.draft))
        is_joint = self.kind == AssessmentKind.JOINT
        may = is_joint and self.state == S.WRITING and own and self.read == current
        agreed = {"agency": agency, "seen": self.read, "by": by}
        if self.attempt(may, lambda: publishing.agree_to(draft=self.draft, **agreed, now=self.now())):
            self.agreed[which] = current

    @rule(who=st.sampled_from(WHO))
    def publish(self, who):
        draft = stored_draft(self.draft)
        words, current = words_of_draft(draft), stamp_of_draft(draft)
        may = self.writes(who) and self.state == S.WRITING and self.read == current and self.is_complete(words)
        may = may and (self.kind == AssessmentKind.SCRUTINY or self.agreed == dict.fromkeys(range(3), current))
        made = self.attempt(
            bool(may),
            lambda: publishing.publish_draft(draft=self.draft, seen=self.read, by=self.person(who), now=self.now()),
        )
        if made:
            self.state, self.assessment, self.published = S.PUBLISHED, made, words

    def is_complete(self, words):
        needs_evidence = ("amber", "green")
        return words.head.summary and all(
            one.rating != "not_rated"
            and one.rationale
            and one.actions
            and (one.evidence or one.rating not in needs_evidence)
            for one in words.answers
        )

    @rule(who=st.sampled_from(WHO))
    def drop(self, who):
        may = self.writes(who) and after(self.state, M.DROP) is not None
        if self.attempt(may, lambda: drafts.drop_draft(draft=self.draft, by=self.person(who), now=self.now())):
            self.state = S.DROPPED

    @precondition(lambda self: self.is_open)
    @rule()
    def take_it_all_the_way(self):
        """Written, read, agreed and published, whatever went before."""
        if self.state == S.CHECKING:
            self.close("author")
        self.write_all_of_it()
        self.read_it()
        for which in range(3) if self.kind == AssessmentKind.JOINT else ():
            self.agree(which, own=True)
        self.publish("author")
        assert self.state == S.PUBLISHED

    # What holds at every moment

    @invariant()
    def it_stands_where_it_was_brought(self):
        if hasattr(self, "draft"):
            assert AssessmentDraft.objects.get(pk=self.draft.pk).state == self.state
            assert {place: self.answer(place).rationale for place in self.texts} == self.texts

    @invariant()
    def nobody_else_learns_of_it(self):
        if not hasattr(self, "draft"):
            return
        assert [who for who in WHO if drafts_of(self.person(who)).exists()] == [who for who in WHO if self.writes(who)]
        assert checks_open_to(self.lead, TODAY).count() == (1 if self.state == S.CHECKING else 0)
        assert not checks_open_to(self.team, TODAY).exists()
        if self.state != S.PUBLISHED:
            assert ActivityEntry.objects.count() == self.entries
            assert set(Notice.objects.values_list("text", flat=True)) <= {publishing.SHARED}
            assert not Assessment.objects.exists()
            assert not assessments_visible_to(self.team).exists()

    @invariant()
    def what_is_frozen_stays(self):
        if not hasattr(self, "draft"):
            return
        assert AccuracyComment.objects.count() == self.comments
        if self.checks:
            self.check.refresh_from_db()
            assert self.check.content == self.shared
        if self.assessment:
            self.assessment.refresh_from_db()
            assert read_assessment(self.assessment.content) == self.published
            is_scrutiny = self.kind == AssessmentKind.SCRUTINY
            assert Recommendation.objects.exists() is is_scrutiny

    def teardown(self):
        assert chain_problems() == []
        super().teardown()


class ScrutinyLife(DraftLife):
    """Of independent scrutiny."""

    @initialize()
    def begin(self):
        self.start(AssessmentKind.SCRUTINY)


class JointLife(DraftLife):
    """Of a joint self-assessment."""

    @initialize()
    def begin(self):
        self.start(AssessmentKind.JOINT)


@pytest.mark.parametrize("life", [ScrutinyLife, JointLife])
def test_a_draft_lives_only_as_it_may(life):
    run(life)
