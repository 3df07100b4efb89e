"""The button of a form that has one."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit


def one_button(text, *, warning=False):
    """A form helper with a single button; `warning` paints it as one that cannot be undone."""
    helper = FormHelper()
    helper.add_input(Submit("save", text, css_class="govuk-button--warning" if warning else ""))
    return helper
