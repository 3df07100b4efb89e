"""The addresses of the reports."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from reports.views import assessments, audits, compare, minutes, runs, templates

app_name = "reports"
urlpatterns = [
    path("packs/", runs.run_list, name="run_list"),
    path("packs/new/", runs.run_new, name="run_new"),
    path("packs/create/", runs.run_create, name="run_create"),
    path("packs/choices/save/", templates.template_save, name="template_save"),
    path("packs/choices/<int:pk>/remove/", templates.template_remove, name="template_remove"),
    path("packs/<uuid:pk>/", runs.run_detail, name="run_detail"),
    path("packs/<uuid:pk>/progress/", runs.run_progress, name="run_progress"),
    path("packs/<uuid:pk>/page/", runs.run_page, name="run_page"),
    path("packs/<uuid:pk>/download/", runs.run_download, name="run_download"),
    re_path(rf"^packs/(?P<pk>{KEY})/pack\.(?P<suffix>docx|xlsx)$", runs.run_file, name="run_file"),
    path("meetings/<uuid:key>/minutes/pdf/", minutes.minutes_pdf, name="minutes_pdf"),
    path(
        "meetings/<uuid:key>/minutes/versions/<int:number>/pdf/",
        minutes.minutes_version_pdf,
        name="minutes_version_pdf",
    ),
    path("scrutiny/assessments/<uuid:pk>/pdf/", assessments.assessment_pdf, name="assessment_pdf"),
    re_path(r"^scrutiny/compare/(?P<what>pair|movement|years|agencies)/pdf/$", compare.compare_pdf, name="compare_pdf"),
    path("audits/<uuid:pk>/report/pdf/", audits.audit_pdf, name="audit_pdf"),
    path("audits/<uuid:pk>/report/docx/", audits.audit_docx, name="audit_docx"),
    re_path(
        rf"^audits/(?P<pk>{KEY})/report/public\.(?P<suffix>csv|xlsx)$",
        audits.audit_public_file,
        name="audit_public_file",
    ),
]
