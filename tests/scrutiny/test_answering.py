"""What an answer lacks before it can be final (Six Steps, section 5; R124, R126)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutiny.rules.answering import Answered, Lack, lacks_of, lacks_words, problems_of_answers, progress_of
from scrutiny.rules.frameworks import Rating

ANSWERS = st.builds(
    Answered,
    rating=st.sampled_from(Rating),
    rationale=st.sampled_from(["", "  \n", "Because"]),
    evidence=st.integers(0, 3),
    actions=st.integers(0, 3),
)
WHOLE = Answered(Rating.GREEN, "Because", evidence=1, actions=1)


@pytest.mark.parametrize(
    ("answer", "lacks"),
    [
        (Answered(), (Lack.RATING, Lack.RATIONALE, Lack.ACTION)),
        (WHOLE, ()),
        (replace(WHOLE, evidence=0), (Lack.EVIDENCE,)),
        (replace(WHOLE, rating=Rating.AMBER, evidence=0), (Lack.EVIDENCE,)),
        # Red says that no part can be answered positively: there is nothing to illustrate.
        (replace(WHOLE, rating=Rating.RED, evidence=0), ()),
        (replace(WHOLE, actions=0), (Lack.ACTION,)),
        (replace(WHOLE, rating=Rating.RED, actions=0), (Lack.ACTION,)),
        (replace(WHOLE, rationale=" \n "), (Lack.RATIONALE,)),
        (replace(WHOLE, rating=Rating.NOT_RATED, evidence=0), (Lack.RATING,)),
    ],
)
def test_what_an_answer_lacks(answer, lacks):
    assert lacks_of(answer) == lacks


@given(ANSWERS)
def test_nothing_is_final_without_a_rating_a_rationale_and_an_action(answer):
    if not lacks_of(answer):
        assert answer.rating != Rating.NOT_RATED
        assert answer.rationale.strip()
        assert answer.actions
        assert answer.evidence or answer.rating == Rating.RED


@given(ANSWERS)
def test_more_of_an_answer_never_makes_it_lack_more(answer):
    more = replace(answer, rationale="Because", evidence=answer.evidence + 1, actions=answer.actions + 1)
    assert set(lacks_of(more)) <= set(lacks_of(answer))


@given(st.lists(ANSWERS, max_size=24))
def test_progress_counts_every_question_once(answers):
    progress = progress_of(answers)
    assert 0 <= progress.complete <= progress.rated <= progress.total == len(answers)
    assert progress.total - progress.complete == len(problems_of_answers((str(n), a) for n, a in enumerate(answers)))
    assert progress.is_complete == (bool(answers) and not any(map(lacks_of, answers)))


def test_what_is_missing_in_words():
    assert lacks_words(()) == ""
    assert lacks_words((Lack.EVIDENCE,)) == "evidence"
    assert lacks_words((Lack.RATIONALE, Lack.EVIDENCE, Lack.ACTION)) == "a rationale, evidence and an action"
    assert problems_of_answers([("1.1", WHOLE), ("1.2", replace(WHOLE, actions=0))]) == [
        ("1.2", "Question 1.2 needs an action.")
    ]
    assert progress_of([WHOLE, Answered(Rating.RED)]).words == "1 of 2 questions complete, 2 rated"
