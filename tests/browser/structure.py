"""
How a page is built, read off its markup alone: what can be told without a browser, and whether it was seen before.

Opening a page in the browser, with axe, takes twenty times as long as fetching it. A page built wholly of what was
already looked at on the same route needs no second look, whoever sees it and whatever it says.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import html

HEADING = re.compile(r"h[1-6]$")
# A word of so many letters may be wider than a phone, so that an element with one is not like one without.
LONG_WORD = re.compile(r"\S{24,}")
# These are the same to the eye, or differ from one row to the next.
SAME = {"alt", "class", "href", "id", "name", "selected", "value"}
TELLING = ("role", "type", "src", "rel", "scope", "aria-hidden", "aria-current", "data-module")
ORDERED = {"td", "th"}
LANDMARKS = {"header": "banner", "main": "main", "footer": "contentinfo"}
FIELDS = ("input", "select", "textarea")
NO_FIELDS = ("hidden", "submit", "button", "reset")
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage")
FRAME = ("header", "footer")
DATA_SCRIPTS = ("application/json",)


@dataclass
class Structure:
    """A page's frame and content, each as the ways that lead down to its elements, its links, and what is wrong."""

    frame: set[int] = field(default_factory=set)
    content: set[int] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def structure_of(markup: str) -> Structure:
    """Read the markup of a whole page."""
    root = html.document_fromstring(markup)
    found = Structure(links=root.xpath("//a/@href"))
    _go_down(root, 0, found.content, found)
    body = [element for element in root.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in body if element.get("id"))
    for look in (_frame_faults, _heading_faults, _name_faults, _policy_faults):
        found.faults += look(root, body)
    found.faults += [f"{count} elements with the id {name!r}" for name, count in ids.items() if count > 1]
    found.faults += [
        f"{name}={element.get(name)!r} leads to nothing"
        for element in body
        for name in REFERENCES
        if not ids.keys() >= set(element.get(name, "").split())
    ]
    return found


def _go_down(element: html.HtmlElement, above: int, into: set[int], found: Structure) -> None:
    """Note an element by what it is and what it is in, then what is in it; what is in the frame goes to the frame."""
    if element.tag in FRAME and element.getparent().tag == "body":
        into = found.frame
    words = (element.text or "") + "".join(child.tail or "" for child in element)
    way = hash(
        (
            above,
            element.tag,
            *sorted(element.get("class", "").split()),
            *sorted(set(element.attrib) - SAME),
            *(element.get(name) for name in TELLING),
            element.getparent().index(element) if element.tag in ORDERED else None,
            bool(words.strip()),
            bool(LONG_WORD.search(words)),
        )
    )
    into.add(way)
    for child in element:
        if isinstance(child.tag, str) and child.tag != "option":
            _go_down(child, way, into, found)


def _frame_faults(root: html.HtmlElement, body: list[html.HtmlElement]) -> list[str]:
    """Language, title and landmarks."""
    title = root.findtext("head/title") or ""
    found = []
    if root.get("lang") != "en" or not title.strip().endswith(" – KSCMP assurance portal"):
        found.append(f"language {root.get('lang')!r}, title {title!r}")
    for tag, name in LANDMARKS.items():
        those = [element for element in body if element.tag == tag and not _is_within(element, "article", "section")]
        if len(those) != 1:
            found.append(f"{len(those)} landmarks {name}")
    called = Counter(_name(element, root) for element in body if element.tag == "nav")
    return found + [f"{count} navigations called {name!r}" for name, count in called.items() if count > 1 or not name]


def _heading_faults(root: html.HtmlElement, body: list[html.HtmlElement]) -> list[str]:
    """One first heading; none empty; none more than one level below the one before."""
    headings = [element for element in body if HEADING.match(element.tag)]
    levels = [int(element.tag[1]) for element in headings]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} first headings"]
    found += [f"h{below} after h{above}" for above, below in zip(levels, levels[1:], strict=False) if below > above + 1]
    return found + [f"an empty {element.tag}" for element in headings if not element.text_content().strip()]


def _name_faults(root: html.HtmlElement, body: list[html.HtmlElement]) -> list[str]:
    """Links, buttons, pictures and fields that have no name."""
    labelled = {element.get("for") for element in body if element.tag == "label" and element.text_content().strip()}
    return [
        f"no name: {html.tostring(element, encoding='unicode', with_tail=False)[:200]}"
        for element in body
        if (element.tag == "img" and element.get("alt") is None)
        or ((element.tag == "button" or (element.tag == "a" and element.get("href"))) and not _name(element, root))
        or (
            element.tag in FIELDS
            and element.get("type") not in NO_FIELDS
            and element.get("id") not in labelled
            and not _is_within(element, "label")
            and not _name(element, root, own_words=False)
        )
    ]


def _policy_faults(root: html.HtmlElement, body: list[html.HtmlElement]) -> list[str]:
    """What the content policy forbids: style and script written into the page."""
    return [
        f"inline style or script: {html.tostring(element, encoding='unicode', with_tail=False)[:200]}"
        for element in body
        if element.get("style")
        or any(name.startswith("on") for name in element.attrib)
        or element.tag == "style"
        or (element.tag == "script" and not element.get("src") and element.get("type") not in DATA_SCRIPTS)
    ]


def _is_within(element: html.HtmlElement, *tags: str) -> bool:
    return any(above.tag in tags for above in element.iterancestors())


def _name(element: html.HtmlElement, root: html.HtmlElement, *, own_words: bool = True) -> str:
    """What assistive technology calls an element, roughly."""
    by = [root.get_element_by_id(each, None) for each in element.get("aria-labelledby", "").split()]
    words = [element.get("aria-label", ""), *(each.text_content() for each in by if each is not None)]
    if own_words and element.tag != "nav":
        words += [element.text_content(), *element.xpath(".//img/@alt"), *element.xpath(".//*/@aria-label")]
    return " ".join(" ".join(words).split())
