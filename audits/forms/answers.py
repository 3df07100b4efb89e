"""The forms of an agency's answers: one a question, so that each is saved, and refused, by itself (R111, R116)."""

import re

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, MultipleFileField, PlainTextField
from assurance.rules.canonical import sha256_of
from assurance.rules.evidence import ALLOWED_IN_WORDS, KINDS
from audits.forms.checked import CheckedForm
from audits.rules.identifiers import Found, found_in
from audits.rules.signing import read_number, takes_evidence
from audits.rules.tools import JUDGEMENT_WORDS, Purpose, QuestionKind

WORDS = ("value", "text", "evidence")
NAME_NOBODY = "Name no child, no family and no member of staff."
LIST_LINE = re.compile(r"^- ", re.MULTILINE)
TOLD_FIRST = "Before anything else you are shown whom to tell about this child."


def mark_of(words):
    """What stands for the words of an answer as a page showed them, without holding any of them."""
    return sha256_of("\n\n".join(words.get(name, "") for name in WORDS))[:12]


class AnswerForm(CheckedForm):
    """
    The answer to one question: what is chosen, a number or words, and how it is known.

    `seen` is the version that the page showed with a mark of its words, so that what nobody touched is never saved over
    what somebody else has written. Names are confirmed before signing, for the whole sheet; here only identifiers stop.
    """

    seen = forms.RegexField(
        r"^\d{1,9}:[0-9a-f]{12}$",
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "Go back and open this section again"),
    )

    def __init__(self, data, *, question, grades, stored, has_case):
        words = {name: getattr(stored, name) for name in WORDS}
        initial = words | {"seen": f"{stored.version}:{mark_of(words)}"}
        super().__init__(data, prefix=str(question.pk), initial=initial)
        self.question = question
        if question.kind == QuestionKind.TEXT:
            self.fields["text"] = _words(question)
        elif question.kind == QuestionKind.NUMBER:
            self.fields["value"] = _number(question)
        else:
            self.fields["value"] = _choice(question, grades, has_case)
        if takes_evidence(question):
            self.fields["evidence"] = _evidence(question)

    def look(self, text):
        """The identifiers in a text; what may be a name is confirmed before signing."""
        return Found(found_in(text).identifiers)

    def clean_value(self):
        """The value; a number as it is kept. Raises ValidationError when it is none."""
        value = self.cleaned_data["value"]
        if self.question.kind != QuestionKind.NUMBER or not value:
            return value
        number = read_number(value)
        if number is None:
            raise forms.ValidationError("Enter a number, like 12")
        return number

    @property
    def was_sent(self):
        """Whether the page that was sent had this question on it."""
        return self.add_prefix("seen") in self.data

    @property
    def words(self):
        """What was written, by the names of the answer's fields."""
        return {name: self.cleaned_data.get(name, "") for name in WORDS}

    @property
    def version(self):
        """The version that the page showed."""
        return int(self.cleaned_data["seen"].partition(":")[0])

    def is_touched(self):
        """Whether somebody wrote here since the page was shown; a form that cannot be read was touched."""
        if not self.has_changed():
            return False
        return not self.is_valid() or mark_of(self.words) != self.cleaned_data["seen"].partition(":")[2]

    def seen_after(self, version):
        """The name and value of `seen` once what was written stands as this version."""
        return self.add_prefix("seen"), f"{version}:{mark_of(self.words)}"

    def problems(self):
        """What is wrong, a sentence each with the question's number, for a page that has no box to tick."""
        texts = [text for name, errors in self.errors.items() if name != "none_named" for text in errors]
        return [f"{self.question.number}: {text}" for text in texts]

    def compared(self, stored):
        """The form as it is shown beside what somebody else saved: what it saves next stands over that."""
        words = {name: getattr(stored, name) for name in WORDS}
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = f"{stored.version}:{mark_of(words)}"
        return self


def _guidance(question):
    """What to look for, as a hint: plain text, in which the lines of a list begin with a bullet."""
    return LIST_LINE.sub("• ", question.guidance)


def _label(question):
    return f"{question.number} {question.text}" + ("" if question.is_required else " (optional)")


def _words(question):
    return PlainTextField(label=_label(question), required=False, rows=5, help_text=_guidance(question))


def _number(question):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "width": "5"})
    return forms.CharField(
        label=_label(question), required=False, max_length=20, widget=widget, help_text=_guidance(question)
    )


def _choice(question, grades, has_case):
    widget, choices = forms.RadioSelect(), [(str(one), words) for one, words in JUDGEMENT_WORDS.items()]
    if question.kind == QuestionKind.GRADE:
        choices = [(grade.slug, grade.label) for grade in grades]
        warns = has_case and question.purpose == Purpose.OVERALL
        widget.attrs["option_hints"] = {
            grade.slug: f"{grade.meaning} {TOLD_FIRST}" if warns and grade.needs_route else grade.meaning
            for grade in grades
        }
    return forms.ChoiceField(
        label=_label(question), required=False, widget=widget, choices=choices, help_text=_guidance(question)
    )


def _evidence(question):
    asked = "Needed here, or a file." if question.needs_evidence else "Optional."
    hint = f"{asked} What on record shows it, by kind of document and date."
    return PlainTextField(label=f"{question.number} How do you know?", required=False, rows=3, help_text=hint)


def answer_forms(data, section, *, grades, stored, has_case):
    """The forms of a section's questions, in order; of those sent alone when something was sent."""
    made = [
        AnswerForm(data, question=question, grades=grades, stored=stored(question), has_case=has_case)
        for question in section.questions
    ]
    return [form for form in made if form.was_sent] if data is not None else made


class KnownForm(CheckedForm):
    """Whether the agency knows a case, and how it was looked for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    is_known = forms.TypedChoiceField(
        label="Does your agency know this child?",
        choices=[("yes", "Yes, we have records of this child"), ("no", "No, this child is not known to us")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(attrs={"data-reveals": {"no": ["unknown_because"]}}),
        error_messages={"required": "Say whether your agency knows this child"},
    )
    unknown_because = PlainTextField(
        label="How did you look for them?",
        required=False,
        rows=4,
        help_text=f"Which systems, by what, and over which time. {NAME_NOBODY}",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save")

    def clean(self):
        """The answers. Adds an error when it is not said how a child who is not known was looked for."""
        answers = super().clean()
        if answers.get("is_known") is False and not answers.get("unknown_because") and not self.errors:
            self.add_error("unknown_because", "Say how you looked for this child")
        return answers

    def conflicted(self, version, words):
        """Show that somebody else was first, and what they said: what is saved next stands over it."""
        self.add_error(None, f"Somebody else was first. {words} Your words are still here. Save to keep yours.")
        self.data = self.data.copy()
        self.data["version"] = str(version)


class RouteForm(CheckedForm):
    """That the child's own team was told, outside the audit. It cannot be changed afterwards."""

    is_final = True
    also_checked = ("told",)

    told = forms.CharField(
        label="Whom did you tell?",
        max_length=160,
        help_text="A post, for example Team Manager, Children’s Social Work. Not a person’s name.",
        error_messages={"required": "Enter the post of the person you told"},
    )
    on = GovDateField(label="When?", noun="day on which you told them", help_text="For example, 5 11 2026")
    how = PlainTextField(
        label="How, and what was agreed?",
        rows=4,
        help_text=f"For example: by telephone; they will review the plan this week. {NAME_NOBODY}",
        error_messages={"required": "Say how you told them, and what was agreed"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record that they were told")


class FilesForm(forms.Form):
    """Files to go with one answer."""

    files = MultipleFileField(
        label="Add files",
        error_messages={"required": "Choose a file"},
        help_text=f"{ALLOWED_IN_WORDS}, up to 20MB each. Take out names and details of children first, in the files "
        "and in what they are called.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs["accept"] = ",".join(KINDS)
        self.helper = one_button("Upload")


class SurveyForm(CheckedForm):
    """What the staff survey found of one standard."""

    also_checked = ("source",)

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    asked = forms.IntegerField(label="How many were asked?", min_value=0, max_value=999_999)
    answered = forms.IntegerField(label="How many answered?", min_value=0, max_value=999_999)
    agreed = forms.IntegerField(
        label="How many of them agreed?",
        min_value=0,
        max_value=999_999,
        help_text="That your agency meets this standard, in whatever words the survey put it.",
    )
    source = forms.CharField(
        label="Which survey was it, and when?",
        max_length=240,
        help_text="For example, Safeguarding staff survey, May 2026.",
        error_messages={"required": "Say which survey it was, and when"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("asked", "answered", "agreed"):
            self.fields[name].error_messages["required"] = "Enter a number, 0 if it was none"
        self.helper = one_button("Save")

    def conflicted(self, version, words):
        """Show that somebody else was first, and what they saved: what is saved next stands over it."""
        self.add_error(None, f"Somebody else was first. {words} Your figures are still here. Save to keep yours.")
        self.data = self.data.copy()
        self.data["version"] = str(version)
