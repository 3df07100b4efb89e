"""The forms of a report's life: issue, withdraw, publish, show a draft, record an approval or a presentation."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from reports.rules.life import APPROVER_WORDS, AUDIENCE_WORDS, BODY_WORDS, Approver, Audience, Body


class IssueForm(forms.Form):
    """Why there is another version; a first one needs no reason."""

    why = PlainTextField(
        label="Why is there another version?",
        rows=3,
        help_text="It stands on the report’s page, beside what differs.",
        error_messages={"required": "Say why there is another version"},
    )

    def __init__(self, *args, number, **kwargs):
        super().__init__(*args, **kwargs)
        if number == 1:
            del self.fields["why"]
        self.helper = one_button(f"Issue version {number}")


class WithdrawForm(forms.Form):
    """Why a version is withdrawn."""

    because = PlainTextField(
        label="Why is it withdrawn?",
        rows=3,
        help_text="Everybody who opens this version will read it.",
        error_messages={"required": "Say why it is withdrawn"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Withdraw this version", warning=True)


class PublishForm(forms.Form):
    """That who publishes has read what will be published."""

    has_read = forms.BooleanField(
        label="I have read every text and nothing in it identifies a child",
        error_messages={"required": "Confirm that you have read every text, and that nothing in it identifies a child"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Make the public edition")


class ShowForm(forms.Form):
    """To whom a draft is shown."""

    audience = forms.TypedChoiceField(
        label="Who is to read this draft?",
        choices=(),
        coerce=Audience,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who is to read it"},
    )

    def __init__(self, *args, audiences, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [(str(audience), AUDIENCE_WORDS[audience]) for audience in audiences]
        self.helper = one_button("Show them this draft")


class ApprovalForm(forms.Form):
    """Who approved a draft, when and how."""

    approver = forms.TypedChoiceField(
        label="Who approved it?",
        choices=[(str(approver), words) for approver, words in APPROVER_WORDS.items()],
        coerce=Approver,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who approved it"},
    )
    approved_on = GovDateField(label="When?", noun="date on which it was approved")
    how = PlainTextField(
        label="How?",
        rows=3,
        help_text="For example, at the meeting of 9 June 2026, item 7.",
        error_messages={"required": "Say how it was approved"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the approval")


class PresentationForm(forms.Form):
    """To whom an issued version was presented, and when."""

    body = forms.TypedChoiceField(
        label="To whom was it presented?",
        choices=[(str(body), words) for body, words in BODY_WORDS.items()],
        coerce=Body,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose to whom it was presented"},
    )
    presented_on = GovDateField(label="When?", noun="date on which it was presented")
    note = PlainTextField(
        label="What came of it?", rows=3, required=False, help_text="For another body, begin with its name."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the presentation")
