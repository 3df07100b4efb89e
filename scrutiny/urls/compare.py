"""The addresses of assessments beside each other."""

from django.urls import path, re_path

from scrutiny.views import compare

urlpatterns = [
    path("compare/", compare.compare_pair, name="compare_pair"),
    path("compare/movement/", compare.compare_movement, name="compare_movement"),
    path("compare/years/", compare.compare_years, name="compare_years"),
    path("compare/agencies/", compare.compare_agencies, name="compare_agencies"),
    re_path(
        r"^compare/(?P<what>pair|movement|years|agencies)\.(?P<suffix>csv|xlsx)$",
        compare.compare_download,
        name="compare_download",
    ),
]
