"""The forms of attendance: a reply, whether a substitute is able, guests, who came; and members' input."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField
from assurance.forms.warnings import NO_NAMES
from assurance.rules.attendance import GUESTS, INPUT_WORDS, STANDING_WORDS, Presence, Reply, Standing

OWN_ANSWERS = {
    Reply.COMING: "I am coming",
    Reply.APOLOGIES: "I send my apologies",
    Reply.SENDS_SUBSTITUTE: "I send a substitute, as an exception",
}
ANSWERS_FOR_ANOTHER = {
    Reply.COMING: "They are coming",
    Reply.APOLOGIES: "They send their apologies",
    Reply.SENDS_SUBSTITUTE: "They send a substitute, as an exception",
}
SUBSTITUTE_FIELDS = ["post", "agency", "reason"]
HINTS = {
    "actions_taken": "What your agency has done, and what came of it for children.",
    "context": "What lies behind the figures, and how your agency collects and reads them.",
    "risks": "What known risks have done, and what is emerging.",
    "inspection": "Local or national feedback, and what your agency expects.",
    "fora": "What children, families, practitioners or other agencies have raised.",
}


class ReplyForm(forms.Form):
    """Whether somebody comes, and who stands in for them."""

    answer = forms.TypedChoiceField(
        coerce=Reply,
        widget=forms.RadioSelect(attrs={"data-reveals": {str(Reply.SENDS_SUBSTITUTE): SUBSTITUTE_FIELDS}}),
        error_messages={"required": "Choose one"},
    )
    post = forms.CharField(
        label="The substitute’s post", required=False, max_length=160, help_text="A post, not a person’s name."
    )
    agency = forms.ModelChoiceField(
        queryset=None, label="The substitute’s agency", required=False, empty_label="The same as the member’s"
    )
    reason = PlainTextField(
        label="Why, as an exception?",
        required=False,
        rows=3,
        help_text=f"A substitute must be able to contribute and to commission work in their own agency. {NO_NAMES}",
    )

    def __init__(self, *args, agencies, may_substitute, for_another=False, **kwargs):
        super().__init__(*args, **kwargs)
        words = ANSWERS_FOR_ANOTHER if for_another else OWN_ANSWERS
        offered = [(str(answer), text) for answer, text in words.items()]
        self.fields["answer"].label = "Are they coming?" if for_another else "Are you coming?"
        self.fields["answer"].choices = offered if may_substitute else offered[:-1]
        self.fields["agency"].queryset = agencies
        if not may_substitute:
            self.fields["answer"].widget.attrs.pop("data-reveals")
            for name in SUBSTITUTE_FIELDS:
                del self.fields[name]
        self.helper = one_button("Save the reply")

    def clean(self):
        """Ask for the substitute's post and the exceptional reason when one is sent."""
        cleaned = super().clean()
        if cleaned.get("answer") == Reply.SENDS_SUBSTITUTE:
            if not cleaned.get("post"):
                self.add_error("post", ValidationError("Enter the substitute’s post"))
            if not cleaned.get("reason"):
                self.add_error("reason", ValidationError("Say why a substitute comes, as an exception"))
        return cleaned


class ConfirmForm(forms.Form):
    """Whether a substitute can contribute and commission work (SAAS ToR 3.6)."""

    is_able = forms.TypedChoiceField(
        label="Can they contribute meaningfully to the meeting, and commission work in their own agency?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="Without a yes the meeting is not quorate (SAAS terms of reference, 3.6).",
        error_messages={"required": "Choose yes or no"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record this")


class GuestForm(forms.Form):
    """Somebody who attends without a membership, by post."""

    post = forms.CharField(
        label="Post",
        max_length=160,
        help_text="A post, not a person’s name. For example, Audit lead.",
        error_messages={"required": "Enter the post of whoever attends"},
    )
    standing = forms.TypedChoiceField(
        label="In what standing?",
        choices=[(str(standing), STANDING_WORDS[standing]) for standing in GUESTS],
        coerce=Standing,
        widget=forms.RadioSelect,
        help_text="Neither counts towards the quorum.",
        error_messages={"required": "Choose whether they are in attendance or observe"},
    )
    agency = forms.ModelChoiceField(queryset=None, label="Agency", required=False, empty_label="No agency")

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.helper = one_button("Put them on the list")


class AttendanceForm(forms.Form):
    """Everybody on the list, present or absent, and who was in the chair."""

    in_chair = forms.ChoiceField(
        label="Who was in the chair?", required=False, help_text="Whoever it was is not counted towards the quorum."
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, attendees, chair, seen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen
        self.attendees = list(attendees)
        self.fields["in_chair"].choices = [("", "Choose one"), *[(str(one.pk), one.post) for one in self.attendees]]
        self.fields["in_chair"].initial = str(chair.pk) if chair else ""
        for one in self.attendees:
            self.fields[f"presence_{one.pk}"] = forms.TypedChoiceField(
                label=one.post,
                choices=[(str(Presence.PRESENT), "Present"), (str(Presence.ABSENT), "Absent")],
                coerce=Presence,
                widget=forms.RadioSelect(attrs={"inline": True, "small": True}),
                initial=one.presence or PROPOSED[Reply(one.reply)],
                error_messages={"required": f"Say whether {one.post} was present"},
            )

    def clean(self):
        """What the service takes: who was present, by key, and who was in the chair."""
        cleaned = super().clean()
        chair = next((one.pk for one in self.attendees if str(one.pk) == cleaned.get("in_chair")), None)
        presences = {one.pk: cleaned.get(f"presence_{one.pk}", Presence.NOT_RECORDED) for one in self.attendees}
        return {"presences": presences, "in_chair": chair, "seen": cleaned.get("seen", "")}

    def look_again(self, seen):
        """Take what is recorded now as seen: the page that comes back shows it beside what was written."""
        self.data = self.data.copy()
        self.data["seen"] = seen

    def rows(self):
        """Each person with the field of their presence."""
        return [(one, self[f"presence_{one.pk}"]) for one in self.attendees]


# What attendance begins with, for the secretariat to correct: what people said they would do.
PROPOSED = {
    Reply.NONE: "",
    Reply.COMING: str(Presence.PRESENT),
    Reply.APOLOGIES: str(Presence.ABSENT),
    Reply.SENDS_SUBSTITUTE: str(Presence.ABSENT),
}


class InputForm(forms.Form):
    """A member's input under the headings of SAAS ToR 4.3. None is required: an agency says what it has to say."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, autosave_url="", **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in INPUT_WORDS.items():
            hint = f"{HINTS[name]} {NO_NAMES}"
            self.fields[name] = PlainTextField(label=words, required=False, rows=6, help_text=hint)
        self.helper = FormHelper()
        self.helper.attrs = {"data-autosave": autosave_url, "data-version-field": "version"}
        self.helper.add_input(Submit("save", "Save and check before sending"))

    def rows(self, texts):
        """Each visible field with the text of the same name in `texts`, in the order of the form."""
        return [(field, texts.get(field.name, "")) for field in self.visible_fields()]

    def texts(self):
        """The texts that could be read, by the names the service takes."""
        return {name: text for name, text in self.cleaned_data.items() if name != "version"}
