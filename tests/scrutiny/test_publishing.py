"""From a secret draft to a frozen record: the accuracy check, the partners' agreement, what publishing sets going."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from assurance.models import Action, ActivityEntry, AssuranceItem, Notice, Support
from assurance.permissions import sync_everyone
from assurance.queries.action_sources import origin_of
from assurance.rules.roles import Role
from assurance.services.framework import load_framework
from reports.pdf.validate import validate_pdf
from reports.services.assessments import assessment_pdf
from scrutiny.models import Assessment, DraftAnswer, DraftEvidence, Recommendation
from scrutiny.queries.publishing import check_rows, publishing_problems, stamp_of_draft, words_of_draft
from scrutiny.queries.scope import checks_open_to, drafts_of
from scrutiny.queries.todo import scrutiny_todo_for
from scrutiny.rules.assessments import AssessmentKind, EvidenceKind, Readers
from scrutiny.rules.frozen import read_assessment
from scrutiny.services.publishing import agree_to, close_check, comment_on, publish_draft, share_parts
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.items import ToolFactory, a_risk, an_item
from tests.factories.scrutiny import NOW, TODAY, a_draft, a_scrutineer, answered, published

pytestmark = pytest.mark.django_db
CLOSES = TODAY + timedelta(days=14)


def ready(**fields):
    """A draft of independent scrutiny that lacks nothing, and its author."""
    draft = answered(a_draft(**fields))
    return draft, draft.authors.get()


def partner_lead(category="police"):
    return person_with(Role.PARTNER_LEAD, agency=AgencyFactory(category=category))


def shared(draft, by, number=1):
    chosen = [one.question for one in words_of_draft(draft).answers[:number]]
    return share_parts(draft=draft, questions=chosen, closes_on=CLOSES, by=by, now=NOW)


def test_what_is_published_is_what_was_read_and_cannot_be_changed():
    draft, author = ready()
    words = words_of_draft(draft)
    assessment = published(draft)
    assert read_assessment(assessment.content) == words
    assert assessment.ratings.filter(rating="amber").count() == 24
    with pytest.raises(DatabaseError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(title="Another")
    draft.refresh_from_db()
    assert draft.state == "published"
    with pytest.raises(ValidationError):
        publish_draft(draft=draft, seen=stamp_of_draft(draft), by=author, now=NOW)


def test_what_was_changed_since_it_was_read_is_not_published():
    draft, author = ready()
    seen = stamp_of_draft(draft)
    DraftAnswer.objects.filter(pk=draft.answers.first().pk).update(rationale="Another reason")
    with pytest.raises(ValidationError) as refused:
        publish_draft(draft=draft, seen=seen, by=author, now=NOW)
    assert refused.value.code == "conflict"
    assert not Assessment.objects.exists()


def test_a_draft_that_lacks_something_is_not_published():
    draft = a_draft()
    problems = publishing_problems(draft, words_of_draft(draft), stamp_of_draft(draft))
    assert len(problems) == 25
    with pytest.raises(ValidationError) as refused:
        published(draft)
    assert refused.value.messages == problems


def test_its_actions_are_in_the_tracker_and_its_recommendations_with_theirs():
    holder = AgencyFactory()
    draft = answered(a_draft(), holder=holder)
    author = draft.authors.get()
    assessment = published(draft)
    assert Action.objects.count() == 24
    recommendation = Recommendation.objects.get()
    assert (recommendation.text, recommendation.holder, recommendation.action.title) == ("Action 1", holder, "Action 1")
    answers = person_with(Role.PARTNER_LEAD, agency=holder)
    assert origin_of(recommendation.action, author)[1] == f"/scrutiny/recommendations/{recommendation.pk}/"
    assert origin_of(recommendation.action, answers)[0] == f"Independent scrutiny: {assessment.title}"
    assert origin_of(recommendation.action, person_with(Role.PARTNER_LEAD)) == ("Independent scrutiny", "")


@pytest.mark.parametrize(("readers", "kept"), [(Readers.ASSURANCE, 1), (Readers.PARTNERSHIP, 1), (Readers.BOARD, 0)])
def test_it_is_an_item_of_assurance_where_its_readers_read_assurance(readers, kept):
    load_framework(now=NOW)
    sync_everyone(today=TODAY)
    draft, _ = ready(readers=readers)
    assessment = published(draft)
    items = AssuranceItem.objects.filter(origin=f"scrutiny:{assessment.pk}")
    assert items.count() == kept
    if kept:
        assert items.get().finding == "24 questions rated: 0 Green, 24 Amber, 0 Red."
        assert items.get().strength == "none"


def test_nothing_about_a_draft_is_in_the_log_or_told_to_anybody_before_it_is_published():
    entries = ActivityEntry.objects.count()
    draft, author = ready()
    partner_lead()
    shared(draft, author)
    close_check(draft=draft, by=author, now=NOW)
    assert not [
        one for one in ActivityEntry.objects.all()[entries:] if str(draft.pk) in f"{one.subject_id}{one.detail}"
    ]
    assessment = published(draft)
    last = ActivityEntry.objects.order_by("sequence").last()
    assert (last.action, str(assessment.pk)) == ("assessment.publish", last.subject_id)


# The accuracy check


def test_partners_read_the_shared_answers_for_the_days_of_the_check_and_nothing_else():
    draft, author = ready()
    lead, other = partner_lead(), person_with(Role.PARTNER_LEAD)
    check = shared(draft, author, 2)
    assert list(checks_open_to(lead, TODAY)) == [check]
    words = read_assessment(check.content)
    assert len(words.answers) == 2
    assert words.head.summary == ""
    assert not any(one.actions for one in words.answers)
    assert not checks_open_to(other, TODAY).exists()
    assert not checks_open_to(person_with(Role.BUSINESS_TEAM), TODAY).exists()
    assert not checks_open_to(lead, CLOSES + timedelta(days=1)).exists()
    assert not drafts_of(lead).filter(kind=AssessmentKind.SCRUTINY).exists()
    notice = Notice.objects.get(person=lead)
    assert draft.title not in notice.text


def test_what_partners_say_is_kept_beside_and_the_draft_waits_until_the_check_is_closed():
    draft, author = ready()
    lead = partner_lead()
    agency = lead.memberships.get().agency
    check = shared(draft, author)
    question = read_assessment(check.content).answers[0].question
    words = {"check": check, "question": question, "agency": agency, "now": NOW}
    comment = comment_on(text="The plan was agreed in May, not June", by=lead, **words)
    with pytest.raises(ValidationError):
        comment_on(text=" ", by=lead, **words)
    with pytest.raises(PermissionDenied):
        comment_on(text="Words", by=person_with(Role.PARTNER_LEAD), **words)
    with pytest.raises(ValidationError):
        published(draft)
    close_check(draft=draft, by=author, now=NOW)
    assert check.comments.get() == comment
    with pytest.raises(ValidationError):
        comment_on(text="Too late", by=lead, **words)
    assert published(draft)


def test_a_check_waits_on_the_first_page_of_who_may_comment_and_is_named_in_their_list(client):
    draft, author = ready()
    lead = partner_lead()
    check = shared(draft, author)
    assert [row.url for row in scrutiny_todo_for(lead, TODAY)] == [reverse("scrutiny:check_detail", args=[check.pk])]
    assert not [row for row in scrutiny_todo_for(person_with(Role.PARTNER_LEAD), TODAY) if "accuracy" in row.title]
    assert [(row.pk, row.title) for row in check_rows(lead, TODAY)] == [(check.pk, draft.title)]
    close_check(draft=draft, by=author, now=NOW)
    assert scrutiny_todo_for(lead, TODAY) == []


def test_an_answer_that_was_not_shared_cannot_be_commented_on():
    draft, author = ready()
    lead = partner_lead()
    check = shared(draft, author)
    hidden = words_of_draft(draft).answers[5].question
    with pytest.raises(ValidationError):
        comment_on(check=check, question=hidden, agency=lead.memberships.get().agency, text="Words", by=lead, now=NOW)


# Who publishes what


def test_another_scrutineer_cannot_publish_or_share():
    draft, _ = ready()
    other = a_scrutineer()
    with pytest.raises(PermissionDenied):
        publish_draft(draft=draft, seen=stamp_of_draft(draft), by=other, now=NOW)
    with pytest.raises(PermissionDenied):
        shared(draft, other)


def test_an_agencys_self_assessment_is_published_by_who_signs_for_it():
    agency = AgencyFactory()
    lead = person_with(Role.PARTNER_LEAD, agency=agency)
    contributor = person_with(Role.PARTNER_CONTRIBUTOR, agency=agency)
    draft = answered(a_draft(lead, kind=AssessmentKind.AGENCY, agency=agency))
    with pytest.raises(PermissionDenied):
        published(draft, contributor)
    assert published(draft, lead).agency == agency


def test_a_joint_self_assessment_is_published_when_all_three_agree_to_the_same_words():
    leads = [partner_lead(category) for category in ("health", "local_authority", "police")]
    draft = answered(a_draft(leads[0], kind=AssessmentKind.JOINT))
    for lead in leads[:2]:
        agency = lead.memberships.get().agency
        agree_to(draft=draft, agency=agency, seen=stamp_of_draft(draft), by=lead, now=NOW)
    with pytest.raises(ValidationError) as refused:
        published(draft, leads[0])
    assert refused.value.messages == [f"{leads[2].memberships.get().agency.name} has not agreed to it as it stands."]
    seen = stamp_of_draft(draft)
    DraftAnswer.objects.filter(pk=draft.answers.first().pk).update(rationale="Another reason")
    last = leads[2].memberships.get().agency
    with pytest.raises(ValidationError):
        agree_to(draft=draft, agency=last, seen=seen, by=leads[2], now=NOW)
    with pytest.raises(PermissionDenied):
        agree_to(draft=draft, agency=last, seen=stamp_of_draft(draft), by=leads[0], now=NOW)
    for lead in leads:
        agency = lead.memberships.get().agency
        agree_to(draft=draft, agency=agency, seen=stamp_of_draft(draft), by=lead, now=NOW)
    assert published(draft, leads[1]).kind == AssessmentKind.JOINT


# The pages


def test_the_pages_of_publishing_lead_from_the_check_to_the_record(client):
    draft, author = ready()
    client.force_login(author)
    page = client.get(reverse("scrutiny:draft_check", args=[draft.pk])).content.decode()
    assert "Nothing is missing" in page
    assert "Why amber is right here" in page
    publish = reverse("scrutiny:draft_publish", args=[draft.pk])
    form = client.get(publish).context["form"]
    sent = client.post(publish, {"seen": form["seen"].initial or form.initial["seen"]})
    assessment = Assessment.objects.get()
    assert sent.url == reverse("scrutiny:assessment_detail", args=[assessment.pk])
    shown = client.get(sent.url).content.decode()
    assert "Pearce, J (2019)" in shown
    assert draft.purpose in shown
    assert client.get(publish).status_code == 404


@pytest.mark.parametrize("name", ["draft_check", "draft_share", "draft_agree", "draft_publish"])
@pytest.mark.parametrize("role", [Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.PARTNER_LEAD, Role.INDEPENDENT_SCRUTINEER])
def test_a_draft_does_not_exist_for_others(client, name, role):
    draft, _ = ready()
    client.force_login(person_with(role))
    assert client.get(reverse(f"scrutiny:{name}", args=[draft.pk])).status_code in (403, 404)
    assert draft.title not in client.get(reverse("scrutiny:assessment_list")).content.decode()


def test_a_check_is_read_and_commented_on_by_a_partner(client):
    draft, author = ready()
    lead = partner_lead()
    chosen = [words_of_draft(draft).answers[0].question]
    open_now = {"now": timezone.now(), "closes_on": timezone.localdate() + timedelta(days=14)}
    check = share_parts(draft=draft, questions=chosen, by=author, **open_now)
    client.force_login(lead)
    assert "Open until" in client.get(reverse("scrutiny:check_list")).content.decode()
    question = read_assessment(check.content).answers[0].question
    say = reverse("scrutiny:check_comment", args=[check.pk, question])
    agency = lead.memberships.get().agency
    client.post(say, {"agency": agency.slug, "text": "It was May, not June"})
    assert "It was May, not June" in client.get(reverse("scrutiny:check_detail", args=[check.pk])).content.decode()


def test_evidence_is_a_link_for_those_alone_who_may_open_it(client):
    draft, _ = ready(readers=Readers.PARTNERSHIP)
    ToolFactory(slug="independent-scrutiny")
    item = an_item()
    address = reverse("assurance:item_detail", args=[item.pk])
    DraftEvidence.objects.create(
        answer=draft.answers.first(), kind="item", words="What an item says", address=address, item=item
    )
    assessment = published(draft)
    for role, is_link in ((Role.SAAS_MEMBER, True), (Role.PARTNER_LEAD, False)):
        client.force_login(person_with(role))
        page = client.get(reverse("scrutiny:assessment_detail", args=[assessment.pk])).content.decode()
        assert "What an item says" in page
        assert (address in page) is is_link


def test_several_scrutineers_are_read_together(client):
    for rating in ("green", "red"):
        draft = answered(a_draft(title=f"Scrutiny that rates {rating}"), rating)
        published(draft)
    client.force_login(person_with(Role.SAAS_MEMBER))
    page = client.get(reverse("scrutiny:assessment_year", args=[2026])).content.decode()
    assert page.count("They differ") == 24
    assert client.get(reverse("scrutiny:assessment_year", args=[2020])).status_code == 404


def test_the_pdf_is_accessible_and_the_same_every_time():
    draft, author = ready()
    assessment = published(draft)
    content = assessment_pdf(assessment=assessment, by=author, now=NOW).content
    assert validate_pdf(content) == []
    assert assessment_pdf(assessment=assessment, by=author, now=NOW).content == content


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_answers_and_the_list_can_be_taken_away(client, suffix):
    draft, author = ready()
    assessment = published(draft)
    client.force_login(author)
    assert client.get(f"/scrutiny/assessments/{assessment.pk}/answers.{suffix}").status_code == 200
    assert client.get(f"/scrutiny/download.{suffix}").status_code == 200


def test_its_item_supports_what_the_evidence_it_cites_gives_assurance_of():
    load_framework(now=NOW)
    sync_everyone(today=TODAY)
    topic, cited = TopicFactory(slug="first-topic"), TopicFactory(slug="second-topic")
    risk, item = a_risk(), an_item(cited)
    Support.objects.create(item=item, risk=risk)
    draft, _ = ready(readers=Readers.ASSURANCE)
    answer = draft.answers.first()
    indicator = {"kind": EvidenceKind.INDICATOR, "address": "/indicators/first-topic/?as_at=2026-09-30"}
    DraftEvidence.objects.create(answer=answer, words="It rose", **indicator)
    DraftEvidence.objects.create(answer=answer, words="A dip-sample", kind=EvidenceKind.ITEM, item=item)
    assessment = published(draft)
    supports = Support.objects.filter(item__origin=f"scrutiny:{assessment.pk}")
    assert {one.topic or one.risk for one in supports} == {topic, cited, risk}
