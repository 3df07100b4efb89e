"""Beginning a draft, its head, its list and overview, and dropping it (R16, R127, R130)."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import Role
from scrutiny.models import AssessmentDraft, DraftAnswer
from scrutiny.queries import drafts as queries
from scrutiny.queries.framework_parts import stamp_of_version
from scrutiny.queries.scope import drafts_of
from scrutiny.rules.assessments import AssessmentKind, DraftState, Readers
from scrutiny.rules.frameworks import Rating
from scrutiny.services import drafts as services
from scrutiny.services.frameworks import begin_version, make_ready
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.scrutiny import NOW, TODAY, a_draft, a_scrutineer, six_steps

pytestmark = pytest.mark.django_db


def begin(by, kind=AssessmentKind.SCRUTINY, agency=None, **changes):
    values = {
        "version": six_steps(),
        "title": "Scrutiny 2026",
        "capacity": "Independent Scrutineer",
        "scope": "The arrangements as a whole",
        "purpose": "To judge how effective they are",
        "readers": Readers.ASSURANCE,
        "starts_on": date(2025, 10, 1),
        "ends_on": date(2026, 9, 30),
    } | changes
    return services.begin_draft(kind=kind, agency=agency, by=by, now=NOW, **values)


def partner_lead(category="police"):
    return person_with(Role.PARTNER_LEAD, agency=AgencyFactory(category=category))


def head(draft, **changes):
    names = ("title", "capacity", "scope", "purpose", "readers", "starts_on", "ends_on", "summary")
    return {name: getattr(draft, name) for name in names} | changes


def test_a_draft_begins_with_a_blank_answer_to_every_question():
    author = a_scrutineer()
    draft = begin(author)
    assert list(drafts_of(author)) == [draft]
    assert list(draft.authors.all()) == [author]
    answers = DraftAnswer.objects.filter(draft=draft)
    assert answers.count() == 24
    assert set(answers.values_list("rating", flat=True)) == {str(Rating.NOT_RATED)}
    assert draft.version.is_frozen


def test_a_version_that_can_still_be_changed_is_not_offered_and_refused():
    shipped, manager = six_steps(), person_with(Role.BUSINESS_TEAM)
    adapted = begin_version(version=shipped, note="A question added", by=manager, now=NOW)
    assert queries.versions_offered() == [shipped]
    with pytest.raises(ValidationError, match="can still be changed"):
        begin(a_scrutineer(), version=adapted)
    adapted.refresh_from_db()
    assert not adapted.is_frozen
    make_ready(version=adapted, seen=stamp_of_version(adapted), by=manager, now=NOW)
    assert queries.versions_offered() == [adapted]


def test_beginning_changes_nothing_that_others_see_of_frameworks(sign_in):
    shipped, manager = six_steps(), person_with(Role.BUSINESS_TEAM)
    other = begin_version(version=shipped, note="More", by=manager, now=NOW)
    client = sign_in(manager)
    versions = [f"/scrutiny/frameworks/versions/{one.pk}/" for one in (shipped, other)]
    addresses = ["/scrutiny/frameworks/", *versions]
    before = [but_for_the_token(client.get(address)) for address in addresses]
    begin(a_scrutineer(), version=shipped)
    begin(partner_lead(), AssessmentKind.JOINT, version=shipped)
    assert [but_for_the_token(client.get(address)) for address in addresses] == before


def but_for_the_token(answer):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)


def test_one_may_begin_what_one_may_write():
    assert [offer.key for offer in queries.kinds_offered(a_scrutineer())] == ["scrutiny"]
    wider, police = AgencyFactory(slug="cafcass"), AgencyFactory(slug="police", category="police")
    assert [one.key for one in queries.kinds_offered(person_with(Role.PARTNER_LEAD, agency=wider))] == [
        "agency:cafcass"
    ]
    offered = queries.kinds_offered(person_with(Role.PARTNER_CONTRIBUTOR, agency=police))
    assert [offer.key for offer in offered] == ["joint", "agency:police"]
    for role in (Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.BOARD_MEMBER, Role.SYSTEM_ADMINISTRATOR):
        assert queries.kinds_offered(person_with(role)) == []


@pytest.mark.parametrize("role", [Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.PARTNER_LEAD])
def test_nobody_else_begins_scrutiny(role):
    with pytest.raises(PermissionDenied):
        begin(person_with(role))
    assert not AssessmentDraft.objects.exists()


def test_nobody_begins_another_agencys_self_assessment():
    with pytest.raises(PermissionDenied):
        begin(partner_lead(), AssessmentKind.AGENCY, AgencyFactory())


def test_the_three_partners_write_one_joint_self_assessment_at_a_time():
    first = begin(partner_lead("police"), AssessmentKind.JOINT)
    health = partner_lead("health")
    with pytest.raises(ValidationError, match="being written already"):
        begin(health, AssessmentKind.JOINT)
    services.drop_draft(draft=first, by=health, now=NOW)
    assert begin(health, AssessmentKind.JOINT)


def test_scrutineers_write_together_and_nobody_else_with_them():
    author, other, outsider = a_scrutineer(), a_scrutineer(), person_with(Role.SAAS_CHAIR)
    draft = begin(author, authors=[other])
    assert drafts_of(other).exists()
    with pytest.raises(ValidationError, match="Only scrutineers"):
        services.save_head(draft=draft, version=1, **head(draft), authors=[outsider], by=author, now=NOW)
    services.save_head(draft=draft, version=1, **head(draft), authors=[], by=author, now=NOW)
    assert not drafts_of(other).exists()
    assert drafts_of(author).exists()


def test_a_head_saved_by_somebody_else_meanwhile_is_not_written_over():
    author = a_scrutineer()
    draft = begin(author)
    assert services.save_head(draft=draft, version=1, **head(draft, title="First"), by=author, now=NOW).saved
    outcome = services.save_head(draft=draft, version=1, **head(draft, title="Second"), by=author, now=NOW)
    assert (outcome.saved, outcome.version) == (False, 2)
    assert queries.stored_draft(draft).title == "First"


def test_a_period_ends_after_it_begins():
    with pytest.raises(ValidationError, match="before its first"):
        begin(a_scrutineer(), ends_on=date(2020, 1, 1))


@pytest.mark.parametrize("role", list(Role))
def test_only_its_authors_change_or_drop_a_draft(role):
    draft, other = a_draft(), person_with(role)
    with pytest.raises(PermissionDenied):
        services.save_head(draft=draft, version=1, **head(draft), by=other, now=NOW)
    with pytest.raises(PermissionDenied):
        services.drop_draft(draft=draft, by=other, now=NOW)


def test_a_dropped_draft_can_be_read_and_not_changed():
    author = a_scrutineer()
    draft = begin(author)
    services.drop_draft(draft=draft, by=author, now=NOW)
    lists = queries.draft_lists(author)
    assert (lists.open, [row.draft for row in lists.ended]) == ((), [draft])
    with pytest.raises(ValidationError, match="is dropped"):
        services.save_head(draft=draft, version=1, **head(draft), by=author, now=NOW)


def test_a_draft_of_which_parts_are_shared_is_not_dropped():
    author = a_scrutineer()
    draft = a_draft(author, state=str(DraftState.CHECKING))
    with pytest.raises(ValidationError, match="accuracy check"):
        services.drop_draft(draft=draft, by=author, now=NOW)


def test_nothing_about_a_draft_is_logged_or_told():
    author, other = a_scrutineer(), a_scrutineer()
    version, before = six_steps(), ActivityEntry.objects.count()
    draft = begin(author, version=version, authors=[other])
    services.save_head(draft=draft, version=1, **head(draft), authors=[other], by=author, now=NOW)
    services.drop_draft(draft=draft, by=author, now=NOW)
    assert ActivityEntry.objects.count() == before
    assert not Notice.objects.exists()
    assert [event.move for event in draft.events.all()] == ["begin", "drop"]


def test_the_overview_says_what_is_missing_by_step(django_assert_num_queries):
    author = a_scrutineer()
    draft = begin(author)
    DraftAnswer.objects.filter(draft=draft, question__position=2).update(rating=Rating.AMBER, rationale="Because")
    shown = queries.overview(draft, author, TODAY)
    assert [step.number for step in shown.steps] == [1, 2, 3, 4, 5, 6]
    first, second = shown.steps[0].questions[:2]
    assert (first.place, first.number, first.lacks) == (1, "1.1", "a rating, a rationale and an action")
    assert (second.rating_words, second.lacks) == ("Amber", "evidence and an action")
    assert shown.next_up == first
    assert shown.progress.words == "0 of 24 questions complete, 6 rated"


def test_a_scrutineer_who_chairs_a_meeting_is_warned():
    author = a_scrutineer()
    draft = begin(author)
    assert queries.overview(draft, author, TODAY).warnings == ()
    person_with(Role.GROUP_CHAIR, person=author)
    (warning,) = queries.overview(draft, author, TODAY).warnings
    assert "Also chairs" in warning
