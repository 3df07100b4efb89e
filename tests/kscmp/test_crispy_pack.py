"""The crispy-forms pack `govuk`."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, ButtonHolder, Column, Div, Fieldset, Hidden, Layout, Row, Submit
from django import forms
from django.template import Context, Template

from assurance.forms.fields import PlainTextField


class Concern(forms.Form):
    """A form with a question that an option reveals."""

    change = forms.ChoiceField(
        choices=[("same", "Same"), ("worse", "Worse")],
        widget=forms.RadioSelect(attrs={"data-reveals": {"worse": ["why"]}}),
    )
    why = PlainTextField(required=False)
    owner = forms.CharField()
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)

    def __init__(self, *args, layout=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = layout
        self.helper.attrs = {"data-autosave": "/save/?a=1&b=2", "data-version-field": "version"}
        self.helper.form_class = "app-form"
        self.helper.add_input(Submit("save", "Save & continue"))
        self.helper.add_input(Submit("later", "Save for later", css_class="govuk-button--secondary"))


def render(form, tag="{% crispy form %}"):
    source = "{% load crispy_forms_tags %}" + tag
    return Template(source).render(Context({"form": form, "csrf_token": "the-token"}))


def test_a_whole_form_posts_with_its_token_and_its_attributes():
    html = render(Concern())
    assert re.search(r'<form[^>]* method="post"[^>]* novalidate', html)
    assert 'data-autosave="/save/?a=1&amp;b=2"' in html
    assert 'class="app-form"' in html
    assert 'name="csrfmiddlewaretoken" value="the-token"' in html
    assert '<input type="hidden" name="version" value="3"' in html


def test_buttons_are_the_design_systems_and_keep_their_names():
    html = render(Concern())
    assert re.search(r'<button type="submit" name="save" value="Save &amp; continue" class="govuk-button +"', html)
    assert "govuk-button--secondary" in html
    assert "btn" not in html
    assert html.count('data-prevent-double-click="true"') == 2


def test_a_helper_may_offer_to_cancel():
    form = Concern()
    form.helper.cancel_url = "/returns/?x=<"
    assert '<a class="govuk-link" href="/returns/?x=&lt;">Cancel</a>' in render(form)
    assert "Cancel" not in render(Concern())


def test_a_revealed_question_is_drawn_once_inside_its_option():
    for form in (Concern(), Concern(layout=Layout("change", "why", "owner"))):
        html = render(form)
        assert html.count('name="why"') == 1
        assert html.index("govuk-radios__conditional") < html.index('name="why"') < html.index('name="owner"')


def test_layout_objects_are_the_design_systems():
    layout = Layout(
        Fieldset("Who <b>", "owner", css_class="app-who"),
        Div("change", css_class="app-div"),
        Row(Column(HTML("<p>Text</p>"))),
        Hidden("stage", "2"),
        ButtonHolder(Submit("go", "Go")),
    )
    html = render(Concern(layout=layout))
    assert '<fieldset class="govuk-fieldset app-who"' in html
    assert "govuk-fieldset__legend--m" in html
    assert '<div class="app-div">' in html
    assert '<div class="govuk-grid-row"' in html
    assert 'class="govuk-grid-column-one-half"' in html
    assert '<input type="hidden" name="stage" value="2">' in html
    assert html.count("govuk-button-group") == 2


def test_a_form_without_its_tag_or_token_has_neither():
    form = Concern()
    form.helper.form_tag = False
    form.helper.disable_csrf = True
    html = render(form)
    assert "<form" not in html
    assert "csrfmiddlewaretoken" not in html


def test_a_form_that_asks_by_get_has_no_token():
    form = Concern()
    form.helper.form_method = "get"
    assert "csrfmiddlewaretoken" not in render(form)


def test_a_form_with_files_is_sent_as_such():
    class WithFile(forms.Form):
        file = forms.FileField()

    assert 'enctype="multipart/form-data"' in render(WithFile())
    assert "enctype" not in render(Concern())


def test_errors_stand_at_the_fields():
    html = render(Concern({}))
    assert 'id="id_owner-error"' in html
    assert "govuk-error-summary" not in html


def test_a_formset_has_its_management_form_and_every_form():
    formset = forms.formset_factory(Concern, extra=2)()
    formset.helper = FormHelper()
    formset.helper.add_input(Submit("save", "Save"))
    html = render(formset)
    assert 'name="form-TOTAL_FORMS"' in html
    assert html.count('name="form-0-owner"') == html.count('name="form-1-owner"') == 1
    assert html.count("<form") == 1


def test_the_filters_of_crispy_forms_use_the_pack_too():
    assert 'name="owner"' in render(Concern(), "{{ form|crispy }}")
    assert "govuk-input" in render(Concern(), "{{ form.owner|as_crispy_field }}")
    assert "govuk-error-summary" in render(Concern({}), "{{ form|as_crispy_errors }}")
    formset = forms.formset_factory(Concern)
    assert 'name="form-0-owner"' in render(formset(), "{{ form|crispy }}")
    failing = formset({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"})
    assert "govuk-error-summary" in render(failing, "{{ form|as_crispy_errors }}")
