"""Answers of a draft: saved without overwriting one another, with evidence and actions (R124, R126, R131, R133)."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import Role
from scrutiny.models import Assessment, DraftAction, DraftAnswer, DraftEvidence, PublishedRating
from scrutiny.queries.answers import asked_at, question_page
from scrutiny.queries.drafts import overview
from scrutiny.rules.assessments import AssessmentKind, EvidenceKind, Readers
from scrutiny.rules.frameworks import Rating
from scrutiny.rules.frozen import AssessmentWords, FrozenAnswer, FrozenHead, write_assessment
from scrutiny.services import answers as services
from scrutiny.services.drafts import drop_draft
from tests.factories.actions import an_action
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.items import an_item
from tests.factories.scrutiny import NOW, TODAY, a_draft, a_scrutineer

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 31)


@pytest.fixture
def author():
    return a_scrutineer()


@pytest.fixture
def draft(author):
    return a_draft(author)


@pytest.fixture
def answer(draft):
    return asked_at(draft, 1).answer


def save(answer, by, version=1, **values):
    return services.save_answer(answer=answer, version=version, values=values, by=by, now=NOW)


def add_action(answer, by, holder, **changes):
    values = {"title": "Publish the plan", "outcome": "Children know it", "owner": "Head of X", "due_on": DUE} | changes
    return services.add_action(answer=answer, holder=holder, by=by, now=NOW, **values)


def published(question, kind=AssessmentKind.SCRUTINY, rating=Rating.AMBER, *, year=2025, agency=None, **fields):
    """A published assessment in which one question is answered."""
    framework_version = question.step.version
    frozen_head = FrozenHead(
        kind,
        "t",
        "c",
        "s",
        "p",
        "assurance",
        "2024-10-01",
        "2025-09-30",
        "six-steps",
        "Six Steps",
        1,
        False,
        "r",
        "",
        "",
        "",
    )
    said = FrozenAnswer(str(question.identity), "s", "1.1", question.text, rating, f"Said in {year}")
    values = {
        "title": f"{kind} {year}",
        "capacity": "Independent Scrutineer",
        "scope": "All",
        "purpose": "To judge",
        "readers": Readers.ASSURANCE,
        "starts_on": date(year - 1, 10, 1),
        "ends_on": date(year, 9, 30),
        "content": write_assessment(AssessmentWords(frozen_head, (), (said,))),
        "sha256": "0" * 64,
        "published_by": a_scrutineer(),
        "published_at": datetime(year, 11, 3, 9, tzinfo=UTC),
    } | fields
    made = Assessment.objects.create(kind=kind, framework_version=framework_version, agency=agency, **values)
    PublishedRating.objects.create(assessment=made, question=question.identity, rating=rating)
    return made


# Saving


def test_what_is_saved_stands_with_a_new_version(answer, author):
    outcome = save(answer, author, rating=Rating.GREEN, rationale="It is so", children="They say so")
    assert (outcome.saved, outcome.version) == (True, 2)
    answer.refresh_from_db()
    assert (answer.rating, answer.rationale, answer.children) == ("green", "It is so", "They say so")
    assert answer.changed_at == NOW


def test_a_stale_save_writes_over_nothing(answer, author):
    save(answer, author, rationale="First")
    outcome = save(answer, author, version=1, rationale="Second")
    assert (outcome.saved, outcome.version) == (False, 2)
    answer.refresh_from_db()
    assert answer.rationale == "First"


def test_whoever_writes_nothing_new_is_told_of_no_conflict(answer, author):
    save(answer, author, rationale="The same")
    outcome = save(answer, author, version=1, rationale="The same")
    assert (outcome.saved, outcome.version) == (True, 2)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_else_writes_in_a_draft(answer, role):
    other = person_with(role)
    with pytest.raises(PermissionDenied):
        save(answer, other, rating=Rating.GREEN)
    with pytest.raises(PermissionDenied):
        services.add_evidence(answer=answer, words="W", source="S", dated_on=None, by=other, now=NOW)
    with pytest.raises(PermissionDenied):
        add_action(answer, other, AgencyFactory())


def test_nothing_is_written_in_a_draft_that_was_dropped(draft, answer, author):
    drop_draft(draft=draft, by=author, now=NOW)
    with pytest.raises(ValidationError, match="Your text is still on this page"):
        save(answer, author, rationale="Too late")


def test_nothing_of_an_answer_is_logged_or_told(answer, author):
    item, agency = an_item(), AgencyFactory()
    before, told = ActivityEntry.objects.count(), Notice.objects.count()
    save(answer, author, rating=Rating.GREEN, rationale="It is so")
    evidence = services.pick_evidence(answer=answer, key=f"item:{item.pk}", by=author, now=NOW)
    action = add_action(answer, author, agency)
    services.remove_evidence(answer=answer, evidence=evidence.pk, by=author, now=NOW)
    services.remove_action(answer=answer, action=action.pk, by=author, now=NOW)
    assert (ActivityEntry.objects.count(), Notice.objects.count()) == (before, told)


# Evidence


def test_an_item_is_kept_as_it_was_when_it_was_picked(answer, author):
    item = an_item(finding="Nine in ten began within the hour")
    evidence = services.pick_evidence(answer=answer, key=f"item:{item.pk}", by=author, now=NOW)
    type(item).objects.filter(pk=item.pk).update(finding="Another finding")
    evidence.refresh_from_db()
    assert "Nine in ten began within the hour" in evidence.words
    assert (evidence.kind, evidence.dated_on, evidence.item) == (EvidenceKind.ITEM, item.dated_on, item)
    assert str(item.pk) in evidence.address


def test_what_is_picked_twice_is_there_once(answer, author):
    item = an_item()
    for _ in range(2):
        services.pick_evidence(answer=answer, key=f"item:{item.pk}", by=author, now=NOW)
    assert DraftEvidence.objects.count() == 1


def test_nothing_is_picked_that_cannot_be_read():
    agency = AgencyFactory()
    lead = person_with(Role.PARTNER_LEAD, agency=agency)
    draft = a_draft(lead, kind=AssessmentKind.AGENCY, agency=agency)
    with pytest.raises(ValidationError, match="cannot be used as evidence"):
        services.pick_evidence(answer=asked_at(draft, 1).answer, key=f"item:{an_item().pk}", by=lead, now=NOW)


@pytest.mark.parametrize(
    "key", ["", "item", "item:x", f"item:{UUID(int=1)}", "indicator:x:y", "return:x", "paper:::", "other:1"]
)
def test_a_key_of_nothing_is_refused_in_a_sentence(answer, author, key):
    with pytest.raises(ValidationError, match="Look for it again"):
        services.pick_evidence(answer=answer, key=key, by=author, now=NOW)


def test_evidence_held_elsewhere_has_its_words_source_and_date(answer, author):
    services.add_evidence(answer=answer, words="Children told us", source="Visit", dated_on=TODAY, by=author, now=NOW)
    with pytest.raises(ValidationError, match="future"):
        services.add_evidence(answer=answer, words="W", source="", dated_on=date(2030, 1, 1), by=author, now=NOW)
    with pytest.raises(ValidationError, match="Say what"):
        services.add_evidence(answer=answer, words=" ", source="", dated_on=None, by=author, now=NOW)
    evidence = DraftEvidence.objects.get()
    assert (evidence.kind, evidence.source, evidence.address) == (EvidenceKind.OTHER, "Visit", "")


# Actions


def test_the_actions_of_a_step_are_gathered(draft, author):
    agency = AgencyFactory()
    for place in (1, 3, 5):
        add_action(asked_at(draft, place).answer, author, agency, title=f"Action {place}")
    steps = overview(draft, author, TODAY).steps
    assert [action.title for action in steps[0].actions] == ["Action 1", "Action 3"]
    assert [(action.number, action.holder) for action in steps[1].actions] == [("2.1", str(agency))]


def test_an_action_can_be_changed_until_it_is_published(answer, author):
    agency, other = AgencyFactory(), AgencyFactory()
    action = add_action(answer, author, agency, is_recommendation=True)
    services.change_action(
        action=action, title="Other words", outcome="", holder=other, owner="", due_on=DUE, by=author, now=NOW
    )
    action.refresh_from_db()
    assert (action.title, action.agency, action.is_recommendation) == ("Other words", other, False)


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"title": "  "}, "in a few words"), ({"due_on": date(2020, 1, 1)}, "in the past")],
)
def test_an_action_says_what_and_by_when(answer, author, changes, words):
    with pytest.raises(ValidationError, match=words):
        add_action(answer, author, AgencyFactory(), **changes)


def test_an_agency_gives_actions_to_itself_alone_and_recommends_nothing():
    agency, other = AgencyFactory(), AgencyFactory()
    lead = person_with(Role.PARTNER_LEAD, agency=agency)
    answer = asked_at(a_draft(lead, kind=AssessmentKind.AGENCY, agency=agency), 1).answer
    with pytest.raises(ValidationError, match="cannot give actions"):
        add_action(answer, lead, other)
    assert not add_action(answer, lead, agency, is_recommendation=True).is_recommendation


def test_an_action_in_the_tracker_is_linked_once_and_shows_its_state():
    existing = an_action(title="Dip-sample discussions")
    author = a_scrutineer()
    draft = a_draft(author)
    answer = asked_at(draft, 1).answer
    for _ in range(2):
        services.link_action(answer=answer, action=str(existing.pk), by=author, now=NOW)
    assert DraftAction.objects.count() == 1
    (line,) = question_page(draft, 1, author).actions
    assert (line.title, line.existing_state, line.is_linked) == ("Dip-sample discussions", "Not started", True)
    with pytest.raises(ValidationError, match="it is changed there"):
        services.change_action(
            action=answer.actions.get(),
            title="T",
            outcome="",
            holder=existing.agency,
            owner="",
            due_on=DUE,
            by=author,
            now=NOW,
        )


def test_an_action_one_may_not_read_is_not_linked():
    agency = AgencyFactory()
    lead = person_with(Role.PARTNER_LEAD, agency=agency)
    answer = asked_at(a_draft(lead, kind=AssessmentKind.AGENCY, agency=agency), 1).answer
    for key in (str(an_action().pk), "nothing"):
        with pytest.raises(ValidationError, match="no such action"):
            services.link_action(answer=answer, action=key, by=lead, now=NOW)


def test_a_partner_sees_no_more_of_anothers_action_than_its_words():
    health, police = AgencyFactory(category="health"), AgencyFactory(category="police")
    lead, other = person_with(Role.PARTNER_LEAD, agency=health), person_with(Role.PARTNER_LEAD, agency=police)
    draft = a_draft(lead, kind=AssessmentKind.JOINT)
    existing = an_action(holder=health)
    services.link_action(answer=asked_at(draft, 1).answer, action=str(existing.pk), by=lead, now=NOW)
    (mine,), (theirs,) = (question_page(draft, 1, each).actions for each in (lead, other))
    assert (mine.existing_url != "", mine.existing_state) == (True, "Not started")
    assert (theirs.title, theirs.existing_url, theirs.existing_state) == (existing.title, "", "")


# What was said before


def test_last_years_answer_and_the_partners_own_stand_beside(draft, author):
    question = asked_at(draft, 1).answer.question
    published(question, year=2024, rating=Rating.RED)
    published(question, year=2025, rating=Rating.AMBER)
    published(question, AssessmentKind.JOINT, Rating.GREEN, year=2026)
    last, partners = question_page(draft, 1, author).said
    assert (last.heading, last.rating_words, last.answer.rationale) == ("Last time", "Amber", "Said in 2025")
    assert (partners.heading, partners.rating_words) == ("The partners’ own self-assessment", "Green")
    assert question_page(draft, 2, author).said == ()


def test_only_what_its_author_may_read_stands_beside():
    agency, other = AgencyFactory(), AgencyFactory()
    lead = person_with(Role.PARTNER_LEAD, agency=agency)
    draft = a_draft(lead, kind=AssessmentKind.AGENCY, agency=agency)
    question = asked_at(draft, 1).answer.question
    published(question, AssessmentKind.AGENCY, agency=other, readers=Readers.PARTNERSHIP)
    published(question, AssessmentKind.JOINT, readers=Readers.BOARD)
    assert question_page(draft, 1, lead).said == ()
    published(question, AssessmentKind.AGENCY, agency=agency, readers=Readers.BOARD)
    published(question, AssessmentKind.JOINT, year=2026, readers=Readers.PARTNERSHIP)
    assert [said.title for said in question_page(draft, 1, lead).said] == ["agency 2025", "joint 2026"]


def test_there_is_no_question_before_the_first_or_after_the_last(draft, author):
    assert question_page(draft, 0, author) is None
    assert question_page(draft, 25, author) is None
    first, last = question_page(draft, 1, author), question_page(draft, 24, author)
    assert (first.previous, first.following) == (None, 2)
    assert (last.previous, last.following) == (23, None)
    assert last.asked.question.number == "6.4"
    assert DraftAnswer.objects.filter(draft=draft).count() == 24
