"""Lessons: recorded, given, told of with what changed, and who reads what of them (R105, R144, R148)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from assurance.models import ActivityEntry, Lesson, LessonGiven, Notice
from assurance.queries.lesson_updates import lesson_table, updates, updates_table
from assurance.queries.lessons import (
    LessonFilters,
    counts,
    due_lessons,
    given_to_us,
    holders_to_give,
    lesson_page,
    lessons_found,
    lessons_of_review,
    lessons_visible_to,
    sources_offered,
    stamp_of,
)
from assurance.rules.learning import GIVEN_MOVES, ChangeKind, GivenMove, GivenState, LessonSource
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.roles import Role
from assurance.services import lessons as services
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, TopicFactory, person_with
from tests.factories.learning import CHANGES, DUE_ON, NOW, a_lesson, a_review, a_team, given
from tests.factories.meetings import a_meeting

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=120)
TODAY = LATER.date()


@pytest.fixture
def team(police):
    return a_team()


@pytest.fixture
def lead(police):
    return person_with(Role.PARTNER_LEAD, agency=police)


def notices_of(person):
    return list(Notice.objects.filter(person=person).order_by("created_at").values_list("text", flat=True))


# Recording


def test_a_lesson_keeps_what_was_learned_and_where(team):
    lesson = a_lesson(team=team)
    assert (lesson.source, lesson.review_title, lesson.recorded_by) == ("local", "Local review B", team)
    entry = ActivityEntry.objects.get(action="lesson.record")
    assert (entry.subject_id, "lives" in entry.detail) == (str(lesson.pk), False)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"title": " "}, "Say what was learned"),
        ({"review_title": ""}, "which review or panel"),
        ({"source": "child_death"}, "link to eCDOP"),
        ({"published_on": date(2027, 1, 1)}, "cannot be in the future"),
    ],
)
def test_what_a_lesson_needs_is_asked_for(team, details, words):
    with pytest.raises(ValidationError, match=words):
        a_lesson(team=team, **details)
    assert not Lesson.objects.exists()


def test_a_lesson_of_a_rapid_review_is_named_by_no_title_of_a_case(team):
    review = a_review(team=team)
    lesson = a_lesson(team=team, source=str(LessonSource.RAPID), rapid_review=review, review_title="Baby K")
    assert lesson.review_title == services.OF_A_RAPID_REVIEW
    with pytest.raises(ValidationError, match="Only a lesson of a rapid review names one"):
        a_lesson(team=team, rapid_review=review)


def test_a_lesson_somebody_else_has_changed_is_not_overwritten(team):
    lesson = a_lesson(team=team)
    seen, details = stamp_of(lesson), {"by": team, "now": NOW}
    services.change_lesson(lesson=lesson, seen=seen, title="Ask who lives in the home", **details)
    with pytest.raises(ValidationError, match="Somebody else has changed") as conflict:
        services.change_lesson(lesson=lesson, seen=seen, title="Other words", **details)
    assert conflict.value.code == "conflict"
    assert Lesson.objects.get().title == "Ask who lives in the home"


# Giving


def test_those_it_is_given_to_are_told_and_others_are_not(team, police, lead):
    stranger = person_with(Role.PARTNER_LEAD)
    saas = PartnershipGroupFactory(slug="saas", name="SAAS")
    chair = person_with(Role.SAAS_CHAIR, group=saas)
    lesson = a_lesson(team=team)
    services.give_lesson(lesson=lesson, holders=[police, saas], due_on=DUE_ON, by=team, now=NOW)
    assert {one.holder for one in lesson.given.all()} == {police, saas}
    assert notices_of(lead) == notices_of(chair) == [services.GIVEN]
    assert notices_of(stranger) == []
    offered = holders_to_give(lesson, NOW.date())
    assert "agency:kent-police" not in offered
    assert "group:saas" not in offered
    assert "group:kscmp" not in offered
    for holders, due_on, words in (
        ([police], DUE_ON, "Kent Police has been given this lesson already"),
        ([], DUE_ON, "Choose at least one"),
        ([AgencyFactory()], date(2026, 11, 9), "cannot be in the past"),
    ):
        with pytest.raises(ValidationError, match=words):
            services.give_lesson(lesson=lesson, holders=holders, due_on=due_on, by=team, now=NOW)
    assert lesson.given.count() == 2


@pytest.mark.parametrize("state", list(GivenState))
@pytest.mark.parametrize("move", list(GivenMove))
def test_every_move_from_every_state_does_what_the_table_says(state, move, team, police, lead):
    found = given(state, holder=police, team=team)
    before = found.changes.count()

    def make():
        if move == GivenMove.TAKE_UP:
            services.take_up_lesson(given=found, by=lead, now=LATER)
        else:
            services.tell_of_change(given=found, texts={ChangeKind.POLICY: "The procedure says it"}, by=lead, now=LATER)

    if (state, move) in GIVEN_MOVES:
        make()
        assert LessonGiven.objects.get().state == GIVEN_MOVES[state, move]
        assert found.changes.count() == before + (move == GivenMove.TELL)
        assert ActivityEntry.objects.order_by("sequence").last().action == f"lesson.{move}"
    else:
        with pytest.raises(ValidationError, match="That cannot be done now"):
            make()


def test_what_was_told_is_told_to_those_who_see_to_lessons_and_stays(team, police, lead):
    found = given(holder=police, team=team)
    services.tell_of_change(given=found, texts=CHANGES, by=lead, now=NOW)
    assert notices_of(team)[-1] == services.TOLD
    assert {(one.kind, one.text) for one in found.changes.all()} == {
        (str(kind), said) for kind, said in CHANGES.items()
    }
    with pytest.raises(ValidationError, match="at least one of training"):
        services.tell_of_change(given=found, texts={ChangeKind.POLICY: " "}, by=lead, now=NOW)
    for change in (lambda: found.changes.update(text="Other"), lambda: found.changes.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_may_not_neither_records_gives_nor_tells(team, police, lead):
    found = given(holder=police, team=team)
    for person in (lead, person_with(Role.SAAS_MEMBER)):
        with pytest.raises(PermissionDenied):
            a_lesson(team=person)
        with pytest.raises(PermissionDenied):
            services.give_lesson(lesson=found.lesson, holders=[AgencyFactory()], due_on=DUE_ON, by=person, now=NOW)
        with pytest.raises(PermissionDenied):
            services.remind_overdue(by=person, now=LATER)
    for person in (person_with(Role.PARTNER_LEAD), person_with(Role.AGENCY_REPRESENTATIVE, agency=police)):
        with pytest.raises(PermissionDenied):
            services.tell_of_change(given=found, texts=CHANGES, by=person, now=NOW)


def test_those_who_are_overdue_are_reminded_once_a_day(team, police, lead):
    for _ in range(2):
        given(holder=police, team=team)
    given(GivenState.CHANGED, holder=police, team=team)
    given(holder=police, team=team, due_on=date(2027, 6, 1))
    before = len(notices_of(lead))
    assert services.remind_overdue(by=team, now=LATER) == 2
    assert notices_of(lead)[before:] == [services.OVERDUE]
    assert ActivityEntry.objects.filter(action="lesson.remind").count() == 2
    assert services.remind_overdue(by=team, now=LATER + timedelta(hours=1)) == 0
    assert services.remind_overdue(by=team, now=LATER + timedelta(days=1)) == 2


def test_the_portal_reminds_by_itself_once_on_a_working_day(team, police, lead):
    given(holder=police, team=team, due_on=date(2026, 12, 1))
    before, saturday = len(notices_of(lead)), datetime(2027, 1, 9, 8, 0, tzinfo=UTC)
    for hours, reminded in ((0, 0), (48, 1), (50, 0), (72, 1)):
        assert services.remind_overdue(by=None, now=saturday + timedelta(hours=hours)) == reminded
    assert notices_of(lead)[before:] == [services.OVERDUE] * 2


class GivenLife(RolledBack):
    """Any moves in any order: the state is what the table says, and nothing that was told is lost."""

    @initialize()
    def begin(self):
        self.team, police = a_team(), AgencyFactory()
        self.given = given(holder=police, team=self.team)
        self.state, self.told = GivenState.GIVEN, 0

    @rule()
    def take_up(self):
        self.make(GivenMove.TAKE_UP, lambda: services.take_up_lesson(given=self.given, by=self.given_by(), now=NOW))

    @rule(kinds=st.sets(st.sampled_from(list(ChangeKind))))
    def tell(self, kinds):
        texts = dict.fromkeys(kinds, "It has changed")
        made = self.make(
            GivenMove.TELL,
            lambda: services.tell_of_change(given=self.given, texts=texts, by=self.given_by(), now=NOW),
            says=bool(kinds),
        )
        self.told += len(kinds) if made else 0

    def given_by(self):
        return self.given.given_by

    def make(self, move, service, *, says=True):
        allowed = (self.state, move) in GIVEN_MOVES and says
        try:
            service()
        except ValidationError:
            assert not allowed
            return False
        assert allowed
        self.state = GIVEN_MOVES[self.state, move]
        return True

    @invariant()
    def agrees(self):
        if hasattr(self, "given"):
            self.given.refresh_from_db()
            assert self.given.state == self.state
            assert self.given.changes.count() == self.told
            assert (self.state == GivenState.CHANGED) is bool(self.told)


def test_any_moves_in_any_order():
    run(GivenLife)


# Putting right what was given


@pytest.mark.parametrize("state", [GivenState.GIVEN, GivenState.TAKEN_UP])
def test_what_was_given_gets_another_date_while_nothing_was_told(team, police, lead, state):
    found = given(state, holder=police, team=team)
    LessonGiven.objects.update(reminded_at=NOW)
    services.change_given_date(given=found, due_on=TODAY, by=team, now=LATER)
    found.refresh_from_db()
    assert (found.due_on, found.state, found.reminded_at) == (TODAY, state, None)
    assert notices_of(lead)[-1] == services.REDATED
    entry = ActivityEntry.objects.get(action="lesson.date")
    assert f'was_due_on":"{DUE_ON}' in entry.detail
    with pytest.raises(ValidationError, match="cannot be in the past"):
        services.change_given_date(given=found, due_on=TODAY - timedelta(days=1), by=team, now=LATER)


def test_what_was_given_by_mistake_is_taken_back_and_can_be_given_anew(team, police, lead):
    found = given(GivenState.TAKEN_UP, holder=police, team=team)
    services.take_back_lesson(given=found, by=team, now=NOW)
    assert not LessonGiven.objects.exists()
    assert not lessons_visible_to(lead).exists()
    assert notices_of(lead)[-1] == services.TAKEN_BACK
    assert "kent-police" in ActivityEntry.objects.get(action="lesson.take_back").detail
    with pytest.raises(ValidationError, match="taken back already"):
        services.take_back_lesson(given=found, by=team, now=NOW)
    services.give_lesson(lesson=found.lesson, holders=[police], due_on=DUE_ON, by=team, now=NOW)


def test_nothing_is_put_right_once_told_or_by_others(team, police, lead):
    told = given(GivenState.CHANGED, holder=police, team=team)
    for put_right, details in ((services.change_given_date, {"due_on": TODAY}), (services.take_back_lesson, {})):
        with pytest.raises(ValidationError, match="has been told already"):
            put_right(given=told, by=team, now=NOW, **details)
        with pytest.raises(PermissionDenied):
            put_right(given=told, by=lead, now=NOW, **details)
    assert LessonGiven.objects.get().changes.count() == 2


# Reading


def test_an_agency_reads_what_it_was_given_and_nothing_of_the_others(team, police, lead):
    lesson, other = a_lesson(team=team), AgencyFactory(name="Another agency")
    mine = given(holder=police, lesson=lesson, team=team)
    given(GivenState.CHANGED, holder=other, lesson=lesson, team=team)
    elsewhere = given(holder=other, team=team)
    ungiven = a_lesson(team=team)
    assert list(lessons_visible_to(lead)) == [lesson]
    assert set(lessons_visible_to(person_with(Role.SAAS_MEMBER))) == {lesson, elsewhere.lesson, ungiven}
    assert not lessons_visible_to(person_with(Role.AUDIT_TEAM_MEMBER)).exists()
    assert [row.given for row in lesson_page(lesson, lead, TODAY).matrix] == [mine]
    assert len(lesson_page(lesson, team, TODAY).matrix) == 2
    assert list(given_to_us(lead, TODAY)) == [mine]
    assert list(given_to_us(team, TODAY)) == []
    due = due_lessons(lead, TODAY)
    assert (due.number, due.overdue, due.first) == (1, 1, DUE_ON)
    assert due_lessons(team, TODAY).number == 0


def test_only_those_who_may_know_of_rapid_reviews_learn_that_a_lesson_comes_from_one(team, police, lead):
    review = a_review(team=team)
    lesson = a_lesson(team=team, source=str(LessonSource.RAPID), rapid_review=review)
    given(holder=police, lesson=lesson, team=team)
    member = person_with(Role.SAAS_MEMBER)
    for person in (lead, member):
        shown = lesson_page(lesson, person, TODAY)
        assert (shown.source, shown.origin, shown.review_url, shown.review_words) == ("Other learning", "", "", "")
        assert not lessons_of_review(person, review).exists()
        assert "rapid" not in dict(sources_offered(person))
        assert list(lessons_found(person, LessonFilters(source="rapid"), TODAY)) == []
        assert list(lessons_found(person, LessonFilters(source="other"), TODAY)) == [lesson]
        assert "apid" not in str(lesson_table(person, LessonFilters(), TODAY))
    shown = lesson_page(lesson, team, TODAY)
    assert (shown.source, shown.review_words) == ("Rapid review", review.reference)
    assert list(lessons_of_review(team, review)) == [lesson]
    assert list(lessons_found(team, LessonFilters(source="other"), TODAY)) == []


def test_the_matrix_says_of_each_kind_what_was_told(team, police):
    told = given(GivenState.CHANGED, holder=police, team=team)
    late = given(holder=AgencyFactory(), lesson=told.lesson, team=team)
    rows = {row.given: row for row in lesson_page(told.lesson, team, TODAY).matrix}
    assert [cell.shape for cell in rows[told].cells] == ["changed", "untold", "untold", "changed"]
    assert [cell.words for cell in rows[told].cells][:2] == ["Told 10 November 2026", "Nothing told yet"]
    assert rows[told].untold == "Nothing told yet of policy or practice."
    assert {cell.shape for cell in rows[late].cells} == {"overdue"}
    assert "working days overdue" in rows[late].due_words
    assert (rows[told].is_late, rows[late].is_late) == (False, True)


def test_the_list_is_narrowed(team, police):
    topic, other = TopicFactory(slug="missing"), AgencyFactory(slug="other")
    late = given(holder=police, lesson=a_lesson(team=team, topic=topic), team=team).lesson
    done = given(GivenState.CHANGED, holder=police, team=team).lesson
    coming = given(holder=other, team=team, due_on=date(2028, 1, 3)).lesson
    ungiven = a_lesson(team=team, source="legacy")

    def found(**filters):
        return set(lessons_found(team, LessonFilters(**filters), TODAY))

    assert found() == {late, done, coming, ungiven}
    assert found(source="legacy") == {ungiven}
    assert found(topic="missing") == {late}
    assert found(standing="overdue") == {late}
    assert found(standing="waiting") == {late, coming}
    assert found(standing="changed") == {done}
    assert found(standing="not_given") == {ungiven}
    assert found(holder="agency:kent-police") == {late, done}
    assert found(holder="agency:other", standing="overdue") == set()
    assert found(holder="agency:kent-police", standing="not_given") == {coming, ungiven}
    number = counts(team, TODAY)
    assert (number.lessons, number.given, number.told, number.overdue) == (4, 3, 1, 1)


def test_saas_receives_what_is_new_since_it_last_met(team, police):
    """SAAS ToR 3.7: updates on the lessons learned."""
    before, after = NOW, NOW + timedelta(days=30)
    met = NOW + timedelta(days=20)
    old = given(GivenState.CHANGED, holder=police, team=team, now=before)
    services.tell_of_change(given=old, texts={ChangeKind.PRACTICE: "Now all ask"}, by=team, now=after)
    new = a_lesson(team=team, now=after, title="A new lesson")
    assert len(updates(team, after + timedelta(days=1)).changes) == 3  # in the last 3 months
    a_meeting(MeetingState.HELD, starts_at=met)
    a_meeting(MeetingState.HELD, starts_at=after + timedelta(hours=1), kind=MeetingKind.WORKING_GROUP)
    a_meeting(MeetingState.PLANNED, starts_at=after + timedelta(hours=2))
    a_meeting(MeetingState.HELD, starts_at=after + timedelta(hours=3), group="board")
    team = person_with(Role.BUSINESS_TEAM)
    found = updates(team, after + timedelta(days=1))
    assert found.words == "since SAAS met on 30 November 2026"
    assert [one.text for one in found.changes] == ["Now all ask"]
    assert list(found.lessons) == [new]
    _, rows = updates_table(team, after + timedelta(days=1))
    assert {row[4] for row in rows} == {"Now all ask", new.what}
    board = person_with(Role.BOARD_MEMBER)
    assert updates(board, after + timedelta(days=1)).words == "in the last 3 months"
    assert updates(person_with(Role.PARTNER_LEAD, agency=police), LATER).number == 0
