"""What a definition and a measure say, field by field in words: for pages, for the history, and to tell two apart."""

from collections.abc import Sequence
from decimal import Decimal

from indicators.models import IndicatorDefinition, Measure
from indicators.rules.changes import Text
from indicators.rules.figures import figure_in_words
from indicators.rules.vocabulary import NOT_YET_AGREED, Unit

DOCUMENT = "Where it is from"
# What stands where a blank field is not something still to be agreed.
NOTHING = {
    DOCUMENT: "Recorded by the Business Team",
    "Data notes": "None",
    "Data note": "None",
    "Agency asked": "None: it is published by others",
    "Joined with": "No other agency’s figures",
}


def definition_texts(definition: IndicatorDefinition) -> list[Text]:
    """Every field of a definition with its label, in the order of the form; blank where nothing is agreed (C10)."""
    threshold = definition.dissemination_threshold
    return [
        ("Wording", definition.wording),
        ("Wording to be confirmed", _yes(definition.wording_to_be_confirmed)),
        (DOCUMENT, definition.document),
        ("Numerator", definition.numerator),
        ("Denominator", definition.denominator),
        ("What is counted", definition.get_counts_display()),
        ("Unit", definition.get_unit_display()),
        ("Better when", definition.get_polarity_display()),
        ("How often", definition.get_frequency_display()),
        ("How shorter periods make a longer one", definition.get_roll_up_display()),
        ("Source agency", definition.source_agency.name if definition.source_agency else ""),
        ("Post that owns it", definition.owner),
        ("Smallest count that may leave the Partnership", "" if threshold is None else str(threshold)),
        ("Early warning indicator", _yes(definition.is_early_warning)),
        ("Challenge questions", definition.challenge_questions),
        ("Data notes", definition.data_notes),
    ]


def measure_texts(measure: Measure) -> list[Text]:
    """Every field of a measure that may be changed, with its label, in the order of the form."""
    joined = [agency.name for agency in measure.joined_with.all()] if measure.pk else []
    return [
        ("Title", measure.title),
        ("How close it is to the item", measure.get_relation_display()),
        ("Unit", measure.get_unit_display()),
        ("Decimal places shown", str(measure.decimals)),
        ("Better when", measure.get_polarity_display()),
        ("How often", measure.get_frequency_display()),
        ("Numerator", measure.numerator),
        ("Denominator", measure.denominator),
        ("Area that stands for Kent", measure.home_area.name),
        ("Agency asked", measure.source_agency.name if measure.source_agency else ""),
        ("Joined with", _lines(joined)),
        ("Data note", measure.data_note),
    ]


def value_in_words(measure: Measure, value: Decimal) -> str:
    """A target or benchmark with its unit, with every decimal that was typed and no fewer than the measure shows."""
    typed = max(0, -int(value.normalize().as_tuple().exponent))
    return figure_in_words(value, Unit(measure.unit), max(typed, measure.decimals))


def in_words(text: Text) -> Text:
    """The label, and the text or what stands where there is none: mostly "Not yet agreed" (C10)."""
    label, words = text
    return label, words or NOTHING.get(label, NOT_YET_AGREED)


def _yes(flag: bool) -> str:
    return "Yes" if flag else "No"


def _lines(names: Sequence[str]) -> str:
    return "\n".join(names)
