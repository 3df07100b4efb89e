"""
Forms that look at what was written before it is saved (R116).

    class FindingForm(CheckedForm):
        is_final = True
        text = PlainTextField(label="What was found?")

    services.save_finding(by=request.user, now=timezone.now(), **form.cleaned_data)

The first save of words with what may be a name is answered with a sentence and a box to tick, and the words are kept.
"""

from functools import cached_property

from django import forms

from assurance.forms.fields import PlainTextField
from assurance.rules.canonical import sha256_of
from audits.queries.identifiers import identifiers_refused, known_terms
from audits.rules.identifiers import Found, found_in, sentence

NONE_NAMED = "None of these names a child or family"
SAVE_ANYWAY = "Save it for now. I will take it out: it cannot be made final like this"
KEEP = "Keep it: our policy allows it here"
TICK = "If this is right, tick the box. If not, change the words"


class CheckedForm(forms.Form):
    """
    A form whose prose is looked at: every PlainTextField, and the fields in `also_checked`.

    What may be a name, in words that were changed, has to be confirmed. An identifier is refused where the words are
    final (`is_final`) unless the policy allows it; in a draft it has to be confirmed, too. The confirmation holds for
    what was shown and for nothing written since. It is not in `cleaned_data`.
    """

    is_final = False
    also_checked: tuple[str, ...] = ()

    none_named = forms.BooleanField(label=NONE_NAMED, required=False, widget=forms.HiddenInput)
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        """The answers, without the confirmation. Adds the error that asks for it."""
        answers = super().clean() or self.cleaned_data
        is_ticked, confirmed = answers.pop("none_named", False), answers.pop("confirmed", "")
        doubts = {}
        for name in self._prose():
            found = self.look(answers.get(name) or "")
            if self.is_final and (refused := identifiers_refused(found)):
                self.add_error(name, refused)
            elif doubt := Found(found.identifiers, found.names if name in self.changed_data else ()):
                doubts[name] = doubt
        if doubts and not (is_ticked and confirmed == _mark(doubts)):
            self._ask(doubts)
        return answers

    def look(self, text):
        """What a text holds. A form whose names are confirmed elsewhere looks for identifiers alone."""
        return found_in(text, self.known) if text.strip() else Found()

    @cached_property
    def known(self):
        """What is nobody's name, asked for once a form."""
        return known_terms()

    def _prose(self):
        return [name for name, field in self.fields.items() if isinstance(field, PlainTextField)] + [*self.also_checked]

    def _ask(self, doubts):
        for name, found in doubts.items():
            self.add_error(name, sentence(found))
        self.fields["none_named"].widget = forms.CheckboxInput()
        if any(found.identifiers for found in doubts.values()):
            self["none_named"].label = SAVE_ANYWAY if any(map(identifiers_refused, doubts.values())) else KEEP
        self.add_error("none_named", TICK)
        self.data = self.data.copy()
        self.data.pop(self.add_prefix("none_named"), None)
        self.data[self.add_prefix("confirmed")] = _mark(doubts)


def _mark(doubts):
    """What stands for the words in doubt, without holding any of them."""
    return sha256_of("\n".join(f"{name}: {found}" for name, found in sorted(doubts.items())))[:16]
