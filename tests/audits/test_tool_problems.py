"""What keeps a version of a tool from being kept, and an audit from being launched with it (R111)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.rules.tool_content import Question, Section, Standard, ToolContent, Variant, asked_of, numbered
from audits.rules.tool_problems import MOST_SECTIONS, problems_of_draft, problems_of_tool
from audits.rules.tools import ALWAYS_ASKED, DEFAULT_GRADES, GradeRule, Purpose, QuestionKind
from tests.audits.tool_strategies import contents, near_whole

GRADED = Question(QuestionKind.GRADE, "How well was the child’s day understood?")
WORDS = Question(QuestionKind.TEXT, "How do you know?")
ALWAYS = {purpose: Question(kind, text, purpose) for purpose, (kind, text) in ALWAYS_ASKED.items()}
FIRST = Section("Assessment", (Standard("The child is seen", (GRADED, WORDS)),))
LAST = Section("The whole", (Standard("The child is at the centre", tuple(ALWAYS.values())),))
WHOLE = ToolContent((FIRST, LAST))


def without(*purposes, adding=()):
    questions = tuple(question for purpose, question in ALWAYS.items() if purpose not in purposes)
    return ToolContent((FIRST, replace(LAST, standards=(Standard("The child is at the centre", questions + adding),))))


def with_first(*questions):
    return ToolContent((Section("Assessment", (Standard("The child is seen", questions),)), LAST))


OVERALL, VOICE, IMPACT = ALWAYS[Purpose.OVERALL], ALWAYS[Purpose.VOICE], ALWAYS[Purpose.IMPACT]
NEUTRAL = tuple(grade for grade in DEFAULT_GRADES if grade.is_neutral)
MET = DEFAULT_GRADES[:2]
LAUNCH = [
    (without(Purpose.OVERALL), "One question has to ask for the grade of the whole. There is none."),
    (without(Purpose.VOICE), "One question has to ask for the voice of the child. There is none."),
    (without(Purpose.IMPACT), "One question has to ask for the difference it made for the child. There is none."),
    (without(adding=(OVERALL,)), "One question alone asks for the grade of the whole. These do: 2.3, 2.4."),
    (without(adding=(VOICE,)), "One question alone asks for the voice of the child. These do: 2.1, 2.4."),
    (
        without(Purpose.VOICE, adding=(replace(VOICE, is_required=False),)),
        "Question 2.3 asks for the voice of the child, so it has to be answered.",
    ),
    (
        without(Purpose.IMPACT, adding=(replace(IMPACT, variants=(Variant("police", is_asked=False),)),)),
        "Question 2.3 asks for the difference it made for the child, so every agency is asked it.",
    ),
    (with_first(WORDS), "At least one standard needs a question that is answered with a grade."),
    (with_first(), "The standard “The child is seen” has no question."),
    (replace(WHOLE, sections=(*WHOLE.sections, Section("Nothing"))), "Section 3, “Nothing”, has no standard."),
    (
        replace(WHOLE, grades=(DEFAULT_GRADES[0], *NEUTRAL)),
        "The scale needs at least two grades that say something about practice.",
    ),
    (replace(WHOLE, grades=MET), "The scale needs a grade that meets the standard, and one that does not."),
]
DRAFT = [
    (replace(WHOLE, sections=(FIRST, replace(FIRST, standards=()))), "There is a section called “Assessment” already."),
    (
        replace(WHOLE, sections=(FIRST, Section("Other", (Standard("the child  is SEEN"),)))),
        "There is a standard “The child is seen” already.",
    ),
    (
        replace(WHOLE, grades=(*DEFAULT_GRADES, GradeRule("fine", "good", "Also good", meets=True))),
        "There is a grade called “Good” already.",
    ),
    (replace(WHOLE, sections=(Section(" "),)), "A section has no title."),
    (with_first(replace(GRADED, text="  ")), "Question 1.1 asks nothing."),
    (
        with_first(replace(WORDS, purpose=Purpose.OVERALL)),
        "Question 1.1 asks for the grade of the whole, so it is answered with a grade.",
    ),
    (
        with_first(replace(VOICE, kind=QuestionKind.NUMBER)),
        "Question 1.1 asks for the voice of the child, which no number tells.",
    ),
    (
        with_first(replace(GRADED, variants=(Variant("police", "A"), Variant("police", "B")))),
        "Question 1.1 is worded twice for police.",
    ),
    (
        with_first(replace(GRADED, variants=(Variant("police", " "),))),
        "Question 1.1 has other words for an agency that say nothing.",
    ),
    (
        replace(WHOLE, grades=(GradeRule("n", "None", "", meets=True, is_neutral=True),)),
        "“None” says nothing about practice, so it neither meets a standard nor needs a route.",
    ),
    (
        replace(WHOLE, grades=(GradeRule("n", "Odd", "", meets=True, needs_route=True),)),
        "“Odd” cannot both meet the standard and be a reason to tell the child’s team at once.",
    ),
    (with_first(replace(GRADED, text="x" * 2_001)), "Question 1.1 may have 2,000 characters: this has 2,001."),
    (
        ToolContent(tuple(Section(f"Section {n}") for n in range(MOST_SECTIONS + 1))),
        "A tool has at most 30 sections: this one has 31.",
    ),
]


def test_a_whole_tool_has_no_problem():
    assert problems_of_tool(numbered(WHOLE)) == []


@pytest.mark.parametrize(("content", "sentence"), LAUNCH, ids=[sentence for _, sentence in LAUNCH])
def test_what_keeps_an_audit_from_being_launched(content, sentence):
    content = numbered(content)
    assert sentence in problems_of_tool(content)
    assert sentence not in problems_of_draft(content)


@pytest.mark.parametrize(("content", "sentence"), DRAFT, ids=[sentence for _, sentence in DRAFT])
def test_what_cannot_even_be_kept_as_a_draft(content, sentence):
    content = numbered(content)
    assert sentence in problems_of_draft(content)
    assert sentence in problems_of_tool(content)


@given(near_whole())
def test_whatever_may_be_launched_has_one_of_each_that_every_agency_is_asked(content):
    everybody = ("", *{variant.agency for question in content.questions for variant in question.variants})
    asked = {agency: [each.purpose for each in asked_of(content, agency).questions] for agency in everybody}
    is_whole = all([asked[agency].count(purpose) for purpose in ALWAYS_ASKED] == [1, 1, 1] for agency in everybody)
    must_be = all(each.is_required for each in content.questions if each.purpose != Purpose.STANDARD)
    assert (problems_of_tool(content) == []) is (is_whole and must_be)


@given(contents(), st.sampled_from(["police", "health", "unheard-of"]))
def test_an_agency_is_asked_a_part_of_the_whole_under_the_same_numbers(content, agency):
    whole = {question.number: question for question in content.questions}
    asked = asked_of(content, agency).questions
    assert len(whole) == len(content.questions)
    for question in asked:
        assert question.kind == whole[question.number].kind
        own = [variant.text for variant in whole[question.number].variants if variant.agency == agency]
        assert question.text == (own or [whole[question.number].text])[0]
    left_out = set(whole) - {question.number for question in asked}
    for number in left_out:
        assert any(one.agency == agency and not one.is_asked for one in whole[number].variants)
