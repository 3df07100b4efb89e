"""
The forms of moves: a step of a state machine from the state in which its reader saw the thing.

A noun says once what its moves have in common, and then a class for each move with the fields it needs:

    class WarningMoveForm(MoveForm):
        noun, states, needs, asks = "warning", STATE_WORDS, NEEDS, MOVE_ASKS

    class CloseForm(WarningMoveForm):
        move = WarningMove.CLOSE
        text = PlainTextField(label="What was done?")

    form = CloseForm(posted(request), state=warning.state)
    services.move_warning(warning=warning, move=move, by=request.user, now=timezone.now(), **form.cleaned_data)
    # on ValidationError: form.refused(problem, warning.state)
"""

from collections.abc import Mapping
from enum import StrEnum

from django import forms

from assurance.forms.buttons import one_button


class SeenForm(forms.Form):
    """
    A step that is refused when the thing has moved on since its reader saw it.

    `seen` comes back as a member of the enum that is the keys of `states`.
    """

    noun = "page"
    states: Mapping[StrEnum, str]

    seen = forms.TypedChoiceField(widget=forms.HiddenInput)

    def __init__(self, *args, state, initial=None, **kwargs):
        super().__init__(*args, initial={"seen": str(state)} | (initial or {}), **kwargs)
        self.state = str(state)
        seen = self.fields["seen"]
        seen.choices = [(str(each), words) for each, words in self.states.items()]
        seen.coerce = type(next(iter(self.states)))
        again = f"Go back to the {self.noun} and begin again"
        seen.error_messages |= dict.fromkeys(("required", "invalid_choice"), again)

    def refused(self, problem, state=""):
        """Show what the service refuses. After a conflict the reader goes on from the state as it is now."""
        self.add_error(None, problem.messages)
        if getattr(problem, "code", None) == "conflict":
            self.data = self.data.copy()
            self.data["seen"] = str(state or self.state)


class MoveForm(SeenForm):
    """
    What one move needs: the fields the class names, each with the sentence of `needs` when it is left out.

    `states`, `needs` and `asks` are STATE_WORDS, NEEDS and MOVE_ASKS of the noun's rules; `asks` names the button,
    which is a warning button for a move in `warns`.
    """

    needs: Mapping[StrEnum, Mapping[str, str]]
    asks: Mapping[StrEnum, str]
    warns: tuple[StrEnum, ...] = ()
    move: StrEnum

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, sentence in self.needs.get(self.move, {}).items():
            self.fields[name].error_messages["required"] = sentence
        self.helper = one_button(self.asks[self.move], warning=self.move in self.warns)
