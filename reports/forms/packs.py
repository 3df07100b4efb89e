"""The form that asks for a board pack, or keeps the choice of its sections."""

from django import forms

from reports.rules.kinds import KIND_LABELS, RULES, About

LAST = 99


ABOUT = {
    About.THEME: ("theme", "Theme", "Choose the theme"),
    About.AUDIT: ("audit", "Audit", "Choose the audit"),
}


class KindFilter(forms.Form):
    """What the list of reports is narrowed to."""

    kind = forms.ChoiceField(
        label="Kind of report", choices=[("", "All"), *((str(kind), label) for kind, label in KIND_LABELS.items())]
    )


class PackForm(forms.Form):
    """
    The kind of report, the quarter it is wanted for, what it is about, and its sections in their order.

    Give the `periods` to choose from, the `choices` of sections as (name, title) in their usual order, and `matters`,
    what a report of this kind can be about. A section without a place comes after those with one. With `keeps` the
    choice is to be kept under a name, whatever the quarter. `token` is made with the page: two presses of the same
    button carry the same, and so make one pack.
    """

    period = forms.ChoiceField(label="Quarter", error_messages={"required": "Choose a quarter"})
    sections = forms.MultipleChoiceField(
        label="Sections",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one section"},
    )
    name = forms.CharField(
        label="Name",
        max_length=80,
        required=False,
        error_messages={"required": "Give this choice of sections a name, to keep it"},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, kind, periods, choices, matters=None, keeps=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.rule = kind, RULES[kind]
        if self.rule.about in ABOUT:
            name, label, wanted = ABOUT[self.rule.about]
            self.fields[name] = forms.ModelChoiceField(
                matters, label=label, required=not keeps, error_messages={"required": wanted}
            )
        elif self.rule.about == About.SUBJECT:
            self.fields["subject"] = forms.CharField(
                label="What is it about?",
                max_length=160,
                required=not keeps,
                error_messages={"required": "Say in a few words what it is about"},
            )
        self.periods = {period.code: period for period in periods}
        self.choices = choices
        self.fields["period"].choices = [(code, str(period)) for code, period in self.periods.items()]
        self.fields["period"].required = not keeps
        self.fields["name"].required = keeps
        self.fields["sections"].choices = choices
        self.fields |= {f"place_{name}": _place(title) for name, title in choices}

    def about(self):
        """The field of what it is about; None where a report of this kind is about its quarter alone."""
        return next((self[name] for name in ("theme", "audit", "subject") if name in self.fields), None)

    def asked(self):
        """What a valid form asks for: quarter, sections, and what it is about."""
        names = ("period", "sections", "theme", "audit", "subject")
        return {"kind": self.kind} | {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def rows(self):
        """Each section's checkbox with the field of its place, in the order of the places."""
        found = [(box, self[f"place_{name}"]) for box, (name, _) in zip(self["sections"], self.choices, strict=True)]
        return sorted(found, key=lambda row: row[1].value() if isinstance(row[1].value(), int) else LAST)

    def clean_period(self):
        """The period itself."""
        return self.periods.get(self.cleaned_data["period"])

    def clean(self):
        """The sections in their order."""
        cleaned = super().clean()
        usual = [name for name, _ in self.choices]
        places = {name: (cleaned.get(f"place_{name}") or LAST, usual.index(name)) for name in usual}
        cleaned["sections"] = sorted(cleaned.get("sections", []), key=places.get)
        return cleaned


def _place(title):
    return forms.IntegerField(
        label=f"Place of {title}",
        required=False,
        min_value=1,
        max_value=LAST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": f"The place of {title} must be a whole number, such as 3",
            "min_value": f"The place of {title} must be 1 or more",
            "max_value": f"The place of {title} must be {LAST} or less",
        },
    )
