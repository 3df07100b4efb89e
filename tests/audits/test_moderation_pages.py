"""The moderation pages: who opens them, settling on screen, two people at once, and what they cost."""

import re
from uuid import UUID

import pytest
from django.urls import reverse

from assurance.rules.roles import Role
from audits.models import Audit, Discussion, SettledGrade
from audits.queries.moderation import units_of
from audits.queries.moderation_pages import unit_page
from audits.rules.audits import SIDE_BY_SIDE, AuditKind, AuditState
from audits.rules.tools import QuestionKind
from bench import grow_audit
from tests.assurance.counting import queries_of
from tests.factories.assurance import person_with
from tests.factories.audits import a_tool, an_audit, answerer, on_team, questions_of, runner

pytestmark = pytest.mark.django_db
S = AuditState
NUMBER = "943 476 5919"


@pytest.fixture
def audit():
    """An audit in moderation: two agencies, one of which gives every case a worse grade."""

    def grade(participant, case, question):
        return "good" if participant == participant.audit.participants.first() else "inadequate"

    return an_audit(S.MODERATING, grade=grade)


def first(audit):
    return units_of(audit)[0]


def board_of(audit, by, place=0):
    return unit_page(audit, first(audit).pk, by).boards[place]


def pages_of(audit):
    """The addresses of the pages about one audit in moderation."""
    unit, question = first(audit), questions_of(audit.tool, QuestionKind.GRADE)[0]
    case = [audit.pk, unit.pk]
    return [
        reverse("audits:moderation_list", args=[audit.pk]),
        reverse("audits:moderation_download", args=[audit.pk, "csv"]),
        reverse("audits:moderation_answers", args=[audit.pk, "csv"]),
        reverse("audits:moderation_agreement", args=[audit.pk]),
        reverse("audits:moderation_detail", args=case),
        reverse("audits:moderation_settle", args=[*case, question.pk]),
        reverse("audits:moderation_discuss", args=case),
    ]


def settle_url(audit, board):
    return reverse("audits:moderation_settle", args=[audit.pk, first(audit).pk, board.question.pk])


def detail_url(audit):
    return reverse("audits:moderation_detail", args=[audit.pk, first(audit).pk])


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("state", list(S))
def test_nobody_opens_it_before_moderation_and_the_team_alone_after(state, sign_in):
    audit = an_audit(state)
    agency = audit.participants.first().agency
    member = answerer(agency, Role.AUDIT_TEAM_MEMBER)
    on_team(audit, member, agency)
    for person in (runner(), member):
        client = sign_in(person)
        assert {client.get(url).status_code for url in pages_of(audit)} == {200 if state in SIDE_BY_SIDE else 404}
    client = sign_in(answerer(audit.participants.last().agency))
    assert {client.get(url).status_code for url in pages_of(audit)} == {404}
    client = sign_in(person_with(Role.SAAS_CHAIR))
    assert {client.get(url).status_code for url in pages_of(audit)} <= {403, 404}


def test_a_member_of_the_team_reads_and_cannot_write(audit, sign_in):
    agency = audit.participants.first().agency
    member = answerer(agency, Role.AUDIT_TEAM_MEMBER)
    on_team(audit, member, agency)
    client, board = sign_in(member), board_of(audit, member)
    answer = {"value": "good", "reason": "Because.", "version": 0}
    assert "<textarea" not in text_of(client.get(detail_url(audit)))
    for sent in (answer, {"value": "", "version": "none"}):
        assert client.post(settle_url(audit, board), sent).status_code == 403
    args = [audit.pk, first(audit).pk]
    said = {"version": 0, "practitioners": "We met."}
    for sent in (said, {"version": "none"}):
        assert client.post(reverse("audits:moderation_discuss", args=args), sent).status_code == 403
    assert client.post(reverse("audits:moderation_accept", args=args)).status_code == 403
    assert not SettledGrade.objects.exists()
    assert not Discussion.objects.exists()


def test_what_is_not_of_the_audit_is_not_there(audit, sign_in):
    by = runner()
    client, other = sign_in(by), an_audit(S.MODERATING, title="Another")
    assert client.get(reverse("audits:moderation_detail", args=[audit.pk, first(other).pk])).status_code == 404
    text = questions_of(audit.tool, QuestionKind.TEXT)[0]
    for question in (text, questions_of(other.tool, QuestionKind.GRADE)[0]):
        args = [audit.pk, first(audit).pk, question.pk]
        assert client.get(reverse("audits:moderation_settle", args=args)).status_code == 404
    odd = reverse("audits:moderation_download", args=[audit.pk, "csv"]).replace(str(audit.pk), "-" * 36)
    assert client.get(odd).status_code == 404


def test_a_grade_is_settled_and_the_next_one_comes_up(audit, sign_in):
    by = runner()
    client, board = sign_in(by), board_of(audit, by)
    page = text_of(client.get(detail_url(audit)))
    assert "The two agencies gave different grades." in page
    assert "2 steps apart: Good to Inadequate." in page
    answer = {"value": "requires-improvement", "reason": "Two visits were not recorded.", "version": 0}
    response = client.post(settle_url(audit, board), answer)
    assert response.url == f"{detail_url(audit)}#q1-3"
    page = text_of(client.get(detail_url(audit)))
    assert "Settled: Requires improvement to be good, not what every agency gave." in page
    assert "1 of 3 grades" in page
    last = board_of(audit, by, 2)
    assert client.post(settle_url(audit, last), answer).url == f"{detail_url(audit)}#discussion"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"value": "", "reason": "Because."}, "Choose one of the grades of this question"),
        ({"value": "good", "reason": ""}, "Say why it is settled so"),
        ({"value": "good", "reason": f"See {NUMBER}"}, "This has what looks like an NHS number"),
        ({"value": "good", "reason": "Amy Hartleyson was seen"}, "None of these names a child or family"),
    ],
)
def test_what_is_refused_comes_back_with_everything_that_was_written(answer, sentence, audit, sign_in):
    by = runner()
    client, board = sign_in(by), board_of(audit, by)
    response = client.post(settle_url(audit, board), answer | {"version": 0})
    assert response.status_code == 422
    page = text_of(response)
    assert sentence in page
    assert answer["reason"] in page
    assert not SettledGrade.objects.exists()


def test_what_looks_like_a_name_is_settled_once_it_is_confirmed(audit, sign_in):
    by = runner()
    client, board = sign_in(by), board_of(audit, by)
    answer = {"value": "good", "reason": "Ruby Hartleyson House was visited", "version": 0}
    page = client.post(settle_url(audit, board), answer).content.decode()
    confirmed = re.search(r'name="confirmed" value="([^"]+)"', page)[1]
    response = client.post(settle_url(audit, board), answer | {"none_named": "on", "confirmed": confirmed})
    assert response.status_code == 302
    assert SettledGrade.objects.get().reason == answer["reason"]


def test_two_people_settle_one_grade_and_both_are_on_the_page(audit, sign_in):
    by, other = runner(), runner()
    board = board_of(audit, by)
    mine = {"value": "good", "reason": "The visits were made.", "version": 0}
    theirs = {"value": "inadequate", "reason": "Nobody saw the child.", "version": 0}
    assert sign_in(other).post(settle_url(audit, board), theirs).status_code == 302
    client = sign_in(by)
    response = client.post(settle_url(audit, board), mine)
    assert response.status_code == 409
    page = text_of(response)
    assert "Nobody saw the child." in page
    assert "The visits were made." in page
    assert re.search(r'value="good"[^>]* checked', page)
    assert SettledGrade.objects.get().value == "inadequate"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert client.post(settle_url(audit, board), mine | {"version": version}).status_code == 302
    assert SettledGrade.objects.get().value == "good"


def test_a_grade_that_is_settled_after_moderation_ended_is_refused_with_the_words_kept(audit, sign_in):
    by = runner()
    client, board = sign_in(by), board_of(audit, by)
    Audit.objects.update(state=S.REPORTING)
    response = client.post(settle_url(audit, board), {"value": "good", "reason": "The visits.", "version": 0})
    assert response.status_code == 422
    page = text_of(response)
    assert "Grades are settled during moderation alone" in page
    assert "The visits." in page


def test_what_agencies_agree_on_is_settled_with_one_button(sign_in):
    audit, by = an_audit(S.MODERATING), runner()
    client = sign_in(by)
    assert "On 3 questions that are not settled yet" in text_of(client.get(detail_url(audit)))
    accept = reverse("audits:moderation_accept", args=[audit.pk, first(audit).pk])
    page = text_of(client.post(accept, follow=True))
    assert "3 grades are settled as all agencies gave them." in page
    assert "Settle what agencies agree on" not in page
    Audit.objects.update(state=S.REPORTING)
    assert "during moderation alone" in text_of(client.post(accept, follow=True))


def test_what_was_said_saves_by_itself_and_both_texts_are_shown_when_two_write(audit, sign_in):
    client = sign_in(runner())
    url = reverse("audits:moderation_discuss", args=[audit.pk, first(audit).pk])
    said = {"version": 0, "practitioners": "We met late.", "good_practice": ""}
    saved = client.post(url, said, headers={"X-Autosave": "1"})
    assert (saved.status_code, saved.json()["version"]) == (200, 1)
    late = said | {"practitioners": "We met early."}
    assert client.post(url, late, headers={"X-Autosave": "1"}).json() == {"conflict_url": url}
    response = client.post(url, late)
    assert response.status_code == 409
    assert "We met late." in text_of(response)
    assert "We met early." in text_of(response)
    response = client.post(url, late | {"version": 1}, follow=True)
    assert response.redirect_chain == [(detail_url(audit), 302)]
    assert "What was said in moderation is saved." in text_of(response)
    row = Discussion.objects.get()
    assert (row.practitioners, row.version) == ("We met early.", 2)


def test_no_identifier_is_kept_in_what_was_said(audit, sign_in):
    client = sign_in(runner())
    url = reverse("audits:moderation_discuss", args=[audit.pk, first(audit).pk])
    said = {"version": 0, "practitioners": f"Child {NUMBER}", "good_practice": "A joint visit."}
    answer = client.post(url, said, headers={"X-Autosave": "1"})
    assert "an NHS number" in answer.json()["message"]
    assert Discussion.objects.get().practitioners == ""
    response = client.post(url, said | {"version": 1})
    assert response.status_code == 422
    assert NUMBER in text_of(response)
    Audit.objects.update(state=S.REPORTING)
    late = client.post(url, {"version": 1, "practitioners": "We met."}, headers={"X-Autosave": "1"})
    assert "during moderation alone" in late.json()["message"]


def test_after_moderation_what_was_settled_is_read(audit, sign_in):
    by = runner()
    client, board = sign_in(by), board_of(audit, by)
    client.post(settle_url(audit, board), {"value": "good", "reason": "The visits were made.", "version": 0})
    Audit.objects.update(state=S.FINAL)
    page = text_of(client.get(detail_url(audit)))
    assert "The visits were made." in page
    assert "<textarea" not in page
    assert 'type="radio"' not in page
    assert "Moderation is over" in text_of(client.get(reverse("audits:moderation_list", args=[audit.pk])))


def test_agencies_as_a_whole_have_a_screen_each_and_no_agreement(sign_in):
    audit = an_audit(S.MODERATING, kind=AuditKind.SECTION_11)
    client, unit = sign_in(runner()), first(audit)
    page = text_of(client.get(reverse("audits:moderation_list", args=[audit.pk])))
    assert unit.agency.name in page
    assert "How far the agencies agree" not in page
    assert client.get(reverse("audits:moderation_agreement", args=[audit.pk])).status_code == 404
    assert f"{unit.agency.name}, of itself" in text_of(client.get(detail_url(audit)))


def test_the_overview_to_take_away_has_a_row_a_case(audit, sign_in):
    url = reverse("audits:moderation_download", args=[audit.pk, "csv"])
    lines = sign_in(runner()).get(url).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Case,Kind of case,Grades settled")
    assert lines[1:] == ["Case A01,,0,3,3,2", "Case A02,,0,3,3,2"]


def test_every_page_costs_the_same_number_of_queries_whatever_the_audit(sign_in):
    client = sign_in(runner())
    small = an_audit(S.MODERATING, agencies=2, cases=2, tool=a_tool(2, frozen=True, slug="small"))
    large = an_audit(S.MODERATING, agencies=6, cases=20, tool=a_tool(9, frozen=True, slug="large"))
    assert len(questions_of(small.tool, QuestionKind.GRADE)) == 3
    assert len(questions_of(large.tool, QuestionKind.GRADE)) == 10
    for one, other in zip(pages_of(small), pages_of(large), strict=True):
        assert queries_of(client, one) == queries_of(client, other), one
    assert queries_of(client, pages_of(large)[0]) < 20
    assert queries_of(client, pages_of(large)[3]) < 25


def test_the_audit_that_is_measured_opens_with_as_many_queries_as_a_small_one(sign_in, capsys):
    by = runner()
    client, small = sign_in(by), an_audit(S.MODERATING)
    grow_audit.main(cases=3, asked=4, questions=12)
    audit, case = capsys.readouterr().out.split()
    url = reverse("audits:moderation_detail", args=[audit, case])
    assert len(unit_page(Audit.objects.get(pk=audit), UUID(case), by).boards) == 12
    assert queries_of(client, url) == queries_of(client, detail_url(small))
