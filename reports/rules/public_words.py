"""
What is read again before a report is published: the sentences that may tell of a child.

A machine cannot say of a sentence that it identifies nobody. Reading every text is the safeguard (the Business Team
says that it has); this says where to begin.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from audits.rules.identifiers import found_in
from reports.rules.differences import lines_of
from reports.rules.public import AS_WRITTEN

NEAR = 5
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})\b")
# Cells of a row come with " | " between them.
_BETWEEN = re.compile(r"(?<=[.!?])\s+|\n+| \| ")
_WORD = re.compile(r"\d+(?:[.,]\d+)+%?|[\w'’-]+%?")
_FEW = re.compile(r"[1-5]|one|two|three|four|five|single|only|both|twins?|triplets|\d{1,2}-(?:year|month|week|day)-old")
_SHARE = re.compile(r"per|percent")
_CHILD = re.compile(
    r"(?:child|children|girl|boy|sibling|brother|sister|person|young|baby|infant|toddler|teenager|adolescent|pupil"
    r"|student|son|daughter|family|mother|father|parent|case|death|victim|patient|twin)(?:s|’s|s’)?"
    r"|babies|families|people|man|men|woman|women|triplets"
)


def to_look_at(text: str) -> tuple[str, ...]:
    """
    The sentences that somebody should look at again, each once.

    In them a number from one to five, or an age, stands within five words of a word for children or cases; or there is
    what looks like an identifier.
    """
    sentences = (sentence.strip() for sentence in _BETWEEN.split(text))
    return tuple(dict.fromkeys(one for one in sentences if _tells_of_few(one) or found_in(one).identifiers))


def _tells_of_few(sentence: str) -> bool:
    words = [word.casefold().replace("'", "’") for word in _WORD.findall(_DATE.sub(" ", sentence))]
    few = [
        place
        for place, (word, following) in enumerate(zip_longest(words, words[1:], fillvalue=""))
        if _FEW.fullmatch(word) and not _SHARE.fullmatch(following)
    ]
    children = [place for place, word in enumerate(words) if _CHILD.fullmatch(word)]
    return any(abs(one - other) <= NEAR for one in few for other in children)


def sections_to_look_at(sections: Iterable[Mapping[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    """Of the sections of a public edition those with sentences to look at: their titles with these."""
    found = [(section["title"], to_look_at("\n".join(_words_of(section)))) for section in sections]
    return [(title, sentences) for title, sentences in found if sentences]


def _words_of(section: Mapping[str, Any]) -> Iterator[str]:
    """What people wrote in a section as it lies in a snapshot; of one that came through the boundary, titles alone."""
    if section["name"] in AS_WRITTEN:
        yield from lines_of(section)
    else:
        yield from (block["title"] for block in section["content"].get("body", ()) if block["kind"] == "entry")
