"""When a session ends, and what becomes of what was being written."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assurance.models import User
from tests.factories.assurance import UserFactory

HOME = "/"
AUTOSAVE = {"HTTP_X_AUTOSAVE": "1"}
OUR_PAGE = {"HTTP_ORIGIN": "http://testserver"}
TEXT = "A long text that nobody should have to write twice.\nIts second line."

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Move the clock forward: `clock(minutes=31)`."""
    start = timezone.now()
    moved = {"by": timedelta()}
    monkeypatch.setattr("kscmp.middleware.timezone.now", lambda: start + moved["by"])

    def forward(**by):
        moved["by"] += timedelta(**by)

    return forward


@pytest.fixture
def signed_in(sign_in, clock):
    """A client that has just signed in and opened a page."""
    client = sign_in(UserFactory())
    assert client.get(HOME).status_code == 200
    return client


def test_a_session_lives_while_it_is_used(signed_in, clock):
    for _ in range(5):
        clock(minutes=29)
        assert signed_in.get(HOME).status_code == 200


def test_half_an_hour_of_nothing_ends_it_and_the_sign_in_page_says_so(signed_in, clock):
    clock(minutes=30)
    answer = signed_in.get("/?page=2")
    assert answer.status_code == 302
    assert answer.url == "/sign-in/?next=%2F%3Fpage%3D2&ended=idle"
    page = signed_in.get(answer.url).content.decode()
    assert "You were signed out because you did nothing for 30 minutes." in page
    assert "_auth_user_id" not in signed_in.session


def test_twelve_hours_end_it_however_busy_one_was(signed_in, clock):
    for _ in range(35):
        clock(minutes=20)
        assert signed_in.get(HOME).status_code == 200
    clock(minutes=20)
    answer = signed_in.get(HOME)
    assert "ended=limit" in answer.url
    assert "signed in for 12 hours" in signed_in.get(answer.url).content.decode()


def test_a_session_is_written_at_most_once_a_minute(signed_in, clock):
    def writes():
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(reverse("session_token"))
        return [query for query in queries.captured_queries if query["sql"].startswith("UPDATE")]

    clock(seconds=59)
    assert not writes()
    clock(seconds=2)
    assert len(writes()) == 1
    assert not writes()


def test_a_session_past_its_day_opens_nothing(signed_in):
    Session.objects.update(expire_date=timezone.now())
    assert signed_in.get(HOME).url == "/sign-in/?next=/"


def test_a_key_that_nobody_was_given_opens_nothing_and_is_not_taken_up(signed_in, client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert client.get(HOME).url == "/sign-in/?next=/"
    assert not Session.objects.filter(session_key="a" * 32).exists()


def test_a_closed_account_is_signed_out_with_the_next_request(signed_in):
    User.objects.update(is_active=False)
    assert signed_in.get(HOME).url == "/sign-in/?next=/"
    User.objects.all().delete()
    assert signed_in.get(HOME).url == "/sign-in/?next=/"


def test_a_request_asks_the_database_once_each_for_session_account_rights_and_notices(
    signed_in, django_assert_max_num_queries
):
    """What every page costs; whoever adds to it adds to all of them."""
    with django_assert_max_num_queries(4):
        assert signed_in.get("/no/such/page/").status_code == 404


def test_open_pages_are_open_after_the_end_too(signed_in, clock):
    clock(hours=1)
    assert signed_in.get(reverse("account_login")).status_code == 200
    assert signed_in.get(reverse("healthz")).status_code == 200


@pytest.mark.parametrize("header", ["HTTP_X_AUTOSAVE", "HTTP_X_REQUESTED_WITH"])
def test_a_script_is_told_with_401(signed_in, clock, header):
    clock(hours=1)
    answer = signed_in.post(HOME, {"statement": TEXT}, **{header: "XMLHttpRequest"})
    assert answer.status_code == 401
    assert answer.json() == {"message": "You have been signed out. Sign in again to go on."}
    assert "Location" not in answer.headers


def test_htmx_gets_words_it_can_show(client):
    answer = client.get(HOME, HTTP_HX_REQUEST="true")
    assert answer.status_code == 401
    assert answer.content.decode() == "You have been signed out. Sign in again to go on."


def test_who_never_signed_in_is_sent_to_sign_in_without_a_reason(client):
    answer = client.get(HOME)
    assert answer.status_code == 302
    assert answer.url == "/sign-in/?next=/"


def test_what_was_being_sent_is_kept_on_the_page(signed_in, clock):
    clock(hours=1)
    answer = signed_in.post(HOME, {"statement": TEXT, "change": "worse", "csrfmiddlewaretoken": "x"}, **OUR_PAGE)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "You were signed out because you did nothing for 30 minutes." in page
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert kept.pop("csrfmiddlewaretoken") != "x"
    assert kept == {"statement": TEXT, "change": "worse"}
    assert 'target="_blank"' in page


def test_what_is_kept_is_escaped(client):
    page = client.post(HOME, {"statement": '"><script>alert(1)</script>' + TEXT}, **OUR_PAGE).content.decode()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert") == 2


def test_passwords_are_never_repeated(client):
    page = client.post(
        reverse("account_change_password"), {"oldpassword": "hunter2", "password1": "x" * 30}, **OUR_PAGE
    )
    assert b"hunter2" not in page.content
    assert b"x" * 30 not in page.content


@pytest.mark.parametrize("headers", [{}, {"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_ORIGIN": "null"}])
def test_what_another_site_sends_is_not_repeated(client, headers):
    answer = client.post(HOME, {"statement": TEXT}, **headers)
    assert answer.status_code == 401
    assert TEXT.encode() not in answer.content


def test_files_that_could_not_be_kept_are_mentioned(client, tmp_path):
    paper = tmp_path / "paper.txt"
    paper.write_text("x")
    with paper.open("rb") as file:
        page = client.post(HOME, {"statement": TEXT, "evidence": file}, **OUR_PAGE).content.decode()
    assert "Files could not be kept" in page


def test_after_signing_in_again_a_page_gets_the_new_token(signed_in):
    answer = signed_in.get(reverse("session_token"), **AUTOSAVE)
    assert len(answer.json()["csrf"]) == 64


def test_no_token_without_a_session(client):
    assert client.get(reverse("session_token"), **AUTOSAVE).status_code == 401
    assert client.get(reverse("session_token")).status_code == 302
