"""
The GOV.UK components: macros of `govuk-frontend-jinja`, rendered from Django.

One Jinja environment serves the whole process; a macro is compiled once. Text is escaped by Jinja unless it
is already marked safe by Django or given as `html`.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup


@cache
def environment():
    """
    The Jinja environment of the component macros.

    `indent` does nothing there: the macros use it to make their HTML pretty, and it would add spaces to every
    line a person has written in a text area inside a fieldset, at each save again.
    """
    macros = Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    macros.filters["indent"] = lambda text, *_: text
    return macros


@cache
def macro(name):
    """The macro of a component by its design-system name ("date-input"). Raises TemplateNotFound."""
    module = environment().get_template(f"govuk_frontend_jinja/components/{name}/macro.html").module
    return getattr(module, "govuk" + "".join(part.capitalize() for part in name.split("-")))


def component(name: str, params: dict) -> Markup:
    """A component as HTML. `params` are those of the GOV.UK Design System's macro options."""
    return macro(name)(params)
