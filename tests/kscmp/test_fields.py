"""A form field as a GOV.UK component."""

import re
from datetime import date

import pytest
from django import forms
from django.utils.safestring import mark_safe

from assurance.forms.fields import GovDateField, GovTimeField, MultipleFileField, PlainTextField
from kscmp.fields import field_html
from kscmp.templatetags.govuk import error_prefix, error_summary

CHOICES = [("better", "Better"), ("worse", "Worse")]


class Everything(forms.Form):
    """One field of every kind."""

    statement = PlainTextField(label="Statement", help_text="One statement", max_words=150)
    note = forms.CharField(label="Note", widget=forms.Textarea, max_length=400)
    plain = forms.CharField(label="Plain", widget=forms.Textarea)
    owner = forms.CharField(label="Owner", max_length=80)
    due_on = GovDateField(label="Due", noun="due date")
    starts = GovTimeField(label="Starts")
    change = forms.ChoiceField(label="Change", choices=CHOICES, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(label="Topics", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    theme = forms.ChoiceField(label="Theme", choices=[("", "Choose one"), *CHOICES])
    grouped = forms.ChoiceField(label="Grouped", choices=[("Police", CHOICES)])
    several = forms.MultipleChoiceField(label="Several", choices=CHOICES)
    number = forms.IntegerField(label="Number")
    rate = forms.DecimalField(label="Rate")
    email = forms.EmailField(label="E-mail")
    secret = forms.CharField(label="Secret", widget=forms.PasswordInput)
    agree = forms.BooleanField(label="I agree", help_text="To what is written")
    file = forms.FileField(label="File")
    files = MultipleFileField(label="Files")


class Revealing(forms.Form):
    """A radio that reveals a text area."""

    change = forms.ChoiceField(
        choices=CHOICES,
        widget=forms.RadioSelect(
            attrs={"data-reveals": {"worse": ["why"]}, "option_hints": {"worse": "Say why"}, "inline": True}
        ),
    )
    why = PlainTextField(label="Why", required=False)


def html_of(form):
    return "".join(str(field_html(field)) for field in form)


def ids_in(html):
    return re.findall(r'\sid="([^"]+)"', html)


def test_every_label_belongs_to_a_control_that_is_there():
    html = html_of(Everything())
    ids = set(ids_in(html))
    labels = re.findall(r'<label[^>]* for="([^"]+)"', html)
    assert len(labels) == len(set(labels)) > 20
    assert set(labels) <= ids


def test_no_id_is_used_twice():
    ids = ids_in(html_of(Everything({})))
    assert len(ids) == len(set(ids))


def test_hints_and_errors_are_tied_to_their_controls():
    html = html_of(Everything({}))
    described = {each for found in re.findall(r'aria-describedby="([^"]+)"', html) for each in found.split()}
    assert described <= set(ids_in(html))
    for name in ("statement", "owner", "due_on", "change", "topics", "theme", "number", "secret", "file"):
        assert f"id_{name}-error" in described


def test_every_line_of_the_error_summary_leads_to_a_control_that_is_there():
    form = Everything({"due_on_day": "3", "due_on_month": "", "due_on_year": ""})
    targets = re.findall(r'href="#([^"]+)"', error_summary(form))
    assert len(targets) == len(form.fields)
    controls = re.findall(r'<(?:input|select|textarea)[^>]*\sid="([^"]+)"', html_of(form))
    assert set(targets) <= set(controls)


def test_the_error_of_a_date_leads_to_the_first_wrong_box_and_marks_the_wrong_boxes_alone():
    form = Everything({"due_on_day": "3", "due_on_month": "", "due_on_year": ""})
    assert 'href="#id_due_on_month"' in error_summary(form)
    boxes = dict(
        re.findall(r'class="([^"]*govuk-date-input__input[^"]*)" id="id_due_on_(\w+)"', field_html(form["due_on"]))
    )
    wrong = {part for classes, part in boxes.items() if "govuk-input--error" in classes}
    assert wrong <= {"month", "year"}
    assert field_html(form["due_on"]).count("govuk-input--error") == 2


def test_nothing_cuts_off_pasted_text_or_vanishes_when_needed():
    form = Everything()
    form.fields["owner"].widget.attrs["placeholder"] = "Post"
    html = html_of(form)
    assert " maxlength=" not in html
    assert "placeholder" not in html


@pytest.mark.parametrize(("name", "unit", "limit"), [("statement", "words", 150), ("note", "characters", 400)])
def test_a_limited_text_area_counts_what_it_limits(name, unit, limit):
    html = field_html(Everything()[name])
    assert f'data-maxlength="{limit}"' in html
    assert f'data-count-type="{unit}"' in html
    assert f"You can enter up to {limit} {unit}" in html


def test_an_unlimited_text_area_counts_nothing():
    assert "govuk-character-count" not in field_html(Everything()["plain"])


def test_numbers_are_text_boxes_with_a_number_pad():
    assert 'type="text"' in field_html(Everything()["number"])
    assert 'inputmode="numeric"' in field_html(Everything()["number"])
    assert 'inputmode="decimal"' in field_html(Everything()["rate"])


def test_what_was_typed_is_shown_again_and_escaped():
    evil = '"><script>alert(1)</script>'
    posted = dict.fromkeys(("statement", "note", "plain", "owner", "starts", "number", "email"), evil)
    posted |= {"due_on_day": evil, "due_on_month": "3", "due_on_year": "2027"}
    html = html_of(Everything(posted))
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= len(posted) - 2


def test_a_password_is_never_shown_again():
    assert "hunter" not in field_html(Everything({"secret": "hunter"})["secret"])


def test_labels_and_hints_are_escaped_unless_marked_safe():
    class Sharp(forms.Form):
        a = forms.CharField(label="<b>A</b>", help_text="<i>hint</i>")
        b = forms.CharField(help_text=mark_safe("<i>hint</i>"))

    form = Sharp()
    assert "&lt;b&gt;A&lt;/b&gt;" in field_html(form["a"])
    assert "&lt;i&gt;hint" in field_html(form["a"])
    assert "<i>hint</i>" in field_html(form["b"])


def test_a_hint_keeps_its_lines_and_is_escaped_all_the_same():
    class Form(forms.Form):
        a = forms.CharField(help_text="Look for:\n- <b>patterns</b>")

    assert "Look for:<br>- &lt;b&gt;patterns&lt;/b&gt;" in field_html(Form()["a"])


@pytest.mark.parametrize("lines", ["one\ntwo", "one\n  two\n\n- three"])
def test_a_text_area_inside_a_fieldset_keeps_its_lines_as_they_are(lines):
    form = Revealing({"change": "worse", "why": lines})
    assert f">{lines}</textarea>" in field_html(form["change"])


def test_a_chosen_option_shows_what_it_reveals():
    hidden, shown = field_html(Revealing()["change"]), field_html(Revealing({"change": "worse"})["change"])
    assert "govuk-radios__conditional--hidden" in hidden
    assert "govuk-radios__conditional--hidden" not in shown
    assert 'id="id_why"' in shown


def test_presentation_reaches_the_page_but_not_as_attributes():
    html = field_html(Revealing()["change"])
    assert "govuk-radios--inline" in html
    assert "Say why" in html
    assert "data-reveals" not in html
    assert "option_hints" not in html


def test_initial_values_are_chosen():
    form = Everything(
        initial={"change": "worse", "topics": ["better"], "theme": "worse", "agree": True, "due_on": date(2027, 3, 7)}
    )
    assert re.search(r'value="worse"\s+checked', field_html(form["change"]))
    assert re.search(r'value="better"\s+checked', field_html(form["topics"]))
    assert re.search(r'value="worse"\s+selected', field_html(form["theme"]))
    assert re.search(r"\schecked", field_html(form["agree"]))
    assert re.findall(r'value="(\d+)"', field_html(form["due_on"])) == ["7", "3", "2027"]


def test_options_of_a_page_override_the_field():
    html = field_html(
        Everything()["owner"],
        label="Whose",
        hint="A post",
        label_size="l",
        width="20",
        autocomplete="off",
        heading=True,
    )
    assert re.search(r"<h1[^>]*>\s*<label[^>]*govuk-label--l[^>]*>\s*Whose", html)
    assert "A post" in html
    assert "govuk-input--width-20" in html
    assert 'autocomplete="off"' in html


def test_a_label_may_be_for_screen_readers_alone():
    assert "govuk-visually-hidden" in field_html(Everything()["owner"], label_size="hidden")


def test_other_attributes_reach_the_control():
    form = Everything()
    form.fields["owner"].widget.attrs["data-kind"] = "post"
    form.fields["grouped"].widget.attrs |= {"data-kind": "group", "width": "20"}
    assert 'data-kind="post"' in field_html(form["owner"])
    assert 'data-kind="group"' in field_html(form["grouped"])
    assert "width" not in field_html(form["grouped"])


def test_files_are_chosen_with_the_browsers_own_control():
    assert " multiple" in field_html(Everything()["files"])
    assert " multiple" not in field_html(Everything()["file"])
    assert "data-module" not in field_html(Everything()["file"])


def test_a_hidden_field_is_an_input_and_nothing_else():
    class Hidden(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput, initial=7)

    assert field_html(Hidden()["version"]) == '<input type="hidden" name="version" value="7" id="id_version">'


def test_errors_of_the_form_and_of_formsets_are_listed_too():
    class Pair(forms.Form):
        a = forms.CharField()

        def clean(self):
            raise forms.ValidationError("These two do not go together")

    formset = forms.formset_factory(Pair, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-a": "x", "form-1-a": ""}
    )
    summary = error_summary(Pair({}), formset, None)
    assert summary.count("These two do not go together") == 3
    assert 'href="#id_form-1-a"' in summary
    assert error_prefix({"formset": formset}) == "Error: "


def test_forms_without_errors_have_no_summary_and_no_prefix():
    assert error_summary(Everything(), None) == ""
    assert error_prefix({"form": Everything()}) == ""
    assert error_prefix({"form": "a word"}) == ""
