"""What of a report may be published, and which sentences are to be looked at before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.rules.report import GradeCount, QuestionResult, ReportWords
from indicators.rules.disclosure import HIDDEN
from reports.rules.kinds import RULES, Kind, Part
from reports.rules.public import AS_WRITTEN, FOR_MEMBERS, IN_PLACE_OF, TITLES, WITHHELD, reason_withheld
from reports.rules.public_audits import public_results
from reports.rules.public_words import sections_to_look_at, to_look_at
from reports.sections import SECTIONS


def test_every_section_is_published_or_has_a_reason_and_none_both():
    named = [*AS_WRITTEN, *IN_PLACE_OF, *WITHHELD]
    assert len(named) == len(set(named))
    assert set(named) == {section.name for section in SECTIONS}
    assert set(IN_PLACE_OF.values()) < set(TITLES)
    published = {section.name for section in SECTIONS if not reason_withheld(section.name)}
    assert published == {*map(str, Part), "findings", "recommendations", "indicators", "audits"}


@pytest.mark.parametrize("name", sorted(WITHHELD))
def test_a_reason_is_one_sentence(name):
    reason = reason_withheld(name)
    assert reason.endswith(".")
    assert reason.count(".") == 1
    assert reason[0].isupper()


def test_a_section_nobody_has_thought_of_is_withheld():
    assert reason_withheld("a_new_one") == FOR_MEMBERS


def test_the_reports_of_the_year_are_published_and_no_other():
    assert {kind for kind, rule in RULES.items() if rule.is_published} == {
        Kind.YEARLY_REPORT,
        Kind.ANNUAL_SCRUTINY_REPORT,
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Two children died in Ashford.",
        "A boy was seen by three agencies.",
        "One of the mothers told us so.",
        "We looked at 4 cases.",
        "The twins were moved.",
        "Both were pupils of one school; nobody had asked.",
        "A 14-year-old girl wrote to us.",
        "The mother's 2 sons were seen.",
        "5 young people waited.",
        "The number is 943 476 5919.",
    ],
)
def test_a_small_number_near_a_child_or_an_identifier_is_to_be_looked_at(sentence):
    assert to_look_at(f"Help came early. {sentence} Nobody waited.") == (sentence,)


@pytest.mark.parametrize(
    "sentence",
    [
        "Most children were seen within a week.",
        "In 2025 there were 1,204 children, 5% more.",
        "Of all children 3.4 waited.",
        "By 3 March 2027 children are seen the same night.",
        "Rates fell by 2 per cent of children.",
        "Four boards met.",
        "We held five workshops in the year for staff, and since then children wait less.",
        "",
    ],
)
def test_other_sentences_are_not(sentence):
    assert to_look_at(sentence) == ()


def test_sentences_are_found_in_lines_lists_and_cells_each_once():
    text = "- We saw one child\n- We saw one child\nOne case | By 31 March | 3 siblings"
    assert to_look_at(text) == ("- We saw one child", "One case", "3 siblings")


def test_only_what_people_wrote_is_looked_at():
    def section(name, *blocks):
        return {"name": name, "title": name.title(), "content": {"body": list(blocks)}}

    prose = {"kind": "prose", "text": "We saw two children."}
    entry = {"kind": "entry", "title": "Three siblings", "text": "One case: 40"}
    sections = [section("impact", prose), section("public_audits", prose, entry), section("statement")]
    assert sections_to_look_at(sections) == [
        ("Impact", ("We saw two children.",)),
        ("Public_Audits", ("Three siblings",)),
    ]


def words_of(questions):
    """A report whose questions were graded so often at each of three grades."""
    results = tuple(
        QuestionResult(
            number=f"1.{place}",
            standard="1",
            standard_text="A standard",
            asked="Was it so?",
            purpose="practice",
            counts=tuple(
                GradeCount(label, count) for label, count in zip(("yes", "partly", "no"), counts, strict=True)
            ),
        )
        for place, counts in enumerate(questions, start=1)
    )
    graded = max((sum(counts) for counts in questions), default=0)
    said = dict.fromkeys(
        ("title", "kind", "lead", "group", "launched_on", "moderated_on", "tool", "why", "outcome"), ""
    )
    return ReportWords(**said, unit="case", lines=(), agencies=(), graded=graded, results=results)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 40)] * 3), min_size=1, max_size=4))
def test_no_count_of_few_is_ever_among_the_results_of_an_audit(questions):
    results = public_results(words_of(questions))
    true = [count for counts in questions for count in (*counts, max(map(sum, questions)) - sum(counts))]
    printed = [one.number for result in results.results for one in result.counts]
    assert len(printed) == len(true)
    for number, count in zip(printed, true, strict=True):
        assert number in (None, HIDDEN, count)
        assert number not in range(1, 6)
    assert all(bool(one.held_back) == (one.number in (None, HIDDEN)) for one in results.counts)
