"""Templates, styles and scripts agree, and hold nothing the content policy forbids."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN_CLASS = re.compile(r"\bapp-[a-z0-9]+(?:(?:-|__|--)[a-z0-9]+)*")
# Blue to white, and the colours of words on their grounds: WCAG AA asks for 4.5 to 1.
PAIRS = {
    "Amber": ("#5b3a00", "#fdf0d5"),
    "Red": ("#651b1b", "#f9e4e4"),
    "Green": ("#083d29", "#dcefe6"),
    "Not yet rated": ("#383f43", "#eef1f3"),
    "grey tag": ("#383f43", "#e6eaee"),
    "secondary button": ("#0f2f4d", "#e4ecf3"),
    "secondary text on pale": ("#454f58", "#f3f6f9"),
    "link on pale": ("#12436d", "#f3f6f9"),
    "header": ("#ffffff", "#12436d"),
    "demonstration": ("#0b0c0c", "#fff6dc"),
}


def sources(folder, *suffixes):
    """The project's own files of these kinds, without what the asset build makes."""
    return {
        path: path.read_text()
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in suffixes and "build" not in path.relative_to(ROOT).parts
    }


TEMPLATES = sources("templates", ".html")
STYLES = "\n".join(sources("static", ".scss").values())


def test_every_class_of_ours_in_a_template_has_a_style_or_a_script():
    known = set(OWN_CLASS.findall(STYLES)) | set(OWN_CLASS.findall("\n".join(sources("static/js", ".js").values())))
    known |= set(OWN_CLASS.findall((ROOT / "static/css/pdf.css").read_text()))
    # Names put together in a template end where the variable begins.
    unknown = {
        (path.relative_to(ROOT).as_posix(), name)
        for path, text in TEMPLATES.items()
        for name in OWN_CLASS.findall(text)
        if name not in known and not any(each.startswith(f"{name}-") for each in known)
    }
    assert unknown == set()


@pytest.mark.parametrize(
    "forbidden",
    [
        pytest.param(r"\sstyle\s*=", id="style attribute"),
        pytest.param(r"\son[a-z]+\s*=\s*[\"']", id="event handler"),
        pytest.param(r"<style", id="style element"),
        pytest.param(r"javascript:", id="script address"),
        pytest.param(r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:", id="evaluated htmx"),
        pytest.param(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", id="inline script"),
    ],
)
def test_no_template_holds_what_the_content_policy_forbids(forbidden):
    pages = {path: text for path, text in TEMPLATES.items() if "pdf" not in path.parts and "emails" not in path.parts}
    assert [path.name for path, text in pages.items() if re.search(forbidden, text)] == []


def test_the_styles_bring_no_font_and_no_mark_of_the_government():
    assert "GDS Transport" not in STYLES
    assert "crown" not in STYLES


def luminance(colour):
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", PAIRS)
def test_words_stand_out_from_their_ground(name):
    words, ground = PAIRS[name]
    assert words in STYLES.lower() or words in ("#ffffff", "#0b0c0c")
    assert ground in STYLES.lower()
    light, dark = sorted((luminance(words), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
