"""What could tell which child a draft is about is shown to its authors, and refused in what others read (R116)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assurance.rules.roles import Role
from scrutiny.models import Assessment, AssessmentDraft, DraftAction, DraftAnswer, DraftEvidence
from scrutiny.queries.doubts import doubts_of
from scrutiny.queries.publishing import stamp_of_draft, words_of_draft
from scrutiny.services.publishing import comment_on, publish_draft, share_parts
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.scrutiny import NOW, TODAY, a_draft, answered

pytestmark = pytest.mark.django_db
NUMBER = "943 476 5919"
SENTENCE = "This has what looks like an NHS number"
CLOSES = TODAY + timedelta(days=9)


@pytest.fixture
def draft():
    return answered(a_draft())


def answer_of(draft, place):
    return draft.answers.order_by("question__step__position", "question__position")[place - 1]


def publish(draft):
    return publish_draft(draft=draft, seen=stamp_of_draft(draft), by=draft.authors.get(), now=NOW)


def share(draft, *places):
    answers = words_of_draft(draft).answers
    chosen = [answers[place - 1].question for place in places]
    return share_parts(draft=draft, questions=chosen, closes_on=CLOSES, by=draft.authors.get(), now=NOW)


def write(draft, where):
    """Put a number into one place of the draft; what the place is called."""
    answer = answer_of(draft, 6)
    if where in ("title", "capacity", "scope", "purpose", "summary"):
        AssessmentDraft.objects.filter(pk=draft.pk).update(**{where: f"About {NUMBER}"})
        draft.refresh_from_db()
        return {"scope": "What it looks at"}.get(where, f"The {where}")
    if where in ("words", "source"):
        DraftEvidence.objects.filter(answer=answer).update(**{where: f"About {NUMBER}"})
    elif where.startswith("action "):
        DraftAction.objects.filter(answer=answer).update(**{where.removeprefix("action "): f"About {NUMBER}"})
    else:
        DraftAnswer.objects.filter(pk=answer.pk).update(**{where: f"About {NUMBER}"})
    return "Question 2.2"


@pytest.mark.parametrize(
    "where",
    [
        *("title", "capacity", "scope", "purpose", "summary"),
        *("rationale", "outcome", "children", "families", "practitioners"),
        *("words", "source", "action title", "action outcome", "action owner"),
    ],
)
def test_a_number_anywhere_in_a_draft_is_not_published_and_its_place_is_named(draft, where):
    place = write(draft, where)
    with pytest.raises(ValidationError) as refused:
        publish(draft)
    (sentence,) = refused.value.messages
    assert sentence.startswith(f"{place}: {SENTENCE}")
    assert NUMBER not in sentence
    assert not Assessment.objects.exists()


def test_a_policy_that_allows_it_publishes_it(draft, settings):
    settings.AUDIT_IDENTIFIERS_ALLOWED = True
    write(draft, "rationale")
    assert publish(draft)


def test_what_may_be_a_name_is_for_its_authors_to_judge(draft, client):
    DraftAnswer.objects.filter(pk=answer_of(draft, 6).pk).update(rationale="It was well led by Amy Hartley at night")
    (doubt,) = doubts_of(draft, words_of_draft(draft))
    assert (doubt.where, doubt.refused) == ("Question 2.2", "")
    assert "Amy Hartley" in doubt.sentence
    client.force_login(draft.authors.get())
    for name in ("draft_detail", "draft_check"):
        page = client.get(reverse(f"scrutiny:{name}", args=[draft.pk])).content.decode()
        assert "Look at these words again" in page
        assert f'href="{reverse("scrutiny:question_edit", args=[draft.pk, 6])}">Question 2.2</a>' in page
    assert publish(draft)


def test_a_draft_without_any_says_nothing_of_it(draft, client):
    client.force_login(draft.authors.get())
    page = client.get(reverse("scrutiny:draft_detail", args=[draft.pk])).content.decode()
    assert "Look at these words again" not in page


def test_an_answer_with_a_number_is_not_shared_and_the_others_are(draft):
    write(draft, "rationale")
    with pytest.raises(ValidationError, match=f"Question 2.2: {SENTENCE}"):
        share(draft, 5, 6)
    assert share(draft, 5)


def test_a_comment_with_a_number_is_not_kept(draft, sign_in):
    lead = person_with(Role.PARTNER_LEAD, agency=AgencyFactory(category="police"))
    check = share(draft, 5)
    question = words_of_draft(draft).answers[4].question
    agency = lead.memberships.get().agency
    with pytest.raises(ValidationError, match="NHS number"):
        comment_on(check=check, question=question, agency=agency, text=f"See {NUMBER}", by=lead, now=NOW)
    assert not check.comments.exists()
