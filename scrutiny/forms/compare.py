"""What is compared: a list to choose from for each side."""

from django import forms


class CompareForm(forms.Form):
    """The choices of a page that compares; `selects` are of scrutiny.queries.compare, `problem` a sentence or blank."""

    def __init__(self, *, selects, problem=""):
        super().__init__(data={one.name: one.chosen for one in selects})
        for one in selects:
            self.fields[one.name] = forms.ChoiceField(label=one.label, choices=one.options, required=False)
        self.full_clean()
        if problem:
            self.add_error(selects[-1].name, problem)
