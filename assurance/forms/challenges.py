"""The forms of challenges: the log's filters, raising one, and each move with what it needs."""

from django import forms

from assurance.forms.actions import holder_choices
from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.moves import MoveForm
from assurance.forms.returns import topic_choices
from assurance.forms.warnings import NO_NAMES
from assurance.queries.challenges import MY_AGENCY, OPEN, OVERDUE, RAISED_BY_ME, meeting_name
from assurance.rules.challenges import MOVE_ASKS, NEEDS, RAISE_NEEDS, STATE_WORDS, ChallengeMove
from assurance.rules.wording import date_words


class ChallengeFilterForm(forms.Form):
    """What the log is narrowed to."""

    whose = forms.ChoiceField(
        label="Whose",
        required=False,
        choices=[
            ("", "Everybody’s"),
            (MY_AGENCY, "My agency or group was challenged"),
            (RAISED_BY_ME, "Raised by me"),
        ],
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any state"),
            (OPEN, "Every open one"),
            (OVERDUE, "Answer overdue"),
            *[(str(state), words) for state, words in STATE_WORDS.items()],
        ],
    )
    challenged = forms.ChoiceField(label="Who was challenged", required=False)
    raiser = forms.ChoiceField(label="Raised by", required=False)

    def __init__(self, *args, challenged, raisers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["challenged"].choices = [("", "Any agency or group"), *challenged]
        self.fields["raiser"].choices = [("", "Anybody"), *raisers]

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        return {name: read.get(name, "") for name in self.fields}


class RaiseForm(forms.Form):
    """A new challenge: of whom, about what, on what evidence, and what should be different for children."""

    challenged = forms.ChoiceField(
        label="Which agency or group do you challenge?",
        error_messages={"required": "Choose the agency or group you challenge"},
    )
    title = forms.CharField(
        label="The challenge in a few words",
        max_length=240,
        help_text="For example, Health information is missing from strategy discussions",
        error_messages={"required": RAISE_NEEDS["title"]},
    )
    what = PlainTextField(
        label="What do you challenge, and on what evidence?",
        rows=7,
        help_text=f"What is not as it should be, and how you know. {NO_NAMES}",
        error_messages={"required": RAISE_NEEDS["what"]},
    )
    asks = PlainTextField(
        label="What should be different for children?",
        rows=5,
        help_text="The challenge stays open until this, or something like it, has come about.",
        error_messages={"required": RAISE_NEEDS["asks"]},
    )
    answer_due_on = GovDateField(
        label="By when do you ask for an answer?",
        noun="date by which it is answered",
        help_text="10 working days from today, unless you give another date. For example, 31 3 2027",
    )
    topic = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which theme or indicator is it about?",
        required=False,
    )
    meeting = forms.ChoiceField(
        label="At which meeting was it made?", required=False, help_text="Leave this if it was made at no meeting."
    )
    earlier = forms.ChoiceField(
        label="Was the same concern challenged before?",
        required=False,
        help_text="The two will lead to each other, and this one is shown as a concern that has come up again.",
    )

    def __init__(self, *args, holders, topics, meetings, challenges, **kwargs):
        super().__init__(*args, **kwargs)
        self.holders, self.meetings = holders, meetings
        self.challenges = {str(one.pk): one for one in challenges}
        self.fields["challenged"].choices = holder_choices(holders)
        self.fields["topic"].queryset = topics
        self.fields["topic"].choices = topic_choices(topics, blank="None", key="slug")
        self.fields["meeting"].choices = [
            ("", "None"),
            *[(key, meeting_name(meeting)) for key, meeting in meetings.items()],
        ]
        self.fields["earlier"].choices = [
            ("", "No, or before this portal was in use"),
            *[
                (key, f"{one.title} ({one.challenged.name}, {date_words(one.raised_at)})")
                for key, one in self.challenges.items()
            ],
        ]
        self.helper = one_button(MOVE_ASKS[ChallengeMove.RAISE])

    def clean_challenged(self):
        """The agency or group that was chosen."""
        return self.holders[self.cleaned_data["challenged"]]

    def clean_meeting(self):
        """The meeting that was chosen, or None."""
        return self.meetings.get(self.cleaned_data["meeting"])

    def clean_earlier(self):
        """The earlier challenge that was chosen, or None."""
        return self.challenges.get(self.cleaned_data["earlier"])


class ChallengeMoveForm(MoveForm):
    """What one move of a challenge needs."""

    noun, states, needs, asks = "challenge", STATE_WORDS, NEEDS, MOVE_ASKS


class AnswerForm(ChallengeMoveForm):
    """The answer of the challenged."""

    move = ChallengeMove.ANSWER
    text = PlainTextField(
        label="What is your answer?",
        rows=8,
        help_text=f"What you make of the evidence, and what you will do about it by when. {NO_NAMES}",
    )


class AskAgainForm(ChallengeMoveForm):
    """Why the answer is not accepted, and a new date."""

    move = ChallengeMove.ASK_AGAIN
    text = PlainTextField(label="Why is the answer not accepted, and what do you ask now?", rows=6, help_text=NO_NAMES)
    answer_due_on = GovDateField(label="By when do you ask for an answer?", noun="date by which it is answered")


class AcceptForm(ChallengeMoveForm):
    """Accepting needs no words, and may have some."""

    move = ChallengeMove.ACCEPT
    text = PlainTextField(
        label="What will show that it has had an effect?",
        required=False,
        rows=5,
        help_text=f"You may leave this blank. The challenge stays open until its effect is known. {NO_NAMES}",
    )


class CloseForm(ChallengeMoveForm):
    """Its effect: without one the challenge stays open."""

    move = ChallengeMove.CLOSE
    effect = PlainTextField(
        label="What changed for children, and how do you know?",
        rows=7,
        help_text=f"If nothing has changed yet, keep the challenge open. {NO_NAMES}",
    )


class ReopenForm(ChallengeMoveForm):
    """Why a closed challenge is open again, and by when an answer is asked for."""

    move = ChallengeMove.REOPEN
    text = PlainTextField(label="Why is it reopened?", rows=5, help_text=NO_NAMES)
    answer_due_on = GovDateField(label="By when do you ask for an answer?", noun="date by which it is answered")


MOVE_FORMS = {form.move: form for form in (AnswerForm, AskAgainForm, AcceptForm, CloseForm, ReopenForm)}
