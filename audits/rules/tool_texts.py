"""The texts of audit tools as the portal keeps them, typed on a page or read from a workbook."""

import re

from assurance.rules.tables import neutral
from assurance.rules.typed_values import plain_text

# What no XML, and so no workbook, can hold.
NO_CHARACTERS = re.compile("[\ud800-\udfff\ufffe\uffff]")


def tidy(text: str) -> str:
    """
    A text without what Word and Excel leave in it, and without the apostrophe an export puts before "=" (trust.md 9).

    So a text that is exported and brought in again is the text it was.
    """
    text = plain_text(NO_CHARACTERS.sub("", text))
    while text.startswith("'") and neutral(text[1:]) == text:
        text = plain_text(text[1:])
    return text
