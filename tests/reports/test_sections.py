"""What the sections of a pack say."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from assurance.models import Agency, Meeting, ReportingPeriod, StatusReturn
from assurance.rules.returns import HEADINGS, HEADINGS_OF, Reporter, Section
from assurance.rules.roles import Role
from assurance.services.returns import recall_return, reopen_return, return_for_changes
from assurance.services.tracker import extend_return
from reports.queries.packs import pack_context
from reports.rules.kinds import Kind
from reports.sections import chosen
from tests.factories.assurance import AgencyFactory, ReportingPeriodFactory, partnership, person_with
from tests.factories.reports import NOW, forum_return, nothing, sign, state
from tests.factories.returns import StatusReturnFactory

pytestmark = pytest.mark.django_db
PARTNERS = ["Health", "Local Authority", "Police"]


def block(pack, section):
    return next(one for one in pack["partner_returns"]["blocks"] if one["anchor"] == f"heading-{section}")


def column(pack, section, label):
    return next(one for one in block(pack, section)["columns"] if one["label"] == label)


def texts(column):
    return [one["text"] for one in column["statements"]]


def test_early_warnings_come_first_after_the_front_sheet_and_then_what_is_missing(quarter, pack_of):
    names = [section["name"] for section in pack_of(quarter.period)["sections"]]
    assert names[:3] == ["front_sheet", "early_warnings", "missing_returns"]
    assert names[1:] == [section.name for section in chosen(Kind.EXECUTIVE_BOARD_PACK, ())]


# Missing returns


def test_the_missing_partner_is_named_with_date_state_and_lateness(quarter, pack_of):
    missing = pack_of(quarter.period)["missing_returns"]
    assert missing["partners"] == [
        {
            "label": "Health",
            "owner_name": "NHS Kent and Medway ICB",
            "due": "19 November 2026",
            "state": "Not submitted",
            "lateness": "5 working days overdue",
            "is_overdue": True,
            "extended": "Not extended",
        }
    ]
    assert missing["finding"] == "Two of the three Safeguarding Partners have submitted."


def test_a_return_not_yet_due_is_missing_and_not_late(quarter, pack_of):
    one = pack_of(quarter.period, datetime(2026, 11, 18, 9, 0, tzinfo=UTC))["missing_returns"]["partners"][0]
    assert (one["lateness"], one["is_overdue"]) == ("1 working day left", False)


def test_an_extension_is_told_without_its_reason(quarter, business_team, pack_of):
    extend_return(
        status_return=quarter.health, due_on=date(2026, 12, 1), reason="SECRET-REASON", by=business_team, now=NOW
    )
    pack = pack_of(quarter.period)
    one = pack["missing_returns"]["partners"][0]
    assert (one["due"], one["extended"]) == ("1 December 2026", "Extended from 19 November 2026")
    assert "SECRET-REASON" not in str(pack)


def test_the_received_returns_say_when_they_came_and_how_they_stood(quarter, pack_of):
    sign(filled_health(quarter), at=NOW)
    received = pack_of(quarter.period)["missing_returns"]["received"]
    assert [(one["label"], one["lateness"]) for one in received] == [
        ("Health", "5 working days late"),
        ("Local Authority", "On time"),
        ("Police", "On time"),
    ]
    assert received[2]["submitted"] == "17 November 2026 at 3:20pm"


def filled_health(quarter):
    nothing(quarter.health, Section.NOT_GOING_WELL, "Nothing")
    nothing(quarter.health, Section.MULTI_AGENCY_CONCERNS, "Nothing")
    return quarter.health


def test_when_every_partner_has_submitted_the_section_says_so(quarter, pack_of):
    sign(filled_health(quarter))
    missing = pack_of(quarter.period)["missing_returns"]
    assert missing["partners"] == []
    assert missing["finding"] == "Nothing is missing: every Safeguarding Partner has submitted its return."


def test_a_partner_nothing_was_asked_of_is_missing_too(pack_of):
    partnership()
    period = ReportingPeriodFactory()
    AgencyFactory(slug="nhs", name="NHS Kent and Medway ICB", category="health")
    partners = pack_of(period)["missing_returns"]["partners"]
    assert [(one["label"], one["owner_name"], one["state"]) for one in partners] == [
        ("Health", "NHS Kent and Medway ICB", "No return was asked for"),
        ("Local Authority", "No agency recorded", "No return was asked for"),
        ("Police", "No agency recorded", "No return was asked for"),
    ]


def test_others_are_missing_only_if_they_were_asked(quarter, pack_of):
    StatusReturnFactory(agency=AgencyFactory(name="Asked"), period=quarter.period, is_required=True)
    StatusReturnFactory(agency=AgencyFactory(name="May submit"), period=quarter.period, is_required=False)
    others = pack_of(quarter.period)["missing_returns"]["others"]
    assert [one["owner_name"] for one in others] == ["Asked"]


# The partners' returns


def test_the_partners_stand_in_the_order_of_the_alphabet_under_every_heading(quarter, pack_of):
    pack = pack_of(quarter.period)
    assert [one["title"] for one in pack["partner_returns"]["blocks"]] == [
        HEADINGS[section].title for section in HEADINGS_OF[Reporter.AGENCY]
    ]
    for one in pack["partner_returns"]["blocks"]:
        assert [column["label"] for column in one["columns"]] == PARTNERS


def test_police_is_shown_and_health_is_missing(quarter, pack_of):
    pack = pack_of(quarter.period)
    assert texts(column(pack, "not-going-well", "Police")) == ["POLICE-NOT-WELL notifications arrive three days late"]
    health = column(pack, "not-going-well", "Health")
    assert (health["missing"], health["statements"]) == ("Not submitted", [])


def test_a_statement_keeps_all_it_was_signed_with(quarter, pack_of):
    assert column(pack_of(quarter.period), "not-going-well", "Police")["statements"] == [
        {
            "text": "POLICE-NOT-WELL notifications arrive three days late",
            "change": "worse",
            "change_words": "Worse",
            "topic": "Timely sharing of information",
            "action": "POLICE-ACTION a scheduled transfer is being built",
            "owner": "Head of Protecting Vulnerable People",
            "due": "29 January 2027",
            "evidence": "Queue report",
            "files": [],
            "is_long": False,
        }
    ]


def test_nothing_to_report_is_said_in_the_partners_own_words(quarter, pack_of):
    council = column(pack_of(quarter.period), "multi-agency-concerns", "Local Authority")
    assert council["nothing_to_report"] == "COUNCIL-NO-CONCERN beyond what SAAS has already"


def test_a_heading_nobody_wrote_under_is_empty(quarter, pack_of):
    pack = pack_of(quarter.period)
    assert block(pack, "news")["is_empty"]
    assert not block(pack, "help-wanted")["is_empty"]


def test_changes_since_last_quarter_are_counted_for_each_partner(quarter, pack_of):
    returns = pack_of(quarter.period)["partner_returns"]
    assert returns["change_labels"] == ["New", "Better", "The same", "Worse", "Closed"]
    assert [(one["label"], one["missing"], one["counts"]) for one in returns["changes"]] == [
        ("Health", "Not submitted", []),
        ("Local Authority", "", [0, 1, 0, 1, 0]),
        ("Police", "", [2, 1, 0, 1, 0]),
    ]


def test_relevant_agencies_and_forums_follow_with_what_they_said(quarter, pack_of):
    forum = forum_return(quarter.period)
    first, *others = HEADINGS_OF[Reporter.GROUP]
    state(forum, first, "FORUM-WELL")
    for section in others:
        nothing(forum, section, "FORUM-NOTHING")
    sign(forum)
    (other,) = pack_of(quarter.period)["partner_returns"]["others"]
    assert (other["owner_name"], other["label"]) == ("Sector Forum", "Forum")
    assert [part["title"] for part in other["parts"]] == [HEADINGS[section].title for section in (first, *others)]


def test_a_forum_that_signed_under_the_headings_of_an_agency_is_printed_as_it_signed(quarter, pack_of):
    """A report of before the five headings stays as it is."""
    forum = forum_return(quarter.period, its_sections=HEADINGS_OF[Reporter.AGENCY])
    state(forum, Section.GOING_WELL, "FORUM-WELL")
    nothing(forum, Section.NOT_GOING_WELL, "FORUM-NOTHING")
    nothing(forum, Section.MULTI_AGENCY_CONCERNS, "FORUM-NO-CONCERN")
    sign(forum)
    (other,) = pack_of(quarter.period)["partner_returns"]["others"]
    assert [part["title"] for part in other["parts"]] == [HEADINGS[section].title for section in list(Section)[:3]]


def test_a_renamed_agency_keeps_the_name_it_signed_with(quarter, pack_of):
    Agency.objects.filter(slug="police").update(name="Another name")
    assert column(pack_of(quarter.period), "going-well", "Police")["owner_name"] == "Kent Police"


# Concerns raised by two or more


def test_the_same_topic_raised_by_two_partners_is_shown_once_with_both_voices(quarter, pack_of):
    (concern,) = pack_of(quarter.period)["shared_concerns"]["concerns"]
    assert concern["title"] == "Timely sharing of information"
    assert [voice["owner_name"] for voice in concern["voices"]] == ["Kent County Council", "Kent Police"]


def test_a_missing_partner_raises_nothing(quarter, pack_of):
    topic = quarter.police.sections.get(section="not-going-well").items.get().topic
    state(quarter.health, Section.NOT_GOING_WELL, "DRAFT concern", topic=topic)
    (concern,) = pack_of(quarter.period)["shared_concerns"]["concerns"]
    assert len(concern["voices"]) == 2


# The front sheet


def test_the_front_sheet_is_addressed(quarter, pack_of):
    Meeting.objects.update(starts_at=datetime(2026, 12, 10, 14, 30, tzinfo=UTC))
    period = ReportingPeriod.objects.get(pk=quarter.period.pk)
    front = pack_of(period)["front_sheet"]
    assert front["by"] == "Business Team"
    assert front["to"] == "Executive Board, meeting of 10 December 2026 at 2:30pm"
    assert front["date"] == "26 November 2026"
    assert front["known"].startswith("As known at 26 November 2026 at 10:15am.")


def test_summary_and_recommendation_follow_from_the_returns(quarter, pack_of):
    front = pack_of(quarter.period)["front_sheet"]
    summary, asked = " ".join(front["summary"]), " ".join(front["recommendations"])
    assert "The return of Health (NHS Kent and Medway ICB) is missing. It was due on 19 November 2026." in summary
    assert "report 2 things not going well and 1 concern about multi-agency working" in summary
    assert "2 statements are worse than last quarter" in summary
    assert "ASK Health (NHS Kent and Medway ICB) why its return, due on 19 November 2026, is missing" in asked
    assert "CONSIDER what two or more agencies are concerned about: Timely sharing of information." in asked
    assert "RESPOND to the request for help from partners." in asked


# Indicators


def test_real_kent_figures_stand_beside_their_items(quarter, pack_of):
    call_command("load_indicators", verbosity=0)
    call_command("load_figures", verbosity=0)
    pack = pack_of(quarter.period)
    rows = {row["code"]: row for domain in pack["indicators"]["domains"] for row in domain["rows"]}
    assert len(rows) == 26
    assert (rows["2.4"]["value"], rows["2.4"]["period"]) == ("21.6%", "Year ending March 2025")
    assert rows["2.4"]["relation"] == "Direct"
    assert rows["2.5"]["measured"].startswith("No figures yet")
    assert pack["indicators"]["up_to"] == "30 September 2026"
    assert "of the 16 counted indicators" in pack["front_sheet"]["summary"][-1]


def test_without_indicators_the_section_is_empty(quarter, pack_of):
    assert pack_of(quarter.period)["indicators"]["domains"] == []


# What must never be in a pack


def test_no_word_of_a_draft_is_in_a_pack(quarter, business_team, pack_of):
    forum = forum_return(quarter.period)
    state(forum, Section.LIVED_EXPERIENCE, "DRAFT-OF-FORUM")
    lead = person_with(Role.PARTNER_LEAD, agency=quarter.council.agency)
    recall_return(status_return=quarter.council, by=lead, now=NOW)
    return_for_changes(status_return=quarter.police, reason="SECRET-REASON", by=business_team, now=NOW)
    said = str(pack_of(quarter.period))
    for marker in ("DRAFT-OF-HEALTH", "DRAFT-OF-FORUM", "COUNCIL-", "POLICE-", "SECRET-REASON"):
        assert marker not in said


def test_a_reopened_return_is_missing_until_it_is_signed_again(quarter, business_team, pack_of):
    StatusReturn.objects.filter(pk=quarter.police.pk).update(state="accepted")
    reopen_return(status_return=quarter.police, reason="A figure was wrong", by=business_team, now=NOW)
    item = quarter.police.sections.get(section="going-well").items.get()
    item.statement = "POLICE-CORRECTED"
    item.save()
    pack = pack_of(quarter.period)
    assert column(pack, "going-well", "Police")["missing"] == "Returned for changes and not submitted again"
    assert "POLICE-" not in str(pack)
    sign(quarter.police)
    assert texts(column(pack_of(quarter.period), "going-well", "Police")) == ["POLICE-CORRECTED"]


def submitted_forum(period, name):
    forum = forum_return(period, name=name)
    for section in HEADINGS_OF[Reporter.GROUP]:
        nothing(forum, section, "Nothing")
    sign(forum)


def test_the_number_of_queries_does_not_grow_with_the_returns(quarter, django_assert_max_num_queries):
    period = ReportingPeriod.objects.select_related("meeting__group").get(pk=quarter.period.pk)
    submitted_forum(period, "Forum")
    with django_assert_max_num_queries(15) as few:
        pack_context(period, known_at=NOW)
    for number in range(4):
        submitted_forum(period, f"Forum {number}")
    with django_assert_max_num_queries(len(few)):
        assert len(pack_context(period, known_at=NOW).others) == 5
