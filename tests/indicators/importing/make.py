"""Small files, mappings and workbooks for the tests of reading figures."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from indicators.rules.importing.mapping import read_mapping
from indicators.rules.importing.reading import Known, read_file
from indicators.rules.vocabulary import Unit

LAID_DOWN = datetime(2020, 1, 1, tzinfo=UTC)
RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
KENT, MEDWAY, ENGLAND = 1, 2, 3
KNOWN = Known(
    areas={"E10000016": KENT, "E06000035": MEDWAY, "E92000001": ENGLAND, "E0": KENT},
    units={"SHARE": Unit.PERCENT, "RATE": Unit.PER_10000, "HEADS": Unit.COUNT},
)
BASIC: dict[str, Any] = {
    "name": "basic",
    "title": "A file",
    "source": "a-source",
    "period": {"column": "year", "kinds": ["year"], "year": "financial"},
    "area": {"column": "code"},
    "measures": [{"code": "SHARE", "value": "value", "numerator": "above", "denominator": "below"}],
}
HEADER = "year,code,above,below,value"


def mapping_of(**changes):
    """The basic mapping with other parts; None takes one away."""
    data = {name: value for name, value in (BASIC | changes).items() if value is not None}
    return read_mapping(data)


def read(text, name="figures.csv", known=KNOWN, **changes):
    """What a file with this text holds; the header is put before it unless it brings its own."""
    content = text if isinstance(text, bytes) else f"{HEADER}\n{text}".encode()
    return read_file(io.BytesIO(content), name=name, mapping=mapping_of(**changes), known=known)


def sentences(result):
    """What is wrong, a sentence each."""
    return [problem.sentence for problem in result.refused]


def workbook(rows, sheet="Table", formats=None):
    """A workbook with these rows, as bytes; `formats` gives a number format by column."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": LAID_DOWN})  # the clock would make every copy another file
        page = book.add_worksheet(sheet)
        for column, shape in (formats or {}).items():
            page.set_column(column, column, None, book.add_format({"num_format": shape}))
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write(number, column, cell)
    return file.getvalue()


def refusal(work):
    """The sentence with which a piece of work is refused; a full stop when it is not."""
    try:
        work()
    except ValueError as problem:
        return str(problem)
    return "."
