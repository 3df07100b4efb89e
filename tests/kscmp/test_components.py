"""Parts of pages that several pages share."""

import pytest
from django.template.loader import render_to_string
from django.utils.html import format_html


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(0, ">0<", id="nought is a value"),
        pytest.param("Kent", ">Kent<", id="words"),
        pytest.param("", ">Not given<", id="nothing written"),
        pytest.param(None, ">Not given<", id="nothing there"),
        pytest.param("<b>", ">&lt;b&gt;<", id="text is never markup"),
        pytest.param(format_html("<b>{}</b>", 1), "><b>1</b><", id="markup stays markup"),
    ],
)
def test_a_summary_row_shows_its_value(value, shown):
    row = render_to_string("components/summary_row.html", {"key": "Key", "value": value})
    assert shown in row.replace("\n", "")
