"""Who gets which answer from every address of attendance and members' input, and that a refusal changes nothing."""

from uuid import uuid4

import pytest
from django.urls import reverse

from assurance.models import ActivityEntry
from assurance.rules.attendance import Reply, Standing
from assurance.rules.roles import Role
from assurance.services.attendance import add_guest
from assurance.services.member_inputs import save_input
from assurance.urls.attendance import urlpatterns
from tests.factories.assurance import UserFactory, person_with
from tests.factories.attendance import BEFORE, a_listed_meeting, a_saas, answers, place_of
from tests.factories.meetings import STARTS_AT

pytestmark = pytest.mark.django_db
READERS = {"team", "chair", "deputy", "police", "scrutineer", "inspector"}
# Who may do each thing; of the others those who read some group's meetings elsewhere get 404 or 403, the rest 403.
KEEPS, CONFIRMS, LISTED = {"team"}, {"team", "chair", "deputy"}, {"team", "chair", "deputy", "police", "scrutineer"}
GETS = {
    "attendance_detail": READERS,
    "attendance_download": READERS,
    "attendance_reply": READERS,
    "attendance_take": KEEPS,
    "attendance_guest_add": KEEPS,
    "attendance_reply_for": KEEPS,
    "attendance_confirm": CONFIRMS,
    "attendance_history": READERS,
    "attendance_history_download": READERS,
    "input_list": READERS,
    "input_write": READERS,
    "input_check": READERS,
}
POSTS = {
    "attendance_reply": (LISTED, {"answer": "coming"}),
    "attendance_confirm": (CONFIRMS, {"is_able": "yes"}),
    "attendance_reply_for": (KEEPS, {"answer": "apologies"}),
    "attendance_guest_add": (KEEPS, {"post": "Audit lead", "standing": "observer"}),
    "attendance_guest_remove": (KEEPS, {}),
    "attendance_refresh": (KEEPS, {}),
    "input_write": (LISTED, {"version": "0", "risks": "Words"}),
    "input_send": (LISTED - {"team"}, {}),
}
REFUSALS = {403, 404}


@pytest.fixture
def people():
    saas = a_saas()
    others = {
        "inspector": person_with(Role.INSPECTOR),
        "board": person_with(Role.BOARD_MEMBER),
        "forum": person_with(Role.GROUP_CHAIR),
        "lead": person_with(Role.PARTNER_LEAD),
        "administrator": person_with(Role.SYSTEM_ADMINISTRATOR),
        "stranger": UserFactory(),
    }
    named = {name: getattr(saas, name) for name in ("team", "chair", "deputy", "police", "scrutineer", "health")}
    return named | others


@pytest.fixture
def places(people):
    """The arguments of each address, by its name."""
    meeting = a_listed_meeting(starts_at=STARTS_AT)
    stands_in = answers(meeting, people["health"], Reply.SENDS_SUBSTITUTE)
    guest = add_guest(
        meeting=meeting, post="Guest", standing=Standing.OBSERVER, agency=None, by=people["team"], now=BEFORE
    )
    save_input(meeting=meeting, version=0, values={"risks": "Secret words"}, by=people["health"], now=BEFORE)
    person_with(Role.SAAS_MEMBER, post_title="Not yet on the list")
    place = place_of(meeting, people["health"])
    some = {"key": meeting.key}
    return {
        "attendance_download": some | {"suffix": "csv"},
        "attendance_reply_for": some | {"pk": place.pk},
        "attendance_confirm": some | {"pk": stands_in.pk},
        "attendance_guest_remove": some | {"pk": guest.pk},
        "attendance_history": {"slug": "saas"},
        "attendance_history_download": {"slug": "saas", "suffix": "xlsx"},
        "": some,
    }


def where(name, places):
    return reverse(f"assurance:{name}", kwargs=places.get(name, places[""]))


def test_every_address_is_asked():
    assert {pattern.name for pattern in urlpatterns} == GETS.keys() | POSTS.keys()


def test_who_reads(people, places, sign_in):
    for who, person in people.items():
        client = sign_in(person)
        for name, readers in GETS.items():
            allowed = readers | {"health"} if readers == READERS else readers
            answer = client.get(where(name, places), follow=True)
            assert (answer.status_code == 200) == (who in allowed), (who, name, answer.status_code)
            assert answer.status_code in {200, *REFUSALS}
            assert who == "health" or b"Secret words" not in answer.content, (who, name)


def test_who_changes_and_a_refusal_changes_nothing(people, places, sign_in):
    entries = ActivityEntry.objects.count()
    for who, person in people.items():
        client = sign_in(person)
        for name, (allowed, sent) in POSTS.items():
            if who == "health" or who in allowed:
                continue
            answer = client.post(where(name, places), sent)
            refused = answer.status_code in REFUSALS or name in ("attendance_reply", "input_send")
            assert refused, (who, name, answer.status_code)
            assert ActivityEntry.objects.count() == entries, (who, name)
    for name, (allowed, sent) in POSTS.items():
        answer = sign_in(people[min(allowed)]).post(where(name, places), sent)
        assert answer.status_code == 302, name
        assert ActivityEntry.objects.count() > entries, name
        entries = ActivityEntry.objects.count()


def test_nobody_who_has_not_signed_in_learns_anything(places, client):
    for name in GETS:
        answer = client.get(where(name, places))
        assert answer.status_code == 302
        assert "/sign-in/" in answer.url


def test_a_meeting_that_does_not_exist_looks_like_one_that_may_not_be_read(people, places, sign_in):
    client = sign_in(people["board"])
    for name in GETS:
        if name.startswith("attendance_history"):
            continue
        absent = {**places.get(name, places[""]), "key": uuid4()}
        there = client.get(where(name, places))
        gone = client.get(reverse(f"assurance:{name}", kwargs=absent))
        assert there.status_code == gone.status_code
        assert there.status_code in REFUSALS
