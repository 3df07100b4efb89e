"""The pages of agendas, papers, circulated versions and forward plans: who opens which, and what they do there."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assurance.models import (
    ActivityEntry,
    AgendaItem,
    AgendaRequest,
    Circulation,
    ForwardPlanItem,
    ItemComment,
    Liaison,
)
from assurance.queries.agendas import agendas_waiting
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.services.agendas import build_agenda
from tests.assurance.counting import queries_of
from tests.factories.agendas import (
    NOW,
    TEXT,
    a_live_paper,
    a_paper,
    a_plan_item,
    agree,
    an_item,
    circulate,
    reopen,
    state_of,
)
from tests.factories.assurance import AgencyFactory, UserFactory, person_with
from tests.factories.meetings import STARTS_AT, a_group, a_meeting
from tests.factories.warnings import a_warning

pytestmark = pytest.mark.django_db
SECRET = "A title nobody else may know"


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def team():
    a_group("saas"), a_group("board")
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def meeting(team):
    return a_meeting(by=team)


@pytest.fixture
def member(meeting):
    return person_with(Role.SAAS_MEMBER, group=meeting.group)


@pytest.fixture
def chair(meeting):
    return person_with(Role.SAAS_CHAIR, group=meeting.group)


def page(client, address, status=200):
    answer = client.get(address, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def post(client, address, **fields):
    answer = client.post(address, fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def at(meeting, end=""):
    return f"/meetings/{meeting.key}/{end}"


def everything_of(meeting, item, paper):
    """Every address of a meeting's draft and of its first version."""
    item_end = f"agenda/{item.pk}/"
    return [
        at(meeting, end)
        for end in (
            "agenda/",
            "agenda/build/",
            "agenda/add/",
            "agenda/agree/",
            "agenda/open/",
            "agenda/circulate/",
            item_end,
            f"{item_end}remove/",
            f"{item_end}comment/",
            f"{item_end}papers/upload/",
            f"{item_end}papers/from-the-portal/",
            f"papers/{paper.pk}/",
            f"papers/{paper.pk}/remove/",
            "circulated/1/",
            f"circulated/1/papers/{paper.pk}/",
            f"circulated/1/papers/{paper.pk}/table.csv",
        )
    ]


# Who opens what


def test_who_does_not_read_the_groups_meetings_finds_nothing_at_any_address(meeting, team, sign_in):
    """People of two agencies and other groups: refused or unknown, and never told whether it is there."""
    item = an_item(meeting, team, SECRET)
    paper = a_live_paper(item, team)
    agree(meeting, team)
    circulate(meeting, team)
    outsiders = [person_with(Role.PARTNER_LEAD, agency=AgencyFactory()) for _ in range(2)]
    outsiders += [person_with(Role.GROUP_CHAIR), person_with(Role.BOARD_MEMBER, group=a_group("board")), UserFactory()]
    for person in outsiders:
        client = sign_in(person)
        for address in everything_of(meeting, item, paper):
            answer = client.get(address)
            assert answer.status_code in (403, 404), address
            assert SECRET not in answer.content.decode()


def test_a_draft_is_hidden_from_members_until_it_is_circulated(meeting, team, member, chair, sign_in):
    item = an_item(meeting, team, SECRET)
    paper = a_live_paper(item, team)
    client = sign_in(member)
    for address in everything_of(meeting, item, paper):
        assert client.get(address).status_code in (403, 404), address
    said = page(client, at(meeting))
    assert SECRET not in said
    assert "Not circulated yet" in said
    assert SECRET in page(sign_in(chair), at(meeting, "agenda/"))
    agree(meeting, team)
    circulate(meeting, team)
    client = sign_in(member)
    assert SECRET in page(client, at(meeting))
    assert SECRET in page(client, at(meeting, "circulated/1/"))
    reopen(meeting, team)
    an_item(meeting, team, "Only in the new draft")
    said = page(client, at(meeting))
    assert "Only in the new draft" not in said
    assert "It is being changed" in said


def test_what_is_not_there_is_not_found(meeting, team, sign_in):
    client = sign_in(team)
    absent = "00000000-0000-0000-0000-000000000000"
    for end in (f"agenda/{absent}/", f"papers/{absent}/", "circulated/1/", f"circulated/1/papers/{absent}/"):
        page(client, at(meeting, end), 404)
    page(client, f"/meetings/{absent}/agenda/", 404)
    page(client, "/forward-plans/none-such/", 404)
    page(client, f"/forward-plans/saas/{absent}/", 404)


# Preparing


def test_the_secretariat_prepares_an_agenda_from_nothing_to_circulation(meeting, team, member, sign_in):
    client = sign_in(team)
    assert "Nothing on this agenda yet" in page(client, at(meeting, "agenda/"))
    assert "Say in a few words what the item is" in post(client, at(meeting, "agenda/add/"), title="")
    post(client, at(meeting, "agenda/add/"), title="By hand", purpose="to_decide", minutes_allotted="15")
    assert "Choose at least one item" in post(client, at(meeting, "agenda/build/"))
    post(client, at(meeting, "agenda/build/"), areas=["strengths", "voice"])
    first = AgendaItem.objects.get(title="By hand")
    assert [item.area for item in AgendaItem.objects.order_by("position")] == ["", "strengths", "voice"]
    post(client, at(meeting, f"agenda/{first.pk}/down/"))
    assert [item.area for item in AgendaItem.objects.order_by("position")] == ["strengths", "", "voice"]
    post(client, at(meeting, f"agenda/{first.pk}/"), title="Changed", purpose="to_note")
    upload = SimpleUploadedFile("audit.txt", TEXT)
    post(client, at(meeting, f"agenda/{first.pk}/papers/upload/"), upload=upload, title="The audit")
    post(client, at(meeting, f"agenda/{first.pk}/papers/from-the-portal/"), source="warnings")
    said = page(client, at(meeting, "agenda/"))
    assert all(words in said for words in ("Changed", "The audit", "Open early warnings"))
    seen = {"seen": "planned"}
    assert "how and when the chair agreed" in post(client, at(meeting, "agenda/agree/"), **seen)
    post(client, at(meeting, "agenda/agree/"), text="By telephone today", **seen)
    post(client, at(meeting, "agenda/circulate/"), seen="agreed")
    assert state_of(meeting) == MeetingState.CIRCULATED
    said = page(sign_in(member), at(meeting, "circulated/1/"))
    assert "By telephone today" in said
    assert Circulation.objects.get().sha256 in said


def test_a_step_made_on_an_old_page_is_refused(meeting, team, sign_in):
    an_item(meeting, team)
    agree(meeting, team)
    client = sign_in(team)
    assert "Papers circulated" not in post(client, at(meeting, "agenda/agree/"), seen="planned", text="Today")
    assert "Somebody else was first" in post(client, at(meeting, "agenda/agree/"), seen="planned", text="Today")
    assert "has not agreed" in post(client, at(meeting, "agenda/circulate/"), seen="planned")
    assert not Circulation.objects.exists()


def test_a_step_that_cannot_be_made_leads_back_with_a_sentence(meeting, team, sign_in):
    item, client = an_item(meeting, team), sign_in(team)
    edit = f"/meetings/{meeting.key}/agenda/"
    names = {"agenda_open": [], "agenda_circulate": []}
    for name, more in names.items():
        answer = client.get(reverse(f"assurance:{name}", args=[meeting.key, *more]))
        assert (answer.status_code, answer.url) == (302, edit)
    assert "The chair has not agreed this agenda" in page(client, edit)
    agree(meeting, team)
    names = {"agenda_agree": [], "agenda_build": [], "agenda_item_add": [], "agenda_item_edit": [item.pk]}
    for name, more in names.items():
        answer = client.get(reverse(f"assurance:{name}", args=[meeting.key, *more]))
        assert (answer.status_code, answer.url) == (302, edit)
    said = page(client, edit)
    assert "Open it for changes first" in said
    assert "That cannot be done now: the meeting is “Agenda agreed”." in said


def test_an_item_of_the_plan_that_is_placed_is_neither_changed_nor_dropped(meeting, team, sign_in):
    planned, client = a_plan_item(meeting.group, team, meeting=meeting), sign_in(team)
    build_agenda(meeting=meeting, planned=[planned], by=team, now=NOW)
    for name in ("plan_edit", "plan_drop"):
        answer = client.get(reverse(f"assurance:{name}", args=[meeting.group.slug, planned.pk]), follow=True)
        assert "That cannot be done now: “A planned item” is “On an agenda”." in answer.content.decode()


def test_removing_asks_first(meeting, team, sign_in):
    item = an_item(meeting, team)
    paper = a_paper(item, team)
    client = sign_in(team)
    page(client, at(meeting, f"papers/{paper.pk}/remove/"))
    assert item.papers.count() == 1
    post(client, at(meeting, f"papers/{paper.pk}/remove/"))
    assert item.papers.count() == 0
    post(client, at(meeting, f"agenda/{item.pk}/remove/"))
    assert not AgendaItem.objects.exists()


def test_the_chair_reads_the_draft_and_agrees_it_but_does_not_write_in_it(meeting, team, chair, sign_in):
    an_item(meeting, team)
    client = sign_in(chair)
    said = page(client, at(meeting, "agenda/"))
    assert "Agree the agenda" in said
    assert "Add an item" not in said
    page(client, at(meeting, "agenda/add/"), 403)
    post(client, at(meeting, "agenda/agree/"), seen="planned")
    assert state_of(meeting) == MeetingState.AGREED


# Papers


def test_a_paper_is_downloaded_as_it_was_and_the_download_is_logged(meeting, team, member, sign_in):
    paper = a_paper(an_item(meeting, team), team, name="audit.txt")
    agree(meeting, team)
    circulate(meeting, team)
    answer = sign_in(member).get(at(meeting, f"circulated/1/papers/{paper.pk}/"))
    assert b"".join(answer.streaming_content) == TEXT
    assert answer["Content-Disposition"] == 'attachment; filename="audit.txt"'
    assert ActivityEntry.objects.get(action="paper.download").actor == member


def test_a_live_paper_shows_what_members_had_whatever_came_later(meeting, team, member, sign_in):
    a_warning(title="Known by then", by=team)
    paper = a_live_paper(an_item(meeting, team), team)
    client = sign_in(team)
    agree(meeting, team)
    circulate(meeting, team)
    a_warning(title="Known later", by=team)
    assert "Known later" in page(client, at(meeting, f"papers/{paper.pk}/"))
    client = sign_in(member)
    address = at(meeting, f"circulated/1/papers/{paper.pk}/")
    for said in (page(client, address), client.get(f"{address}table.csv").content.decode()):
        assert "Known by then" in said
        assert "Known later" not in said
    assert client.get(f"{address}table.xlsx").status_code == 200


def test_who_may_not_read_a_source_sees_its_title_and_no_more(team, sign_in):
    """A sub-group's chair reads its agenda, and no return of an agency: two agencies' answers stay with them."""
    group = a_group("emerging-themes")
    team = person_with(Role.BUSINESS_TEAM)
    chair = person_with(Role.GROUP_CHAIR, group=group)
    meeting = a_meeting(group=group, by=team)
    paper = a_live_paper(an_item(meeting, team), team, "warnings")
    a_warning(title=SECRET, by=team)
    agree(meeting, team)
    circulate(meeting, team)
    client = sign_in(chair)
    said = page(client, at(meeting, "circulated/1/"))
    assert "Open early warnings" in said
    assert "You do not have the right to read this paper" in said
    for end in (f"papers/{paper.pk}/", f"circulated/1/papers/{paper.pk}/", f"circulated/1/papers/{paper.pk}/table.csv"):
        assert SECRET not in page(client, at(meeting, end), 403)


# Comments


def test_a_member_comments_and_everybody_who_reads_the_papers_reads_it(meeting, team, member, chair, sign_in):
    item = an_item(meeting, team)
    agree(meeting, team)
    circulate(meeting, team)
    client = sign_in(member)
    address = at(meeting, f"agenda/{item.pk}/comment/")
    assert address in page(client, at(meeting))
    post(client, address, text="Two cases a week")
    assert ItemComment.objects.get().by == member
    assert "Two cases a week" in page(sign_in(chair), at(meeting, "circulated/1/"))
    inspector = sign_in(person_with(Role.INSPECTOR))
    assert address not in page(inspector, at(meeting))
    page(inspector, address, 404)


# Forward plan


def test_a_chair_keeps_the_forward_plan(meeting, chair, team, sign_in):
    board = a_group("board")
    at_the_board = a_meeting(group=board, by=team, starts_at=STARTS_AT + timedelta(days=14))
    client = sign_in(chair)
    plan = "/forward-plans/saas/"
    said = page(client, plan)
    assert said.count("Put on the forward plan") == 10
    assert "selected" in page(client, f"{plan}add/?area=voice&meeting={meeting.key}")
    post(client, f"{plan}add/", title="Voices", area="voice", meeting=str(meeting.key))
    item = ForwardPlanItem.objects.get()
    assert (item.area, item.meeting, item.added_by) == ("voice", meeting, chair)
    assert page(client, plan).count("Put on the forward plan") == 9
    post(client, f"{plan}{item.pk}/", title="Voices of children", area="voice")
    post(client, f"{plan}{item.pk}/drop/", reason="Heard in June")
    assert "Heard in June" in page(client, plan)
    post(client, f"{plan}{item.pk}/take-up/")
    item.refresh_from_db()
    assert (item.title, item.state, item.meeting) == ("Voices of children", "planned", None)
    asked = {"kind": "item", "to_group": board.slug, "meeting": str(at_the_board.key), "title": "Progress", "why": "A"}
    assert "The request is sent" in post(client, f"{plan}ask/", **asked)
    day = {"on_day": "12", "on_month": "11", "on_year": "2020"}
    post(client, f"{plan}liaison/", other=board.slug, about="Who presents", **day)
    assert Liaison.objects.get().about == "Who presents"
    client = sign_in(person_with(Role.BOARD_MEMBER, group=board))
    assert "Progress" in page(client, f"/forward-plans/{board.slug}/")
    post(client, f"/forward-plans/{board.slug}/requests/{AgendaRequest.objects.get().pk}/decline/", reason="Later")
    assert AgendaRequest.objects.get().state == "declined"


def test_a_member_reads_the_plan_takes_it_away_and_changes_nothing(meeting, team, member, sign_in):
    item = a_plan_item(meeting.group, team, "A deep dive")
    client = sign_in(member)
    said = page(client, "/forward-plans/saas/")
    assert "A deep dive" in said
    assert "/add/" not in said
    assert "A deep dive" in client.get("/forward-plans/saas/download.csv").content.decode()
    assert client.get("/forward-plans/saas/download.xlsx").status_code == 200
    for end in ("add/", f"{item.pk}/", f"{item.pk}/drop/", "ask/", "liaison/"):
        page(client, f"/forward-plans/saas/{end}", 403)
    page(client, "/forward-plans/executive-board/", 404)
    assert "Executive Board" not in page(client, "/forward-plans/")


def test_the_pages_cost_the_same_however_much_they_hold(meeting, team, member, sign_in):
    def fill(number):
        for _ in range(number):
            a_live_paper(an_item(meeting, team), team)
            a_plan_item(meeting.group, team)

    fill(3)
    client = sign_in(team)
    addresses = (at(meeting, "agenda/"), at(meeting), "/forward-plans/saas/", "/forward-plans/")
    few = [queries_of(client, address) for address in addresses]
    fill(12)
    assert [queries_of(client, address) for address in addresses] == few


def test_agendas_wait_for_those_who_can_take_them_on(meeting, team, chair, member):
    def waiting(person):
        return agendas_waiting(person, today=NOW.date(), until=STARTS_AT.date())

    assert [waiting(person) for person in (team, chair, member)] == [[(meeting, False)], [], []]
    an_item(meeting, team)
    assert [waiting(person) for person in (team, chair, member)] == [[(meeting, False)], [(meeting, True)], []]
    agree(meeting, team)
    assert [waiting(person) for person in (team, chair)] == [[(meeting, False)], []]
    circulate(meeting, team)
    assert waiting(team) == []
