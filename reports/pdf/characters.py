"""
Characters that a PDF cannot carry, put into ones that it can.

People paste from anywhere, and both standards refuse a file with one character that no font can draw: an emoji in
one return must not stop the Executive Board's pack, and must not vanish from it either.
"""

import re
import unicodedata
from collections.abc import Iterable

# Bullets, ticks and arrows that Word takes from its symbol fonts, as they arrive when pasted.
PASTED_SYMBOLS = str.maketrans(
    {"\uf0a7": "▪", "\uf0a8": "◊", "\uf0b7": "•", "\uf0d8": "➢", "\uf0e0": "→", "\uf0fc": "✓"}
)
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
# Private characters and those Unicode promises never to assign: they mean nothing outside the font they came with.
MEANINGLESS = re.compile("[\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]")


def plain(text: str) -> str:
    """Return the text with pasted symbols as real ones, controls as spaces and meaningless characters as U+FFFD."""
    return MEANINGLESS.sub("\N{REPLACEMENT CHARACTER}", CONTROLS.sub(" ", text.translate(PASTED_SYMBOLS)))


def in_words(text: str, undrawable: Iterable[str]) -> str:
    """Return the text with each of the undrawable characters by its name: "[white heavy check mark]"."""
    names = {character: unicodedata.name(character, f"U+{ord(character):04X}").lower() for character in undrawable}
    return text.translate(str.maketrans({character: f"[{name}]" for character, name in names.items()}))
