"""The addresses of the indicators."""

from django.urls import path, re_path

from indicators.views import indicators

app_name = "indicators"
urlpatterns = [
    path("", indicators.dashboard, name="dashboard"),
    re_path(r"^indicators\.(?P<suffix>csv|xlsx)$", indicators.dashboard_file, name="dashboard_file"),
    re_path(r"^measures/(?P<code>[-\w]+)\.(?P<suffix>csv|xlsx)$", indicators.series_file, name="series_file"),
    path("<slug:slug>/", indicators.indicator_detail, name="indicator_detail"),
]
