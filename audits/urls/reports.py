"""The addresses of the composite report: written, read, taken away."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from audits.views import findings, reports

urlpatterns = [
    path("<uuid:pk>/report/", reports.report_detail, name="report_detail"),
    path("<uuid:pk>/report/<int:number>/", reports.report_version, name="report_version"),
    path("<uuid:pk>/report/draft/", reports.report_draft, name="report_draft"),
    re_path(rf"^(?P<pk>{KEY})/report/results\.(?P<suffix>csv|xlsx)$", reports.report_results, name="report_results"),
    path("<uuid:pk>/briefing/", reports.briefing, name="briefing"),
    path("<uuid:pk>/report/write/", findings.report_write, name="report_write"),
    path("<uuid:pk>/report/write/<slug:part>/", findings.report_part, name="report_part"),
    path("<uuid:pk>/findings/add/", findings.finding_add, name="finding_add"),
    path("findings/<uuid:pk>/", findings.finding_change, name="finding_change"),
    path("findings/<uuid:pk>/remove/", findings.finding_remove, name="finding_remove"),
    path("<uuid:pk>/recommendations/add/", findings.recommendation_add, name="recommendation_add"),
    path("recommendations/<uuid:pk>/", findings.recommendation_change, name="recommendation_change"),
    path("recommendations/<uuid:pk>/remove/", findings.recommendation_remove, name="recommendation_remove"),
    path("recommendations/<uuid:pk>/task/", findings.recommendation_task, name="recommendation_task"),
    path("tasks/<uuid:pk>/", findings.task_change, name="task_change"),
    path("tasks/<uuid:pk>/remove/", findings.task_remove, name="task_remove"),
]
