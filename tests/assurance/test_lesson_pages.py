"""The pages of lessons: the list with what is new, one lesson, giving it, telling of change, what was given to us."""

import re
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from assurance.models import Action, Lesson, LessonGiven
from assurance.rules.learning import GivenState, LessonSource
from assurance.rules.roles import Role
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, TopicFactory, person_with
from tests.factories.learning import a_lesson, a_review, a_team, given

pytestmark = pytest.mark.django_db
LIST, OURS = "/lessons/", "/lessons/ours/"
DUE = {"due_on_day": "5", "due_on_month": "1", "due_on_year": "2090"}
FAR = date(2090, 1, 5)
LONG_AGO = now() - timedelta(days=40)
PAST = localdate() - timedelta(days=20)
WORDS = {
    "title": "Ask who else lives in the home",
    "what": "Nobody asked",
    "change": "Assessments name the adults",
    "source": "national",
    "review_title": "The third national review",
}


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def team(police):
    return a_team()


@pytest.fixture
def lead(police):
    return person_with(Role.PARTNER_LEAD, agency=police)


def overdue(holder, team, **details):
    return given(holder=holder, team=team, now=LONG_AGO, due_on=PAST, **details)


def test_the_list_says_what_has_come_of_each_and_what_is_new(team, police, sign_in):
    client = sign_in(team)
    said = page(client)
    assert "No lessons yet" in said
    assert "Nothing new" in said
    overdue(police, team)
    given(GivenState.CHANGED, holder=police, team=team, now=now())
    said = page(client)
    for words in ("1 of 1 told of change", "0 of 1 told of change", "1 overdue", "2 changes told of"):
        assert words in said
    assert "What is new in the last 3 months" in said
    assert "No lesson matches" in page(client, source="legacy")
    assert "Record a lesson" not in page(sign_in(person_with(Role.SAAS_MEMBER)))


def test_the_lists_and_files_cost_the_same_however_long(team, police, lead, sign_in):
    addresses = (LIST, f"{LIST}download.csv", f"{LIST}updates/download.csv")

    def more(number):
        for _ in range(number):
            lesson = a_lesson(team=team, topic=TopicFactory(), now=now())
            for state in (GivenState.CHANGED, GivenState.GIVEN):
                holder = police if state == GivenState.CHANGED else AgencyFactory()
                given(state, holder=holder, lesson=lesson, team=team, now=now(), due_on=FAR)

    more(1)
    few = [queries_of(sign_in(team), address) for address in addresses]
    ours = queries_of(sign_in(lead), OURS)
    more(4)
    assert [queries_of(sign_in(team), address) for address in addresses] == few
    assert queries_of(sign_in(lead), OURS) == ours
    assert sign_in(lead).get(f"{OURS}download.xlsx").status_code == 200
    assert "The course has a new part" in sign_in(team).get(f"{LIST}download.csv").content.decode()


def test_a_lesson_costs_the_same_to_however_many_it_was_given(team, police, sign_in):
    lesson, client = a_lesson(team=team), sign_in(team)
    given(GivenState.CHANGED, holder=police, lesson=lesson, team=team)
    few = queries_of(client, f"{LIST}{lesson.pk}/")
    for _ in range(8):
        given(GivenState.CHANGED, lesson=lesson, team=team)
    assert queries_of(client, f"{LIST}{lesson.pk}/") == few


def test_a_lesson_is_recorded_changed_and_given_on_screen(team, police, lead, sign_in):
    client, saas = sign_in(team), PartnershipGroupFactory(slug="saas", name="SAAS")
    said = client.post(f"{LIST}record/", WORDS | {"review_title": "", "link": "nonsense"}).content.decode()
    assert "Enter the title of the review or panel" in said
    assert "Enter a link like" in said
    assert "Nobody asked" in said
    said = client.post(f"{LIST}record/", WORDS | {"source": "child_death"}).content.decode()
    assert "Enter the link to eCDOP" in said
    assert client.post(f"{LIST}record/", WORDS).status_code == 302
    lesson = Lesson.objects.get()
    address = f"{LIST}{lesson.pk}/"
    seen = page(client, f"{address}change/").partition('name="seen" value="')[2].partition('"')[0]
    assert client.post(f"{address}change/", WORDS | {"title": "Ask", "seen": seen}).status_code == 302
    said = client.post(f"{address}change/", WORDS | {"title": "Mine", "seen": seen}).content.decode()
    assert "Somebody else has changed the lesson" in said
    assert 'value="Mine"' in said
    assert seen not in said
    assert "Choose at least one agency or group" in client.post(f"{address}give/", DUE).content.decode()
    sent = {"agencies": ["agency:kent-police"], "groups": ["group:saas"], **DUE}
    assert client.post(f"{address}give/", sent).status_code == 302
    assert {one.holder for one in LessonGiven.objects.all()} == {police, saas}
    said = page(client, address)
    for words in ("Kent Police", "SAAS", "Nothing told yet", "National practice review"):
        assert words in said


def test_an_agency_takes_up_its_lesson_and_tells_what_has_changed(team, police, lead, sign_in):
    found = overdue(police, team)
    client = sign_in(lead)
    said = page(client, OURS)
    for words in ("Ask who else lives in the home", "overdue", "We are taking this up", "Tell what has changed"):
        assert words in said
    assert "The lesson is taken up" in client.post(f"{LIST}given/{found.pk}/take-up/", follow=True).content.decode()
    assert "That cannot be done now" in client.post(f"{LIST}given/{found.pk}/take-up/", follow=True).content.decode()
    said = client.post(f"{LIST}given/{found.pk}/tell/", {"training": " "}).content.decode()
    assert "Say what has changed in at least one of" in said
    sent = {"training": "The course has it", "outcomes": "Children say that they were asked"}
    said = client.post(f"{LIST}given/{found.pk}/tell/", sent, follow=True).content.decode()
    for words in ("Children say that they were asked", "Nothing told yet of policy or practice", "Lessons given to us"):
        assert words in said
    assert "What was told before" in page(client, f"{LIST}given/{found.pk}/tell/")
    assert LessonGiven.objects.get().state == "changed"


def test_what_was_given_is_put_right_on_its_pages_until_something_was_told(team, police, lead, sign_in):
    found = given(holder=police, team=team, due_on=FAR)
    client, lesson = sign_in(team), f"{LIST}{found.lesson.pk}/"
    said = page(client, lesson)
    assert "Give another date" in said
    assert 'value="2090"' in page(client, f"{LIST}given/{found.pk}/date/")
    said = client.post(f"{LIST}given/{found.pk}/date/", DUE | {"due_on_year": "2001"}).content.decode()
    assert "cannot be in the past" in said
    sent = DUE | {"due_on_year": "2091"}
    assert "5 January 2091" in client.post(f"{LIST}given/{found.pk}/date/", sent, follow=True).content.decode()
    assert "are told that it was taken back" in page(client, f"{LIST}given/{found.pk}/take-back/")
    said = client.post(f"{LIST}given/{found.pk}/take-back/", follow=True).content.decode()
    assert "Not given to anybody yet" in said
    assert client.get(f"{LIST}given/{found.pk}/take-back/").status_code == 404
    told = given(GivenState.CHANGED, holder=police, team=team)
    assert "Take it back" not in page(client, f"{LIST}{told.lesson.pk}/")
    assert "has been told already" in page(client, f"{LIST}given/{told.pk}/date/")
    assert "has been told already" in client.post(f"{LIST}given/{told.pk}/take-back/").content.decode()
    assert sign_in(lead).get(f"{LIST}given/{told.pk}/date/").status_code == 403


def test_what_one_may_not_read_is_not_there_and_who_may_not_tell_is_told_whom_to_ask(team, police, sign_in):
    found = given(holder=police, team=team)
    stranger = sign_in(person_with(Role.PARTNER_LEAD))
    assert stranger.get(f"{LIST}{found.lesson.pk}/").status_code == 404
    assert stranger.get(f"{LIST}given/{found.pk}/tell/").status_code == 404
    assert "No lessons given to us yet" in page(stranger, OURS)
    for address in (LIST, f"{LIST}record/", f"{LIST}{found.lesson.pk}/give/", f"{LIST}download.csv"):
        assert stranger.get(address).status_code == 403
    assert stranger.post(f"{LIST}remind/").status_code == 403
    reader = person_with(Role.GROUP_CHAIR)
    person_with(Role.SAAS_MEMBER, person=reader)
    answer = sign_in(reader).post(f"{LIST}given/{found.pk}/tell/", {"training": "Words"})
    assert answer.status_code == 403
    assert b"ask the lead of the agency" in answer.content


def test_two_worlds_with_and_without_the_rapid_review_look_alike_to_an_agency(team, police, lead, sign_in):
    lesson = a_lesson(team=team)
    given(holder=police, lesson=lesson, team=team)
    addresses = (OURS, f"{LIST}{lesson.pk}/", f"{OURS}download.csv")
    Lesson.objects.filter(pk=lesson.pk).update(source=LessonSource.OTHER, review_title="")
    without = [_main(sign_in(lead).get(address)) for address in addresses]
    review = a_review(team=team)
    Lesson.objects.filter(pk=lesson.pk).update(source="rapid", review_title="A rapid review", rapid_review=review)
    assert [_main(sign_in(lead).get(address)) for address in addresses] == without
    assert review.reference in page(sign_in(team), f"{LIST}{lesson.pk}/")


def _main(answer):
    assert answer.status_code == 200
    text = answer.content.decode()
    main = text.partition("<main")[2].partition("</main")[0] if "<main" in text else text
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main)


def test_an_action_is_set_from_a_lesson_and_from_a_rapid_review_a_lesson_is_recorded(team, police, sign_in):
    lesson, client = a_lesson(team=team, topic=TopicFactory()), sign_in(team)
    sent = {"title": "Write it into the procedure", "holder": "agency:kent-police"} | DUE
    assert client.post(f"{LIST}{lesson.pk}/action/", sent).status_code == 302
    action = Action.objects.get()
    assert (action.lesson, action.origin, action.topic) == (lesson, "review", lesson.topic)
    assert "Write it into the procedure" in page(client, f"{LIST}{lesson.pk}/")
    review = a_review(team=team)
    said = page(client, f"{LIST}record/", rapid_review=str(review.pk))
    assert f'value="{review.pk}" selected' in said
    sent = WORDS | {"source": "rapid", "review_title": "", "rapid_review": str(review.pk)}
    assert client.post(f"{LIST}record/", sent).status_code == 302
    assert WORDS["title"] in page(client, f"/rapid-reviews/{review.pk}/")


def test_reminders_go_out_at_the_press_of_a_button(team, police, sign_in):
    overdue(police, team)
    client = sign_in(team)
    assert "Remind those who are overdue" in page(client)
    said = client.post(f"{LIST}remind/", follow=True).content.decode()
    assert "Those who have not yet told of 1 overdue lesson have been reminded." in said
    assert "Nobody is left to remind today." in client.post(f"{LIST}remind/", follow=True).content.decode()
    assert "Reminded" in page(client, f"{LIST}{Lesson.objects.get().pk}/")
