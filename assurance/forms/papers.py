"""The forms of papers: uploading one, and taking one live from the portal."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.rules.evidence import ALLOWED_IN_WORDS, KINDS


class UploadForm(forms.Form):
    """A file, and what members see it called."""

    upload = forms.FileField(
        label="The file",
        help_text=f"{ALLOWED_IN_WORDS}, up to 20MB. Take out names and details of children first.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )
    title = forms.CharField(
        label="What is the paper called?",
        required=False,
        max_length=240,
        help_text="Leave this blank to use the file’s name.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].widget.attrs["accept"] = ",".join(KINDS)
        self.helper = one_button("Add the paper")


class LiveForm(forms.Form):
    """One of the portal's own tables."""

    source = forms.ChoiceField(
        label="What is taken from the portal?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is taken from the portal"},
    )

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(name, paper.title) for name, paper in sources]
        self.fields["source"].widget.attrs["option_hints"] = {name: paper.what for name, paper in sources}
        self.helper = one_button("Add the paper")
