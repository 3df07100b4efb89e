"""The forms of a forward plan: an item, dropping it, what is asked of another group, liaison between chairs."""

from django import forms
from django.core.exceptions import ValidationError

from assurance.forms.agendas import AREAS
from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.meetings import meeting_words
from assurance.forms.returns import topic_choices
from assurance.forms.warnings import NO_NAMES
from assurance.rules.agendas import REQUEST_KIND_WORDS, RequestKind, StandingArea
from assurance.services.forward_plan import PlanWords


class PlanForm(forms.Form):
    """An item of a forward plan."""

    title = forms.CharField(
        label="What is planned?",
        max_length=240,
        error_messages={"required": "Say in a few words what is planned"},
    )
    area = forms.TypedChoiceField(
        label="Which standing area does it serve?",
        required=False,
        choices=AREAS,
        coerce=StandingArea,
        empty_value=StandingArea.NONE,
    )
    meeting = forms.ModelChoiceField(
        queryset=None,
        to_field_name="key",
        label="For which meeting?",
        required=False,
        empty_label="Not decided yet",
        error_messages={"invalid_choice": "Choose a meeting that is still to come"},
    )
    topic = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Which theme or indicator does it touch?", required=False
    )
    lead = forms.CharField(
        label="Who leads it?", required=False, max_length=160, help_text="A post. Not a person’s name."
    )
    why = PlainTextField(
        label="Why is it planned?",
        required=False,
        rows=4,
        help_text=f"For example, which priority it serves. {NO_NAMES}",
    )

    def __init__(self, *args, meetings, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = meeting_words
        self.fields["topic"].queryset = topics
        self.fields["topic"].choices = topic_choices(topics, key="slug")
        self.helper = one_button("Save")

    def clean(self):
        """The item's `words` in one value."""
        cleaned = super().clean()
        return cleaned if self.errors else {"words": PlanWords(**cleaned)}


class DropForm(forms.Form):
    """Why an item of a forward plan is dropped, or a request declined."""

    reason = PlainTextField(label="Why?", rows=4, error_messages={"required": "Say why"})

    def __init__(self, *args, button, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(button)


class AskForm(forms.Form):
    """What one group asks of another (SAAS ToR 5.4, R42)."""

    kind = forms.TypedChoiceField(
        label="What do you ask for?",
        choices=[(str(kind), words) for kind, words in REQUEST_KIND_WORDS.items()],
        coerce=RequestKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you ask for"},
    )
    to_group = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Of which group?",
        empty_label="Choose a group",
        error_messages={"required": "Choose a group"},
    )
    meeting = forms.ModelChoiceField(
        queryset=None,
        to_field_name="key",
        label="At which meeting?",
        empty_label="Choose a meeting",
        help_text="For an item, a meeting of the group you ask. For its chair to attend, one of your own.",
        error_messages={"required": "Choose a meeting", "invalid_choice": "Choose a meeting that is still to come"},
    )
    title = forms.CharField(
        label="What is asked, in a few words",
        max_length=240,
        help_text="For example, Progress towards the agreed priorities",
        error_messages={"required": "Say in a few words what is asked"},
    )
    why = PlainTextField(
        label="What is it for?", rows=4, help_text=NO_NAMES, error_messages={"required": "Say what it is for"}
    )

    def __init__(self, *args, groups, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_group"].queryset = groups
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = meeting_words
        self.helper = one_button("Send the request")


class LiaisonForm(forms.Form):
    """What the chair talked over with the chair of another group (SAAS ToR 2.3)."""

    other = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="With the chair of which group?",
        empty_label="Choose a group",
        error_messages={"required": "Choose a group"},
    )
    on = GovDateField(label="When was it?", noun="day", help_text="For example, 12 11 2026")
    about = PlainTextField(
        label="What was it about, and what was agreed?",
        rows=5,
        help_text=NO_NAMES,
        error_messages={"required": "Say what it was about, and what was agreed"},
    )

    def __init__(self, *args, groups, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["other"].queryset = groups
        self.helper = one_button("Record it")

    def clean_on(self):
        """The day, which has been already."""
        day = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError("The day cannot be in the future")
        return day
