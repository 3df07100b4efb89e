"""The forms of an agenda: an item, what is put on it, the chair's agreement, a comment."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField
from assurance.forms.meetings import MeetingMoveForm
from assurance.forms.warnings import NO_NAMES
from assurance.rules.agendas import (
    AREA_SHORT,
    LONGEST_ITEM,
    PURPOSE_WORDS,
    REQUEST_KIND_WORDS,
    ItemPurpose,
    ItemWords,
    RequestKind,
    StandingArea,
)
from assurance.rules.wording import counted

AREAS = [(str(area), words) for area, words in AREA_SHORT.items()]


class ItemForm(forms.Form):
    """One item of an agenda."""

    title = forms.CharField(
        label="What is the item?",
        max_length=240,
        help_text="For example, Re-referrals: what changed since September",
        error_messages={"required": "Say in a few words what the item is"},
    )
    area = forms.TypedChoiceField(
        label="Which standing area does it serve?",
        required=False,
        choices=AREAS,
        coerce=StandingArea,
        empty_value=StandingArea.NONE,
        help_text="The ten areas of SAAS’s terms of reference, 3.7.",
    )
    purpose = forms.TypedChoiceField(
        label="What is the meeting asked to do?",
        choices=[(str(purpose), words) for purpose, words in PURPOSE_WORDS.items()],
        coerce=ItemPurpose,
        widget=forms.RadioSelect,
        initial=str(ItemPurpose.TO_DISCUSS),
        error_messages={"required": "Choose what the meeting is asked to do"},
    )
    lead = forms.CharField(
        label="Who leads the item?",
        required=False,
        max_length=160,
        help_text="A post, for example Chair of the Business Group. Not a person’s name.",
    )
    minutes_allotted = forms.IntegerField(
        label="How many minutes are planned for it?",
        required=False,
        min_value=1,
        max_value=LONGEST_ITEM,
        error_messages={"invalid": "Enter a number of minutes, like 15"},
        widget=forms.NumberInput(attrs={"width": "3"}),
    )
    note = PlainTextField(
        label="What exactly is the meeting asked?",
        required=False,
        rows=4,
        help_text=f"You may leave this blank. {NO_NAMES}",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save the item")

    def clean(self):
        """The item's `words` in one value."""
        cleaned = super().clean()
        return cleaned if self.errors else {"words": ItemWords(**cleaned)}


class BuildForm(forms.Form):
    """What is put on the agenda of all that is due: each is ticked, or left for later."""

    carried = forms.BooleanField(required=False)
    requests = forms.ModelMultipleChoiceField(
        queryset=None, required=False, label="Asked by or of other groups", widget=forms.CheckboxSelectMultiple
    )
    planned = forms.ModelMultipleChoiceField(
        queryset=None, required=False, label="From the forward plan", widget=forms.CheckboxSelectMultiple
    )
    areas = forms.TypedMultipleChoiceField(
        required=False,
        label="The standing areas",
        coerce=StandingArea,
        widget=forms.CheckboxSelectMultiple,
        help_text="What SAAS’s terms of reference, 3.7, have its meetings cover. Areas on this agenda already are not "
        "offered again.",
    )

    def __init__(self, *args, offers, planned, requests, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer_actions(offers.actions)
        self._offer_rows("requests", requests, offers.requests, request_words)
        self._offer_rows("planned", planned, offers.planned, planned_words)
        self.fields["areas"].choices = [(key, short) for key, short, _ in offers.areas]
        self.fields["areas"].widget.attrs["option_hints"] = {key: words for key, short, words in offers.areas}
        if not offers.areas:
            del self.fields["areas"]
        self.helper = one_button("Put them on the agenda")

    def _offer_actions(self, number):
        if not number:
            del self.fields["carried"]
            return
        self.fields["carried"].label = f"Actions carried forward ({counted(number, 'open action')})"

    def _offer_rows(self, name, queryset, rows, words):
        if not rows:
            del self.fields[name]
            return
        field = self.fields[name]
        field.queryset = queryset.filter(pk__in=[row.pk for row in rows])
        field.label_from_instance = words


def planned_words(item):
    """An item of the forward plan as one ticks it."""
    return f"{item.title} ({'no meeting chosen yet' if item.meeting is None else 'planned for this meeting'})"


def request_words(request):
    """A request between groups as one ticks it."""
    kind = REQUEST_KIND_WORDS[RequestKind(request.kind)].lower()
    return f"{request.title} (asked by {request.from_group.short_name}: {kind})"


class AgreeForm(MeetingMoveForm):
    """The chair's own agreement, or how and when the chair gave it, recorded by the secretariat (R27)."""

    text = PlainTextField(
        label="Anything the chair adds", required=False, rows=3, help_text="You may leave this blank."
    )

    def __init__(self, *args, is_chair, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_chair:
            field = self.fields["text"]
            field.label, field.required = "How and when did the chair agree?", True
            field.help_text = "For example, By e-mail on 24 November 2026. Your account is recorded beside it."
            field.error_messages["required"] = "Say how and when the chair agreed"
        self.helper = one_button("Agree this agenda" if is_chair else "Record the chair’s agreement")


class OpenForm(MeetingMoveForm):
    """Why an agreed or circulated agenda is changed."""

    reason = PlainTextField(
        label="Why is the agenda changed?",
        rows=4,
        help_text="Members read this with the next version. The chair has to agree the agenda again.",
        error_messages={"required": "Say why the agenda is changed"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Open the agenda for changes")


class CirculateForm(MeetingMoveForm):
    """Nothing more is asked: what goes round stands above the button."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Circulate to members")


class RemoveForm(forms.Form):
    """One more look before something goes."""

    def __init__(self, *args, button, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(button, warning=True)


class CommentForm(forms.Form):
    """What a member or observer writes to an item before the meeting, or to its minutes (R13, R40)."""

    text = PlainTextField(
        label="Your comment",
        rows=6,
        help_text=f"Everybody who may read this meeting’s papers and minutes reads it, with your post. {NO_NAMES}",
        error_messages={"required": "Write your comment"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Send the comment")
