"""Pages for what went wrong: plain, in our design, saying what to do and whom to ask."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client
from django.urls import path, reverse

from assurance.permissions import open_to_all
from assurance.rules.roles import Role
from kscmp import urls
from tests.factories.assurance import UserFactory, person_with

SENTENCE = "You may read this return but not change it. Ask <the lead>."


def failing(error):
    @open_to_all
    def view(request):
        raise error

    return view


handler403 = urls.handler403
handler429 = urls.handler429
urlpatterns = [
    path("refused/", failing(PermissionDenied(SENTENCE))),
    path("refused-silently/", failing(PermissionDenied())),
    path("hidden/", failing(Http404("Return 7 of Kent Police"))),
    path("suspicious/", failing(SuspiciousOperation("payload"))),
    path("broken/", failing(RuntimeError("secret detail"))),
    *urls.urlpatterns,
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def visitor():
    """A client that is shown the error page, as a browser is."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/refused/", 403, "You cannot do this"),
        ("/hidden/", 404, "There is no such page"),
        ("/no-such-page/", 404, "There is no such page"),
        ("/suspicious/", 400, "The portal could not read that"),
        ("/broken/", 500, "Something went wrong"),
    ],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_error_has_a_page_that_says_whom_to_ask(visitor, address, status, heading, signed_in):
    if signed_in:
        visitor.force_login(person_with(Role.PARTNER_LEAD))
    answer = visitor.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in page
    assert f"<title>{heading} – KSCMP assurance portal</title>" in page
    assert "Business Team" in page or status == 403
    for detail in ("secret detail", "payload", "Return 7", "Traceback"):
        assert detail not in page


def test_a_refusal_says_its_sentence(visitor):
    assert "but not change it. Ask &lt;the lead&gt;." in visitor.get("/refused/").content.decode()
    assert "ask the Business Team" in visitor.get("/refused-silently/").content.decode()


def test_a_script_gets_the_sentence_as_data(visitor):
    answer = visitor.get("/refused/", HTTP_X_AUTOSAVE="1")
    assert (answer.status_code, answer.json()) == (403, {"message": SENTENCE})
    assert visitor.get("/refused/", HTTP_HX_REQUEST="true").content.decode().endswith("Ask &lt;the lead&gt;.")


def test_the_page_of_a_fault_needs_neither_database_nor_session(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert visitor.get("/broken/").status_code == 500


class TestStaleTokens:
    """A form whose token is not the session's."""

    @pytest.fixture
    def strict(self):
        """A client that checks tokens, signed in."""
        client = Client(enforce_csrf_checks=True)
        client.force_login(UserFactory())
        return client

    def test_what_was_written_is_kept_to_be_sent_again_with_a_new_token(self, strict):
        text = "A long text that nobody should have to write twice."
        answer = strict.post("/refused/", {"statement": text}, HTTP_ORIGIN="http://testserver")
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "The form was open for too long" in page
        assert text in page
        assert page.count('name="csrfmiddlewaretoken"') == 2
        assert "Sign in again in another tab" not in page

    def test_what_another_site_sends_is_not_offered_again(self, strict):
        answer = strict.post("/refused/", {"statement": "x" * 30}, HTTP_ORIGIN="https://elsewhere.example")
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "Please try that again" in page
        assert "x" * 30 not in page

    def test_a_script_is_told_so_that_it_can_renew_its_token(self, strict):
        answer = strict.post("/refused/", {"statement": "x"}, HTTP_X_AUTOSAVE="1")
        assert answer.status_code == 403
        assert answer.json()["message"].startswith("The form was open for too long")
        token = strict.get(reverse("session_token")).json()["csrf"]
        again = strict.post("/refused/", {"csrfmiddlewaretoken": token}, HTTP_X_AUTOSAVE="1")
        assert again.json() == {"message": SENTENCE}
