"""
A Django form field as a GOV.UK component.

`field_html(form["due_on"])` picks the component by the field's widget. A field says how it looks in its
widget's `attrs`, so that a form needs no layout code:

    label, hint  instead of the field's own label and help text
    label_size   "s" (default), "m", "l", or "" for plain; "hidden" keeps the label for screen readers alone
    width        "2", "3", "4", "5", "10", "20", "30" characters, or "one-half", "two-thirds" and so on
    rows         height of a text area
    max_words    counts words under a text area (`max_length` of the field counts characters)
    prefix, suffix   text in front of or behind the box ("£", "%")
    inline       True puts radios side by side, small=True makes radios and checkboxes small
    option_hints {value: hint} under single options
    data-reveals {value: [names of fields]} shown when that option is chosen
    heading      True makes the label or legend the page's h1

Every other attribute is written to the control as it is. `maxlength` and `placeholder` never are: the first
cuts off pasted text without a word, the second vanishes when it is needed.
"""

from copy import copy

from django import forms
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from markupsafe import Markup

from assurance.forms.fields import DATE_PARTS, GovDateWidget
from kscmp.components import component

PRESENTATION = {
    "label",
    "hint",
    "label_size",
    "width",
    "rows",
    "max_words",
    "prefix",
    "suffix",
    "inline",
    "small",
    "option_hints",
    "data-reveals",
    "heading",
}
NEVER = {"maxlength", "placeholder", "required", "id", "class", "type", "step", "min", "max", "cols"}
NAMED = {"autocomplete", "inputmode", "spellcheck", "autocapitalize", "disabled"}


def field_html(field: forms.BoundField, **options) -> Markup:
    """The field with its label, hint, error and control. `options` override the widget's own presentation."""
    if field.is_hidden:
        return format_html("{}", field)
    style = {**field.field.widget.attrs, **options}
    for widget_class, build in BUILDERS:
        if isinstance(field.field.widget, widget_class):
            return build(field, style)
    return native(field, style)


def revealed_fields(form: forms.BaseForm) -> set[str]:
    """Names of the fields that show only when an option of another field is chosen."""
    reveals = (field.widget.attrs.get("data-reveals", {}) for field in form.fields.values())
    return {name for choice in reveals for names in choice.values() for name in names}


def error_target(field: forms.BoundField) -> str:
    """The id an error link leads to: the control, its first radio, or the wrong box of a date."""
    if isinstance(field.field.widget, GovDateWidget):
        return f"{field.auto_id}_{sorted(wrong_parts(field), key=DATE_PARTS.index)[0]}"
    return field.auto_id


def wrong_parts(field):
    """Which boxes of a date its errors are about; all of them when the errors do not say."""
    errors = field.errors.as_data() if field.errors else []
    parts = {part for error in errors for part in (error.params or {}).get("parts", ())}
    return parts or set(DATE_PARTS)


def title(field, style, kind):
    size = style.get("label_size", "s")
    classes = "govuk-visually-hidden" if size == "hidden" else f"govuk-{kind}--{size}" if size else ""
    text = style.get("label", field.label)
    return {"text": text, "classes": classes, "isPageHeading": bool(style.get("heading"))}


def common(field, style):
    """What every component takes: hint and error message."""
    params = {}
    if hint := style.get("hint", field.help_text):
        shown = linebreaksbr(hint) if "\n" in hint else hint
        params["hint"] = {"html" if hasattr(shown, "__html__") else "text": shown}
    if field.errors:
        params["errorMessage"] = {"text": " ".join(field.errors)}
    return params


def labelled(field, style):
    """What every component with one control takes."""
    passed = {key: value for key, value in style.items() if key not in PRESENTATION | NEVER | NAMED}
    params = {key: style[key] for key in NAMED if key in style}
    width = style.get("width")
    if width:
        params["classes"] = f"govuk-input--width-{width}" if width.isdecimal() else f"govuk-!-width-{width}"
    return {
        "id": field.auto_id,
        "name": field.html_name,
        "label": title(field, style, "label"),
        "disabled": field.field.disabled,
        "attributes": passed,
        **params,
        **common(field, style),
    }


def typed(field):
    """The value as the control shows it."""
    return field.field.widget.format_value(field.value()) or ""


def text_input(field, style):
    params = labelled(field, style)
    for affix in ("prefix", "suffix"):
        if affix in style:
            params[affix] = {"text": style[affix]}
    if isinstance(field.field.widget, forms.NumberInput):
        whole = isinstance(field.field, forms.IntegerField) and not isinstance(
            field.field, (forms.FloatField, forms.DecimalField)
        )
        params.setdefault("inputmode", "numeric" if whole else "decimal")
        params.setdefault("classes", "govuk-input--width-5")
        params["spellcheck"] = False
    elif isinstance(field.field, forms.EmailField):
        params |= {"type": "email", "spellcheck": False, "autocapitalize": "none"}
        params.setdefault("autocomplete", "email")
    return component("input", {**params, "value": typed(field)})


def password_input(field, style):
    return component("password-input", labelled(field, style))


def text_area(field, style):
    params = {**labelled(field, style), "value": typed(field), "rows": style.get("rows", 5)}
    if "max_words" in style:
        return counted_text_area(params, style["max_words"], "words")
    if "maxlength" in style:
        return counted_text_area(params, style["maxlength"], "characters")
    return component("textarea", params)


def counted_text_area(params, limit, unit):
    """A text area with its words or characters counted: the macro made for it knows no `countType`."""
    told = component(
        "hint",
        {
            "id": f"{params['id']}-info",
            "classes": "govuk-character-count__message",
            "text": f"You can enter up to {limit} {unit}",
        },
    )
    group = {
        "classes": "govuk-character-count",
        "attributes": {
            "data-module": "govuk-character-count",
            "data-maxlength": limit,
            "data-count-type": unit,
            "data-threshold": 75,
        },
        "afterInput": {"html": told},
    }
    counted = {"classes": "govuk-js-character-count", "describedBy": f"{params['id']}-info", "formGroup": group}
    return component("textarea", {**params, **counted})


def select(field, style):
    widget, chosen = field.field.widget, str(field.value() if field.value() is not None else "")
    if widget.allow_multiple_selected or any(isinstance(label, (list, tuple)) for _, label in widget.choices):
        return native(field, style)
    items = [{"value": str(value), "text": label, "selected": str(value) == chosen} for value, label in widget.choices]
    return component("select", {**labelled(field, style), "items": items})


def options(field, style, chosen):
    """The items of radios or checkboxes, each with its hint and the fields it reveals."""
    reveals, hints = style.get("data-reveals", {}), style.get("option_hints", {})
    for value, label in field.field.widget.choices:
        item = {"value": str(value), "text": label, "checked": str(value) in chosen}
        if value in hints:
            item["hint"] = {"text": hints[value]}
        if value in reveals:
            item["conditional"] = {"html": joined(field_html(field.form[name]) for name in reveals[value])}
        yield item


def choices(field, style):
    many = isinstance(field.field.widget, forms.CheckboxSelectMultiple)
    kind = "checkboxes" if many else "radios"
    value = field.value()
    chosen = {str(each) for each in (value or [])} if many else {str("" if value is None else value)}
    classes = [f"govuk-{kind}--{look}" for look in ("inline", "small") if style.get(look)]
    passed = {key: value for key, value in style.items() if key not in PRESENTATION | NEVER | NAMED}
    params = {
        "idPrefix": field.auto_id,
        "name": field.html_name,
        "items": list(options(field, style, chosen)),
        "classes": " ".join(classes),
        "fieldset": {"legend": title(field, style, "fieldset__legend")},
        "attributes": passed,
    }
    return component(kind, {**params, **common(field, style)})


def single_checkbox(field, style):
    item = {"value": "on", "text": style.get("label", field.label), "checked": bool(field.value())}
    revealed = [name for names in style.get("data-reveals", {}).values() for name in names]
    if revealed:
        item["conditional"] = {"html": joined(field_html(field.form[name]) for name in revealed)}
    about = common(field, style)
    if "hint" in about:
        item["hint"] = about.pop("hint")
    classes = "govuk-checkboxes--small" if style.get("small") else ""
    params = {"idPrefix": field.auto_id, "name": field.html_name, "items": [item], "classes": classes}
    return component("checkboxes", {**params, **about})


def date_input(field, style):
    value = field.value()
    texts = value if isinstance(value, (list, tuple)) else field.field.widget.decompress(value)
    wrong = wrong_parts(field) if field.errors else ()
    items = [
        {
            "id": f"{field.auto_id}_{part}",
            "name": f"{field.html_name}_{part}",
            "label": part.capitalize(),
            "value": text or "",
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part, text in zip(DATE_PARTS, texts, strict=True)
    ]
    legend = {"legend": title(field, style, "fieldset__legend")}
    return component("date-input", {"id": field.auto_id, "fieldset": legend, "items": items, **common(field, style)})


def file_upload(field, style):
    # The browser's own control: GOV.UK's scripted one names its button otherwise than it reads (WCAG 2.5.3).
    multiple = field.field.widget.allow_multiple_selected
    return component("file-upload", {**labelled(field, style), "multiple": multiple})


def native(field, style):
    """Any other widget as Django draws it, within a GOV.UK form group."""
    texts = common(field, style)
    described = {"hint": texts.get("hint"), "error-message": texts.get("errorMessage")}
    about = {f"{field.auto_id}-{part}": (part, text) for part, text in described.items() if text}
    base = "govuk-select" if isinstance(field.field.widget, forms.Select) else "govuk-input"
    attrs = {key: value for key, value in style.items() if key not in PRESENTATION | NEVER}
    attrs["class"] = f"{base} {base}--error" if field.errors else base
    if about:
        attrs["aria-describedby"] = " ".join(about)
    widget = copy(field.field.widget)
    widget.attrs = {}
    return format_html(
        '<div class="govuk-form-group{}">{}{}{}</div>',
        " govuk-form-group--error" if field.errors else "",
        component("label", {**title(field, style, "label"), "for": field.auto_id}),
        joined(component(part, {"id": key, **text}) for key, (part, text) in about.items()),
        field.as_widget(widget, attrs=attrs),
    )


def joined(parts):
    return format_html_join("", "{}", ((part,) for part in parts))


BUILDERS = (
    (GovDateWidget, date_input),
    (forms.CheckboxSelectMultiple, choices),
    (forms.RadioSelect, choices),
    (forms.CheckboxInput, single_checkbox),
    (forms.Textarea, text_area),
    (forms.Select, select),
    (forms.FileInput, file_upload),
    (forms.PasswordInput, password_input),
    (forms.widgets.Input, text_input),
)
