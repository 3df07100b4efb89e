"""The forms of audit tools: what a tool is, a new version, a copy, a workbook, as which agency it is seen (R111)."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField
from assurance.rules.workbooks import MOST_BYTES
from audits.rules.audits import KIND_WORDS, AuditKind
from audits.rules.tool_problems import LONGEST_TITLE
from audits.rules.tool_texts import tidy


class ToolForm(forms.Form):
    """What a tool is."""

    button = "Add the tool"

    title = forms.CharField(
        label="Title",
        max_length=LONGEST_TITLE,
        help_text="What is audited with it, for example Neglect: how early is it seen?",
        error_messages={"required": "Enter the title"},
    )
    kind = forms.TypedChoiceField(
        label="For which kind of audit?",
        choices=[(str(kind), words) for kind, words in KIND_WORDS.items()],
        coerce=AuditKind,
        widget=forms.RadioSelect(
            attrs={
                "option_hints": {
                    str(AuditKind.THEMED): "Several agencies grade the same children’s cases.",
                    str(AuditKind.SINGLE_AGENCY): "One agency grades its own cases, and shares what it found.",
                    str(AuditKind.SECTION_11): "Each agency grades itself as a whole.",
                    str(AuditKind.BENCHMARK): "Each agency sets itself beside a framework that others publish.",
                }
            }
        ),
        error_messages={"required": "Choose the kind of audit"},
    )
    note = PlainTextField(
        label="What does it rest on, and what has still to be agreed?",
        required=False,
        rows=6,
        help_text="Shown on the tool’s page and on its print.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(self.button)

    def clean_title(self):
        """The title as the portal keeps it."""
        return tidy(self.cleaned_data["title"])


class ToolChangeForm(ToolForm):
    """The same, and whether it is still in use."""

    button = "Save changes"
    is_starting_point = forms.BooleanField(
        label="It is a starting point, still to be agreed",
        required=False,
        help_text="Take the tick away once SAAS has agreed it.",
    )
    is_current = forms.BooleanField(
        label="It is in use", required=False, help_text="What is put aside is no longer offered for new audits."
    )


class CopyForm(ToolForm):
    """What the new tool is that begins as a copy."""

    button = "Copy it to a new tool"


class VersionForm(forms.Form):
    """Which version, of this tool or another, a new one begins as; give the `versions` there are."""

    source = forms.ModelChoiceField(
        queryset=None,
        label="What does it begin as?",
        empty_label=None,
        help_text="Its standards stay the same ones, so that a re-audit can be compared with the audit.",
        error_messages={"required": "Choose what it begins as", "invalid_choice": "Choose what it begins as"},
    )

    def __init__(self, *args, versions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = versions
        self.helper = one_button("Make the new version")


class WorkbookForm(forms.Form):
    """A workbook that holds a tool."""

    upload = forms.FileField(
        label="The workbook",
        help_text=f"Excel (.xlsx), up to {MOST_BYTES >> 20}MB, laid out as the portal’s own download of a version is.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].widget.attrs["accept"] = ".xlsx"
        self.helper = one_button("Read it as a new version")


class DiscardForm(forms.Form):
    """Taking a draft away, after one more look."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Take the draft away", warning=True)


class AgencyChoiceForm(forms.Form):
    """Through whose eyes a version is seen; give the `agencies` of today."""

    agency = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="As which agency?",
        required=False,
        empty_label="Any without words of its own",
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies

    def found(self):
        """The agency, or None."""
        return self.cleaned_data["agency"] if self.is_valid() else None
