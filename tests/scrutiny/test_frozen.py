"""A published assessment is read back word for word, whatever was written in it (trust.md 4)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.canonical import sha256_of
from scrutiny.rules.frozen import (
    AssessmentWords,
    FrozenAction,
    FrozenAnswer,
    FrozenEvidence,
    FrozenHead,
    FrozenStep,
    read_assessment,
    write_assessment,
)

ASSESSMENTS = st.builds(
    AssessmentWords,
    st.builds(FrozenHead),
    st.lists(st.builds(FrozenStep), max_size=2).map(tuple),
    st.lists(
        st.builds(
            FrozenAnswer,
            evidence=st.lists(st.builds(FrozenEvidence), max_size=2).map(tuple),
            actions=st.lists(st.builds(FrozenAction), max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
)


ASSESSMENT_HEAD = FrozenHead(
    kind="scrutiny",
    title="Scrutiny 2026",
    capacity="Independent Scrutineer",
    scope="All",
    purpose="To judge",
    readers="assurance",
    starts_on="2025-10-01",
    ends_on="2026-09-30",
    framework="six-steps",
    framework_title="Six Steps",
    framework_version=1,
    is_adapted=False,
    reference="Pearce (2019)",
    red="r",
    amber="a",
    green="g",
)


def answer(question, step, **more):
    return FrozenAnswer(question, step, "1.1", "Is it so?", "green", "It is", **more)


@given(ASSESSMENTS)
def test_what_was_written_is_read_back(words):
    assert read_assessment(write_assessment(words)) == words


@given(ASSESSMENTS)
def test_another_title_has_another_hash(words):
    other = replace(words, head=replace(words.head, title=words.head.title + "!"))
    assert sha256_of(write_assessment(words)) != sha256_of(write_assessment(other))


def test_a_steps_actions_are_those_of_its_answers_in_order():
    one, two, three = (FrozenAction(title) for title in ("One", "Two", "Three"))
    answers = (
        answer("a", "s", actions=(one,)),
        answer("b", "other", actions=(two,)),
        answer("c", "s", actions=(three,)),
    )
    words = AssessmentWords(ASSESSMENT_HEAD, (), answers)
    assert words.actions_of("s") == (one, three)
    assert words.answer_to("b") == answers[1]
    assert words.answer_to("never asked") is None
