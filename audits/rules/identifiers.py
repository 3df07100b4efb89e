"""
What in a text could tell which child it is about: numbers, dates of birth, postcodes, and words that look like names.

Source: requirement R116. The portal knows a case by a reference alone; its key is kept by the agencies, elsewhere. An
identifier is refused in anything final; what may be a name is a warning, for a machine cannot tell "Amy Hartley" from
"Ruby Court". Nothing here repeats a number that it found.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audits.rules.identifier_words import MONTHS, ORDINARY_WORDS, POSTCODE_AREAS, TITLES

NHS_NUMBER = "an NHS number"
DATE_OF_BIRTH = "a date of birth"
POSTCODE = "a postcode"
UPN = "a UPN"
NO_IDENTIFIERS = "Take it out: a case is known here by its reference alone."

# Every quantifier below either has an upper limit or stands before something it cannot match itself, so that no text,
# however made, is read more than a few times over.
_GAP = r"[\s.\-–—_]{0,3}"
_DIGITS = re.compile(rf"\d(?:{_GAP}\d)*")
_TELEPHONE = re.compile(r"\+44(?:[\s()\-]{0,3}\d){9,10}(?!\d)")
_UPN = re.compile(rf"([A-HJ-NP-RT-Z])((?:{_GAP}\d){{11}}){_GAP}([\dA-HJ-NP-RT-Z])(?![A-Z0-9])")
_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z]{1,2})\d(?:\d|[A-Za-z])?[\s\-]{0,3}(\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})(?![A-Za-z0-9])"
)
_ORDINAL = re.compile(r"1st|2nd|3rd|[04-9]th")
_MONTH = rf"(?:{'|'.join(MONTHS)}|{'|'.join(sorted({month[:3] for month in MONTHS} | {'Sept'}, reverse=True))})"
_DATE = (
    r"(?:\d{1,4}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2,4}|\d{1,2} \d{1,2} \d{2,4}|\d{8}|\d{6}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s\-/.]{{0,2}}(?:of )?{_MONTH}\b|{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b)(?!\d)"
)
_BIRTH = r"(?<![A-Za-z])(?:d\.?\s?o\.?\s?b\b\.?|date of birth|birth\s?date|birthday|born)"
_BORN_ON = re.compile(rf"{_BIRTH}(?P<between>[^.;!?\d]{{0,45}}?){_DATE}", re.IGNORECASE)
_ON_BORN = re.compile(
    rf"(?<!\d){_DATE}(?:[\s,/\-.]{{0,3}}\d{{2,4}})?[\s,:(\[\-–—]{{1,4}}"
    r"(?:d\.?\s?o\.?\s?b\b|date of birth|birth\s?date)",
    re.IGNORECASE,
)
# After these a date is of something else, or bounds a cohort: "born after 1 September 2019".
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:after|before|between|from|since|until|by|to|when|meeting|conference|review|visit|audit|assessment|referral"
    r"|plan|order|discussion|record(?:ed|s)?|check(?:ed)?)\b",
    re.IGNORECASE,
)
_WORD = r"(?:[^\W\d_]['’])?[^\W\d_]+(?:['’\-][^\W\d_]+){0,3}"
_WORDS = re.compile(rf"{_WORD}|\d+|[^\S\r\n]+|.", re.DOTALL)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


@dataclass(frozen=True)
class Found:
    """
    What a text holds: the kinds of identifiers in words ("an NHS number"), never themselves; and what may be names.

    It is true when there is anything.
    """

    identifiers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.identifiers or self.names)

    def __add__(self, other: "Found") -> "Found":
        return Found(
            tuple(dict.fromkeys(self.identifiers + other.identifiers)), tuple(dict.fromkeys(self.names + other.names))
        )


def found_in(text: str, known: Iterable[str] = ()) -> Found:
    """
    Every kind of identifier in the text, and every run of capitalised words that may be a person's name.

    `known` are the names of agencies, groups and things of the trade, which are nobody's name. A date counts as one of
    birth only where the text says so.
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    looked_for = (
        (NHS_NUMBER, _has_nhs_number),
        (DATE_OF_BIRTH, _has_date_of_birth),
        (POSTCODE, _has_postcode),
        (UPN, _has_upn),
    )
    return Found(tuple(kind for kind, is_in in looked_for if is_in(plain)), tuple(_names_in(plain, known)))


def sentence(found: Found) -> str:
    """What was found, fit for whoever wrote it; blank for nothing. It never repeats a number, a date or a postcode."""
    return " ".join(filter(None, (identifiers_sentence(found), names_sentence(found))))


def identifiers_sentence(found: Found) -> str:
    """Why the text is refused where it becomes final; blank when it is not."""
    return f"This has what looks like {_and(found.identifiers)}. {NO_IDENTIFIERS}" if found.identifiers else ""


def names_sentence(found: Found) -> str:
    """What may be names and has to be looked at; blank for none."""
    if not found.names:
        return ""
    quoted = _and(tuple(f"“{name}”" for name in found.names[:5]))
    return f"This has what may be a person’s name: {quoted}."


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are a number of the NHS: the last is the check digit by modulus 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


def is_upn(letters: str) -> bool:
    """Whether thirteen characters are a unique pupil number: the first is the check letter by modulus 23."""
    values = [int(one) if one.isdigit() else _UPN_LETTERS.index(one) for one in letters[1:]]
    return _UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, start=2)) % 23] == letters[0]


def _has_nhs_number(text: str) -> bool:
    return any(is_nhs_number(digits) for digits in _tens(_TELEPHONE.sub(" ", text)))


def _tens(text: str) -> Iterator[str]:
    """
    Every ten digits that may be one number.

    A run of exactly ten counts in any spacing. In a longer run, such as a row of a table, only ten together and three,
    three and four do, or every list of figures would sooner or later be taken for a number.
    """
    for run in _DIGITS.finditer(text):
        groups = re.findall(r"\d+", run[0])
        digits = "".join(groups)
        if len(digits) == 10:
            if not re.match(r"[:,/]\d", text[run.end() : run.end() + 2]):
                yield digits
            continue
        yield from (group for group in groups if len(group) == 10)
        for at in range(len(groups) - 2):
            if [len(group) for group in groups[at : at + 3]] == [3, 3, 4]:
                yield "".join(groups[at : at + 3])


def _has_upn(text: str) -> bool:
    return any(is_upn(re.sub(r"[^A-Z0-9]", "", found[0])) for found in _UPN.finditer(text.upper()))


def _has_postcode(text: str) -> bool:
    return any(
        found[1].upper() in POSTCODE_AREAS and not _ORDINAL.fullmatch(found[2]) for found in _POSTCODE.finditer(text)
    )


def _has_date_of_birth(text: str) -> bool:
    said = any(not _OF_SOMETHING_ELSE.search(found["between"]) for found in _BORN_ON.finditer(text))
    return said or _ON_BORN.search(text) is not None


def _names_in(text: str, known: Iterable[str]) -> Iterator[str]:
    runs = [run for run in _capitalised_runs(text) if len(run) > 1]
    if not runs:
        return
    ordinary = ORDINARY_WORDS | {word.casefold() for term in known for word in re.findall(_WORD, term)}
    seen = set()
    for run in runs:
        for name in _unknown_parts(run, ordinary):
            if name not in seen:
                seen.add(name)
                yield name


def _capitalised_runs(text: str) -> Iterator[list[str]]:
    """Words with a capital that follow each other with nothing but spaces, or the stop of a title, between them."""
    run: list[str] = []
    for piece in _WORDS.findall(text):
        if piece.isspace() and "\n" not in piece:
            continue
        if piece == "." and run and (run[-1].casefold() in TITLES or len(run[-1]) == 1):
            continue
        if piece[0].isupper() and (len(piece) == 1 or not piece.isupper()):
            run.append(piece)
            continue
        yield run
        run = []
    yield run


def _unknown_parts(run: list[str], ordinary: set[str] | frozenset[str]) -> Iterator[str]:
    """The parts of a run that may be names: two strange words beside each other, or a title and any word."""
    part: list[str] = []
    for word in [*run, ""]:
        bare = re.sub(r"['’]s$", "", word)
        titled = bool(part) and part[-1].casefold() in TITLES
        if bare and (titled or bare.casefold() in TITLES or (bare.casefold() not in ordinary)):
            part.append(bare)
            continue
        if _is_name(part):
            yield " ".join(part)
        part = []


def _is_name(part: list[str]) -> bool:
    words = [word for word in part if len(word) > 1 and word.casefold() not in TITLES]
    return len(words) > 1 or (len(words) == 1 and len(part) > 1)


def _and(things: tuple[str, ...]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"
