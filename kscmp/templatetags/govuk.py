"""
The design system in templates: `{% load govuk %}`.

Tags: `govuk` (any component), `govuk_field`, `error_summary`, `error_prefix`, `tag`, `rag`, `unchanging`, `today`.
Filters: dates, times, counts and sizes in words.
"""

from datetime import date, datetime
from itertools import groupby

from django import template
from django.forms import BaseForm, BaseFormSet
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from assurance.rules import wording
from assurance.rules.periods import quarter_of
from kscmp.components import component
from kscmp.fields import error_target, field_html, revealed_fields

register = template.Library()

RATINGS = {"red": "Red", "amber": "Amber", "green": "Green"}


class Unchanging(template.Node):
    """A part of a template that is the same on every page, for everybody."""

    def __init__(self, nodelist):
        self.nodelist = nodelist
        self.html = None

    def render(self, context):
        """The part, made by the first page that shows it; out of nothing, so that nothing of that page is in it."""
        if self.html is None:
            nothing = Context()
            with nothing.bind_template(context.template):
                self.html = self.nodelist.render(nothing)
        return self.html


@register.tag
def unchanging(parser, token):
    """`{% unchanging %}…{% endunchanging %}`: made once in the life of a process, without variables and blocks."""
    nodelist = parser.parse(("endunchanging",))
    parser.delete_first_token()
    return Unchanging(nodelist)


@register.simple_tag
def today():
    """The day in words: "17 December 2019"."""
    return wording.date_words(timezone.localdate())


@register.simple_tag
def govuk(component_name, params=None, **keywords):
    """A component by its design-system name, `{% govuk "inset-text" text="…" %}`, or with a dict."""
    return component(component_name, {**(params or {}), **keywords})


@register.simple_tag
def govuk_field(field, **options):
    """A form field with label, hint and error; options as in `kscmp/fields.py` (`label_size="m"`)."""
    return field_html(field, **options)


@register.simple_tag
def govuk_form_field(field):
    """A field as a form lists it: nothing where another field's option reveals it, for it is drawn there."""
    return "" if field.name in revealed_fields(field.form) else field_html(field)


@register.simple_tag
def error_summary(*forms):
    """What is wrong in these forms, formsets and lists of forms, each line leading to its control; blank if nothing."""
    errors = [error for form in forms if form for error in _errors(form)]
    if not errors:
        return ""
    return component("error-summary", {"titleText": "There is a problem", "errorList": errors})


@register.simple_tag(takes_context=True)
def error_prefix(context):
    """ "Error: " for the page's title when the context's `form`, `formset` or `forms` have errors."""
    found = [context.get("form"), context.get("formset"), *(context.get("forms") or ())]
    forms = [each for each in found if isinstance(each, (BaseForm, BaseFormSet))]
    return "Error: " if any(_errors(form) for form in forms) else ""


def _errors(form):
    if isinstance(form, list):
        return [error for each in form for error in _errors(each)]
    if isinstance(form, BaseFormSet):
        own = [{"text": text} for text in form.non_form_errors()]
        return own + [error for each in form for error in _errors(each)]
    if not form.errors:
        return []
    return [{"text": text} for text in form.non_field_errors()] + [
        {"text": text} if field.is_hidden else {"text": text, "href": f"#{error_target(field)}"}
        for field in form
        for text in field.errors
    ]


@register.simple_tag
def tag(text, colour=""):
    """A status tag: grey, green, teal, blue, purple, magenta, red, orange (or amber) or yellow; blue unless told."""
    colour = "orange" if colour == "amber" else colour
    classes = f"govuk-tag govuk-tag--{colour}" if colour else "govuk-tag"
    return format_html('<strong class="{}">{}</strong>', classes, text)


@register.simple_tag
def rag(rating):
    """A rating as its word, the colour only repeating it. All but red, amber, green is "Not yet rated"."""
    key = str(rating or "").lower()
    word = RATINGS.get(key, "Not yet rated")
    return format_html('<strong class="app-rag app-rag--{}">{}</strong>', key if key in RATINGS else "none", word)


@register.filter
def gov_date(day):
    """A date or moment as "17 December 2019"; blank for None."""
    return wording.date_words(day) if isinstance(day, date) else ""


@register.filter
def gov_short_date(day):
    """A date or moment as "17 Dec 2019"; blank for None."""
    return wording.short_date_words(day) if isinstance(day, date) else ""


@register.filter
def gov_datetime(moment):
    """A moment as "17 December 2019 at 2:30pm"; blank for None."""
    return wording.date_time_words(moment) if isinstance(moment, datetime) else ""


@register.filter
def gov_time(moment):
    """A moment or time of day as "2:30pm"; blank for None."""
    return wording.time_words(moment) if moment is not None else ""


@register.filter
def time_tag(moment):
    """A date or moment in words inside a `<time>` element."""
    if not isinstance(moment, date):
        return ""
    words = wording.date_time_words if isinstance(moment, datetime) else wording.date_words
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words(moment))


@register.filter
def counted(number, nouns):
    """A number with its noun: `{{ 3|counted:"statement" }}`, `{{ 1|counted:"child,children" }}`."""
    singular, _, plural = nouns.partition(",")
    return wording.counted(int(number), singular, plural)


@register.filter
def working_days(number):
    """ "3 working days"."""
    return wording.counted(int(number), "working day")


@register.filter
def working_days_left(number):
    """ "3 working days left", "Due today" or "2 working days late"; blank for None."""
    return "" if number is None else wording.working_days_left_words(int(number))


@register.filter
def file_size(size):
    """A file's size in bytes as "4.2MB"."""
    return wording.file_size_words(int(size))


@register.filter
def period_name(period):
    """A reporting period, or a code such as "2026Q2", as "Quarter 2 2026/27 (July to September 2026)"."""
    return quarter_of(period).words if isinstance(period, str) else str(period)


@register.filter
def paragraphs(text):
    """Plain prose as HTML: paragraphs at blank lines, "- " lines as a list. The text is escaped."""
    blocks = str(text or "").strip().split("\n\n")
    runs = (run for block in blocks if block.strip() for run in groupby(block.strip("\n").split("\n"), key=_is_item))
    return format_html_join("", "{}", ((_run(is_list, list(lines)),) for is_list, lines in runs))


def _is_item(line):
    return line.startswith("- ")


def _run(is_list, lines):
    if is_list:
        items = format_html_join("", "<li>{}</li>", ((line[2:],) for line in lines))
        return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)
    return format_html('<p class="govuk-body app-preserve-lines">{}</p>', "\n".join(lines))
