"""The tag library of the design system, as templates use it."""

from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template

from kscmp.components import component


def render(source, **context):
    return Template("{% load govuk %}" + source).render(Context(context))


def test_any_component_is_rendered_from_keywords_or_from_a_mapping():
    assert ">Late<" in "".join(render('{% govuk "tag" text="Late" classes="govuk-tag--red" %}').split())
    assert 'name="go"' in render('{% govuk "button" text="Go" name="go" %}')
    assert "Note" in render('{% govuk "inset-text" params %}', params={"text": "Note"})


def test_what_is_unchanging_is_the_same_for_the_next_reader_and_holds_nothing_of_the_first():
    kept = "{% unchanging %}{% url 'home' %}{{ name }}{% include 'components/mark.html' %}{% endunchanging %}"
    template = Template("{% load govuk %}" + kept + "{{ name }}")
    first, second = template.render(Context({"name": "Ann"})), template.render(Context({"name": "Ben"}))
    assert first.startswith("/<svg")
    assert first.removesuffix("Ann") == second.removesuffix("Ben")
    assert "Ann" not in first.removesuffix("Ann")


def test_text_given_to_a_component_is_escaped():
    assert "&lt;script&gt;" in render('{% govuk "inset-text" text=text %}', text="<script>")


def test_components_are_html_for_django_and_for_one_another():
    inner = component("tag", {"text": "A & B"})
    outer = component("inset-text", {"html": inner})
    assert "A &amp; B" in outer
    assert "&amp;amp;" not in render("{{ outer }}", outer=outer)


def test_a_tag_is_its_word_in_a_colour():
    assert render('{% tag "Late" "red" %}') == '<strong class="govuk-tag govuk-tag--red">Late</strong>'
    assert render("{% tag word %}", word="<b>") == '<strong class="govuk-tag">&lt;b&gt;</strong>'


@pytest.mark.parametrize(
    ("rating", "kind", "word"),
    [
        ("red", "red", "Red"),
        ("Amber", "amber", "Amber"),
        ("GREEN", "green", "Green"),
        (None, "none", "Not yet rated"),
        ("", "none", "Not yet rated"),
        ("purple", "none", "Not yet rated"),
    ],
)
def test_a_rating_is_always_a_word(rating, kind, word):
    assert render("{% rag rating %}", rating=rating) == f'<strong class="app-rag app-rag--{kind}">{word}</strong>'


@pytest.mark.parametrize(
    ("source", "value", "words"),
    [
        ("{{ x|gov_date }}", date(2019, 12, 17), "17 December 2019"),
        ("{{ x|gov_short_date }}", date(2019, 12, 17), "17 Dec 2019"),
        ("{{ x|gov_datetime }}", datetime(2026, 7, 1, 13, 30, tzinfo=UTC), "1 July 2026 at 2:30pm"),
        ("{{ x|gov_time }}", datetime(2026, 7, 1, 13, 30, tzinfo=UTC), "2:30pm"),
        ("{{ x|gov_time }}", time(9), "9am"),
        ("{{ x|time_tag }}", date(2019, 12, 17), '<time datetime="2019-12-17">17 December 2019</time>'),
        ("{{ x|working_days }}", 3, "3 working days"),
        ("{{ x|working_days_left }}", -2, "2 working days late"),
        ('{{ x|counted:"child,children" }}', 2, "2 children"),
        ("{{ x|file_size }}", 4_200_000, "4.2MB"),
        ("{{ x|period_name }}", "2026Q2", "Quarter 2 2026/27 (July to September 2026)"),
    ],
)
def test_values_in_words(source, value, words):
    assert render(source, x=value) == words


@pytest.mark.parametrize(
    "name", ["gov_date", "gov_short_date", "gov_datetime", "gov_time", "time_tag", "working_days_left"]
)
def test_nothing_in_words_is_blank(name):
    assert render(f"{{{{ x|{name} }}}}", x=None) == ""


def test_plain_prose_becomes_paragraphs_and_lists():
    html = render("{{ x|paragraphs }}", x="One <b>\ntwo\n\n- a\n- b & c\n\n\n")
    assert html == (
        '<p class="govuk-body app-preserve-lines">One &lt;b&gt;\ntwo</p>'
        '<ul class="govuk-list govuk-list--bullet"><li>a</li><li>b &amp; c</li></ul>'
    )
    assert render("{{ x|paragraphs }}", x=None) == ""
    html = render("{{ x|paragraphs }}", x="These are:\n- a\n- b\nand no more")
    assert html.index("These are:</p><ul") < html.index("<li>a</li><li>b</li></ul>") < html.index("and no more</p>")
