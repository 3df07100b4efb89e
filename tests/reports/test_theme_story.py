"""One theme at length: what was known, agreed and done, and what changed, as far as it has come (R92 to R98)."""

from datetime import timedelta

import pytest

from assurance.rules.actions import ActionMove, ActionState
from assurance.rules.evidence_tiers import Voice
from assurance.rules.meetings import MinutesState
from assurance.rules.themes import ThemeReportKind, ThemeState
from assurance.services.item_supports import Supports
from reports.rules.kinds import Kind
from reports.sections import theme_story
from tests.factories.actions import an_action
from tests.factories.actions import make as make_action
from tests.factories.assurance import TopicFactory
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.items import NOW as LATE
from tests.factories.items import an_item
from tests.factories.minutes import some_minutes
from tests.factories.themes import NOW, a_keeper, a_theme, report
from tests.reports.about import ToldAbout, queries_about

pytestmark = pytest.mark.django_db
TITLE = "Children who go missing three times or more"


def told(theme):
    return ToldAbout(theme_story, Kind.THEME_REPORT, theme=theme)


def test_without_a_theme_it_says_so():
    assert ToldAbout(theme_story, Kind.EXECUTIVE_BOARD_PACK).blocks == [{"kind": "lead", "text": theme_story.NOT_TOLD}]


def test_a_theme_that_is_planned_says_why_and_what_is_to_be_different():
    theme = a_theme(topics=[TopicFactory(title="Missing children")])
    said = told(theme)
    assert said.lead == "The theme is planned and has not begun."
    assert said.entries[TITLE]["text"] == "More of them go missing again within a month"
    assert said.part(TITLE, "What was to be different for children") == "Fewer children go missing a third time"
    assert said.part(TITLE, "Informed by") == "- Missing children"
    assert {row[1] for row in said.tables["Stages"]} == {"To come"}
    assert said.entries["The first report to the Executive Board"]["tags"][0]["text"] == "Not recorded yet"
    assert "The activity" not in said.entries
    assert not said.of("table")[1:]


def test_stages_have_their_days_and_what_the_next_waits_for():
    said = told(a_theme(ThemeState.PROPOSING))
    day = f"{NOW.day} {NOW:%B %Y}"
    stages = {row[0]: row[1:] for row in said.tables["Stages"]}
    assert stages["Information gathering and analysis"] == ["Done", day, "Nothing"]
    now = [stage for stage in stages.values() if stage[0] == "Now"]
    assert now == [["Now", day, "Nothing"]]
    waits = [stage[2] for stage in stages.values() if stage[0] == "To come"]
    assert "The Executive Board’s decision on the activity" in waits[0]
    assert said.lead.startswith("The theme is at “")
    assert f"begun on {day}" in said.lead


def test_each_board_report_keeps_findings_apart_from_recommendations_and_the_newest_counts():
    team = a_keeper()
    theme = a_theme(ThemeState.GATHERING, team=team)
    words = {"findings": "Older", "recommendations": "Wait", "now": NOW + timedelta(hours=2)}
    report(ThemeReportKind.ANALYSIS, theme, team, **words)
    report(ThemeReportKind.ANALYSIS, theme, team, findings="Newer", recommendations="Act", now=NOW + timedelta(hours=3))
    said, name = told(theme), "The first report to the Executive Board"
    assert said.part(name, "What was found") == "Newer"
    assert said.part(name, "What was recommended") == "Act"
    assert "Older" not in said.text


def test_the_words_of_the_decision_are_for_reports_whose_readers_all_read_the_minutes():
    theme = a_theme(ThemeState.AGREED)
    some_minutes(MinutesState.CIRCULATED, meeting=theme.decision.meeting)
    said, name = told(theme), "The activity"
    assert said.entries[name]["about"].startswith("Agreed by the ")
    assert said.entries[name]["text"] == theme.activity
    assert said.part(name, "The Executive Board’s decision") == ""
    to_the_board_alone = ToldAbout(theme_story, Kind.EXECUTIVE_BOARD_PACK, theme=theme)
    assert to_the_board_alone.part(name, "The Executive Board’s decision") == theme.decision.text


def test_indicators_stand_as_they_did_when_it_began_and_now():
    measure = monthly_measure(title="Referrals")
    land_months(measure, *CALM, now=NOW - timedelta(days=1))
    theme = a_theme(ThemeState.GATHERING, topics=[measure.indicator.topic])
    land_months(measure, OUTLIER, start=len(CALM), now=NOW + timedelta(hours=1))
    (row,) = told(theme).tables["The indicators of the theme"]
    assert row[0] == f"{measure.indicator.wording} [Referrals ({measure.home_area.name}). Direct: the item itself.]"
    assert row[1] != row[2]
    assert row[3]
    theme.topics.set([TopicFactory()])
    assert "The indicators of the theme" not in told(theme).tables


def test_actions_say_what_changed_while_they_are_closed():
    theme, team = a_theme(ThemeState.IMPLEMENTING), a_keeper()
    closed = an_action(ActionState.CLOSED, theme=theme, title="Closed one", team=team)
    an_action(theme=theme, title="Open one", team=team)
    an_action(title="Of something else", team=team)
    rows = {row[0].partition(" [")[0]: row for row in told(theme).tables["Actions of the theme"]}
    assert set(rows) == {"Closed one", "Open one"}
    assert rows["Closed one"][3] == (
        "Discussions now begin within the hour, says the next dip-sample [Every file is read]"
    )
    assert rows["Open one"][3] == "Not known yet"
    assert told(theme).blocks[-1]["text"].endswith("1 of its actions say what they changed.")
    make_action(ActionMove.REOPEN, closed, team)
    rows = {row[0].partition(" [")[0]: row for row in told(theme).tables["Actions of the theme"]}
    assert rows["Closed one"][3] == "Not known yet"


def test_the_evidence_that_supports_it_has_its_voice_and_strength_and_leaves_when_withdrawn():
    theme = a_theme(ThemeState.GATHERING)
    of_theme = Supports(themes=frozenset({theme.pk}))
    item = an_item(supports=of_theme, title="What young people say", voice=Voice.CHILD_AND_FAMILY)
    an_item(title="Of something else")
    (row,) = told(theme).tables["What gives assurance of the theme"]
    assert row[0] == "What young people say [Nine in ten began within the hour]"
    assert "Voice of the child and family" in row[1]
    assert row[2] == "Partial assurance [Confidence: medium]"
    item.withdrawn_at, item.withdrawn_reason = LATE, "Counted twice"
    item.save()
    assert "What gives assurance of the theme" not in told(theme).tables


def test_what_changed_for_children_ends_it():
    closed = a_theme(ThemeState.CLOSED)
    said = told(closed)
    assert said.blocks[-1] == {"kind": "prose", "text": closed.difference}
    day = f"{NOW.day} {NOW:%B %Y}"
    assert said.lead == f"The theme was begun on {day} and closed on {day}."
    dropped = a_theme(ThemeState.DROPPED, title="Dropped one")
    assert told(dropped).lead == f"The theme was dropped on {day}, before it began."
    assert told(dropped).blocks[-1]["text"].startswith("The theme was dropped before it could be known.")


def test_however_much_hangs_on_it_the_queries_are_as_many():
    team = a_keeper()
    theme = a_theme(ThemeState.IMPLEMENTING, team=team)
    of_theme = Supports(themes=frozenset({theme.pk}))

    def more(number):
        for place in range(number):
            an_action(ActionState.CLOSED, theme=theme, title=f"Action {place}", team=team)
            an_item(supports=of_theme, by=team)
            measure = monthly_measure()
            theme.topics.add(measure.indicator.topic)
        return queries_about(theme_story, Kind.THEME_REPORT, theme=theme)

    assert more(3) == more(27)
