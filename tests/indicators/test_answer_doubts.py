"""What is hard to believe about an agency's answer: asked as it is of figures in files, and in nobody's way."""

from datetime import date
from decimal import Decimal as D

import pytest

from indicators.queries.answers import answer_page, preview
from indicators.rules.answer_doubts import Told, answer_queries
from indicators.rules.requests import Answer, Question
from indicators.rules.vocabulary import Unit
from indicators.services.answers import send_answer
from tests.factories.indicators import figure, land
from tests.factories.requests import NOW, DataRequestFactory, drafted, lead_of

JUNE, SEPTEMBER = (date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 9, 30))
PERCENT, COUNT = Question(Unit.PERCENT, 1), Question(Unit.COUNT, 0)
THEN = Told(*JUNE, D("5"), D(50), D(1000))
SAID = "Kent (July to September 2026): "


def asked_about(question, answer, before=None):
    return answer_queries(question, answer, area="Kent", asked_for=SEPTEMBER, before=before)


@pytest.mark.parametrize(
    ("question", "answer", "before", "said"),
    [
        (PERCENT, Answer(numerator=D(301), denominator=D(300)), None, ["the numerator (301) is more than the"]),
        (PERCENT, Answer(value=D("100.1")), None, ["100.1% is more than a whole"]),
        (PERCENT, Answer(value=D(-1)), None, ["The figure is less than nought."]),
        (PERCENT, Answer(value=D(100)), None, []),
        (PERCENT, Answer(), None, []),
        (PERCENT, Answer(numerator=D(500), denominator=D(1000)), THEN, ["the value rose tenfold or more: 5, then 50."]),
        (PERCENT, Answer(numerator=D(400), denominator=D(1000)), THEN, []),
        (PERCENT, Answer(numerator=D(10), denominator=D(300)), THEN, ["the denominator fell from 1,000 to 300."]),
        (PERCENT, Answer(numerator=D(20), denominator=D(400)), THEN, []),
        (COUNT, Answer(value=D(19)), Told(*JUNE, D(1), None, None), []),
        (
            COUNT,
            Answer(value=D(200)),
            Told(*JUNE, D(20), None, None),
            ["the value rose tenfold or more: 20, then 200."],
        ),
        (COUNT, Answer(value=D(200)), Told(*JUNE, None, None, None), []),
    ],
)
def test_what_is_odd_is_asked_about(question, answer, before, said):
    queries = asked_about(question, answer, before)
    assert len(queries) == len(said)
    assert all(part in query for part, query in zip(said, queries, strict=True))


def test_the_question_names_the_area_and_the_period():
    assert asked_about(PERCENT, Answer(numerator=D(500), denominator=D(1000)), THEN)[0].startswith(SAID)


@pytest.fixture
def asked(db):
    """A request whose figure before was 4.0%, 40 of 1,000."""
    asked = DataRequestFactory()
    start, end = JUNE
    land(figure(asked.measure, "4.0", start=start, end=end, numerator=D(40), denominator=D(1000)))
    return asked


def test_form_and_check_page_ask_and_sending_is_not_refused(asked, sign_in):
    lead = lead_of(asked.agency)
    drafted(asked, lead, numerator=D(10), denominator=D(200), analysis="Words", change_reason="Words")
    client = sign_in(lead)
    (query,) = answer_page(asked).queries
    assert query.endswith("the denominator fell from 1,000 to 200.")
    for page in ("answer", "check"):
        assert query in client.get(f"/indicators/requests/{asked.pk}/{page}/").content.decode()
    send_answer(asked=asked, version=asked.version, by=lead, now=NOW)
    asked.refresh_from_db()
    assert asked.sent_at == NOW


def test_a_pasted_row_is_asked_about_too(asked, django_assert_num_queries):
    row = f"{asked.measure.code}\t90\t200\t\tWords"
    with django_assert_num_queries(2):
        (found,) = preview([asked], row).rows
    assert [("tenfold" in remark, "fell" in remark) for remark in found.remarks[-2:]] == [(False, True), (True, False)]
