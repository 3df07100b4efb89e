"""Files as rows of text: encodings, delimiters, bounds, and what is no table."""

import io

import pytest

from indicators.rules.importing import files
from indicators.rules.importing.files import first_rows, rows_of
from indicators.rules.importing.problems import FileRefused


def rows(content, **options):
    """All rows of a file with this content."""
    return [row for block in rows_of(io.BytesIO(content), **options) for row in block.cells]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\nFolkestone – é,1\n".encode(),
        "a,b\nFolkestone – é,1\n".encode("utf-8-sig"),
        "a,b\r\nFolkestone – é,1\r\n".encode(),
        "a,b\nFolkestone – é,1".encode("cp1252"),
        '"a","b"\n"Folkestone – é","1"\n'.encode(),
        "a;b\nFolkestone – é;1\n".encode(),
        "a\tb\nFolkestone – é\t1\n".encode(),
        "a|b\nFolkestone – é|1\n".encode(),
    ],
)
def test_the_same_rows_whatever_the_encoding_and_the_delimiter(content):
    assert rows(content) == [["a", "b"], ["Folkestone – é", "1"]]


def test_a_letter_in_two_pieces_is_still_one(monkeypatch):
    monkeypatch.setattr(files, "SCANNED", 3)
    assert rows("aé,bé\n".encode())[0] == ["aé", "bé"]


def test_cells_are_text_and_na_is_an_agency():
    assert rows(b"code,n\nNA,007\nnull,1e5\n") == [["code", "n"], ["NA", "007"], ["null", "1e5"]]


def test_quoted_cells_may_hold_commas_and_lines():
    assert rows(b'a,b\n"1,234","two\nlines"\n') == [["a", "b"], ["1,234", "two\nlines"]]


def test_a_stated_delimiter_is_taken_at_its_word():
    assert rows(b"a;b,c\n", delimiter=";") == [["a", "b,c"]]


def test_rows_come_in_blocks_with_the_number_of_the_first(monkeypatch):
    monkeypatch.setattr(files, "BLOCK", 2)
    blocks = list(rows_of(io.BytesIO(b"a\nb\nc\nd\ne\n")))
    assert [(block.first, len(block.cells)) for block in blocks] == [(1, 2), (3, 2), (5, 1)]


def test_the_first_rows_are_read_alone():
    assert first_rows(io.BytesIO(b"a\nb\nc\n"), 2) == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"a,b\n1,\x00\n", "it holds bytes that are no text"),
        ("a,b\n".encode("utf-16"), "saved as UTF-16"),
        (b"a,b\n\x81\x8d\xff,1\n", "letters cannot be read"),
        (b'a,b\n"1,2\n', "Line 2 is not CSV"),
        (b'a,b\n"1"2,2\n', "Line 2 is not CSV"),
        (b'a\n"' + b"x" * 200_000 + b'"\n', "Line 2 is not CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a workbook of Excel before 2007, or has a password"),
        (b"PK\x03\x04 and then nothing", "not one the portal opens"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(FileRefused, match=sentence):
        rows(content)


@pytest.mark.parametrize(
    ("bound", "sentence"), [("MOST_ROWS", "more than 2 rows"), ("MOST_COLUMNS", "more than 2 columns")]
)
def test_rows_and_columns_are_bounded(monkeypatch, bound, sentence):
    monkeypatch.setattr(files, bound, 2)
    with pytest.raises(FileRefused, match=sentence):
        rows(b"a,b,c\n1,2,3\n1,2,3\n")
