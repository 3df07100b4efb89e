"""What in a text could tell which child it is about (R116)."""

from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.rules.identifier_words import POSTCODE_AREAS
from audits.rules.identifiers import (
    DATE_OF_BIRTH,
    NHS_NUMBER,
    POSTCODE,
    UPN,
    Found,
    found_in,
    is_nhs_number,
    is_upn,
    sentence,
)

GAPS = st.sampled_from(["", " ", "  ", "-", "\u00a0", ".", " - ", "\u2009", "\u200b", "\n"])
AROUND = st.text(
    alphabet=st.characters(exclude_categories=("Nd", "No", "Nl", "Cs"), exclude_characters="+"), max_size=20
)
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


@st.composite
def nhs_numbers(draw):
    """Ten digits that pass the check, as a text."""
    nine = draw(st.text("0123456789", min_size=9, max_size=9))
    numbers = [nine + last for last in "0123456789" if is_nhs_number(nine + last)]
    return draw(st.sampled_from(numbers)) if numbers else "9434765919"


@st.composite
def upns(draw):
    """A letter and twelve characters that pass the check; the last is a letter in a temporary number."""
    rest = draw(st.text("0123456789", min_size=11, max_size=11)) + draw(st.sampled_from("0123456789" + UPN_LETTERS))
    return next(letter + rest for letter in UPN_LETTERS if is_upn(letter + rest))


@st.composite
def postcodes(draw):
    """A postcode in any of the six forms, in capitals."""
    area, form = draw(st.sampled_from(sorted(POSTCODE_AREAS))), draw(st.sampled_from(["9", "99", "9A"]))
    district = "".join(draw(st.sampled_from("0123456789" if one == "9" else "ABEHW")) for one in form)
    inward = draw(st.sampled_from("0123456789")) + draw(st.text("ABDEFGHJLNPQRSTUWXYZ", min_size=2, max_size=2))
    return f"{area}{district}", inward


def spaced(draw_gap, text):
    """The text with a gap between any two of its characters."""
    return "".join(one + (draw_gap() if at < len(text) - 1 else "") for at, one in enumerate(text))


@given(number=nhs_numbers(), before=AROUND, after=AROUND, data=st.data())
def test_every_nhs_number_is_found_in_any_spacing_and_anywhere(number, before, after, data):
    written = spaced(lambda: data.draw(GAPS), number)
    assert NHS_NUMBER in found_in(f"{before} {written} {after}").identifiers
    assert NHS_NUMBER in found_in(f"NHS{number}, {after}").identifiers


@given(number=nhs_numbers(), figures=st.lists(st.integers(0, 99), min_size=1, max_size=8))
def test_it_is_found_among_other_figures_as_it_is_usually_written(number, figures):
    row = " ".join(str(figure) for figure in figures)
    for written in (number, f"{number[:3]} {number[3:6]} {number[6:]}"):
        assert NHS_NUMBER in found_in(f"{row} , {written}").identifiers


@given(number=nhs_numbers())
def test_a_number_with_a_wrong_check_digit_is_none(number):
    wrong = number[:9] + str((int(number[9]) + 1) % 10)
    assert NHS_NUMBER not in found_in(wrong).identifiers


@given(number=upns(), before=AROUND, after=AROUND, data=st.data())
def test_every_upn_is_found_in_any_spacing_and_either_case(number, before, after, data):
    written = spaced(lambda: data.draw(GAPS), number)
    assert UPN in found_in(f"{before} {written} {after}").identifiers
    assert UPN in found_in(f"upn: {number.lower()}.").identifiers


@given(number=upns())
def test_a_upn_with_a_wrong_letter_is_none(number):
    wrong = next(letter for letter in UPN_LETTERS if letter != number[0])
    assert UPN not in found_in(wrong + number[1:]).identifiers


@given(postcode=postcodes(), gap=st.sampled_from(["", " ", "  ", "\u00a0", "\t", "-"]), before=AROUND, after=AROUND)
def test_every_full_postcode_is_found(postcode, gap, before, after):
    written = gap.join(postcode)
    assert POSTCODE in found_in(f"{before} {written} {after}").identifiers
    assert POSTCODE in found_in(f"lives at {written}, near the school").identifiers


@given(
    day=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    form=st.sampled_from(
        [
            "%d/%m/%Y",
            "%d/%m/%y",
            "%d.%m.%Y",
            "%d-%m-%Y",
            "%Y-%m-%d",
            "%d %B %Y",
            "%d %b %y",
            "%dth of %B %Y",
            "%B %d, %Y",
        ]
    ),
    said=st.sampled_from(
        ["dob {}", "DOB: {}", "D.O.B. {}", "d.o.b - {}", "DoB\n{}", "born {}", "born on {}", "Born on the {}"]
        + ["date of birth is {}", "Date of Birth: {}", "birthday on {}", "was born at home on {}", "{} (DOB)"]
        + ["{}, date of birth", "birth date ({})"]
    ),
)
def test_a_date_said_to_be_of_birth_is_found(day, form, said):
    assert found_in(f"The child, {said.format(day.strftime(form))}, was seen.").identifiers == (DATE_OF_BIRTH,)


@given(
    day=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    form=st.sampled_from(["%d/%m/%Y", "%d %B %Y", "%Y-%m-%d %H:%M", "%d.%m.%y"]),
)
def test_the_date_of_anything_else_is_left_alone(day, form):
    assert found_in(f"The strategy meeting took place on {day.strftime(form)}, and the plan was agreed.") == Found()


PROSE = (
    "The strategy discussion of 3 April 2025 was held within one working day, with police and health present.",
    "Date of birth was missing on 4 of 12 referrals when the front door checked them on 3 April 2025.",
    "All children born between 1 April 2019 and 31 March 2020 were in the frame.",
    "Children born after 1 September 2019 were left out.",
    "The unborn baby’s plan was agreed on 14/02/2026, before the conference.",
    "The newborn was seen on 12.03.2026 by the health visitor.",
    "The baby was born early. The first visit was on 3 April 2025.",
    "Call the front door on 03000 411 111 or +44 1622 696 155.",
    "Of 1,204 referrals 312 led to an assessment, 96 to a plan and 14 to an order.",
    "Counts by quarter: 12 14 15 17 18 20 22 25 27 31 33 35 38 40 41 44 46 48.",
    "The audit ran from 2025-11-19 10:30 to 2025-11-20 16:15.",
    "Section 11 is answered by every agency; S11 1st return in April, S11 2nd return in October.",
    "Cases A01, A02, ME-014 and B7 were drawn with the seed 4f2a91.",
    "See Working Together to Safeguard Children, chapter 3, paragraph 58.",
    "The Core Group met four times. Kent Police and the Health Visitor sent reports.",
    "The Early Help Assessment and the Child Protection Plan were on file.",
    "Several Thanet schools and both Maidstone nurseries took part in Operation Encompass.",
    "NHS England and Ofsted were told on Monday 3 November.",
    "Supervision was recorded weekly by the Team Manager, who knew the child’s wishes.",
    "The Graded Care Profile was used in 3 of 5 cases. Signs of Safety was used in all.",
    "In March 2026 the Independent Reviewing Officer raised a challenge. In April it was answered.",
    "Figure 1 shows 943 children; 476 were seen, and 59 were not.",
    "The invoice 2025/26 came to £1,234,567,890 in all.",
)


@pytest.mark.parametrize("text", PROSE)
def test_ordinary_prose_is_left_alone(text):
    assert found_in(text, known=("Operation Encompass", "Kent Police")) == Found()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Amy Hartley was not asked what she wanted.", ("Amy Hartley",)),
        ("The school knew Amy-Jo O’Connor and her brother.", ("Amy-Jo O’Connor",)),
        ("The Team Manager told Mrs Kent on Monday.", ("Mrs Kent",)),
        ("Seen by Dr. Okafor, with Amy J. Hartley’s mother.", ("Dr Okafor", "Amy J Hartley")),
        ("Zoë Müller and Siân Ifans moved to Maidstone.", ("Zoë Müller", "Siân Ifans")),
        ("Amy Hartley. Later Amy Hartley was seen.", ("Amy Hartley",)),
        ("Amy was seen. Hartley was not.", ()),
    ],
)
def test_what_may_be_a_name_is_told_once_and_nothing_around_it(text, names):
    assert found_in(text, known=("Later",)).names == names


def test_what_is_known_is_nobodys_name():
    text = "Ruby Larkfield took part."
    assert found_in(text).names == ("Ruby Larkfield",)
    assert found_in(text, known=["Ruby Larkfield Nursery"]) == Found()


def test_the_sentence_says_what_kind_and_never_what():
    found = found_in("9434765919, born 03/04/2014, lives at ME14 1XQ with Amy Hartley.")
    assert found.identifiers == (NHS_NUMBER, DATE_OF_BIRTH, POSTCODE)
    assert sentence(found) == (
        "This has what looks like an NHS number, a date of birth and a postcode. Take it out: a case is known "
        "here by its reference alone. This has what may be a person’s name: “Amy Hartley”."
    )
    assert sentence(Found()) == ""


@given(st.text())
def test_no_digit_of_the_text_is_in_the_sentence(text):
    found = found_in(text)
    assert not any(one.isdecimal() for one in sentence(found))


@pytest.mark.parametrize(
    "text",
    ["1" * 200_000, "1 " * 100_000, "A1" * 100_000, "a" * 200_000, "born " * 40_000, "A " * 100_000, "Amy-" * 50_000]
    + ["A" + "1 " * 100_000, "12 May " * 30_000, "ME1 " * 50_000, "d.o.b " * 30_000, "O’" * 100_000, "-" * 200_000],
)
def test_no_text_takes_long(text):
    began = perf_counter()
    found_in(text)
    assert perf_counter() - began < 5
