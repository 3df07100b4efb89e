"""Coverage: what of the arrangements was looked at in a year, on what evidence, and what is missing, said plainly."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assurance.rules.roles import Role
from scrutiny.models import DraftEvidence
from scrutiny.queries.coverage import coverage_year, years_covered
from scrutiny.rules.assessments import AssessmentKind, LogKind, Readers
from scrutiny.rules.coverage import Covered, Rated, gaps_of
from scrutiny.rules.frameworks import ADAPTED, Area, Rating
from scrutiny.services.framework_parts import add_question
from scrutiny.services.frameworks import begin_version
from scrutiny.services.log import add_entry, share_entry
from tests.factories.assurance import person_with
from tests.factories.scrutiny import NOW, a_draft, a_scrutineer, answered, published, six_steps

pytestmark = pytest.mark.django_db
ADDRESS = "/scrutiny/coverage/"
SCRUTINY = Rated(AssessmentKind.SCRUTINY, Rating.AMBER, 1)
JOINT = Rated(AssessmentKind.JOINT, Rating.GREEN, 1)
BARE = Rated(AssessmentKind.SCRUTINY, Rating.RED, 0)


@pytest.mark.parametrize(
    ("questions", "log", "gaps"),
    [
        ([], 1, ["No question of the frameworks in use speaks to this."]),
        ([Covered("1.1"), Covered("1.2")], 1, ["No assessment rated any of its questions."]),
        ([Covered("1.1", (SCRUTINY, JOINT)), Covered("1.2")], 1, ["1 question was not rated: 1.2."]),
        ([Covered("1.1", (SCRUTINY, JOINT))], 0, ["The scrutiny log has no shared entry about it."]),
        ([Covered("1.1", (SCRUTINY,))], 1, ["Only scrutiny rated it: the partners have not assessed themselves."]),
        (
            [Covered("1.1", (JOINT,))],
            1,
            ["Only the partners themselves rated it: there is no independent scrutiny of it."],
        ),
        ([Covered("1.1", (SCRUTINY, JOINT)), Covered("1.2", (BARE,))], 1, ["Rated without any evidence: 1.2."]),
        ([Covered("1.1", (SCRUTINY, JOINT))], 1, []),
    ],
)
def test_what_is_missing_is_said(questions, log, gaps):
    assert gaps_of(questions, log) == gaps


def an_entry(by, *, area, on=date(2026, 6, 1), shared=True):
    entry = add_entry(
        kind=LogKind.VISIT,
        on=on,
        title=f"A visit about {area}",
        learned="",
        covers=[str(area)],
        meeting=None,
        number=3,
        by=by,
        now=NOW,
    )
    if shared:
        share_entry(entry=entry, by=by, now=NOW)
    return entry


def read(client, address=ADDRESS, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def of_area(shown, area):
    return next(one for one in shown.areas if one.area == area)


def test_without_an_assessment_every_part_is_a_gap(sign_in):
    six_steps()
    page = read(sign_in(person_with(Role.SAAS_MEMBER)), year=2026)
    assert page.count("No assessment rated any of its questions.") == 4
    assert "No assessment of this year" in page
    assert "Pearce, J (2019)" in page


def test_each_part_shows_the_questions_ratings_evidence_and_log_of_the_year(sign_in):
    by = a_scrutineer()
    draft = answered(a_draft(by))
    DraftEvidence.objects.filter(answer=draft.answers.first()).update(words="What the young advisers wrote")
    assessment = published(draft, by)
    joint_lead = person_with(Role.PARTNER_LEAD)
    an_entry(by, area=Area.SERIOUS_CASES)
    an_entry(by, area=Area.PRACTITIONERS, on=date(2025, 6, 1))
    an_entry(by, area=Area.LEAD_PARTNERS, shared=False)
    shown = coverage_year(by, 2026)
    assert [(area.rated == len(area.questions) > 0) for area in shown.areas] == [True] * 4
    assert {one.number for area in shown.areas for one in area.questions} == {
        f"{step}.{place}" for step in range(1, 7) for place in range(1, 5)
    }
    assert [len(of_area(shown, area).log) for area in Area] == [1, 0, 0, 0]
    assert "The scrutiny log has no shared entry about it." in of_area(shown, Area.PRACTITIONERS).gaps
    page = read(sign_in(person_with(Role.SAAS_MEMBER)), year=2026)
    assert assessment.title in page
    assert "What the young advisers wrote" in page
    assert "A visit about serious_cases" in page
    assert "A visit about lead_partners" not in page
    assert sign_in(joint_lead).get(ADDRESS).status_code == 403


def test_what_one_may_not_read_covers_nothing_for_them():
    by = a_scrutineer()
    published(answered(a_draft(by, readers=Readers.BOARD)), by)
    assert coverage_year(person_with(Role.BOARD_MEMBER), 2026).assessments
    member = coverage_year(person_with(Role.SAAS_MEMBER), 2026)
    assert member.assessments == ()
    assert all(area.rated == 0 for area in member.areas)


def test_another_year_is_another_page(sign_in):
    by = a_scrutineer()
    published(answered(a_draft(by, starts_on=date(2024, 10, 1), ends_on=date(2025, 9, 30))), by)
    client = sign_in(by)
    assert years_covered(by, 2026) == [2026, 2025]
    assert "No assessment of this year" in read(client, year=2026)
    assert "No assessment of this year" not in read(client, year=2025)
    assert client.get(ADDRESS, {"year": "1066"}).status_code == 200
    assert client.get(ADDRESS, {"year": "never"}).status_code == 200


def test_the_version_used_in_a_year_is_what_counts_and_it_is_cited_as_adapted(sign_in):
    by, first = a_scrutineer(), six_steps()
    published(answered(a_draft(by, starts_on=date(2024, 10, 1), ends_on=date(2025, 9, 30))), by)
    version = begin_version(version=first, note="For Kent", by=person_with(Role.BUSINESS_TEAM), now=NOW)
    step = version.steps.order_by("position").first()
    add_question(step=step, text="And is it so in Kent?", covers=["serious_cases"], by=by, now=NOW)
    published(answered(a_draft(by)), by)
    earlier, later = (read(sign_in(by), year=year) for year in (2025, 2026))
    assert "And is it so in Kent?" in later
    assert ADAPTED in later
    assert "And is it so in Kent?" not in earlier
    assert ADAPTED not in earlier


def test_it_is_taken_away_as_a_table(sign_in):
    by = a_scrutineer()
    published(answered(a_draft(by)), by)
    an_entry(by, area=Area.SERIOUS_CASES)
    client = sign_in(by)
    text = read(client, f"{ADDRESS}download.csv", year=2026).removeprefix("\ufeff")
    found = list(csv.DictReader(io.StringIO(text)))
    assert {row["Rating"] for row in found if row["Number"]} == {"Amber"}
    assert [row["What"] for row in found if row["Kind"].startswith("Scrutiny log")] == ["A visit about serious_cases"]
    assert [row["What"] for row in found if row["Kind"] == "Gap"].count(
        "Only scrutiny rated it: the partners have not assessed themselves."
    ) == 4
    assert client.get(f"{ADDRESS}download.xlsx", {"year": 2026}).status_code == 200


def test_however_many_assessments_there_are_the_queries_are_as_many(sign_in, django_assert_num_queries):
    by = a_scrutineer()
    published(answered(a_draft(by)), by)
    an_entry(by, area=Area.SERIOUS_CASES)
    client = sign_in(by)
    client.get(ADDRESS, {"year": 2026})
    with CaptureQueriesContext(connection) as captured:
        client.get(ADDRESS, {"year": 2026})
    for _ in range(2):
        published(answered(a_draft(by)), by)
        an_entry(by, area=Area.PRACTITIONERS)
    with django_assert_num_queries(len(captured)):
        client.get(ADDRESS, {"year": 2026})
