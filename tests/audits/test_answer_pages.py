"""An agency's answers through their pages: the task list, autosave, two people at once, checking, signing, reading."""

from uuid import uuid4

import pytest
from django.urls import reverse

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from audits.forms.answers import mark_of
from audits.models import AnswerFile, AnswerSheet, AuditCase, Participant, RouteTaken
from audits.queries.answers import content_for
from audits.rules.audits import AuditKind, AuditState
from audits.rules.cases import CaseState
from audits.rules.tools import QuestionKind
from tests.assurance.counting import queries_of
from tests.audits.test_answers import WORDS, fill, overall, question_for, upload, write
from tests.factories.audits import TODAY, a_tool, an_audit, answerer, questions_of, runner

pytestmark = pytest.mark.django_db
NHS = "Known as 943 476 5919"
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def audit():
    return an_audit(AuditState.COLLECTING)


@pytest.fixture
def part(audit):
    return audit.participants.first()


@pytest.fixture
def lead(part):
    return answerer(part.agency)


@pytest.fixture
def sheet(part):
    return part.sheets.order_by("case__order").first()


@pytest.fixture
def as_lead(sign_in, lead):
    return sign_in(lead)


def page_of(client, name, *args, status=200):
    response = client.get(reverse(f"audits:{name}", args=args))
    assert response.status_code == status
    return response.content.decode()


def section_of(part, question):
    return next(one for one in content_for(part).sections if question.pk in {each.pk for each in one.questions})


def url_of(sheet, question):
    return reverse("audits:sheet_section", args=[sheet.pk, section_of(sheet.participant, question).pk])


def sent(question, version=0, shown=None, **words):
    """What the page posts of one question, having shown `shown` of this version."""
    fields = {"seen": f"{version}:{mark_of(shown or {})}"} | words
    return {f"{question.pk}-{name}": value for name, value in fields.items()}


# The journey


def test_a_lead_answers_checks_and_submits(part, as_lead, sheet):
    assert "Neglect: how early is it seen?" in page_of(as_lead, "answer_list")
    tasks = page_of(as_lead, "participant_detail", part.pk)
    assert "0 of 2 cases completed" in tasks
    assert "0 of 4 answered" in tasks
    assert "Only people of your agency see these answers" in tasks
    for each in part.sheets.all():
        for section in content_for(part).sections:
            url = reverse("audits:sheet_section", args=[each.pk, section.pk])
            words = {}
            for question in section.questions:
                kind = {"value": "good"} if question.kind == QuestionKind.GRADE else {"text": WORDS}
                words |= sent(question, **kind)
            after = as_lead.post(url, words).url
        assert after == reverse("audits:sheet_detail", args=[each.pk])
    assert "2 of 2 cases completed" in page_of(as_lead, "participant_detail", part.pk)
    check = page_of(as_lead, "participant_check", part.pk)
    assert WORDS in check
    assert "Sign and submit" in check
    done = as_lead.post(reverse("audits:participant_sign", args=[part.pk]), follow=True).content.decode()
    assert "Answers submitted" in done
    assert "19 November 2026" in done
    read = page_of(as_lead, "participant_version", part.pk, 1)
    assert WORDS in read
    assert "Read what was submitted" in page_of(as_lead, "participant_detail", part.pk)


def test_a_section_leads_on_to_the_next(part, as_lead, sheet):
    first, second = content_for(part).sections
    answer = as_lead.post(reverse("audits:sheet_section", args=[sheet.pk, first.pk]), sent(first.questions[0]))
    assert answer.url == reverse("audits:sheet_section", args=[sheet.pk, second.pk])


def test_what_is_missing_is_a_link_to_its_place(part, as_lead, sheet):
    check = page_of(as_lead, "participant_check", part.pk)
    voice = question_for(part)
    assert f'href="{url_of(sheet, voice)}#question-{voice.pk}"' in check
    assert "Sign and submit" not in check
    refused = as_lead.post(reverse("audits:participant_sign", args=[part.pk]), follow=True).content.decode()
    assert "questions 2.1, 2.2 and 2.3: answer them." in refused
    assert not Participant.objects.get(pk=part.pk).is_signed


def test_somebody_who_may_not_sign_is_told_who_may(part, sign_in):
    writer = answerer(part.agency, Role.PARTNER_CONTRIBUTOR)
    fill(part, writer)
    client = sign_in(writer)
    assert "Only your agency’s lead can sign" in page_of(client, "participant_check", part.pk)
    assert client.post(reverse("audits:participant_sign", args=[part.pk])).status_code == 403


# Saving while one writes, and two people at once


def test_autosave_says_when_and_hands_back_each_version(part, as_lead, sheet):
    voice, grade = question_for(part), overall(part)
    answer = as_lead.post(url_of(sheet, voice), sent(voice, text=WORDS) | sent(grade), headers=AUTOSAVE)
    assert answer.status_code == 200
    assert answer.json()["fields"] == {f"{voice.pk}-seen": f"1:{mark_of({'text': WORDS})}"}
    assert answer.json()["saved_at"]
    # The page goes on with what it was handed back, and meets nobody in its way.
    again = sent(voice, 1, {"text": WORDS}, text="More") | sent(grade)
    assert as_lead.post(url_of(sheet, voice), again, headers=AUTOSAVE).status_code == 200
    assert sheet.answers.get().text == "More"


def test_an_untouched_answer_is_not_saved_over_somebody_elses(part, as_lead, sheet, lead):
    voice, grade = question_for(part), overall(part)
    write(sheet, voice, lead, text="Theirs")
    answer = as_lead.post(url_of(sheet, voice), sent(voice, text="") | sent(grade, value="good"), headers=AUTOSAVE)
    assert answer.status_code == 200
    assert {one.text or one.value for one in sheet.answers.all()} == {"Theirs", "good"}


def test_two_people_at_one_answer_are_shown_both_texts(part, sign_in, sheet, lead):
    colleague = sign_in(answerer(part.agency, Role.PARTNER_CONTRIBUTOR))
    voice, grade = question_for(part), overall(part)
    write(sheet, voice, lead, text="Written by the lead")
    mine = sent(voice, text="Written by a colleague") | sent(grade, value="good")
    answer = colleague.post(url_of(sheet, voice), mine, headers=AUTOSAVE)
    assert answer.status_code == 409
    assert answer.json()["conflict_url"] == url_of(sheet, voice)
    assert list(answer.json()["fields"]) == [f"{grade.pk}-seen"]
    page = colleague.post(url_of(sheet, voice), mine)
    shown = page.content.decode()
    assert page.status_code == 409
    assert "Written by the lead" in shown
    assert "Written by a colleague" in shown
    assert str(grade.pk) not in shown
    seen = page.context["rows"][0][0]["seen"].value()
    both = {f"{voice.pk}-seen": seen, f"{voice.pk}-text": "Both together"}
    assert colleague.post(url_of(sheet, voice), both).status_code == 302
    assert {one.text or one.value for one in sheet.answers.all()} == {"Both together", "good"}


def test_autosave_saves_what_can_be_read_and_says_what_cannot(as_lead, part, sheet):
    version = part.audit.tool
    voice = question_for(part)
    grade = overall(part)
    standard = grade.standard
    number = standard.questions.create(kind=QuestionKind.NUMBER, text="How many?", position=9)
    assert number in questions_of(version)
    words = sent(number, value="a few") | sent(voice, text=WORDS)
    answer = as_lead.post(url_of(sheet, voice), words, headers=AUTOSAVE)
    assert "Enter a number" in answer.json()["message"]
    assert [one.text for one in sheet.answers.all()] == [WORDS]
    page = as_lead.post(url_of(sheet, voice), sent(number, value="some more"))
    assert "Enter a number" in page.content.decode()
    assert "some more" in page.content.decode()
    as_lead.post(url_of(sheet, voice), sent(number, value=" 1,204 "))
    assert sheet.answers.get(question=number).value == "1204"


@pytest.mark.parametrize(
    "forged", [{"value": "splendid"}, {"seen": "x"}, {"seen": ""}, {"seen": f"{'9' * 12}:{'a' * 12}"}]
)
def test_what_is_forged_is_a_sentence_and_nothing_is_saved(as_lead, part, sheet, forged):
    grade = overall(part)
    answer = as_lead.post(url_of(sheet, grade), sent(grade, **({"value": "good"} | forged)))
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not sheet.answers.exists()


# What could tell which child it is


def test_an_identifier_is_a_warning_before_saving_and_a_block_before_signing(as_lead, part, sheet, lead):
    fill(part, lead)
    voice, shown = question_for(part), {"text": WORDS}
    words = sent(voice, 1, shown, text=NHS)
    answer = as_lead.post(url_of(sheet, voice), words, headers=AUTOSAVE)
    assert "an NHS number" in answer.json()["message"]
    page = as_lead.post(url_of(sheet, voice), words)
    assert "Save it for now" in page.content.decode()
    form = next(form for form in page.context["forms"] if form.question.pk == voice.pk)
    agreed = words | {f"{voice.pk}-confirmed": form.data[f"{voice.pk}-confirmed"], f"{voice.pk}-none_named": "on"}
    assert as_lead.post(url_of(sheet, voice), agreed).status_code == 302
    assert sheet.answers.get(question=voice).text == NHS
    assert "an NHS number" in page_of(as_lead, "participant_check", part.pk)
    assert "an NHS number" in as_lead.get(url_of(sheet, voice)).content.decode()


def test_words_that_may_be_names_are_confirmed_on_the_check_page(as_lead, part, sheet, lead):
    fill(part, lead, words="Zorblat Quimby was heard.")
    check = page_of(as_lead, "participant_check", part.pk)
    assert "Is anybody named here?" in check
    for each in part.sheets.all():
        as_lead.post(reverse("audits:sheet_names", args=[each.pk]), {"name": ["Zorblat Quimby"]})
    check = page_of(as_lead, "participant_check", part.pk)
    assert "Is anybody named here?" not in check
    assert "Sign and submit" in check


# The child first


def test_the_route_to_the_childs_team_comes_before_anything_else(as_lead, part, sheet, lead):
    fill(part, lead)
    grade = overall(part)
    after = as_lead.post(url_of(sheet, grade), sent(grade, 1, {"value": "good"}, value="inadequate"))
    route = reverse("audits:sheet_route", args=[sheet.pk])
    assert after.url == route
    for page in (page_of(as_lead, "participant_detail", part.pk), page_of(as_lead, "sheet_detail", sheet.pk)):
        assert page.index("make sure this child’s own team knows") < page.index("<h1")
        assert route in page
    assert "call 999" in page_of(as_lead, "sheet_route", sheet.pk)
    assert f'href="{route}"' in page_of(as_lead, "participant_check", part.pk)
    today = {"on_day": TODAY.day, "on_month": TODAY.month, "on_year": TODAY.year}
    told = {"told": "Team Manager, Children’s Social Work", "how": "By telephone; the plan is reviewed.", **today}
    wrong = as_lead.post(route, told | {"how": f"By telephone. {NHS}"})
    assert "an NHS number" in wrong.content.decode()
    assert as_lead.post(route, told).url == reverse("audits:sheet_detail", args=[sheet.pk])
    assert RouteTaken.objects.get().how == told["how"]
    assert "make sure this child’s own team knows" not in page_of(as_lead, "participant_detail", part.pk)
    assert "Sign and submit" in page_of(as_lead, "participant_check", part.pk)


def test_a_child_who_is_not_known(as_lead, part, sheet):
    url = reverse("audits:sheet_known", args=[sheet.pk])
    assert "Say how you looked" in as_lead.post(url, {"version": 1, "is_known": "no"}).content.decode()
    as_lead.post(url, {"version": 1, "is_known": "no", "unknown_because": "Searched by reference."})
    assert "Searched by reference." in page_of(as_lead, "sheet_detail", sheet.pk)
    stale = as_lead.post(url, {"version": 1, "is_known": "yes"})
    assert "Somebody else was first. The child is not known: Searched by reference." in stale.content.decode()
    assert not AnswerSheet.objects.get(pk=sheet.pk).is_known


# Files


def test_files_are_added_opened_and_taken_away_by_the_agency_alone(as_lead, part, sheet, audit, sign_in, lead):
    url = reverse("audits:answer_attach", args=[sheet.pk, overall(part).pk])
    refused = as_lead.post(url, {"files": [upload("plan.exe")]}).content.decode()
    assert "not a kind of file" in refused
    assert as_lead.post(url, {"files": [upload(), upload("more.pdf")]}).status_code == 302
    file, other = AnswerFile.objects.all()
    assert "plan.pdf" in as_lead.get(url_of(sheet, overall(part))).content.decode()
    opened = as_lead.get(reverse("audits:answer_file", args=[file.pk]))
    assert opened["Content-Disposition"].startswith("attachment")
    assert ActivityEntry.objects.filter(action="answer.download", subject_id=str(file.pk)).exists()
    as_lead.post(reverse("audits:answer_file_remove", args=[other.pk]))
    assert AnswerFile.objects.get() == file
    for stranger in (answerer(audit.participants.last().agency), runner()):
        visitor = sign_in(stranger)
        assert visitor.get(reverse("audits:answer_file", args=[file.pk])).status_code == 404


# Agencies graded as a whole


def test_an_agency_answers_about_itself_with_its_staff_survey_beside(sign_in):
    audit = an_audit(AuditState.COLLECTING, kind=AuditKind.SECTION_11, cases=0)
    part = audit.participants.first()
    client, sheet = sign_in(answerer(part.agency)), part.sheets.get()
    tasks = page_of(client, "participant_detail", part.pk)
    assert "Your agency" in tasks
    assert "not known to us" not in tasks
    standard = content_for(part).standards[0]
    url = reverse("audits:survey_edit", args=[part.pk, standard.pk])
    section = reverse("audits:sheet_section", args=[sheet.pk, content_for(part).sections[0].pk])
    assert url in client.get(section).content.decode()
    figures = {"version": 0, "asked": 80, "answered": 50, "agreed": 34, "source": "Staff survey, May 2026"}
    assert "No more can have" in client.post(url, figures | {"agreed": 60}).content.decode()
    assert client.post(url, figures).url == section
    assert "34 of 50 who answered agreed (68%). 80 were asked." in client.get(section).content.decode()
    stale = client.post(url, figures | {"agreed": 1}).content.decode()
    assert "Somebody else was first. 34 of 50" in stale
    assert 'name="version" value="1"' in stale
    client.post(url, figures | {"version": 1, "asked": 19, "answered": 19, "agreed": 9})
    assert "9 of 19 who answered agreed. 19 were asked." in client.get(section).content.decode()
    for name in ("sheet_known", "sheet_route"):
        page_of(client, name, sheet.pk, status=404)


# Signed, taken back, too late


def test_signed_answers_are_read_and_taken_back_until_moderation_begins(as_lead, part, lead, sheet, audit):
    fill(part, lead)
    as_lead.post(reverse("audits:participant_sign", args=[part.pk]))
    for name in ("sheet_detail", "sheet_route"):
        assert as_lead.get(reverse(f"audits:{name}", args=[sheet.pk])).status_code == 302
    voice = question_for(part)
    late = as_lead.post(url_of(sheet, voice), sent(voice, 1, {"text": WORDS}, text="A late thought"))
    assert (late.status_code, "A late thought" in late.content.decode()) == (422, True)
    autosaved = as_lead.post(url_of(sheet, voice), sent(voice, 1, {"text": WORDS}, text="Late"), headers=AUTOSAVE)
    assert autosaved.status_code == 422
    assert "has signed these answers" in autosaved.json()["message"]
    recall = reverse("audits:participant_recall", args=[part.pk])
    assert "Say why" in as_lead.post(recall, {"reason": " "}).content.decode()
    as_lead.post(recall, {"reason": "A grade was wrong"})
    assert "A grade was wrong" in page_of(as_lead, "participant_detail", part.pk)
    assert "Version 1" in page_of(as_lead, "participant_detail", part.pk)
    assert "This is not the version that stands." in page_of(as_lead, "participant_version", part.pk, 1)


def test_who_did_not_sign_before_moderation_is_told_so_and_can_read_what_they_wrote(as_lead, part, lead, sheet, audit):
    write(sheet, question_for(part), lead, text=WORDS)
    audit.state = AuditState.MODERATING
    audit.save()
    page = page_of(as_lead, "participant_detail", part.pk)
    assert "Moderation has begun" in page
    assert "did not submit its answers" in page
    check = page_of(as_lead, "participant_check", part.pk)
    assert WORDS in check
    assert "Sign and submit" not in check
    assert reverse("audits:sheet_detail", args=[sheet.pk]) not in check
    voice = question_for(part)
    late = as_lead.post(url_of(sheet, voice), sent(voice, 1, {"text": WORDS}, text="Late"), headers=AUTOSAVE)
    assert (late.status_code, "Moderation has begun" in late.json()["message"]) == (422, True)


@pytest.mark.parametrize("state", [AuditState.PLANNED, AuditState.CANCELLED])
def test_before_launch_and_once_cancelled_there_is_nothing(state, sign_in):
    audit = an_audit(state)
    part = audit.participants.first()
    client = sign_in(answerer(part.agency))
    assert "Your agency is not asked to answer an audit" in page_of(client, "answer_list")
    page_of(client, "participant_detail", part.pk, status=404)


def test_another_agencys_answers_do_not_exist(audit, part, sheet, sign_in, lead):
    fill(part, lead)
    other = answerer(audit.participants.last().agency)
    for stranger in (other, answerer(None)):
        client = sign_in(stranger)
        for name in ("participant_detail", "participant_check", "participant_recall", "participant_signed"):
            page_of(client, name, part.pk, status=404)
        for name in ("sheet_detail", "sheet_known", "sheet_route"):
            page_of(client, name, sheet.pk, status=404)
        assert client.get(url_of(sheet, overall(part))).status_code == 404
        page_of(client, "participant_version", part.pk, 1, status=404)
        page_of(client, "survey_edit", part.pk, uuid4(), status=404)


# How it keeps up


def test_the_pages_cost_the_same_however_many_cases_and_questions(part, lead, as_lead):
    names = ("participant_detail", "participant_check")
    urls = [reverse("audits:answer_list"), *(reverse(f"audits:{name}", args=[part.pk]) for name in names)]
    few = [queries_of(as_lead, url) for url in urls]
    for order in range(3, 7):
        case = AuditCase.objects.create(audit=part.audit, reference=f"A{order:02}", order=order, state=CaseState.DRAWN)
        AnswerSheet.objects.create(participant=part, case=case)
    fill(part, lead)
    for other in range(3):
        an_audit(AuditState.COLLECTING, agencies=[part.agency], tool=a_tool(5, frozen=True, slug=f"tool-{other}"))
    assert [queries_of(as_lead, url) for url in urls] == few


def test_a_section_costs_the_same_however_many_questions_it_has(sign_in):
    found = set()
    for standards in (1, 8):
        tool = a_tool(standards, frozen=True, slug=f"tool-{standards}")
        part = an_audit(AuditState.COLLECTING, tool=tool).participants.first()
        lead = answerer(part.agency)
        fill(part, lead)
        section = content_for(part).sections[0]
        url = reverse("audits:sheet_section", args=[part.sheets.first().pk, section.pk])
        found.add(queries_of(sign_in(lead), url))
    assert len(found) == 1
