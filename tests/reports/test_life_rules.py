"""The life of a report as tables: what it needs before it is issued, what its pages say, what differs."""

from datetime import UTC, datetime

import pytest

from reports.rules.differences import differences
from reports.rules.kinds import RULES, About, Kind, Part, offered, subject_words
from reports.rules.life import Edition, ReadyFacts, needed_to_issue, version_words

AT = datetime(2026, 5, 3, 9, 15, tzinfo=UTC)
EVERYTHING = ReadyFacts(parts=frozenset(Part), is_approved=True, scrutineer_had_it=True)
NOTHING = ReadyFacts(parts=frozenset(), is_approved=False, scrutineer_had_it=False)


@pytest.mark.parametrize("kind", Kind)
def test_with_everything_there_any_report_can_be_issued(kind):
    assert needed_to_issue(kind, EVERYTHING) == ()


@pytest.mark.parametrize("kind", [kind for kind in Kind if not RULES[kind].needs_approval])
def test_most_need_nothing_more(kind):
    assert needed_to_issue(kind, NOTHING) == ()


def test_the_yearly_report_says_what_changed_for_children_and_has_the_scrutineers_statement():
    assert needed_to_issue(Kind.YEARLY_REPORT, NOTHING) == (
        "“What changed for children” is missing from this draft.",
        "“Statement of the Independent Scrutineer” is missing from this draft.",
        "The Independent Scrutineer has not had a draft of it (Six Steps, paragraph 35).",
        "Nobody has approved this draft.",
    )


def test_the_annual_scrutiny_report_needs_the_words_of_chair_and_scrutineer():
    needed = needed_to_issue(Kind.ANNUAL_SCRUTINY_REPORT, NOTHING)
    assert needed[:2] == (
        "“Foreword” is missing from this draft.",
        "“Statement of the Independent Scrutineer” is missing from this draft.",
    )


@pytest.mark.parametrize(
    ("edition", "number", "words"),
    [
        (Edition.DRAFT, None, "Draft of 3 May 2026 at 10:15am"),
        (Edition.ISSUED, 2, "Version 2, issued 3 May 2026"),
        (Edition.PUBLIC, 2, "Version 2, issued 3 May 2026, public edition"),
    ],
)
def test_every_page_says_of_which_version_it_is(edition, number, words):
    assert version_words(edition, AT, number) == words


@pytest.mark.parametrize("kind", Kind)
def test_sections_about_a_theme_or_an_audit_are_offered_in_their_reports_alone(kind):
    names = offered(kind, ["theme_story", "risks", "audit_report"])
    assert ("theme_story" in names) == (RULES[kind].about == About.THEME)
    assert ("audit_report" in names) == (RULES[kind].about == About.AUDIT)
    assert "risks" in names


def test_the_usual_sections_come_first_and_in_their_order():
    names = offered(Kind.THEME_REPORT, ["risks", "theme_story", "findings", "missing_returns"])
    assert names == ["findings", "theme_story", "risks", "missing_returns"]


def test_a_front_sheet_names_what_the_report_is_about():
    assert subject_words(Kind.THEME_REPORT, "Neglect", "Quarter 2") == "Theme report: Neglect"
    assert subject_words(Kind.YEARLY_REPORT, "", "Quarter 2") == "Yearly report of the Partnership"
    assert subject_words(Kind.SAAS_PAPERS, "", "Quarter 2") == "Status returns and indicators for Quarter 2"


def snapshot(**sections):
    return {
        "sections": [
            {"name": name, "title": name.title(), "content": {"body": [{"kind": "lead", "text": text}]}}
            for name, text in sections.items()
        ]
    }


def test_what_differs_is_told_by_section_in_the_lines_one_reads():
    found = differences(snapshot(risks="One risk.", themes="None."), snapshot(risks="Two risks.", audits="One."))
    assert found == [
        {"section": "Risks", "what": "changed", "added": ("Two risks.",), "removed": ("One risk.",)},
        {"section": "Audits", "what": "new", "added": (), "removed": ()},
        {"section": "Themes", "what": "gone", "added": (), "removed": ()},
    ]


def test_nothing_differs_in_the_same():
    assert differences(snapshot(risks="One risk."), snapshot(risks="One risk.")) == []
