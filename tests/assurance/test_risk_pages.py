"""The pages of the risk register: the list, the matrix, entering a risk, its page, scores, moves and controls."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from assurance.models import Action, Control, ControlAssurance, Risk
from assurance.rules.evidence_tiers import Tier
from assurance.rules.risks import RiskMove, RiskState, Score, next_review
from assurance.rules.roles import Role
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.risks import a_control, a_risk, an_item_of, assured, make

pytestmark = pytest.mark.django_db
LIST = "/risks/"
FUTURE = date(2090, 1, 5)
REVIEW = {"review_on_day": "5", "review_on_month": "1", "review_on_year": "2090"}
SCORES = {
    f"{kind}_{step}": value
    for kind, pair in {"inherent": ("5", "4"), "current": ("4", "4"), "target": ("2", "4")}.items()
    for step, value in zip(("likelihood", "impact"), pair, strict=True)
}
SAID = {"title": "A risk", "cause": "Kept words", "effect": "They wait", "owner": "Head of X"}


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def of(risk, way=""):
    return f"/risks/{risk.pk}/{way}"


def test_the_register_says_how_high_each_is_and_what_its_controls_lack(team, member, sign_in):
    assert "No risks yet" in page(sign_in(member))
    risk = a_risk(by=team)
    Risk.objects.filter(pk=risk.pk).update(review_on=date(2020, 1, 6))
    a_control(risk, team)
    said = page(sign_in(member))
    for label, number in (("Open", 1), ("Very high now", 0), ("High now", 1), ("Reviews overdue", 1)):
        assert f'{label}</dt><dd class="app-figures__value">{number}</dd>' in said
    for words in ("12 High", "6 Moderate", "No assurance on this control", "working days overdue"):
        assert words in said
    assert "Enter a risk" not in said
    assert "No risk matches" in page(sign_in(member), band="very_high")


def test_the_register_and_its_file_cost_the_same_however_long(team, sign_in):
    client, topic, agency = sign_in(team), TopicFactory(), AgencyFactory()

    def one():
        risk = a_risk(by=team, topics=[topic], holder=agency)
        for tier in Tier:
            assured(a_control(risk, team), an_item_of(tier), team)

    one()
    ways = (LIST, "/risks/download.csv", "/risks/matrix/")
    few = [queries_of(client, way) for way in ways]
    for _ in range(5):
        one()
    assert [queries_of(client, way) for way in ways] == few
    assert client.get("/risks/download.xlsx").status_code == 200
    assert "6 risks" in page(client)


def test_the_page_of_a_risk_costs_the_same_however_many_controls(team, sign_in):
    client, risk = sign_in(team), a_risk(by=team)
    assured(a_control(risk, team), an_item_of(), team)
    few = queries_of(client, of(risk))
    for tier in Tier:
        assured(a_control(risk, team), an_item_of(tier), team)
    assert queries_of(client, of(risk)) == few


def test_the_matrix_counts_open_risks_and_leads_to_them(team, member, sign_in):
    a_risk(by=team, current=Score(4, 3), title="First")
    a_risk(by=team, current=Score(4, 3), title="Second")
    a_risk(RiskState.CLOSED, by=team, current=Score(4, 3), title="Closed")
    client = sign_in(member)
    said = page(client, "/risks/matrix/")
    link = "/risks/?state=open&amp;likelihood=4&amp;impact=3"
    assert f'href="{link}">2<' in said
    assert said.count('class="app-matrix__number"') == 25
    found = page(client, link.replace("&amp;", "&"))
    assert "First" in found
    assert "Second" in found
    assert "Closed</a>" not in found
    lines = client.get("/risks/matrix.csv").content.decode().split("\r\n")
    assert len(lines) == 27
    assert "4 Likely,3 Moderate,12,High,2" in lines


def test_a_risk_is_entered_with_its_three_scores(team, sign_in):
    AgencyFactory(slug="nhs")
    TopicFactory(slug="missing")
    client = sign_in(team)
    said = client.post("/risks/raise/", {"cause": "Kept words"}).content.decode()
    for words in ("Say what it would mean for children", "Choose the impact before any control", "Kept words"):
        assert words in said
    sent = SAID | SCORES | REVIEW | {"holder": "agency:nhs", "topics": ["missing"]}
    refused = client.post("/risks/raise/", sent | {"target_likelihood": "5", "target_impact": "5"})
    assert b"cannot be higher than the score before any control" in refused.content
    assert client.post("/risks/raise/", sent).status_code == 302
    risk = Risk.objects.get()
    assert (risk.number, risk.agency.slug, risk.review_on) == (1, "nhs", FUTURE)
    said = page(client, of(risk))
    for words in ("20 Very high", "16 Very high", "8 Moderate", "Risk 1", "No control is in place", "Kept words"):
        assert words in said


def test_its_words_are_changed(team, sign_in):
    risk, client = a_risk(by=team), sign_in(team)
    said = page(client, of(risk, "change/"))
    token = said.partition('name="seen" value="')[2].partition('"')[0]
    assert client.post(of(risk, "change/"), SAID | {"seen": token}).status_code == 302
    assert Risk.objects.get().title == "A risk"
    late = client.post(of(risk, "change/"), SAID | {"seen": token, "title": "Mine"}).content.decode()
    assert "Somebody else has changed this risk" in late
    assert "Mine" in late


def test_a_review_proposes_the_score_and_a_date_and_draws_the_history(team, member, sign_in):
    risk, client = a_risk(by=team), sign_in(team)
    said = page(client, of(risk, "review/"))
    proposed = next_review(localdate(), Score(3, 4))
    assert f'value="{proposed.year}"' in said
    sent = {"seen": "open", "text": "Controls hold", "likelihood": "1", "impact": "4"} | REVIEW
    assert "Say what the review found" in client.post(of(risk, "review/"), sent | {"text": ""}).content.decode()
    assert client.post(of(risk, "review/"), sent).status_code == 302
    said = page(sign_in(member), of(risk))
    for words in ("The score fell from 12 to 4 (Low)", "app-step-chart__line", "Controls hold", "5 January 2090"):
        assert words in said
    scores = sign_in(member).get(of(risk, "scores.csv")).content.decode()
    assert scores.count("\r\n") == 5
    assert sign_in(member).get(of(risk, "scores.xlsx")).status_code == 200


def test_it_is_scored_closed_and_opened_again(team, sign_in):
    risk, client = a_risk(by=team), sign_in(team)
    sent = {"kind": "target", "likelihood": "1", "impact": "1", "reason": "Agreed"}
    assert "Say why the score" in client.post(of(risk, "score/"), sent | {"reason": ""}).content.decode()
    assert client.post(of(risk, "score/"), sent).status_code == 302
    assert "1 Low" in page(client, of(risk))
    client.post(of(risk, "close/"), {"seen": "open", "text": "It has ended"})
    assert Risk.objects.get().state == "closed"
    assert "That cannot be done now" in page(client, of(risk, "review/"))
    sent = {"seen": "closed", "text": "It is back", "likelihood": "4", "impact": "4"} | REVIEW
    client.post(of(risk, "reopen/"), sent)
    assert Risk.objects.get().state == "open"


def test_after_a_conflict_nothing_written_is_lost(team, sign_in):
    risk = a_risk(by=team)
    make(RiskMove.CLOSE, risk, team)
    said = sign_in(team).post(of(risk, "close/"), {"seen": "open", "text": "Words of mine"}).content.decode()
    assert "Somebody else was first" in said
    assert "Words of mine" in said
    assert 'name="seen" value="closed"' in said


def test_a_control_is_added_assured_and_ended(team, member, sign_in):
    risk, client, item = a_risk(by=team), sign_in(team), an_item_of(title="A dip-sample")
    assert "Say who sees to it" in client.post(of(risk, "control/"), {"text": "A rota"}).content.decode()
    assert client.post(of(risk, "control/"), {"text": "A rota", "owner": "Rota manager"}).status_code == 302
    control = Control.objects.get()
    assert "No assurance on this control" in page(client, of(risk))
    way = f"/controls/{control.pk}/"
    assert "A dip-sample (1 October 2026)" in page(client, f"{way}assurance/")
    sent = {"item": str(item.pk), "view": "does_not"}
    assert b"Say what does not work" in client.post(f"{way}assurance/", sent).content
    assert client.post(f"{way}assurance/", sent | {"note": "Not at night"}).status_code == 302
    assert ControlAssurance.objects.get().item == item
    said = page(sign_in(member), of(risk))
    for words in ("The control does not work:", "A dip-sample", "Not at night", "Nothing from the third tier"):
        assert words in said
    assert "Record assurance" not in said
    client = sign_in(team)
    assert client.post(f"{way}end/", {"because": "Replaced"}).status_code == 302
    assert client.get(f"{way}end/").status_code == 404
    assert "Controls no longer in place" in page(client, of(risk))


def test_an_action_is_set_on_its_page(team, sign_in):
    AgencyFactory(slug="nhs")
    risk, client = a_risk(by=team), sign_in(person_with(Role.BUSINESS_TEAM))
    sent = {"title": "Look into it", "holder": "agency:nhs"}
    sent |= {name.replace("review_on", "due_on"): value for name, value in REVIEW.items()}
    assert client.post(of(risk, "action/"), sent).status_code == 302
    assert (Action.objects.get().risk, Action.objects.get().origin) == (risk, "risk")
    assert "Look into it" in page(client, of(risk))


def test_who_may_not_read_or_keep_it_is_told_so(team, member, sign_in):
    risk = a_risk(by=team)
    control = a_control(risk, team)
    keeping = [of(risk, way) for way in ("change/", "score/", "review/", "close/", "reopen/", "control/", "action/")]
    keeping += [f"/controls/{control.pk}/{way}/" for way in ("end", "assurance")] + ["/risks/raise/"]
    client = sign_in(member)
    assert {client.post(way).status_code for way in keeping} == {403}
    client = sign_in(person_with(Role.PARTNER_LEAD))
    for way in (LIST, "/risks/matrix/", "/risks/download.csv", of(risk), of(risk, "scores.csv"), *keeping):
        assert client.get(way).status_code == 403
    client = sign_in(team)
    absent = "00000000-0000-4000-8000-000000000000"
    for way in (f"/risks/{absent}/", f"/risks/{absent}/scores.csv", f"/controls/{absent}/end/"):
        assert client.get(way).status_code == 404
