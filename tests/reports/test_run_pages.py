"""The pages of board packs: who sees what, asking, watching, reading, downloading."""

from uuid import uuid4

import pytest
from kombu.exceptions import OperationalError

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from reports import tasks
from reports.models import PackTemplate, ReportRun
from reports.queries.snapshots import read_snapshot
from reports.rules.kinds import Kind
from reports.rules.runs import RunStatus, Step
from reports.services.runs import begin_step, claim_run, fail_run
from reports.services.snapshots import take_snapshot
from reports.services.templates import save_template
from tests.assurance.counting import queries_of
from tests.factories.assurance import PartnershipGroupFactory, ReportingPeriodFactory, person_with
from tests.factories.reports import NOW, ReportRunFactory, finished, issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_files")]
LIST = "/packs/"
NEW = "/packs/new/"
READERS = [Role.BUSINESS_TEAM, Role.BOARD_MEMBER, Role.BOARD_OBSERVER, Role.INDEPENDENT_SCRUTINEER, Role.INSPECTOR]
# They read what is made for SAAS, and do not know of what is the Board's alone.
SAAS = [Role.SAAS_CHAIR, Role.SAAS_DEPUTY, Role.SAAS_MEMBER]
OTHERS = [role for role in Role if role not in (*READERS, *SAAS)]


@pytest.fixture
def sent(monkeypatch):
    """The ids of the runs sent to the workers."""
    ids = []
    monkeypatch.setattr(tasks.build_report_run, "delay_on_commit", ids.append)
    return ids


@pytest.fixture
def done(quarter, business_team):
    """A finished pack."""
    return finished(ReportRunFactory(period=quarter.period, requested_by=business_team))


@pytest.fixture
def version(done):
    """The version it was issued as."""
    return issued(done)


def failed(**fields):
    run = ReportRunFactory(**fields)
    fail_run(run=claim_run(run_id=run.pk, owner="worker", now=NOW), error="It failed.", now=NOW)
    return run


def press(client, period="2026Q2", token=None, sections=("risks",), **places):
    said = {"period": period, "token": token or str(uuid4()), "sections": list(sections)}
    return client.post("/packs/create/", said | {f"place_{name}": place for name, place in places.items()})


def html(response):
    return " ".join(response.content.decode().split())


# Who sees what


@pytest.mark.parametrize("role", READERS)
def test_readers_of_the_boards_pack_find_it_once_it_is_issued(role, done, version, sign_in):
    client = sign_in(person_with(role))
    assert "Quarter 2 2026/27" in html(client.get(LIST))
    for page in ("", "page/", "download/"):
        assert client.get(f"/packs/{version.pk}/{page}").status_code == 200
        assert client.get(f"/packs/{done.pk}/{page}").status_code == (200 if role == Role.BUSINESS_TEAM else 404)


@pytest.mark.parametrize("role", SAAS)
def test_saas_does_not_know_of_the_boards_pack(role, done, version, sign_in):
    client = sign_in(person_with(role, group=PartnershipGroupFactory(slug="saas", name="SAAS")))
    assert "No report yet" in html(client.get(LIST))
    for pk in (done.pk, version.pk, uuid4()):
        for page in ("", "progress/", "page/", "download/"):
            assert client.get(f"/packs/{pk}/{page}").status_code == 404


@pytest.mark.parametrize("role", OTHERS)
def test_the_others_are_refused_whether_it_is_there_or_not(role, done, sign_in):
    client = sign_in(person_with(role))
    for pk in (done.pk, uuid4()):
        for page in ("", "progress/", "page/", "download/"):
            assert client.get(f"/packs/{pk}/{page}").status_code == 403
    assert client.get(LIST).status_code == 403


def test_a_member_of_another_group_does_not_know_the_boards_pack(done, sign_in):
    other_board = PartnershipGroupFactory(slug="another-board", name="Another board", level="board")
    client = sign_in(person_with(Role.BOARD_MEMBER, group=other_board))
    assert "No report yet" in html(client.get(LIST))
    assert client.get(f"/packs/{done.pk}/").status_code == 404


@pytest.mark.parametrize("make", [ReportRunFactory, failed], ids=["queued", "failed"])
def test_readers_know_nothing_of_a_pack_that_is_not_done(make, sign_in):
    run = make()
    client = sign_in(person_with(Role.BOARD_MEMBER))
    assert "No report yet" in html(client.get(LIST))
    for page in ("", "progress/", "page/", "download/"):
        assert client.get(f"/packs/{run.pk}/{page}").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.BUSINESS_TEAM])
def test_only_the_business_team_is_offered_to_make_one_and_may(role, quarter, sign_in, sent):
    client = sign_in(person_with(role))
    assert "Create a report" not in client.get(LIST).content.decode()
    assert client.get(NEW).status_code == 403
    assert press(client).status_code == 403
    assert (ReportRun.objects.count(), sent) == (0, [])


def test_the_builders_see_every_pack_with_its_state(sign_in, business_team):
    failed()
    ReportRunFactory(period=ReportingPeriodFactory(quarter=3))
    page = html(sign_in(business_team).get(LIST))
    assert ">Waiting to start</strong>" in page
    assert ">Failed</strong>" in page


def test_before_the_first_period_there_is_nothing_to_make(sign_in, business_team):
    page = html(sign_in(business_team).get(NEW))
    assert "No reporting period yet" in page
    assert "<button" not in page.partition("<main")[2]


# Asking


def test_asking_makes_a_run_sends_it_and_leads_to_it(quarter, sign_in, business_team, sent):
    response = press(sign_in(business_team))
    run = ReportRun.objects.get()
    assert (response.status_code, response.url) == (302, f"/packs/{run.pk}/")
    assert sent == [str(run.pk)]


def test_a_double_click_makes_one_pack(quarter, sign_in, business_team, sent):
    client, token = sign_in(business_team), str(uuid4())
    first, second = press(client, token=token), press(client, token=token)
    assert first.url == second.url
    assert ReportRun.objects.count() == 1


def test_every_look_at_the_page_has_its_own_token(quarter, sign_in, business_team):
    client = sign_in(business_team)
    tokens = {client.get(NEW).context["form"].initial["token"] for _ in range(2)}
    assert len(tokens) == 2


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"period": "", "token": "ok"}, "Choose a quarter"),
        ({"period": "2031Q1", "token": "ok"}, "Select a valid choice"),
        ({"period": "2026Q2", "token": "forged"}, "Enter a valid UUID"),
        ({}, "Choose a quarter"),
        ({"period": "2026Q2", "token": "ok"}, "Choose at least one section"),
        ({"period": "2026Q2", "token": "ok", "sections": ["front_sheet"]}, "Select a valid choice"),
        ({"period": "2026Q2", "token": "ok", "sections": ["risks"], "place_risks": "first"}, "must be a whole number"),
    ],
)
def test_a_forged_or_empty_form_gets_a_sentence(quarter, sign_in, business_team, sent, answers, said):
    token = {"token": str(uuid4())} if answers.get("token") == "ok" else {}
    response = sign_in(business_team).post("/packs/create/", answers | token)
    assert response.status_code == 200
    assert said in html(response)
    assert "There is a problem" in html(response)
    assert not ReportRun.objects.exists()


def test_a_token_used_for_another_pack_gets_a_sentence(quarter, sign_in, business_team, sent):
    client, token = sign_in(business_team), str(uuid4())
    press(client, token=token)
    ReportingPeriodFactory(quarter=3)
    assert "This form was already used for another pack" in html(press(client, "2026Q3", token))


def test_the_sections_come_in_the_order_of_their_places_and_the_rest_after_them(quarter, sign_in, business_team, sent):
    press(sign_in(business_team), sections=["risks", "themes", "actions", "early_warnings"], actions=1, themes=2)
    run = ReportRun.objects.get()
    assert run.sections == ["actions", "themes", "early_warnings", "risks"]
    claimed = claim_run(run_id=run.pk, owner="worker", now=NOW)
    told = read_snapshot(take_snapshot(run=claimed, now=NOW).content, templates="reports")
    assert told["front"]["name"] == "front_sheet"
    assert [section["name"] for section in told["sections"]] == run.sections


def test_while_a_pack_with_other_sections_is_built_this_one_is_not_asked_for(quarter, sign_in, business_team, sent):
    client = sign_in(business_team)
    press(client, sections=["risks"])
    assert "is being built already, with other sections" in html(press(client, sections=["themes"]))
    assert press(client, sections=["risks"]).status_code == 302
    assert ReportRun.objects.get().sections == ["risks"]


def test_a_choice_that_is_kept_is_begun_with_and_can_be_let_go(quarter, sign_in, business_team):
    client = sign_in(business_team)
    said = {"sections": ["risks", "themes"], "place_themes": 1, "name": "Short pack", "token": str(uuid4())}
    kept = client.post("/packs/choices/save/", said, follow=True)
    assert "The choice “Short pack” is kept." in html(kept)
    initial = kept.context["form"].initial
    assert (initial["sections"], initial["place_themes"], initial["place_risks"]) == (["themes", "risks"], 1, 2)
    assert "There is a choice of sections of this name already" in html(client.post("/packs/choices/save/", said))
    pk = PackTemplate.objects.get().pk
    assert "is removed" in html(client.post(f"/packs/choices/{pk}/remove/", follow=True))
    assert not PackTemplate.objects.exists()


def test_a_choice_is_kept_under_a_name_only(quarter, sign_in, business_team):
    said = {"sections": ["risks"], "name": " ", "token": str(uuid4())}
    assert "Give this choice of sections a name" in html(sign_in(business_team).post("/packs/choices/save/", said))
    assert not PackTemplate.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.BUSINESS_TEAM])
def test_choices_are_the_business_teams(role, quarter, sign_in, business_team):
    kept = save_template(
        name="Short pack", kind=Kind.EXECUTIVE_BOARD_PACK, sections=["risks"], by=business_team, now=NOW
    )
    client = sign_in(person_with(role))
    assert client.post("/packs/choices/save/", {"name": "Another", "sections": ["risks"]}).status_code == 403
    assert client.post(f"/packs/choices/{kept.pk}/remove/").status_code == 403
    assert PackTemplate.objects.get() == kept


def test_without_a_broker_the_row_stands_and_the_page_says_so(quarter, sign_in, business_team, monkeypatch):
    def down(run_id):
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.build_report_run, "delay_on_commit", down)
    client = sign_in(business_team)
    assert "Waiting to start" in html(client.get(press(client).url))


# Watching


def test_the_page_of_an_active_run_renews_itself_and_says_how_far_it_is(sign_in, business_team):
    run = ReportRunFactory()
    begin_step(run=claim_run(run_id=run.pk, owner="worker", now=NOW), step=Step.LAY_OUT, now=NOW)
    page = html(sign_in(business_team).get(f"/packs/{run.pk}/"))
    assert "Step 2 of 4: Laying out the pages" in page
    assert '<progress class="app-progress__bar" value="1" max="4"' in page
    assert f'hx-get="/packs/{run.pk}/progress/?seen=running-1-2"' in page
    assert '<div role="status">' in page


def test_nothing_is_sent_again_that_the_page_shows_already(sign_in, business_team):
    run = ReportRunFactory()
    client = sign_in(business_team)
    assert client.get(f"/packs/{run.pk}/progress/?seen=queued-0-0").status_code == 204
    claim_run(run_id=run.pk, owner="worker", now=NOW)
    renewed = client.get(f"/packs/{run.pk}/progress/?seen=queued-0-0")
    assert "Step 1 of 4" in html(renewed)
    assert "<html" not in html(renewed)


def test_a_run_begun_again_says_that_nothing_is_lost(sign_in, business_team):
    run = ReportRunFactory()
    ReportRun.objects.filter(pk=run.pk).update(attempts=1)
    claim_run(run_id=run.pk, owner="worker", now=NOW)
    assert "has begun again. Nothing is lost." in html(sign_in(business_team).get(f"/packs/{run.pk}/"))


def test_a_finished_run_stops_asking_and_offers_the_pack(done, sign_in, business_team):
    client = sign_in(business_team)
    renewed = html(client.get(f"/packs/{done.pk}/progress/?seen=running-1-4"))
    assert "hx-get" not in renewed
    assert f"/packs/{done.pk}/download/" in renewed
    assert 'id="run-facts" hx-swap-oob="true"' in renewed
    assert done.file_sha256 in html(client.get(f"/packs/{done.pk}/"))


def test_a_failed_run_says_why_and_can_be_tried_again(sign_in, business_team, sent):
    run = failed()
    client = sign_in(business_team)
    response = client.get(f"/packs/{run.pk}/")
    assert "It failed." in html(response)
    assert f'<span class="app-hash">{run.pk}</span>' in html(response)
    again = press(client, run.period.code, str(response.context["token"]))
    assert again.url != f"/packs/{run.pk}/"
    assert sent == [str(ReportRun.objects.get(status=RunStatus.QUEUED).pk)]


# Reading and downloading


def test_the_download_is_a_named_attachment_and_logged(version, sign_in):
    reader = person_with(Role.BOARD_MEMBER)
    response = sign_in(reader).get(f"/packs/{version.pk}/download/")
    assert response["Content-Disposition"] == 'attachment; filename="executive-board-pack-2026q2-version-1.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == version.file.read()
    entry = ActivityEntry.objects.get(action="report.download")
    assert (entry.actor, entry.subject_id, entry.detail) == (
        reader,
        str(version.pk),
        f'{{"sha256":"{version.file_sha256}"}}',
    )


def test_reading_the_page_is_logged(version, sign_in):
    reader = person_with(Role.BOARD_MEMBER)
    page = html(sign_in(reader).get(f"/packs/{version.pk}/page/"))
    assert "POLICE-NOT-WELL notifications arrive three days late" in page
    assert "Missing: Health (NHS Kent and Medway ICB)" in page
    assert ActivityEntry.objects.get(action="report.read").actor == reader


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_reading_is_by_get_alone(done, sign_in, business_team, method):
    client = sign_in(business_team)
    for page in ("", "progress/", "page/", "download/"):
        assert getattr(client, method)(f"/packs/{done.pk}/{page}").status_code == 405
    assert client.get("/packs/create/").status_code == 405


def test_the_list_costs_the_same_however_long_it_is(sign_in, business_team):
    client = sign_in(business_team)
    ReportRunFactory()
    few = queries_of(client, LIST)
    for quarter in (1, 3, 4):
        ReportRunFactory(period=ReportingPeriodFactory(quarter=quarter))
    assert queries_of(client, LIST) == few
