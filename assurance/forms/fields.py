"""Form fields as GOV.UK asks for them: dates in three boxes, times as typed, several files at once."""

from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError

from assurance.rules.typed_values import date_problem, plain_text, read_date, read_time
from assurance.rules.wording import time_words

DATE_PARTS = ("day", "month", "year")


class GovDateWidget(forms.MultiWidget):
    """Three text boxes. A field `due_on` posts `due_on_day`, `due_on_month` and `due_on_year`."""

    def __init__(self, attrs=None):
        super().__init__(dict.fromkeys(DATE_PARTS, forms.TextInput), attrs)

    def decompress(self, value):
        """The three texts that stand for a date; blank for None."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class GovDateField(forms.Field):
    """
    A date typed in three boxes.

    Cleans to a `datetime.date`, or to None when blank and not required. `noun` names the date in its
    errors ("meeting date"). An error carries the boxes it is about in `params["parts"]`, so that the page
    marks and links to those alone.
    """

    widget = GovDateWidget

    def __init__(self, *, noun="date", **kwargs):
        super().__init__(**kwargs)
        self.noun = noun
        if "required" not in (kwargs.get("error_messages") or {}):
            self.error_messages["required"] = f"Enter the {noun}"

    def to_python(self, value):
        """The date of three typed texts. Raises ValidationError saying which part is wrong."""
        if isinstance(value, date):
            return value
        texts = [(text or "").strip() for text in value or []]
        if not any(texts):
            return None
        if problem := date_problem(*texts, noun=self.noun):
            raise ValidationError(problem.sentence, code="invalid", params={"parts": problem.parts})
        return read_date(*texts)

    def has_changed(self, initial, data):
        """Whether the typed date differs from the one first shown; a date that cannot be read differs."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class GovTimeField(forms.CharField):
    """A time of day as people write it: "2:30pm", "14:30", "2pm", "midday". Cleans to `datetime.time`."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("width", "10")

    def to_python(self, value):
        """The time, or None when blank. Raises ValidationError when it cannot be read."""
        if isinstance(value, time):
            return value
        text = super().to_python(value)
        if not text:
            return None
        found = read_time(text)
        if found is None:
            raise ValidationError("Enter a time like 2:30pm or 14:30", code="invalid")
        return found

    def prepare_value(self, value):
        """The time as the hint writes it."""
        return time_words(value) if isinstance(value, time) else value


class PlainTextField(forms.CharField):
    """
    A text area for plain prose, whatever it was pasted from.

    Word's bullets, odd spaces and line ends are made plain (`plain_text`). `max_words` shows a count while
    typing and is checked here.
    """

    widget = forms.Textarea

    def __init__(self, *, max_words=None, rows=5, **kwargs):
        super().__init__(**kwargs)
        self.max_words = max_words
        self.widget.attrs.update({"rows": rows} | ({"max_words": max_words} if max_words else {}))

    def to_python(self, value):
        """The text made plain; the empty string for nothing."""
        return plain_text(super().to_python(value))

    def validate(self, value):
        """Raises ValidationError when the text is missing or has too many words."""
        super().validate(value)
        words = len(value.split())
        if self.max_words and words > self.max_words:
            limit = f"must be {self.max_words} words or fewer: it has {words}"
            raise ValidationError(f"{self.label or 'This'} {limit}", code="too_long")


def boxes_field(label, **kwargs):
    """Any number of rows, each a small box. The form gives the field its `queryset`."""
    small = forms.CheckboxSelectMultiple(attrs={"small": True})
    return forms.ModelMultipleChoiceField(queryset=None, label=label, required=False, widget=small, **kwargs)


def topics_field(label, **kwargs):
    """Any number of themes and indicators, each sent by its slug."""
    return boxes_field(label, to_field_name="slug", **kwargs)


class MultipleFileInput(forms.ClearableFileInput):
    """A file chooser that takes several files."""

    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Several files at once. Cleans to a list of uploaded files, empty when none was chosen."""

    widget = MultipleFileInput

    def clean(self, data, initial=None):
        """Every file cleaned as a single one would be. Raises ValidationError."""
        files = data if isinstance(data, (list, tuple)) else [data]
        cleaned = [super(MultipleFileField, self).clean(each, initial) for each in files or [None]]
        return [each for each in cleaned if each]
