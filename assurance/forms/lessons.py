"""The forms of lessons: the list's filters, recording one, giving it, telling what it changed."""

from crispy_forms.layout import Layout
from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.layouts import boxes
from assurance.forms.returns import topic_choices
from assurance.forms.warnings import NO_NAMES
from assurance.models import Agency
from assurance.queries.lessons import CHANGED, NOT_GIVEN, OVERDUE, WAITING
from assurance.rules.learning import GIVEN_MOVE_ASKS, ChangeKind, GivenMove, LessonSource

NOTHING_OF_A_CHILD = f"{NO_NAMES} No details of a child or a family."
ASKS = {
    ChangeKind.TRAINING: "What has changed in training?",
    ChangeKind.POLICY: "What has changed in policy?",
    ChangeKind.PRACTICE: "What has changed in practice?",
    ChangeKind.OUTCOMES: "What has changed for children?",
}
HINTS = {
    ChangeKind.TRAINING: "For example, which course now teaches it, and how many have taken it.",
    ChangeKind.POLICY: "For example, which policy or procedure says it now, and since when.",
    ChangeKind.PRACTICE: "For example, what staff do otherwise, and what an audit or a dip-sample shows.",
    ChangeKind.OUTCOMES: "What is different for children, and how you know.",
}


class LessonFilterForm(forms.Form):
    """What the list of lessons is narrowed to."""

    source = forms.ChoiceField(label="Comes from", required=False)
    topic = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="About", required=False, empty_label="Any theme or indicator"
    )
    standing = forms.ChoiceField(
        label="How it stands",
        required=False,
        choices=[
            ("", "Any"),
            (OVERDUE, "Somebody is overdue"),
            (WAITING, "Somebody has not told yet"),
            (CHANGED, "Everybody has told of change"),
            (NOT_GIVEN, "Not given"),
        ],
    )
    holder = forms.ChoiceField(label="Given to", required=False)

    def __init__(self, *args, sources, topics, holders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "Anywhere"), *sources]
        self.fields["topic"].queryset = topics
        self.fields["holder"].choices = [("", "Any agency or group"), *holders]

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        topic = read.get("topic")
        return {name: read.get(name, "") for name in self.fields} | {"topic": topic.slug if topic else ""}


class LessonForm(forms.Form):
    """One lesson: what was learned, what should change, and where it comes from."""

    title = forms.CharField(
        label="The lesson in a few words",
        max_length=240,
        help_text="For example, Ask who else lives in the home",
        error_messages={"required": "Say in a few words what the lesson is"},
    )
    what = PlainTextField(
        label="What was learned?",
        rows=6,
        help_text=f"So that somebody who has not read the review understands it. {NOTHING_OF_A_CHILD}",
        error_messages={"required": "Say what was learned"},
    )
    change = PlainTextField(
        label="What should change in training, policy, practice or outcomes for children?",
        rows=5,
        help_text=NOTHING_OF_A_CHILD,
        error_messages={"required": "Say what should change"},
    )
    source = forms.ChoiceField(
        label="Where does it come from?",
        widget=forms.RadioSelect(attrs={"data-reveals": {str(LessonSource.RAPID): ["rapid_review"]}}),
        error_messages={"required": "Choose where the lesson comes from"},
    )
    rapid_review = forms.ChoiceField(
        label="Which rapid review?",
        required=False,
        help_text="Only those who may read rapid reviews see that the lesson comes from one.",
    )
    review_title = forms.CharField(
        label="Title of the review or panel",
        max_length=240,
        required=False,
        help_text="As published, or for example Child Death Overview Panel. Leave it blank for a rapid review.",
    )
    published_on = GovDateField(
        label="When was it published?", required=False, noun="date of publication", help_text="For example, 27 3 2026"
    )
    link = forms.URLField(
        label="Link",
        required=False,
        assume_scheme="https",
        help_text="To the published review. For the Child Death Overview Panel, to eCDOP: what is held there is not "
        "entered here again.",
        error_messages={"invalid": "Enter a link like https://www.example.org/review"},
    )
    topic = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Which theme or indicator is it about?", required=False
    )
    theme = forms.ModelChoiceField(
        queryset=None,
        label="Which theme of the rolling programme does it inform?",
        required=False,
        empty_label="None",
    )

    def __init__(self, *args, sources, reviews, topics, themes, button, **kwargs):
        super().__init__(*args, **kwargs)
        self.reviews = {str(review.pk): review for review in reviews}
        self.fields["source"].choices = sources
        if str(LessonSource.RAPID) not in dict(sources):
            del self.fields["rapid_review"]
            del self.fields["source"].widget.attrs["data-reveals"]
        else:
            self.fields["rapid_review"].choices = [("", "One not in the portal"), *_references(reviews)]
        self.fields["topic"].queryset = topics
        self.fields["topic"].choices = topic_choices(topics, blank="None", key="slug")
        self.fields["theme"].queryset = themes
        self.helper = one_button(button)

    def clean(self):
        """Ask for the title of what it comes from; gives `rapid_review` as one, or None."""
        cleaned = super().clean()
        is_rapid = cleaned.get("source") == LessonSource.RAPID
        if not is_rapid and not cleaned.get("review_title") and "source" in cleaned:
            self.add_error("review_title", "Enter the title of the review or panel")
        review = self.reviews.get(cleaned.get("rapid_review", ""))
        return cleaned | {"rapid_review": review if is_rapid else None}


class LessonChangeForm(LessonForm):
    """Other words of a lesson, refused when somebody else has changed it since it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def refused(self, problem, stamp):
        """Show what the service refuses. After a conflict the reader goes on from the words as they are now."""
        self.add_error(None, problem.messages)
        if getattr(problem, "code", None) == "conflict":
            self.data = self.data.copy()
            self.data["seen"] = stamp


class GiveForm(forms.Form):
    """To whom a lesson is given, and by when they tell what it changed."""

    agencies = forms.MultipleChoiceField(
        label="Which agencies?", required=False, widget=forms.CheckboxSelectMultiple(attrs={"small": True})
    )
    groups = forms.MultipleChoiceField(
        label="Which groups?", required=False, widget=forms.CheckboxSelectMultiple(attrs={"small": True})
    )
    due_on = GovDateField(
        label="By when do they tell what changed?",
        noun="date by which they tell what changed",
        help_text="For example, 31 3 2027",
    )

    def __init__(self, *args, holders, **kwargs):
        super().__init__(*args, **kwargs)
        self.holders = holders
        for name, choices in _seats(holders).items():
            self.fields[name].choices = choices
            if not choices:
                del self.fields[name]
        self.helper = one_button("Give the lesson")
        self.helper.layout = Layout(*(boxes(self, name) if name != "due_on" else name for name in self.fields))

    def clean(self):
        """Gives `holders`: the agencies and groups that were chosen."""
        cleaned = super().clean()
        chosen = [self.holders[key] for name in ("agencies", "groups") for key in cleaned.pop(name, [])]
        if not chosen and not self.errors:
            self.add_error(next(iter(self.fields)), "Choose at least one agency or group")
        return cleaned | {"holders": chosen}


class GivenDateForm(forms.Form):
    """Another day by which an agency or group tells what a lesson has changed."""

    due_on = GovDateField(label="By when do they tell what changed?", noun="date by which they tell what changed")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save the date")


class TakeBackForm(forms.Form):
    """Nothing but the button that takes a lesson back."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Take the lesson back", warning=True)


class TellForm(forms.Form):
    """What has changed in each of the four; what is left blank is not told of."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in ChangeKind:
            self.fields[str(kind)] = PlainTextField(
                label=ASKS[kind],
                rows=4,
                required=False,
                help_text=HINTS[kind],
            )
        self.fields[str(ChangeKind.TRAINING)].help_text += f" {NOTHING_OF_A_CHILD}"
        self.helper = one_button(GIVEN_MOVE_ASKS[GivenMove.TELL])

    def clean(self):
        """Gives `texts`, by the four kinds of change."""
        cleaned = super().clean()
        return {"texts": {kind: cleaned.get(str(kind), "") for kind in ChangeKind}}


def _references(reviews):
    return [(str(review.pk), review.reference) for review in reviews]


def _seats(holders):
    return {
        "agencies": [(key, seat.name) for key, seat in holders.items() if isinstance(seat, Agency)],
        "groups": [(key, seat.name) for key, seat in holders.items() if not isinstance(seat, Agency)],
    }
