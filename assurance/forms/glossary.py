"""The form of a glossary term."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField


class TermForm(forms.Form):
    """A term, what it stands for, and where that is laid down."""

    term = forms.CharField(
        label="Term",
        max_length=60,
        error_messages={"required": "Enter the term"},
        widget=forms.TextInput(attrs={"width": "20"}),
    )
    stands_for = forms.CharField(
        label="Stands for", max_length=200, error_messages={"required": "Enter what it stands for"}
    )
    meaning = PlainTextField(label="Meaning", required=False, rows=3, help_text="One or two plain sentences.")
    source = forms.CharField(label="Source", max_length=120, required=False, help_text="The document that says so.")
    is_confirmed = forms.BooleanField(
        label="We have confirmed what it stands for",
        required=False,
        initial=True,
        help_text="Otherwise the glossary says so.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save")
