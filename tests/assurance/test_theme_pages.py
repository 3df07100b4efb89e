"""The pages of themes: the programme, one theme with its gates, planning, reports and moves."""

from datetime import date, timedelta

import pytest

from assurance.models import AssuranceItem, AssuranceTool, Lesson, Risk, Support, Theme
from assurance.queries.themes import fingerprint_of
from assurance.rules.learning import LessonSource
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.rules.themes import DOMAIN_WORDS, STATE_WORDS, Domain, ThemeMove, ThemeState
from assurance.services.actions import set_action
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, TopicFactory, UserFactory, person_with
from tests.factories.meetings import a_group
from tests.factories.minutes import the_team
from tests.factories.themes import (
    ANALYSIS,
    BOARD_AT,
    NOW,
    PROPOSAL,
    a_board_meeting,
    a_decision,
    a_keeper,
    a_theme,
    make,
    plan,
    report,
)

pytestmark = pytest.mark.django_db
LIST = "/themes/"


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def address_of(theme, move=""):
    return f"/themes/{theme.pk}/{move}{'/' if move else ''}"


def a_risk(**fields):
    details = {"number": 1, "title": "Too few workers", "cause": "x", "effect": "y", "owner": "Head of Workforce"}
    return Risk.objects.create(**details | {"review_on": date(2027, 1, 1)} | fields)


@pytest.fixture
def team():
    return a_keeper()


@pytest.fixture
def lead():
    """A partner's lead: reads plans, and not assurance."""
    return person_with(Role.PARTNER_LEAD)


# The programme


def test_the_programme_is_empty_until_a_theme_is_planned(team, lead, sign_in):
    said = page(sign_in(team))
    assert "No themes yet" in said
    assert "Plan a theme" in said
    assert "Plan a theme" not in page(sign_in(lead))


def test_the_programme_says_what_waits_for_what(team, lead, sign_in):
    first = a_theme(ThemeState.PROPOSING, title="First theme", team=team)
    plan(team, title="Second theme", follows=first, domain=Domain.INNOVATION)
    client = sign_in(lead)
    said = page(client)
    assert said.index("First theme") < said.index("Second theme")
    assert "(2 of 6 stages reached)" in said
    assert "Waits for the Executive Board’s decision" in said
    assert "which waits for it to reach Implementation" in said
    assert 'Activity agreed<span class="govuk-visually-hidden">: to come</span>' in said
    assert "Second theme</a></h2>" not in page(client, state="proposing")
    assert "First theme</a></h2>" not in page(client, domain="innovation")
    assert "No theme matches" in page(client, state="over")


def test_the_programme_is_taken_away_as_narrowed(team, lead, sign_in):
    a_theme(ThemeState.CLOSED, title="First theme", team=team)
    client = sign_in(lead)
    said = client.get("/themes/download.csv").content.decode()
    assert "First theme" in said
    assert "one person knows them" in said
    assert "First theme" not in client.get("/themes/download.csv?state=open").content.decode()
    assert client.get("/themes/download.xlsx").status_code == 200


def test_the_programme_takes_as_many_queries_with_many(team, member, sign_in):
    client = sign_in(member)
    theme = a_theme(ThemeState.CLOSED, team=team)
    few = queries_of(client, LIST)
    for number in range(6):
        theme = a_theme(ThemeState.CLOSED, title=f"Theme {number}", team=team, follows=theme)
    assert queries_of(client, LIST) == few


def test_who_reads_no_plans_is_refused(sign_in):
    theme = a_theme()
    client = sign_in(person_with(Role.SYSTEM_ADMINISTRATOR))
    for address in (LIST, address_of(theme), "/themes/download.csv"):
        assert client.get(address).status_code == 403


# One theme


def test_the_page_shows_the_stages_with_what_is_still_missing(team, lead, sign_in):
    theme = a_theme(ThemeState.PROPOSING, team=team)
    said = page(sign_in(lead), address_of(theme))
    for words in STATE_WORDS.values():
        assert (words in said) == (words not in ("Planned", "Dropped")) or words == "Planned"
    assert "Now since 1 September 2026" in said
    assert "The second report to the Executive Board is not recorded yet (SAF 7)." in said
    assert "Waits for the Executive Board’s decision" in said
    assert "The Executive Board had it on 17 September 2026." in said
    for hidden in ("Go on to", "Record this report", "Drop this theme", "Change this theme", "Set an action"):
        assert hidden not in said


def test_its_keepers_see_only_the_moves_whose_gate_is_open(team, sign_in):
    theme, client = a_theme(ThemeState.GATHERING, team=team), sign_in(team)
    assert "Go on to propose activity" not in page(client, address_of(theme))
    assert "The first report to the Executive Board is not recorded yet" in page(client, address_of(theme, "propose"))
    report(ANALYSIS, theme, team)
    assert "Go on to propose activity" in page(client, address_of(theme))


def test_reports_keep_findings_and_recommendations_apart(team, sign_in):
    theme = a_theme(ThemeState.GATHERING, team=team)
    report(ANALYSIS, theme, team, findings="First findings")
    report(ANALYSIS, theme, team, findings="Later findings", recommendations="", now=NOW + timedelta(hours=2))
    said = page(sign_in(team), address_of(theme))
    assert "Earlier: Executive Board, 17 September 2026" in said
    assert said.index("Later findings") < said.index("First findings")
    assert 'Recommendations for action</h4>\n        <p class="govuk-body">None.</p>' in said
    assert f"/meetings/{a_board_meeting().key}/" in said


def test_what_a_report_says_is_for_those_who_read_assurance_until_the_board_has_had_it(team, member, lead, sign_in):
    theme = a_theme(ThemeState.GATHERING, team=team)
    meeting = a_board_meeting(BOARD_AT + timedelta(days=91), MeetingState.CIRCULATED)
    report(ANALYSIS, theme, team, meeting=meeting, findings="Known to one agency")
    assert "Known to one agency" in page(sign_in(member), address_of(theme))
    said = page(sign_in(lead), address_of(theme))
    assert "Known to one agency" not in said
    assert "once the Executive Board has had it" in said
    meeting.state = MeetingState.HELD
    meeting.save()
    assert "Known to one agency" in page(sign_in(lead), address_of(theme))


def test_evidence_is_shown_by_voice_to_those_who_read_assurance(team, member, lead, sign_in):
    theme = a_theme(team=team)
    tool = AssuranceTool.objects.create(slug="forums", title="Young persons’ forums", tier="1", element="qualitative")
    fields = {"tool": tool, "tier": "1", "element": "qualitative", "strength": "partial", "confidence": "high"}
    fields |= {"dated_on": NOW.date(), "current_until": date(2027, 9, 1), "recorded_by": team, "recorded_at": NOW}
    taken_back = {"withdrawn_at": NOW, "withdrawn_reason": "A mistake"}
    for title, voice, more in (
        ("They want one worker", "child_and_family", {}),
        ("We hear too late", "practitioner", {}),
        ("Taken back", "practitioner", taken_back),
    ):
        item = AssuranceItem.objects.create(title=title, finding="x", voice=voice, **fields, **more)
        Support.objects.create(item=item, theme=theme)
    said = page(sign_in(member), address_of(theme))
    order = ["Voice of the child and family", "They want one worker", "Voice of practitioners", "We hear too late"]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)
    assert "Taken back" not in said
    hidden = page(sign_in(lead), address_of(theme))
    assert "Evidence of this theme" not in hidden
    assert "They want one worker" not in hidden


def test_risks_and_lessons_are_for_those_who_read_assurance(team, member, lead, sign_in):
    theme = a_theme(team=team, risks=[a_risk()])
    Lesson.objects.create(
        title="One person keeps the list",
        what="x",
        change="y",
        source=next(iter(LessonSource)),
        review_title="A local review",
        theme=theme,
        recorded_by=UserFactory(),
        recorded_at=NOW,
    )
    for words in ("Too few workers", "One person keeps the list"):
        assert words in page(sign_in(member), address_of(theme))
        assert words not in page(sign_in(lead), address_of(theme))


def test_actions_of_a_theme_are_set_and_shown(team, sign_in):
    agency = AgencyFactory(name="Kent Police")
    team = the_team(team)
    theme, client = a_theme(team=team), sign_in(team)
    set_action(title="Name one worker", holder=agency, due_on=date(2026, 12, 1), by=team, now=NOW, theme=theme)
    said = page(client, address_of(theme))
    assert "Name one worker" in said
    assert "Set an action" in said
    fields = {"title": "Keep one list", "holder": f"agency:{agency.slug}", "due_on_day": "1", "due_on_month": "12"}
    client.post(address_of(theme, "action"), fields | {"due_on_year": "2027"})
    assert theme.actions.count() == 2


def test_a_closed_theme_shows_what_changed_and_nothing_to_do(team, sign_in):
    said = page(sign_in(team), address_of(a_theme(ThemeState.CLOSED, team=team)))
    assert "What changed for children, and how we know" in said
    assert "/figures/" in said
    for words in ("Change this theme", "Set an action", "Record a later one"):
        assert words not in said


# Planning and changing


def fields_of(**changed):
    fields = {
        "title": "Children who go missing",
        "domain": "protecting",
        "why": "More of them go missing again",
        "outcome": "Fewer go missing a third time",
        "group": a_group("saas").slug,
        "lead": "Head of Missing",
    }
    return fields | changed


def test_a_theme_is_planned_by_the_chair_with_what_informs_it(sign_in):
    topic, risk = TopicFactory(), a_risk()
    client = sign_in(a_keeper(Role.SAAS_CHAIR))
    said = page(client, "/themes/plan/", topic=topic.slug)
    assert all(words in said for words in DOMAIN_WORDS.values())
    client.post("/themes/plan/", fields_of(topics=[topic.slug], risks=[str(risk.pk)]))
    theme = Theme.objects.get()
    assert (list(theme.topics.all()), list(theme.risks.all())) == ([topic], [risk])


def test_a_form_that_is_refused_keeps_what_was_written(team, sign_in):
    a_theme(ThemeState.GATHERING, title="First theme", team=team)
    client = sign_in(team)
    said = client.post("/themes/plan/", fields_of(outcome="")).content.decode()
    assert "Say what is to be different for children" in said
    assert "More of them go missing again" in said
    said = client.post("/themes/plan/", fields_of()).content.decode()
    assert "“First theme” is under way: say which theme this one follows" in said
    assert Theme.objects.count() == 1


def test_those_who_keep_no_themes_change_none(member, sign_in):
    theme, client = a_theme(), sign_in(member)
    for address in ("/themes/plan/", address_of(theme, "edit"), address_of(theme, "begin")):
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code == 403
    assert client.get(address_of(Theme(), "edit")).status_code == 403


def test_a_theme_that_is_not_there_is_not_found(team, sign_in):
    client = sign_in(team)
    for move in ("", "edit", "begin", "close", "reports/record", "action"):
        assert client.get(address_of(Theme(), move)).status_code == 404


def test_a_theme_is_changed_and_its_outcome_stands_once_it_has_begun(team, sign_in):
    theme, client = a_theme(team=team), sign_in(team)
    gates = {"analysis": "agree", "proposal": "agree", "outcomes": "close"}
    assert "What is to be different for children?" in page(client, address_of(theme, "edit"))
    seen = fingerprint_of(theme)
    client.post(address_of(theme, "edit"), fields_of(seen=seen, topics=theme.topics.get().slug, **gates))
    theme.refresh_from_db()
    assert (theme.title, theme.outcome) == ("Children who go missing", "Fewer go missing a third time")
    assert theme.gates["analysis"] == "agree"
    make(ThemeMove.BEGIN, theme, team)
    assert "What is to be different for children?" not in page(client, address_of(theme, "edit"))
    fields = fields_of(outcome="Easier", lead="Chair of SAAS", **gates)
    said = client.post(address_of(theme, "edit"), fields | {"seen": seen}).content.decode()
    assert "Somebody else has changed this theme meanwhile" in said
    assert "Chair of SAAS" in said
    client.post(address_of(theme, "edit"), fields | {"seen": fingerprint_of(theme)})
    theme.refresh_from_db()
    assert (theme.outcome, theme.lead) == ("Fewer go missing a third time", "Chair of SAAS")


# Reports and moves


def test_a_report_is_recorded_for_a_meeting_of_the_board(team, sign_in):
    theme, client = a_theme(ThemeState.GATHERING, team=team), sign_in(team)
    held = a_board_meeting()
    cancelled = a_board_meeting(BOARD_AT + timedelta(days=7), MeetingState.CANCELLED)
    said = page(client, address_of(theme, "reports/record"), kind="analysis")
    assert str(held.key) in said
    assert str(cancelled.key) not in said
    assert "The second report" not in said
    fields = {"kind": "analysis", "meeting": str(held.key), "findings": "", "recommendations": "Name one worker"}
    refused = client.post(address_of(theme, "reports/record"), fields).content.decode()
    assert "Say what was found" in refused
    assert "Name one worker" in refused
    client.post(address_of(theme, "reports/record"), fields | {"findings": "Known to one agency only"})
    assert theme.reports.get().recommendations == "Name one worker"


def test_a_theme_that_has_not_begun_is_not_reported_and_one_that_has_ended_not_changed(team, sign_in):
    client = sign_in(team)
    dropped = a_theme(ThemeState.DROPPED, team=team)
    for theme, form in ((dropped, "edit"), (dropped, "reports/record"), (a_theme(team=team), "reports/record")):
        assert "That cannot be done now" in page(client, address_of(theme, form))


def test_the_activity_is_agreed_by_choosing_the_boards_decision(team, sign_in):
    theme, client = a_theme(ThemeState.PROPOSING, team=team), sign_in(team)
    report(PROPOSAL, theme, team)
    decision = a_decision(text="The activity is agreed, with a review in a year")
    assert "17 September 2026: The activity is agreed" in page(client, address_of(theme, "agree"))
    refused = client.post(address_of(theme, "agree"), {"seen": "proposing", "activity": "One worker"}).content.decode()
    assert "Choose the Executive Board’s decision" in refused
    assert "One worker" in refused
    client.post(
        address_of(theme, "agree"), {"seen": "proposing", "activity": "One worker", "decision": str(decision.pk)}
    )
    theme.refresh_from_db()
    assert (theme.state, theme.decision) == ("agreed", decision)
    assert "with a review in a year" in page(client, address_of(theme))


def test_who_reads_no_minutes_of_the_board_is_offered_no_decision(team, sign_in):
    chair = a_keeper(Role.SAAS_CHAIR)
    theme = a_theme(ThemeState.PROPOSING, team=team)
    report(PROPOSAL, theme, team)
    decision = a_decision(text="The activity is agreed")
    client = sign_in(chair)
    assert "The activity is agreed" not in page(client, address_of(theme, "agree"))
    client.post(
        address_of(theme, "agree"), {"seen": "proposing", "activity": "One worker", "decision": str(decision.pk)}
    )
    theme.refresh_from_db()
    assert theme.state == "proposing"


def test_a_theme_is_closed_beside_its_figures(team, sign_in):
    theme, client = a_theme(ThemeState.REPORTING, team=team), sign_in(team)
    said = page(client, address_of(theme, "close"))
    assert "The indicators before and after" in said
    assert "Fewer children go missing a third time" in said
    refused = client.post(address_of(theme, "close"), {"seen": "reporting", "difference": " "}).content.decode()
    assert "Say what changed for children, and how you know" in refused
    client.post(address_of(theme, "close"), {"seen": "reporting", "difference": "Half as many"})
    theme.refresh_from_db()
    assert (theme.state, theme.difference) == ("closed", "Half as many")


def test_two_at_the_same_moment_keep_both_texts(team, sign_in):
    theme, client = a_theme(ThemeState.GATHERING, team=team), sign_in(team)
    said = client.post(address_of(theme, "drop"), {"seen": "planned", "text": "My reason"}).content.decode()
    assert "Somebody else was first" in said
    assert "My reason" in said
    client.post(address_of(theme, "drop"), {"seen": "gathering", "text": "My reason"})
    assert Theme.objects.get().state == "dropped"


@pytest.mark.parametrize(
    ("state", "move"),
    [
        (ThemeState.PLANNED, ThemeMove.BEGIN),
        (ThemeState.AGREED, ThemeMove.IMPLEMENT),
        (ThemeState.IMPLEMENTING, ThemeMove.EVALUATE),
        (ThemeState.EVALUATING, ThemeMove.REPORT),
        (ThemeState.DROPPED, ThemeMove.TAKE_UP),
    ],
)
def test_every_other_move_has_its_page(team, sign_in, state, move):
    theme, client = a_theme(state, team=team), sign_in(team)
    address = address_of(theme, move.replace("_", "-"))
    assert "Where the theme stands" in page(client, address)
    client.post(address, {"seen": str(state), "text": "It is time"})
    assert theme.events.last().move == move
    assert theme.events.last().text == "It is time"
    assert "That cannot be done now" in page(client, address)
