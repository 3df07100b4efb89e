"""How a long form is laid out: parts with a heading of their own, and fields folded away until one opens them."""

from crispy_forms.layout import Div, Fieldset

# A list of more boxes than this is folded.
BOXES_IN_SIGHT = 8


class Folded(Div):
    """Fields below a line that opens them. Open from the start when one of them is answered, or wrongly so."""

    template = "govuk/layout/folded.html"

    def __init__(self, words, *fields, **kwargs):
        super().__init__(*fields, **kwargs)
        self.words = words
        self.is_open = False

    def render(self, form, context, *args, **kwargs):
        """The fields with their line."""
        names = [name for name in self.fields if name in form.fields]
        self.is_open = any(_is_answered(form[name]) or form[name].errors for name in names)
        return super().render(form, context, *args, **kwargs)


def _is_answered(field):
    """Whether anything stands in a field; of a date's three boxes, or of many, in one of them."""
    value = field.value()
    return any(value) if isinstance(value, list | tuple) else bool(value)


def boxes(form, name):
    """A field of boxes: itself while they are few, else folded below its label, with how many there are."""
    number = len(form.fields[name].choices)
    return name if number <= BOXES_IN_SIGHT else Folded(f"{form.fields[name].label} ({number} to choose from)", name)


def part(words, form, *fields):
    """A part of a form below a heading; the fields that this form does not have are left out."""
    here = [field for field in fields if not isinstance(field, str) or field in form.fields]
    return Fieldset(words, *here, css_class="app-form__part")
