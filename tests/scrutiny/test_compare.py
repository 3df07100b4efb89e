"""The pages that compare: who sees what beside what, in words, as files and as PDF, in a fixed number of queries."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from reports.pdf.validate import validate_pdf
from reports.services.compare import compare_pdf
from scrutiny.queries.compare import PAGES
from scrutiny.queries.framework_parts import own_stamp_of, stamp_of
from scrutiny.rules.assessments import AssessmentKind, Readers
from scrutiny.rules.frameworks import ADAPTED
from scrutiny.services.framework_parts import add_question, change_part, remove_part
from scrutiny.services.frameworks import begin_version, freeze_version
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.scrutiny import NOW, TODAY, a_draft, a_scrutineer, an_assessment, answered, six_steps

pytestmark = pytest.mark.django_db
JOINT, AGENCY, SCRUTINY = AssessmentKind.JOINT, AssessmentKind.AGENCY, AssessmentKind.SCRUTINY
ADDRESSES = {
    "pair": "/scrutiny/compare/",
    "movement": "/scrutiny/compare/movement/",
    "years": "/scrutiny/compare/years/",
    "agencies": "/scrutiny/compare/agencies/",
}
WHATS = list(ADDRESSES)


@pytest.fixture
def member():
    return person_with(Role.SAAS_MEMBER)


def read(client, what, **asked):
    answer = client.get(ADDRESSES[what], asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def page_of(what, user, **asked):
    return PAGES[what](user, {key: str(value) for key, value in asked.items()}, TODAY)


def rated(**exceptions):
    """A rating for a question by its number: `rated(q1_1="red")`, all others amber."""
    return lambda number: exceptions.get(f"q{number.replace('.', '_')}", "amber")


def adapted():
    """A version with question 1.1 reworded, 1.2 taken out and one more."""
    version = begin_version(version=six_steps(), note="For Kent", by=person_with(Role.BUSINESS_TEAM), now=NOW)
    by = a_scrutineer()
    first, second = version.steps.order_by("position").first().questions.order_by("position")[:2]
    change_part(part=first, seen=own_stamp_of(first), text="Worded for Kent?", by=by, now=NOW)
    remove_part(part=second, seen=stamp_of(second), by=by, now=NOW)
    add_question(step=version.steps.order_by("position").first(), text="Asked anew?", covers=[], by=by, now=NOW)
    freeze_version(version, NOW)
    version.refresh_from_db()
    return version


# Side by side


def test_the_newest_self_rating_stands_beside_the_newest_scrutiny_differences_first(sign_in, member):
    an_assessment(kind=JOINT, year=2025)
    joint = an_assessment(rated(q3_2="green"), kind=JOINT, year=2026)
    an_assessment("red", year=2025)
    scrutiny = an_assessment(rated(q3_2="red", q1_1="green"), year=2026)
    shown = page_of("pair", member)
    assert [one.pk for one in shown.assessments] == [joint.pk, scrutiny.pk]
    assert [each.pair.asked.number for each in shown.comparison.pairs][:2] == ["3.2", "1.1"]
    assert shown.comparison.counts == "2 rated differently, 22 rated the same"
    text = read(sign_in(member), "pair")
    assert "The partners rate it Green, the scrutineer Red: two steps lower." in text
    assert "joint of 2026 says why of 3.2" in text
    assert "scrutiny of 2026 says why of 3.2" in text
    assert "Pearce, J (2019)" in text
    assert ADAPTED not in text


def test_any_two_can_be_chosen_but_not_one_beside_itself(sign_in, member):
    agency = AgencyFactory(name="The Harbour Trust")
    own = an_assessment("green", kind=AGENCY, agency=agency)
    old, new = an_assessment(year=2025), an_assessment("red", year=2026)
    client = sign_in(member)
    text = read(client, "pair", one=own.pk, other=new.pk)
    assert "The Harbour Trust rates it Green, the scrutineer Red: two steps lower." in text
    text = read(client, "pair", one=old.pk, other=new.pk)
    assert "“scrutiny of 2025” rates it Amber, “scrutiny of 2026” Red: one step lower." in text
    text = read(client, "pair", one=new.pk, other=new.pk)
    assert "Choose two different assessments" in text
    assert "<title>Error:" in text
    assert "says why of" not in text


def test_reading_two_side_by_side_is_logged_as_reading_both(sign_in, member):
    found = {str(an_assessment(kind=kind).pk) for kind in (JOINT, SCRUTINY)}
    read(sign_in(member), "pair")
    assert {one.subject_id for one in ActivityEntry.objects.filter(action="assessment.read")} == found


# Movement


def test_movement_is_by_the_identity_of_questions_so_adapted_versions_compare(sign_in, member):
    an_assessment(rated(q1_1="red"), year=2024)
    an_assessment(rated(q1_1="red", q2_1="green"), year=2025)
    an_assessment(rated(q1_1="amber", q2_1="red"), year=2026, version=adapted())
    shown = page_of("movement", member)
    assert shown.comparison.counts == "1 worse, 1 improved, 1 newly asked, 1 no longer asked, 21 the same"
    improved = next(group for group in shown.comparison.groups if group.key == "improved").pairs[0]
    assert (improved.pair.asked.text, improved.words, improved.trail) == (
        "Worded for Kent?",
        "Red to Amber, one step",
        "2024 Red",
    )
    text = read(sign_in(member), "movement")
    assert "Green to Red, two steps" in text
    assert "Worded otherwise in the first: 1.1" in text
    assert ADAPTED in text


def test_an_assessment_is_set_beside_earlier_ones_of_its_own_kind_and_agency_alone(member):
    ours, theirs = AgencyFactory(), AgencyFactory()
    first = an_assessment(kind=AGENCY, agency=ours, year=2023)
    second = an_assessment(kind=AGENCY, agency=ours, year=2024)
    other = an_assessment(kind=AGENCY, agency=theirs, year=2022)
    an_assessment(kind=JOINT, year=2025)
    now = an_assessment(kind=AGENCY, agency=ours, year=2026)
    assert [one.pk for one in page_of("movement", member, now=now.pk).assessments] == [second.pk, now.pk]
    assert [one.pk for one in page_of("movement", member, now=now.pk, then=first.pk).assessments] == [first.pk, now.pk]
    assert page_of("movement", member, now=now.pk, then=other.pk).assessments[0] == second
    assert page_of("movement", member, now=first.pk).comparison is None


# Heat maps


def test_years_stand_side_by_side_for_one_kind_and_missing_years_are_said(sign_in, member):
    an_assessment(rated(q1_1="red"), year=2023)
    an_assessment("green", year=2026, title="North")
    an_assessment(rated(q1_1="red"), year=2026, title="South")
    an_assessment("red", kind=JOINT, year=2021)
    page = page_of("years", member)
    assert page.grid.columns == ("2023", "2026")
    assert [cell.words for cell in page.grid.rows[0].cells] == ["Red", "Red (lowest of Red, Green)"]
    assert len(page.grid.rows) == 24
    text = read(sign_in(member), "years")
    assert "ends in 2024 and 2025" in text
    assert "Lowest of Amber, Green" in text
    assert page_of("years", member, of="six-steps.joint").grid.columns == ("2021",)
    assert page_of("years", member, of="no-such").grid.columns == ("2023", "2026")


def test_adapted_versions_share_their_rows_and_say_what_is_no_longer_asked(sign_in, member):
    an_assessment(year=2025)
    an_assessment("green", year=2026, version=adapted())
    rows = {row.question.text: row for row in page_of("years", member).grid.rows}
    assert len(rows) == 25
    assert [cell.words for cell in rows["Worded for Kent?"].cells] == ["Amber", "Green"]
    assert [cell.words for cell in rows["Asked anew?"].cells] == ["Not asked", "Green"]
    text = read(sign_in(member), "years")
    assert text.count("No longer asked; it was 1.2") == 1
    assert ADAPTED in text


def test_agencies_stand_side_by_side_with_their_newest_and_those_without_are_named(sign_in, member):
    first, second = AgencyFactory(name="Abbey"), AgencyFactory(name="Borough")
    silent = AgencyFactory(name="Castle")
    an_assessment("red", kind=AGENCY, agency=first, year=2025)
    an_assessment("green", kind=AGENCY, agency=first, year=2026)
    an_assessment(kind=AGENCY, agency=second, year=2025)
    page = page_of("agencies", member)
    assert page.grid.columns == (first.short_name, second.short_name)
    assert [cell.words for cell in page.grid.rows[0].cells] == ["Green", "Amber"]
    assert silent in page.without
    assert first not in page.without
    assert "<li>Castle</li>" in read(sign_in(member), "agencies")
    in_2025 = page_of("agencies", member, year=2025)
    assert [cell.words for cell in in_2025.grid.rows[0].cells] == ["Red", "Amber"]


# What one may not read, and drafts


def main_of(text):
    return text.split("<main ")[1].split("</main>")[0]


def files_of(client, what):
    answers = [client.get(f"/scrutiny/compare/{what}{end}") for end in (".csv", ".xlsx", "/pdf/")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    return [answer.content for answer in answers]


@pytest.mark.parametrize("what", WHATS)
def test_neither_drafts_nor_what_one_may_not_read_change_a_page(sign_in, member, what):
    agency = AgencyFactory()
    an_assessment(kind=JOINT)
    an_assessment(year=2025)
    an_assessment(year=2026)
    an_assessment(kind=AGENCY, agency=agency)
    client = sign_in(member)
    before = main_of(read(client, what))
    files = files_of(client, what)
    for kind in AssessmentKind:
        of_agency = agency if kind == AGENCY else None
        hidden = an_assessment("red", kind=kind, agency=of_agency, year=2027, readers=Readers.BOARD, title="Secret")
        answered(a_draft(kind=kind, agency=of_agency, title="Secret too"), "red", holder=agency)
    assert main_of(read(client, what)) == before
    assert files_of(client, what) == files
    guesses = {"one": hidden.pk, "now": hidden.pk, "then": hidden.pk, "other": hidden.pk, "year": 2027}
    assert "Secret" not in read(client, what, **guesses)
    assert "Secret" in read(sign_in(a_scrutineer()), what)


@pytest.mark.parametrize("what", WHATS)
def test_without_assessments_a_page_says_what_will_appear(sign_in, member, what):
    six_steps()
    client = sign_in(member)
    assert "app-empty" in read(client, what)
    assert client.get(f"/scrutiny/compare/{what}.csv").status_code == 200
    assert client.get(f"/scrutiny/compare/{what}/pdf/").status_code == 404


def test_one_assessment_alone_has_nothing_beside_it(sign_in, member):
    an_assessment()
    client = sign_in(member)
    assert "Nothing to set side by side yet" in read(client, "pair")
    assert "No movement to show yet" in read(client, "movement")


# Files


@pytest.mark.parametrize("what", WHATS)
def test_each_is_taken_away_with_a_row_a_question_and_its_citation(sign_in, member, what):
    version = adapted()
    an_assessment(kind=JOINT, version=version)
    an_assessment(year=2025, version=version)
    an_assessment("red", year=2026, version=version)
    an_assessment(kind=AGENCY, agency=AgencyFactory(), version=version)
    client = sign_in(member)
    rows = list(csv.DictReader(io.StringIO(client.get(f"/scrutiny/compare/{what}.csv").content.decode("utf-8-sig"))))
    asked = [row for row in rows if row["Question"]]
    assert len(asked) == 24
    assert {row["Citation"] for row in asked} == {ADAPTED}
    assert client.get(f"/scrutiny/compare/{what}.xlsx").status_code == 200


@pytest.mark.parametrize("what", WHATS)
def test_the_pdf_is_accessible_and_the_same_every_time(member, what):
    original, version = six_steps(), adapted()
    for year in range(2017, 2027):
        an_assessment(rated(q1_1="red", q2_2="green"), year=year, version=version if year > 2022 else original)
        an_assessment(kind=AGENCY, agency=AgencyFactory(), year=year, title="Self-assessment with an arrow → and 🙂")
    an_assessment("green", kind=JOINT)
    page = page_of(what, member)
    content = compare_pdf(what=what, page=page, by=member, now=NOW).content
    assert validate_pdf(content) == []
    assert compare_pdf(what=what, page=page_of(what, member), by=member, now=NOW).content == content


# Speed


@pytest.mark.parametrize("what", WHATS)
def test_ten_years_take_no_more_queries_than_two(sign_in, member, what):
    original, version = six_steps(), adapted()
    agencies = [AgencyFactory() for _ in range(10)]

    def grown(years):
        for place, year in enumerate(years):
            an_assessment(year=year, version=version if year > 2022 else original)
            an_assessment(kind=JOINT, year=year, version=version if year > 2022 else original)
            an_assessment(kind=AGENCY, agency=agencies[place], year=year)

    def counted():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(client, what)
        return len(queries)

    client = sign_in(member)
    grown([2016, 2024, 2025])
    read(client, what)
    few = counted()
    grown([2017, 2018, 2019, 2020, 2021, 2022, 2023])
    assert counted() == few
