"""The addresses of the audits."""

from audits.urls import answers, cases, moderation, programme, reports, standards, tools

app_name = "audits"
urlpatterns = [
    *programme.urlpatterns,
    *tools.urlpatterns,
    *cases.urlpatterns,
    *answers.urlpatterns,
    *moderation.urlpatterns,
    *reports.urlpatterns,
    *standards.urlpatterns,
]
