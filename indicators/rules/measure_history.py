"""What a measure was before a change: its history, written in words, read back into the fields it speaks of (R68)."""

from collections.abc import Iterable

from indicators.rules.changes import ChangeKind, Difference
from indicators.rules.vocabulary import FREQUENCY_WORDS, POLARITY_WORDS, RELATION_WORDS, UNIT_WORDS

# The labels of `measure_texts` with the fields they name. Areas and agencies are as they are today.
TEXTS = {"Title": "title", "Numerator": "numerator", "Denominator": "denominator", "Data note": "data_note"}
CHOICES: dict[str, tuple[str, dict[str, str]]] = {
    "How close it is to the item": ("relation", {words: str(value) for value, words in RELATION_WORDS.items()}),
    "Unit": ("unit", {words: str(value) for value, words in UNIT_WORDS.items()}),
    "Better when": ("polarity", {words: str(value) for value, words in POLARITY_WORDS.items()}),
    "How often": ("frequency", {words: str(value) for value, words in FREQUENCY_WORDS.items()}),
}
DECIMALS = "Decimal places shown"
WAS_IN_USE = {ChangeKind.MEASURE_RETIRED: True, ChangeKind.MEASURE_RESTORED: False}


def before_change(kind: ChangeKind, what: Iterable[Difference]) -> dict[str, str | int | bool]:
    """The fields of a measure that were different before a change, with what they were."""
    if kind in WAS_IN_USE:
        return {"is_current": WAS_IN_USE[kind]}
    found: dict[str, str | int | bool] = {}
    for label, was, _ in what if kind == ChangeKind.MEASURE_CHANGED else ():
        if label in TEXTS:
            found[TEXTS[label]] = was
        elif label in CHOICES:
            field, known = CHOICES[label]
            if not was or was in known:
                found[field] = known.get(was, "")
        elif label == DECIMALS:
            found["decimals"] = int(was)
    return found
