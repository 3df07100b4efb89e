"""The pages of early warnings: the list, one warning, raising it, its moves."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest

from assurance.models import EarlyWarning
from assurance.queries.warnings import WarningFilters, warning_table, warnings_visible_to
from assurance.rules.roles import Role
from assurance.rules.warnings import KIND_WORDS, MOVES, WarningKind, WarningMove, WarningState
from tests.assurance.counting import queries_of
from tests.factories.assurance import TopicFactory, UserFactory, person_with
from tests.factories.warnings import NOW, WORDS, a_warning, make

pytestmark = pytest.mark.django_db
LIST = "/warnings/"
LATER = NOW + timedelta(days=30)
HANDLED = {"Accept this warning", "Record what explains it", "Escalate to the Executive Board"}


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def address_of(warning, move=""):
    return f"/warnings/{warning.pk}/{move}{'/' if move else ''}"


def fields(move, **words):
    """What the form of a move sends."""
    answered_on = {**WORDS[move], **words}.pop("answered_on", None)
    day = {f"answered_on_{part}": getattr(answered_on, part) for part in ("day", "month", "year") if answered_on}
    return {name: text for name, text in {**WORDS[move], **words}.items() if name != "answered_on"} | day


# The list


def test_who_may_not_read_warnings_reads_none():
    a_warning()
    for role in (Role.PARTNER_LEAD, Role.AGENCY_REPRESENTATIVE, Role.SYSTEM_ADMINISTRATOR):
        assert not warnings_visible_to(person_with(role)).exists()
    assert not warnings_visible_to(UserFactory()).exists()
    assert warnings_visible_to(person_with(Role.INSPECTOR)).count() == 1


def test_open_warnings_come_first_and_then_the_newest(member):
    closed = a_warning(WarningState.CLOSED, title="C", now=LATER)
    old = a_warning(title="A")
    new = a_warning(WarningState.ESCALATED, title="B", now=LATER)
    assert list(warnings_visible_to(member)) == [new, old, closed]


def test_the_list_is_narrowed_by_state_type_and_topic(member, sign_in):
    sharing = TopicFactory(slug="sharing", title="Sharing information")
    a_warning(title="Raised here", topic=sharing)
    a_warning(WarningState.ESCALATED, title="With the Board", kind=WarningKind.LATENT_CONCERN)
    a_warning(WarningState.CLOSED, title="Closed long ago", topic=sharing)
    client = sign_in(member)

    def shown(**query):
        said = page(client, **query)
        return [title for title in ("Raised here", "With the Board", "Closed long ago") if f">{title}<" in said]

    assert shown() == ["Raised here", "With the Board", "Closed long ago"]
    assert shown(state="open") == ["Raised here", "With the Board"]
    assert shown(state="escalated") == ["With the Board"]
    assert shown(kind="latent_concern") == ["With the Board"]
    assert shown(topic="sharing") == ["Raised here", "Closed long ago"]
    assert shown(topic="sharing", state="closed") == ["Closed long ago"]
    assert shown(topic="sharing", state="nonsense") == ["Raised here", "With the Board", "Closed long ago"]
    assert "No warning matches" in page(client, state="explained")


def test_the_list_says_how_many_wait_for_whom(member, sign_in):
    for state in (*WarningState, WarningState.RAISED):
        a_warning(state)
    said = page(sign_in(member))
    for label, number in (
        ("Open", 6),
        ("Waiting for SAAS", 2),
        ("With the Executive Board", 1),
        ("Answered, back with SAAS", 1),
    ):
        assert f'{label}</dt><dd class="app-figures__value">{number}</dd>' in said


def test_an_empty_list_says_what_will_appear_and_who_may_raises_one(member, sign_in):
    said = page(sign_in(member))
    assert "No early warnings yet" in said
    assert "Raise an early warning" in said
    assert "Raise an early warning" not in page(sign_in(person_with(Role.BOARD_MEMBER)))


def test_the_list_goes_on_over_pages_and_costs_the_same_however_long(member, sign_in):
    topics = [TopicFactory() for _ in range(3)]
    client = sign_in(member)
    a_warning(topic=topics[0], by=member)
    few = queries_of(client, LIST)
    for number in range(27):
        a_warning(topic=topics[number % 3], by=member)
    assert queries_of(client, LIST) == few
    assert "28 early warnings" in page(client)
    assert page(client).count("app-warning-state--raised") == 25
    assert page(client, page=2).count("app-warning-state--raised") == 3


def test_the_table_to_take_away_tells_the_whole_story(member, sign_in, django_assert_num_queries):
    first = a_warning(WarningState.CLOSED, origin="s/kent", title="First time")
    board = person_with(Role.BOARD_MEMBER)
    second = a_warning(WarningState.ESCALATED, origin="s/kent", title="Second time", finding="It rose", now=LATER)
    make(WarningMove.ANSWER, second, board, now=LATER, answered_on=date(2026, 12, 10))
    headers, rows = warning_table(member, WarningFilters())
    row = dict(zip(headers, rows[0], strict=True))
    assert (row["Early warning"], row["Type"]) == ("Second time", "Recurring concern")
    assert row["State"] == "Answered by the Executive Board"
    assert row["Earlier occurrence"] == f"First time ({first.raised_at.day} November 2026)"
    assert row["Escalated because"] == "It needs strategic leadership"
    assert row["What the Executive Board was told"] == "The Board is asked to bring three budgets together"
    assert row["The Executive Board’s answers"] == "10 December 2026: The Board has agreed one budget"
    closed = dict(zip(headers, rows[1], strict=True))
    assert (closed["What was done"], closed["Closed on"]) == ("One duty desk was opened", date(2026, 11, 10))
    assert closed["What changed for children"] == "Strategy discussions start within an hour"
    with django_assert_num_queries(2):
        warning_table(member, WarningFilters())
    file = sign_in(member).get(f"{LIST}download.csv", {"state": "closed"}).content.decode("utf-8-sig")
    assert "First time" in file
    assert "Second time" not in file
    assert sign_in(member).get(f"{LIST}download.xlsx").content.startswith(b"PK")


# One warning


def test_a_warning_shows_what_was_seen_and_the_figures_as_they_were(member, sign_in):
    chart = {"caption": "Re-referrals in Kent", "headers": ["Period", "Value"], "rows": [["2024/25", "21.6%"]]}
    topic = TopicFactory(slug="repeat-referrals", title="Repeat referrals", kind="indicator")
    warning = a_warning(topic=topic, finding="Re-referrals rose to 21.6%", chart=chart | {"source": "DfE"})
    said = page(sign_in(member), address_of(warning))
    assert '<a class="govuk-link" href="/indicators/repeat-referrals/">Repeat referrals</a>' in said
    for words in (
        "Declining performance",
        "Children come back within a year",
        "Re-referrals rose to 21.6%",
        "Re-referrals in Kent",
        '<th scope="row" class="govuk-table__header">2024/25</th>',
        "Source: DfE",
        "by the portal, when the figures came in",
    ):
        assert words in said


def test_the_chart_is_drawn_as_it_was_and_said_as_a_table(member, sign_in):
    figure = {"data": [{"x": ["2025-03-31"], "y": [21.6]}], "layout": {}}
    chart = {"caption": "Re-referrals in Kent", "headers": ["Period", "Value"], "rows": [["2024/25", "21.6%"]]}
    chart |= {
        "source": "DfE",
        "drawn_as": "Percentage, run chart",
        "key": [["common", "Re-referrals"]],
        "figure": figure,
    }
    said = page(sign_in(member), address_of(a_warning(chart=chart)))
    drawn = said.partition('<script id="chart-then" type="application/json">')[2].partition("</script>")[0]
    assert json.loads(drawn) == figure
    assert 'data-chart="chart-then" aria-hidden="true"' in said
    assert "js/charts.js" in said
    assert "Re-referrals in Kent. Percentage, run chart. DfE. As it was when the warning was raised" in said
    assert '<th scope="row" class="govuk-table__header">2024/25</th>' in said


def test_a_chart_kept_before_drawings_were_is_a_table_that_is_open(member, sign_in):
    chart = {"caption": "Re-referrals in Kent", "headers": ["Period", "Value"], "rows": [["2024/25", "21.6%"]]}
    said = page(sign_in(member), address_of(a_warning(chart=chart)))
    assert 'app-table-details" open>' in said
    assert "charts.js" not in said
    assert "data-chart" not in said


def test_a_sentence_that_is_the_title_is_said_once(member, sign_in):
    said = page(sign_in(member), address_of(a_warning(title="It rose to 21.6%", finding="It rose to 21.6%")))
    assert "What the figures said" not in said


def test_a_theme_has_no_page_to_lead_to(member, sign_in):
    theme = TopicFactory(slug="sharing", title="Sharing information")
    said = page(sign_in(member), address_of(a_warning(topic=theme)))
    assert "Sharing information" in said
    assert "/indicators/sharing/" not in said


def test_its_history_says_everything_that_was_said(member, sign_in):
    team = person_with(Role.BUSINESS_TEAM)
    warning = a_warning(WarningState.ANSWERED, team=team)
    make(WarningMove.CLOSE, warning, team, now=LATER)
    make(WarningMove.REOPEN, warning, team, now=LATER)
    said = page(sign_in(member), address_of(warning))
    order = [
        "It needs strategic leadership.",
        "The Board is asked to bring three budgets together",
        "The answer is of <time",
        "The Board has agreed one budget",
        "One duty desk was opened",
        "Strategy discussions start within an hour",
        "It has begun again",
    ]
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_what_the_board_is_asked_stands_at_the_top_until_it_answers(sign_in):
    board = person_with(Role.BOARD_MEMBER)
    warning = a_warning(WarningState.ESCALATED)
    assert "answer is awaited" in page(sign_in(board), address_of(warning))
    make(WarningMove.ANSWER, warning, board)
    assert "answer is awaited" not in page(sign_in(board), address_of(warning))


def test_earlier_and_later_occurrences_lead_to_each_other(member, sign_in):
    first = a_warning(WarningState.CLOSED, origin="s/kent", title="First time")
    second = a_warning(WarningState.CLOSED, origin="s/kent", title="Second time", now=LATER)
    third = a_warning(origin="s/kent", title="Third time", now=LATER + timedelta(days=90))
    client = sign_in(member)
    said = page(client, address_of(second))
    before, again = said.index("It came up before"), said.index("It has come up again")
    assert before < said.index(f"{address_of(first)}") < again < said.index(f"{address_of(third)}")
    assert "It came up before" not in page(client, address_of(first))
    assert page(client, address_of(third)).count("/warnings/") == page(client, address_of(first)).count("/warnings/")


@pytest.mark.parametrize(
    ("role", "state", "asked"),
    [
        (Role.SAAS_CHAIR, WarningState.RAISED, HANDLED),
        (Role.SAAS_MEMBER, WarningState.RAISED, set()),
        (Role.SAAS_CHAIR, WarningState.ESCALATED, set()),
        (Role.BOARD_MEMBER, WarningState.ESCALATED, {"Record the Executive Board’s answer"}),
        (Role.BOARD_OBSERVER, WarningState.ESCALATED, set()),
        (Role.BOARD_MEMBER, WarningState.RAISED, set()),
        (
            Role.BUSINESS_TEAM,
            WarningState.ANSWERED,
            {"Escalate to the Executive Board", "Close with what was done"},
        ),
        (Role.SAAS_DEPUTY, WarningState.CLOSED, {"Reopen this warning"}),
    ],
)
def test_a_person_is_offered_the_moves_that_are_theirs_now(sign_in, role, state, asked):
    warning = a_warning(state)
    said = page(sign_in(person_with(role)), address_of(warning))
    offered = {words for words in (*HANDLED, *MOVES_OF_OTHERS) if f">{words}</a>" in said}
    assert offered == asked


MOVES_OF_OTHERS = ("Record the Executive Board’s answer", "Close with what was done", "Reopen this warning")


def test_a_page_costs_the_same_however_long_its_history(chair, sign_in):
    warning = a_warning(origin="s/kent")
    client = sign_in(chair)
    few = queries_of(client, address_of(warning))
    for _ in range(3):
        for move in (WarningMove.ACCEPT, WarningMove.CLOSE, WarningMove.REOPEN):
            make(move, warning, chair, now=LATER)
    make(WarningMove.ACCEPT, warning, chair, now=LATER)
    make(WarningMove.CLOSE, warning, chair, now=LATER)
    for _ in range(3):
        a_warning(WarningState.CLOSED, origin="s/kent", now=LATER)
    assert queries_of(client, address_of(warning)) <= few + 1


def test_a_warning_that_is_not_there_is_unknown(member, sign_in):
    assert sign_in(member).get(address_of(EarlyWarning(pk=UUID(int=1)))).status_code == 404


# Raising


@pytest.fixture
def raised(member, sign_in):
    """Send the form of a new warning; the answer."""
    topic = TopicFactory(slug="sharing")
    usual = {"kind": "emerging_risk", "topic": topic.slug, "title": "Late calls", "what": "Children wait"}

    def send(**words):
        return sign_in(member).post("/warnings/raise/", usual | words, follow=True).content.decode()

    return send


def test_a_member_raises_a_warning_on_screen(raised, member):
    assert "The warning is raised." in raised(what="First•\r\nChildren wait")
    warning = EarlyWarning.objects.get()
    assert (warning.title, warning.raised_by, warning.kind) == ("Late calls", member, "emerging_risk")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"kind": ""}, "Choose the type of warning"),
        ({"kind": "a bad feeling"}, "Select a valid choice"),
        ({"topic": ""}, "Choose a theme or an indicator"),
        ({"title": ""}, "Say in a few words what the warning is"),
        ({"what": " "}, "Say what is seen, and why it matters for children"),
        ({"kind": "recurring_concern"}, "Choose when it came up before"),
    ],
)
def test_what_is_missing_is_asked_for(raised, words, sentence):
    said = raised(**words)
    assert sentence in said
    assert "<title>Error: " in said
    assert not EarlyWarning.objects.exists()


def test_a_recurring_concern_is_linked_to_the_earlier_one_or_said_to_be_older(raised):
    earlier = a_warning(WarningState.CLOSED, title="Late calls before")
    raised(kind="recurring_concern", earlier=str(earlier.pk))
    raised(kind="recurring_concern", earlier="before")
    raised(kind="emerging_issue", earlier=str(earlier.pk))
    found = EarlyWarning.objects.filter(title="Late calls").values_list("kind", "earlier")
    assert set(found) == {
        ("recurring_concern", earlier.pk),
        ("recurring_concern", None),
        ("emerging_issue", None),
    }


def test_the_address_names_the_topic_and_the_form_has_all_seven_types(member, sign_in):
    TopicFactory(slug="sharing", title="Sharing information")
    said = page(sign_in(member), "/warnings/raise/", topic="sharing")
    assert '<option value="sharing" selected>Sharing information</option>' in said
    assert [words for words in KIND_WORDS.values() if words not in said] == []


# Moves


@pytest.mark.parametrize("move", [move for move in WarningMove if move != WarningMove.RAISE])
def test_every_move_is_made_on_screen(sign_in, move):
    team = person_with(Role.BUSINESS_TEAM)
    state = next(start for start, made in MOVES if made == move)
    warning = a_warning(state, team=team)
    client, address = sign_in(team), address_of(warning, move)
    assert f'name="seen" value="{state}"' in page(client, address)
    empty = client.post(address, {"seen": state})
    assert (empty.status_code == 302) == (move == WarningMove.ACCEPT)
    if move != WarningMove.ACCEPT:
        assert client.post(address, {"seen": state, **fields(move)}).headers["Location"] == address_of(warning)
    warning.refresh_from_db()
    assert warning.state == MOVES[state, move]


def test_a_move_that_cannot_be_made_now_is_told_and_nothing_is_lost(chair, sign_in):
    warning = a_warning()
    client = sign_in(chair)
    assert "That cannot be done now: the warning is “Waiting for SAAS”." in page(client, address_of(warning, "close"))
    said = client.post(address_of(warning, "close"), {"seen": "raised", **fields(WarningMove.CLOSE)}).content.decode()
    assert "That cannot be done now" in said
    assert "One duty desk was opened" in said
    assert EarlyWarning.objects.get().state == "raised"


def test_who_comes_second_keeps_their_words_reads_the_others_and_sends_them_again(chair, sign_in):
    warning = a_warning()
    make(WarningMove.ACCEPT, warning, person_with(Role.SAAS_DEPUTY), text="We look into it")
    client, address = sign_in(chair), address_of(warning, "explain")
    said = client.post(address, {"seen": "raised", "text": "A new way of counting"}).content.decode()
    assert "Somebody else was first: the warning is now “Accepted by SAAS”." in said
    assert "A new way of counting</textarea>" in said
    assert "We look into it" in said
    assert 'name="seen" value="accepted"' in said
    client.post(address, {"seen": "accepted", "text": "A new way of counting"})
    assert EarlyWarning.objects.get().state == "explained"


def test_a_form_that_lost_the_state_it_was_seen_in_begins_again(chair, sign_in):
    warning = a_warning()
    said = sign_in(chair).post(address_of(warning, "accept"), {"seen": "x", "text": "Words"}).content.decode()
    assert "Go back to the warning and begin again" in said


@pytest.mark.parametrize("role", [Role.SAAS_MEMBER, Role.BOARD_MEMBER])
def test_who_may_read_and_not_handle_is_told_whom_to_ask(sign_in, role):
    answer = sign_in(person_with(role)).get(address_of(a_warning(), "accept"))
    assert answer.status_code == 403
    assert "ask the chair of SAAS" in answer.content.decode()
