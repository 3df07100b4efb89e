"""The addresses of the reports."""

from django.urls import path

from reports.views import minutes, runs

app_name = "reports"
urlpatterns = [
    path("packs/", runs.run_list, name="run_list"),
    path("packs/create/", runs.run_create, name="run_create"),
    path("packs/<uuid:pk>/", runs.run_detail, name="run_detail"),
    path("packs/<uuid:pk>/progress/", runs.run_progress, name="run_progress"),
    path("packs/<uuid:pk>/page/", runs.run_page, name="run_page"),
    path("packs/<uuid:pk>/download/", runs.run_download, name="run_download"),
    path("meetings/<uuid:key>/minutes/pdf/", minutes.minutes_pdf, name="minutes_pdf"),
    path(
        "meetings/<uuid:key>/minutes/versions/<int:number>/pdf/",
        minutes.minutes_version_pdf,
        name="minutes_version_pdf",
    ),
]
