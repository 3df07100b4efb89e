"""The forms of a status return: its statements, its sections, and the moves that need a reason or a date."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from assurance.forms.fields import GovDateField, MultipleFileField, PlainTextField
from assurance.models import Topic
from assurance.rules.evidence import ALLOWED_IN_WORDS, KINDS
from assurance.rules.returns import CHANGE_LABELS, Heading


def topic_choices(topics, *, blank="Choose one, or leave blank", key="pk"):
    """Topics as grouped choices: themes first, then the Appendix 1 indicators. `key` is what is sent of a topic."""
    kinds = Topic.Kind
    groups = [
        (kind.label + "s", [(getattr(topic, key), topic.title) for topic in topics if topic.kind == kind])
        for kind in (kinds.THEME, kinds.INDICATOR)
    ]
    return [("", blank), *[group for group in groups if group[1]]]


class ItemForm(forms.Form):
    """One statement, with the fields its heading asks for. Nothing is required until the return is submitted."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    statement = PlainTextField(label="Statement", required=False, rows=6)
    evidence = PlainTextField(
        label="Evidence",
        required=False,
        rows=4,
        help_text="How you know: figures, audits, inspections, what staff and families say. Name no child, and no "
        "member of staff.",
    )
    topic = forms.TypedChoiceField(
        label="Theme or indicator it touches",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="This lets the Partnership see when two agencies raise the same concern.",
    )
    action = PlainTextField(label="What you are doing about it", required=False, rows=5)
    owner = forms.CharField(
        label="Who is responsible",
        required=False,
        max_length=160,
        help_text="A post, for example Head of Children’s Safeguarding. Not a person’s name.",
    )
    due_on = GovDateField(
        label="When it will be done", required=False, help_text="For example, 31 3 2027", noun="date it will be done"
    )
    change = forms.ChoiceField(
        label="How has this changed since last quarter?",
        required=False,
        widget=forms.RadioSelect,
        choices=list(CHANGE_LABELS.items()),
    )
    files = MultipleFileField(
        label="Upload evidence",
        required=False,
        help_text=f"{ALLOWED_IN_WORDS}, up to 20MB each. Take out names and details of children first.",
    )

    def __init__(self, *args, heading: Heading, topics=(), **kwargs):
        super().__init__(*args, **kwargs)
        kept = {"version", "files", *heading.fields}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        self.fields["statement"].label = heading.statement_label
        if "topic" in self.fields:
            self.fields["topic"].choices = topic_choices(topics)
        self.fields["files"].widget.attrs["accept"] = ",".join(KINDS)

    def rows(self, texts):
        """Each visible field with the text of the same name in `texts`, in the order of the form."""
        return [(field, texts.get(field.name, "")) for field in self.visible_fields()]

    def values(self):
        """The statement's fields that could be read, by the names the service takes."""
        read = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "files", "topic")}
        if "topic" in self.cleaned_data:
            read["topic_id"] = self.cleaned_data["topic"]
        return read


class SectionForm(forms.Form):
    """A section's own words: why there is nothing to report, and whether it is complete."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    nothing_to_report = PlainTextField(
        label="If there is nothing to report under this heading, say why",
        required=False,
        rows=3,
        help_text="Leave this blank if you have added a statement.",
    )
    is_complete = forms.TypedChoiceField(
        label="Have you completed this section?",
        required=False,
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, it is complete"), ("no", "No, I will come back to it later")],
        coerce=lambda value: value == "yes",
        empty_value=False,
    )

    def __init__(self, *args, autosave_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"data-autosave": autosave_url, "data-version-field": "version"}
        self.helper.add_input(Submit("save", "Save and continue"))


class ReasonForm(forms.Form):
    """A reason, for a move that needs one."""

    reason = PlainTextField(label="Reason", rows=4)

    def __init__(self, *args, label, button, hint="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint
        self.fields["reason"].error_messages["required"] = "Say why"
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", button))


class ExtensionForm(forms.Form):
    """A later due date for one return, with the reason."""

    due_on = GovDateField(label="New due date", noun="new due date", help_text="For example, 27 11 2026")
    reason = PlainTextField(
        label="Why the date is extended",
        rows=3,
        help_text="This is shown on the tracker and to the agency.",
        error_messages={"required": "Say why the date is extended"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Extend the date"))
