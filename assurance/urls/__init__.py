"""The addresses of the ground floor."""

from functools import partial

from django.urls import include, path, re_path
from django.urls.resolvers import RoutePattern

from assurance.urls import (
    actions,
    agendas,
    attendance,
    challenges,
    compliance,
    development,
    documents,
    escalations,
    group_work,
    items,
    learning,
    meetings,
    minutes,
    partnership,
    plans,
    practice,
    returns,
    risks,
    themes,
    warnings,
)


def by_first_word(patterns):
    """
    The same addresses, those that begin with the same word together.

    Django tries addresses one by one, so that whatever stands last would wait for three hundred others.
    """
    together = {}
    for each in patterns:
        first, _, rest = str(each.pattern).removeprefix("^").partition("/")
        is_plain = isinstance(each.pattern, RoutePattern)
        again = partial(path, rest) if is_plain else partial(re_path, f"^{rest}")
        together.setdefault(first, []).append(again(each.callback, each.default_args, each.name))
    return [path(f"{first}/", include(below)) for first, below in together.items()]


app_name = "assurance"
urlpatterns = by_first_word(
    [
        *returns.urlpatterns,
        *partnership.urlpatterns,
        *warnings.urlpatterns,
        *practice.urlpatterns,
        *meetings.urlpatterns,
        *agendas.urlpatterns,
        *attendance.urlpatterns,
        *minutes.urlpatterns,
        *actions.urlpatterns,
        *escalations.urlpatterns,
        *items.urlpatterns,
        *group_work.urlpatterns,
        *learning.urlpatterns,
        *challenges.urlpatterns,
        *risks.urlpatterns,
        *plans.urlpatterns,
        *themes.urlpatterns,
        *documents.urlpatterns,
        *compliance.urlpatterns,
        *development.urlpatterns,
    ]
)
