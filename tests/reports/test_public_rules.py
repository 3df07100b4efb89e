"""What of a report may be published, and which sentences are to be looked at before."""

import pytest

from reports.rules.kinds import RULES, Kind, Part
from reports.rules.public import AS_WRITTEN, FOR_MEMBERS, IN_PLACE_OF, TITLES, WITHHELD, reason_withheld
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
