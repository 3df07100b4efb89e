"""Words are looked at before they are saved: what may be a name is confirmed, identifiers stay out of what is final."""

from uuid import uuid4

import pytest
from django import forms
from django.http import QueryDict

from assurance.forms.fields import PlainTextField
from audits.forms.answers import AnswerForm
from audits.forms.checked import KEEP, NONE_NAMED, SAVE_ANYWAY, CheckedForm
from audits.models import Answer
from audits.queries.identifiers import looked_at
from audits.rules.tool_content import Question
from audits.rules.tools import DEFAULT_GRADES, QuestionKind
from tests.factories.assurance import AgencyFactory

pytestmark = pytest.mark.django_db
NAMED = "Amy Hartley was not asked."
NUMBERED = "The number 943 476 5919 was on the file."


class DraftForm(CheckedForm):
    """Words in draft, with a title."""

    also_checked = ("title",)
    title = forms.CharField(required=False)
    text = PlainTextField(required=False)


class FinalForm(DraftForm):
    """The same words where they are final."""

    is_final = True


def sent(form_class=DraftForm, initial=None, **words):
    data = QueryDict(mutable=True)
    data.update(words)
    return form_class(data, initial=initial or {})


def again(form, **more):
    """The form as it comes back with its box ticked, and with other words if any are given."""
    data = form.data.copy()
    data["none_named"] = "on"
    for name, value in more.items():
        data[name] = value
    return type(form)(data)


def box_of(form):
    return form["none_named"]


@pytest.mark.parametrize("form_class", [DraftForm, FinalForm])
def test_ordinary_words_are_saved_at_once_without_a_word_about_the_confirmation(form_class):
    form = sent(form_class, text="The child was asked, and the plan changed.")
    assert form.is_valid()
    assert form.cleaned_data == {"title": "", "text": "The child was asked, and the plan changed."}
    assert box_of(form).is_hidden


@pytest.mark.parametrize("form_class", [DraftForm, FinalForm])
def test_what_may_be_a_name_is_asked_about_with_the_words_kept_and_then_saved(form_class):
    form = sent(form_class, text=NAMED)
    assert not form.is_valid()
    assert form.errors["text"] == ["This has what may be a person’s name: “Amy Hartley”."]
    assert not box_of(form).is_hidden
    assert box_of(form).label == NONE_NAMED
    assert NAMED in str(form["text"])
    confirmed = again(form)
    assert confirmed.is_valid()
    assert confirmed.cleaned_data == {"title": "", "text": NAMED}


def test_the_confirmation_is_of_the_words_shown_and_of_no_others():
    form = sent(text=NAMED)
    assert not form.is_valid()
    other = again(form, text="Ruby Larkfield was not asked.")
    assert not other.is_valid()
    assert not box_of(other).value()
    assert not sent(text=NAMED, none_named="on").is_valid()
    assert again(other).is_valid()


def test_words_confirmed_before_are_not_asked_about_again_while_they_stay_the_same():
    assert sent(initial={"text": NAMED}, text=NAMED, title="Neglect").is_valid()
    assert not sent(initial={"text": NAMED}, text=f"{NAMED} Ruby Larkfield was.").is_valid()


def test_an_identifier_is_saved_in_a_draft_once_that_is_confirmed():
    form = sent(text=NUMBERED)
    assert not form.is_valid()
    assert "an NHS number" in form.errors["text"][0]
    assert "943" not in form.errors["text"][0]
    assert box_of(form).label == SAVE_ANYWAY
    assert again(form).is_valid()


@pytest.mark.parametrize("words", [{"text": NUMBERED}, {"title": NUMBERED}])
def test_an_identifier_is_refused_in_what_is_final_whatever_is_ticked(words):
    form = sent(FinalForm, **words)
    assert not form.is_valid()
    assert not again(form).is_valid()
    unchanged = sent(FinalForm, initial=words, **words)
    assert not unchanged.is_valid()


def test_a_policy_that_allows_identifiers_leaves_the_warning(settings):
    settings.AUDIT_IDENTIFIERS_ALLOWED = True
    form = sent(FinalForm, text=NUMBERED)
    assert not form.is_valid()
    assert box_of(form).label == KEEP
    assert again(form).is_valid()


def test_the_names_of_agencies_are_nobodys(django_assert_num_queries):
    AgencyFactory(name="Larkfield Hartley Trust")
    assert sent(text="Larkfield Hartley took part.").is_valid()
    with django_assert_num_queries(1):
        assert not sent(title="Larkfield", text="Ruby Amy took part.").is_valid()
    with django_assert_num_queries(1):
        looked_at("Larkfield Hartley took part.", "Another text.", "")
    with django_assert_num_queries(0):
        looked_at("", " ")


def test_guidance_that_is_a_list_reads_as_one():
    guidance = "Look for:\n- the first entry - dated\n- its reasons"
    for kind, field in ((QuestionKind.TEXT, "text"), (QuestionKind.GRADE, "value"), (QuestionKind.NUMBER, "value")):
        question = Question(kind, "Why?", guidance=guidance, number="1.1", pk=uuid4())
        form = AnswerForm(None, question=question, grades=DEFAULT_GRADES, stored=Answer(), has_case=True)
        assert form.fields[field].help_text == "Look for:\n• the first entry - dated\n• its reasons"
