"""The forms of a draft's head: beginning one, and changing what stands at its head (R127, R130)."""

from crispy_forms.layout import Layout
from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField, boxes_field
from assurance.forms.layouts import part
from assurance.forms.warnings import NO_NAMES
from scrutiny.rules.assessments import READERS_WORDS, Readers
from scrutiny.rules.frameworks import ADAPTED

PERIOD = "The last day has to be after the first"


class HeadForm(forms.Form):
    """What stands at the head of an assessment."""

    title = forms.CharField(
        label="Title",
        max_length=240,
        help_text="For example, Independent scrutiny of the arrangements 2026",
        error_messages={"required": "Give the assessment a title"},
    )
    capacity = forms.CharField(
        label="In which capacity is it made?",
        max_length=240,
        help_text="A post, for example Independent Scrutineer. Not a person’s name.",
        error_messages={"required": "Say in which capacity it is made"},
    )
    authors = boxes_field("Which other scrutineers write it with you?")
    scope = PlainTextField(
        label="What does it look at?",
        rows=3,
        help_text="The arrangements as a whole, or the part of them that is yours to scrutinise.",
        error_messages={"required": "Say what it looks at"},
    )
    starts_on = GovDateField(
        label="First day of the period it speaks of", noun="first day of the period", help_text="For example, 1 4 2026"
    )
    ends_on = GovDateField(
        label="Last day of the period it speaks of", noun="last day of the period", help_text="For example, 31 3 2027"
    )
    readers = forms.TypedChoiceField(
        label="Who may read it once it is published?",
        choices=[(str(circle), words) for circle, words in READERS_WORDS.items()],
        coerce=Readers,
        widget=forms.RadioSelect,
        help_text="Scrutineers, and those whose self-assessment it is, read it in any case. This is shown at its head.",
        error_messages={"required": "Choose who may read it"},
    )
    purpose = PlainTextField(
        label="For what purpose may it be read?",
        rows=3,
        help_text="This is shown at its head, and on every print.",
        error_messages={"required": "Say for what purpose it may be read"},
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        if others:
            self.fields["authors"].queryset = others
        else:
            del self.fields["authors"]

    def clean(self):
        """The answers, with a period that does not end before it begins."""
        read = super().clean()
        starts_on, ends_on = read.get("starts_on"), read.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", PERIOD)
        return read

    def rows(self, texts):
        """Each visible field with the text of the same name in `texts`, in the order of the form."""
        return [(field, texts.get(field.name, "")) for field in self.visible_fields()]


class BeginForm(HeadForm):
    """A new assessment: of which kind, with which framework, and its head."""

    kind = forms.ChoiceField(
        label="Which assessment do you begin?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which assessment you begin"},
    )
    framework = forms.ChoiceField(
        label="Which framework does it answer?",
        widget=forms.RadioSelect,
        help_text="The newest version of each framework that is ready for use.",
        error_messages={"required": "Choose a framework"},
    )
    field_order = ("kind", "framework")

    def __init__(self, *args, kinds, versions, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = {offer.key: offer for offer in kinds}
        self.versions = {str(version.pk): version for version in versions}
        asked = self.fields["kind"]
        asked.choices = [(offer.key, offer.words) for offer in kinds]
        asked.widget.attrs["option_hints"] = {offer.key: offer.note for offer in kinds}
        framework = self.fields["framework"]
        framework.choices = [(key, str(version)) for key, version in self.versions.items()]
        framework.widget.attrs["option_hints"] = {key: _about(version) for key, version in self.versions.items()}
        self.helper = one_button("Begin")
        self.helper.layout = Layout(
            part("What you begin", self, "kind", "framework"),
            part("By whom, and about what", self, "title", "capacity", "authors", "scope", "starts_on", "ends_on"),
            part("Who may read it, and for what", self, "readers", "purpose"),
        )

    def clean_kind(self):
        """What was chosen, as it is offered."""
        return self.kinds[self.cleaned_data["kind"]]

    def clean_framework(self):
        """The version that was chosen."""
        return self.versions[self.cleaned_data["framework"]]


class ChangeHeadForm(HeadForm):
    """The head of a draft that is there, and its summary."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    summary = PlainTextField(
        label="Summary",
        rows=8,
        required=False,
        help_text=f"What a reader should take away, in a few paragraphs. {NO_NAMES}",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save")


def _about(version):
    if version.is_adapted:
        return f"{ADAPTED}." if "Pearce" in version.framework.reference else f"Adapted. {version.note}".strip()
    return "As its author published it."
