"""What an agency's answers lack before they are signed: single faults, and what always holds (R111, R116)."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.rules.frozen import (
    FrozenAnswer,
    FrozenFile,
    FrozenRoute,
    FrozenSurvey,
    SheetWords,
    read_sheet,
    write_sheet,
)
from audits.rules.signing import (
    Given,
    Place,
    SheetDraft,
    SurveyDraft,
    label_of,
    looked_through,
    names_of,
    needs_route,
    problems_of_signing,
    progress_of,
    read_number,
    route_is_missing,
    takes_evidence,
)
from audits.rules.tool_content import Question, Section, Standard, ToolContent, numbered
from audits.rules.tools import DEFAULT_GRADES, Judgement, Purpose, QuestionKind

K = QuestionKind
KINDS = {
    "grade": Question(K.GRADE, "How well?", needs_evidence=True, pk=UUID(int=1)),
    "judgement": Question(K.JUDGEMENT, "Was it?", pk=UUID(int=2)),
    "number": Question(K.NUMBER, "How many?", pk=UUID(int=3)),
    "optional": Question(K.TEXT, "What else?", is_required=False, pk=UUID(int=4)),
    "voice": Question(K.TEXT, "What did the child say?", Purpose.VOICE, pk=UUID(int=5)),
    "overall": Question(K.GRADE, "Overall?", Purpose.OVERALL, pk=UUID(int=6)),
}
CONTENT = numbered(ToolContent((Section("One", (Standard("It is met", tuple(KINDS.values())),)),)))
ANSWERS = {
    "grade": Given("good", evidence="The plan was reviewed twice."),
    "judgement": Given("partly"),
    "number": Given("3"),
    "voice": Given(text="The child asked to stay with their brother."),
    "overall": Given("good"),
}
NHS = "943 476 5919"


def a_sheet(reference="A01", **changed):
    fields = {name: changed.pop(name) for name in tuple(changed) if name in SheetDraft.__dataclass_fields__}
    answers = {KINDS[name].pk: one for name, one in (ANSWERS | changed).items() if one}
    return SheetDraft(uuid4(), reference, **{"answers": answers} | fields)


def test_a_whole_sheet_can_be_signed():
    assert problems_of_signing([a_sheet(), a_sheet("")], CONTENT) == []


@pytest.mark.parametrize(
    ("changed", "place", "question", "words"),
    [
        ({"grade": None}, Place.QUESTION, "grade", "question 1.1: answer it."),
        ({"grade": Given("splendid", evidence="x")}, Place.QUESTION, "grade", "choose an answer"),
        ({"grade": Given("good", evidence=" ")}, Place.QUESTION, "grade", "say how you know"),
        ({"judgement": Given("perhaps")}, Place.QUESTION, "judgement", "choose an answer"),
        ({"number": Given("a few")}, Place.QUESTION, "number", "enter a number"),
        ({"number": Given("-1")}, Place.QUESTION, "number", "enter a number"),
        ({"voice": Given("good")}, Place.QUESTION, "voice", "question 1.5: answer it."),
        ({"voice": Given(text=f"NHS number {NHS}")}, Place.QUESTION, "voice", "an NHS number"),
        ({"optional": Given(text="Born on 3 May 2015")}, Place.QUESTION, "optional", "a date of birth"),
        ({"judgement": Given("yes", evidence="Lives at ME14 1XQ")}, Place.QUESTION, "judgement", "a postcode"),
        (
            {"judgement": Given("yes", files=("Letter ME14 1XQ.pdf",))},
            Place.QUESTION,
            "judgement",
            "a postcode",
        ),
        ({"voice": Given(text="Zorblat Quimby was heard.")}, Place.NAMES, None, "1 word may be a name"),
        ({"overall": Given("inadequate")}, Place.ROUTE, None, "tell the child’s team"),
        ({"is_known": False}, Place.KNOWN, None, "say how you looked for it"),
        (
            {"is_known": False, "unknown_because": f"Searched for {NHS}"},
            Place.KNOWN,
            None,
            "how you looked for it: This has what looks like an NHS number",
        ),
    ],
)
def test_one_fault_is_one_problem_at_its_place(changed, place, question, words):
    sheet = a_sheet(**changed)
    (problem,) = problems_of_signing([sheet], CONTENT)
    assert (problem.place, problem.key) == (place, sheet.key)
    assert problem.question == (KINDS[question].pk if question else None)
    assert problem.sentence.startswith("Case A01")
    assert words in problem.sentence
    assert NHS not in problem.sentence


def test_what_is_not_answered_in_a_section_is_one_problem_that_leads_to_the_first():
    sheet = a_sheet(grade=None, number=None, overall=None)
    (problem,) = problems_of_signing([sheet], CONTENT)
    assert problem.sentence == "Case A01, questions 1.1, 1.3 and 1.6: answer them."
    assert problem.question == KINDS["grade"].pk


@pytest.mark.parametrize(
    "changed",
    [
        {"optional": None},
        {"grade": Given("good", files=("plan.pdf",))},
        {"grade": Given("insufficient-evidence")},
        {"grade": Given("not-applicable")},
        {"number": Given("1204.5")},
        {"overall": Given("inadequate"), "has_route": True},
        {"overall": Given("inadequate"), "reference": ""},
        {"voice": Given(text="Zorblat Quimby was heard."), "names_checked": True},
        {"is_known": False, "unknown_because": "Searched by reference.", "answers": {}},
        # What was answered of a case that turned out not to be known is not signed, and so nothing is asked of it.
        {"is_known": False, "unknown_because": "Searched.", "overall": Given("inadequate"), "voice": Given(text=NHS)},
    ],
)
def test_what_may_be_as_it_is(changed):
    assert problems_of_signing([a_sheet(**changed)], CONTENT) == []


def test_the_names_of_agencies_are_nobodys():
    sheet = a_sheet(voice=Given(text="Zorblat Quimby was told."))
    assert names_of(looked_through(sheet, CONTENT)) == ("Zorblat Quimby",)
    assert problems_of_signing([sheet], CONTENT, known=["Zorblat Quimby Trust"]) == []


def test_the_survey_is_looked_through_too():
    standard = uuid4()
    (problem,) = problems_of_signing([], CONTENT, [SurveyDraft(standard, f"Survey of {NHS}")])
    assert (problem.place, problem.key) == (Place.SURVEY, standard)
    assert problems_of_signing([], CONTENT, [SurveyDraft(standard, "Staff survey, May 2026")]) == []


def test_where_the_policy_allows_identifiers_they_stand():
    sheet = a_sheet(voice=Given(text=f"NHS number {NHS}"))
    survey = [SurveyDraft(uuid4(), NHS)]
    assert len(problems_of_signing([sheet], CONTENT, survey)) == 2
    assert problems_of_signing([sheet], CONTENT, survey, identifiers_allowed=True) == []


def test_the_child_at_risk_comes_before_everything_else():
    first, second = a_sheet(grade=None, voice=Given(text=NHS)), a_sheet("A02", overall=Given("inadequate"))
    assert problems_of_signing([first, second], CONTENT)[0].place == Place.ROUTE
    assert needs_route(replace(second, has_route=True), CONTENT)
    assert not route_is_missing(replace(second, has_route=True), CONTENT)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("3", "3"), (" 1,204 ", "1204"), ("0.25", "0.25"), ("1 000", "1000")]
    + [(wrong, None) for wrong in ("", "three", "-1", "1.23456", "²", "1e3", "12.", "9" * 10)],
)
def test_numbers_as_they_are_typed(typed, kept):
    assert read_number(typed) == kept


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (K.GRADE, "requires-improvement", "Requires improvement to be good"),
        (K.GRADE, "yes", ""),
        (K.JUDGEMENT, "insufficient", "Insufficient evidence"),
        (K.JUDGEMENT, "good", ""),
        (K.NUMBER, "12", "12"),
        (K.TEXT, "12", ""),
    ],
)
def test_a_value_in_words(kind, value, words):
    assert label_of(kind, value, DEFAULT_GRADES) == words


def test_choices_always_have_room_for_evidence_and_words_where_it_is_asked_for():
    assert [name for name, question in KINDS.items() if takes_evidence(question)] == ["grade", "judgement", "overall"]
    assert takes_evidence(replace(KINDS["number"], needs_evidence=True))


# What always holds

given_anything = st.builds(
    Given,
    value=st.sampled_from(["", "good", "inadequate", "not-applicable", "3", "x", *map(str, Judgement)]),
    text=st.text(max_size=12),
    evidence=st.text(max_size=12),
    files=st.lists(st.text(min_size=1, max_size=6), max_size=2).map(tuple),
)
sheets = st.builds(
    SheetDraft,
    key=st.uuids(),
    reference=st.sampled_from(["", "A01", "A02"]),
    is_known=st.booleans(),
    unknown_because=st.text(max_size=8),
    names_checked=st.booleans(),
    has_route=st.booleans(),
    answers=st.dictionaries(st.sampled_from([question.pk for question in KINDS.values()]), given_anything),
)


@given(st.lists(sheets, max_size=4))
def test_routes_come_first_and_every_problem_has_its_sheet(drafts):
    problems = problems_of_signing(drafts, CONTENT)
    is_route = [problem.place == Place.ROUTE for problem in problems]
    assert is_route == sorted(is_route, reverse=True)
    assert {problem.key for problem in problems} <= {draft.key for draft in drafts}
    assert all(problem.sentence.endswith((".", "?")) for problem in problems)


@given(sheets)
def test_what_can_be_signed_is_complete(draft):
    if not problems_of_signing([draft], CONTENT):
        assert progress_of(CONTENT.questions, draft).is_complete
        assert not route_is_missing(draft, CONTENT)


@given(sheets)
def test_progress_counts_what_is_asked(draft):
    progress = progress_of(CONTENT.questions, draft)
    assert 0 <= progress.answered <= progress.asked == (len(KINDS) if draft.is_known else 0)
    assert progress.is_complete or progress.left <= progress.asked - progress.answered
    assert progress.words == f"{progress.answered} of {progress.asked} answered"


text = st.text(max_size=20)
frozen_answers = st.builds(
    FrozenAnswer,
    question=text,
    number=text,
    asked=text,
    kind=text,
    purpose=text,
    standard=text,
    value=text,
    label=text,
    text=text,
    evidence=text,
    files=st.lists(st.builds(FrozenFile, text, text, text), max_size=2).map(tuple),
)


@given(
    st.builds(
        SheetWords,
        agency=text,
        reference=text,
        is_known=st.booleans(),
        unknown_because=text,
        answers=st.lists(frozen_answers, max_size=3).map(tuple),
        routes=st.lists(st.builds(FrozenRoute, text, text, text), max_size=2).map(tuple),
        survey=st.lists(
            st.builds(FrozenSurvey, text, st.integers(0), st.integers(0), st.integers(0), text), max_size=2
        ).map(tuple),
    )
)
def test_a_frozen_sheet_is_read_back_word_for_word(words):
    assert read_sheet(write_sheet(words)) == words
