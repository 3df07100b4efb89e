"""A print document taken apart into documents that stand by themselves."""

import re

import pytest

from reports.pdf.printed import take_apart
from tests.reports.pdf_sample import sample_html

WHOLE = (
    '<html><head><title>T</title><meta name="dcterms.created" content="2026"></head><body>'
    '<p class="furniture furniture--title">F</p>'
    '<p class="furniture furniture--page"><span class="page-number"></span> <span>P</span></p>'
    '<nav><p data-target="#b"><a href="#b">B</a></p><p data-target="#c"><a href="#c">C</a></p></nav><main>{}</main>'
    "</body></html>"
)
SECTIONS = (
    '<section><h2 id="a">A</h2><a href="#a">up</a> <a href="#b">on</a></section>'
    '<section><h2 class="unnumbered">Between</h2></section>'
    '<section class="landscape"><h2 id="b">B</h2><h3 id="c">C</h3><a href="#a">back</a></section>'
)


@pytest.fixture
def printed():
    return take_apart(WHOLE.format(SECTIONS))


def test_every_section_is_a_piece(printed):
    assert [re.sub("<[^>]*>", "", section) for section in printed.sections] == ["Aup on", "Between", "BCback"]
    assert printed.lengths == [7, 7, 8]


@pytest.mark.parametrize(
    "broken",
    [
        "<p>no body</p>",
        WHOLE.format(SECTIONS).replace("main", "div"),
        WHOLE.format("<main></main>"),
        WHOLE.format("<p>outside</p>" + SECTIONS),
        WHOLE.format(SECTIONS + "<p>outside</p>"),
        WHOLE.format("<section>one <section>in another</section></section>"),
    ],
)
def test_what_is_built_otherwise_is_refused(broken):
    with pytest.raises(ValueError, match="The report is no print document|in sections"):
        take_apart(broken)


def test_numbers_go_on_from_the_sections_before(printed):
    assert 'counter-reset: section 0"' in printed.part_html(range(2))
    assert 'counter-reset: section 1"' in printed.part_html(range(2, 3))


def test_links_within_a_part_stay_and_others_lead_elsewhere(printed):
    assert re.findall('href="([^"]*#[^"]+)"', printed.part_html(range(2))) == ["#a", "elsewhere:#b"]
    assert re.findall('href="([^"]*#[^"]+)"', printed.part_html(range(3))) == ["#a", "#b", "#a"]
    assert re.findall('href="([^"]*#[^"]+)"', printed.front_html({})) == ["elsewhere:#b", "elsewhere:#c"]


def test_the_contents_are_told_pages_and_numbers(printed):
    told = re.findall(r'<p data-target="#(\w)" data-page="(\d*)"(?: data-number="(\d)")?', printed.front_html({"c": 7}))
    assert told == [("b", "", "2"), ("c", "7", "")]


def test_a_part_is_the_same_in_every_report_that_has_its_sections(printed):
    another = WHOLE.replace("<title>T", "<title>Another").replace("2026", "2027").replace(">F<", ">G<")
    assert take_apart(another.format(SECTIONS)).part_html(range(2)) == printed.part_html(range(2))


def test_what_stands_on_every_page_is_parted_from_its_number(printed):
    assert re.findall('class="page[^"]*"', printed.frame_html()) == ['class="page"', 'class="page landscape"']
    assert [printed.frame_html().count(held) for held in (">F<", ">P<", "&#160;", "Page")] == [2, 2, 2, 0]
    labels = printed.labels_html(8, [False, True, False], 60)
    assert re.findall("Page [0-9 of]+", labels) == ["Page 8 of 60", "Page 9 of 60", "Page 10 of 60"]
    assert re.findall('class="(page[^"]*)"', labels) == ["page", "page landscape", "page"]
    assert ">F<" not in labels
    assert ">P<" not in labels


def test_what_people_write_is_never_taken_for_a_tag():
    html = sample_html()
    hostile = html.replace("Figures &amp; words", "&lt;/main&gt;&lt;section&gt; &lt;a href=&quot;#x&quot;&gt;")
    assert hostile != html
    assert take_apart(hostile).sections == take_apart(html).sections
