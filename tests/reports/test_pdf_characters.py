"""Whatever a person pastes, the report is built, accepted and says it."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.pdf.characters import in_words, plain
from reports.pdf.render import render_pdf
from reports.pdf.validate import validate_pdf

DOCUMENT = """<!DOCTYPE html><html lang="en-GB"><head><title>{0}</title>
<link rel="stylesheet" href="static:css/pdf.css"></head><body><h1>{0}</h1></body></html>"""


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("\uf0b7 from Word", "• from Word"),
        ("\uf0fc done", "✓ done"),
        ("private \ue123 and \U000f0001", "private \ufffd and \ufffd"),
        ("never assigned \uffff", "never assigned \ufffd"),
        ("bell\x07, separator\u2028", "bell , separator "),
        ("tab\tand\nline stay", "tab\tand\nline stay"),
        ("£, é, Łódź, x ≥ 3, العربية stay", "£, é, Łódź, x ≥ 3, العربية stay"),
    ],
)
def test_what_a_font_of_its_own_meant_is_put_into_real_characters(pasted, kept):
    assert plain(pasted) == kept


def test_undrawable_characters_are_named_and_others_left():
    assert in_words("✅ done, ✅ é", {"✅"}) == "[white heavy check mark] done, [white heavy check mark] é"
    assert in_words("a\U000e0fffb", {"\U000e0fff"}) == "a[u+e0fff]b"


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("Training done 🎓", "Training done"),
        # Few machines have a font for cuneiform; some have one for emoji.
        ("𒀀 drawn by no font", "[cuneiform sign a] drawn by no font"),
        ("\uf0b7 Bullet from Word", "• Bullet from Word"),
        ("\ue123 private", "private"),
        ("Separator\u2028here", "Separator here"),
        ("Café £5 – “quoted” ≥ 3", "Café £5 – “quoted” ≥ 3"),
    ],
)
def test_what_people_paste_is_accepted_and_said(pasted, said):
    data = render_pdf(DOCUMENT.format(pasted))
    assert validate_pdf(data) == []
    assert said in " ".join(PdfReader(BytesIO(data)).pages[0].extract_text().split())
