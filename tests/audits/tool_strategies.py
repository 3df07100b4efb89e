"""Tools made up by hypothesis: any content that may be kept as a draft, its texts as the portal keeps them."""

from dataclasses import replace
from uuid import UUID

from hypothesis import strategies as st

from audits.rules.tool_content import Question, Section, Standard, ToolContent, Variant, numbered
from audits.rules.tool_problems import problems_of_draft
from audits.rules.tool_texts import tidy
from audits.rules.tools import ALWAYS_ASKED, DEFAULT_GRADES, GradeRule, Purpose, QuestionKind

AGENCIES = ("health", "police", "schools")
TOPICS = ("missing-children", "frontline-practice")


def texts(longest=60):
    """Any text a person may have written or pasted, as the portal keeps it; never blank."""
    pasted = st.text(st.characters(exclude_categories=["Cs"]), max_size=longest)
    awkward = st.sampled_from(
        ["=1+1", "- a point\n- another", "'=x", "NA", "007", "Yes", "  a\n\n\nb ", "_x000D_", "‘so’"]
    )
    return (pasted | awkward).map(tidy).filter(bool)


def lines(longest=60):
    """The same on one line."""
    return texts(longest).map(lambda text: tidy(" ".join(text.split()))).filter(bool)


def _blank_or(strategy):
    return st.just("") | strategy


@st.composite
def variants(draw):
    """What some agencies are asked instead."""
    found = []
    for agency in draw(st.lists(st.sampled_from(AGENCIES), unique=True, max_size=2)):
        is_asked = draw(st.booleans())
        text = draw(texts()) if is_asked else ""
        found.append(Variant(agency, text, draw(_blank_or(texts())) if is_asked else "", is_asked))
    return tuple(found)


@st.composite
def questions(draw):
    """One question."""
    purpose = draw(st.sampled_from(Purpose))
    kinds = {Purpose.OVERALL: [QuestionKind.GRADE], Purpose.STANDARD: list(QuestionKind)}
    kind = draw(st.sampled_from(kinds.get(purpose, [QuestionKind.TEXT, QuestionKind.GRADE])))
    return Question(
        kind,
        draw(texts()),
        purpose,
        draw(_blank_or(texts())),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(variants()),
    )


@st.composite
def grades(draw):
    """A scale."""
    labels = draw(st.lists(lines(20), unique_by=str.casefold, max_size=4))
    found = []
    for place, label in enumerate(labels):
        sort = draw(st.sampled_from(["meets", "neutral", "route", "none"]))
        flags = (sort == "meets", sort == "neutral", sort == "route")
        found.append(GradeRule(f"grade-{place}", label, draw(_blank_or(texts())), *flags))
    return tuple(found)


@st.composite
def contents(draw):
    """A version: with sections without standards, and standards without questions, as a draft may be."""
    sections = []
    keys = iter(range(1, 1_000))
    for title in draw(st.lists(lines(), unique_by=str.casefold, max_size=3)):
        standards = tuple(
            Standard(
                draw(texts()),
                tuple(draw(st.lists(questions(), max_size=3))),
                draw(_blank_or(lines())),
                draw(st.sampled_from(["", *TOPICS])),
                identity=UUID(int=next(keys)),
            )
            for _ in range(draw(st.integers(0, 2)))
        )
        sections.append(Section(title, standards, draw(_blank_or(texts()))))
    content = numbered(ToolContent(tuple(sections), draw(grades())))
    return ToolContent() if problems_of_draft(content) else content


@st.composite
def near_whole(draw):
    """A version that lacks little, or nothing, for an audit to be launched with it."""
    drawn = draw(contents())
    sections = tuple(
        replace(
            section,
            standards=tuple(
                replace(
                    standard,
                    questions=tuple(replace(each, purpose=Purpose.STANDARD) for each in standard.questions)
                    or (Question(QuestionKind.GRADE, "How well?"),),
                )
                for standard in section.standards
            )
            or (Standard(f"What section {section.number} is about", (Question(QuestionKind.TEXT, "How?"),)),),
        )
        for section in drawn.sections
    )
    always = tuple(
        Question(kind, text, purpose, is_required=draw(st.integers(0, 9)) > 0, variants=draw(variants()))
        for purpose, (kind, text) in ALWAYS_ASKED.items()
        if draw(st.integers(0, 9))
    )
    last = Section("The whole of it, at last", (Standard("The child is at the centre of it all", always),))
    graded = Section("Seen at first", (Standard("It is graded", (Question(QuestionKind.GRADE, "How well?"),)),))
    return numbered(ToolContent((graded, *sections, last), DEFAULT_GRADES))
