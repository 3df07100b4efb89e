"""The addresses of the reports."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from reports.views import assessments, audits, compare, minutes, narratives, reports, runs, templates, written

RECOMMENDATION = "reports/<uuid:pk>/recommendations/<uuid:recommendation>"

app_name = "reports"
urlpatterns = [
    path("packs/", runs.run_list, name="run_list"),
    re_path(r"^packs/register\.(?P<suffix>csv|xlsx)$", runs.register_download, name="register_download"),
    path("packs/new/", runs.run_new, name="run_new"),
    path("packs/create/", runs.run_create, name="run_create"),
    path("packs/choices/save/", templates.template_save, name="template_save"),
    path("packs/choices/<int:pk>/remove/", templates.template_remove, name="template_remove"),
    path("packs/<uuid:pk>/", runs.run_detail, name="run_detail"),
    path("packs/<uuid:pk>/progress/", runs.run_progress, name="run_progress"),
    path("packs/<uuid:pk>/page/", runs.run_page, name="run_page"),
    path("packs/<uuid:pk>/download/", runs.run_download, name="run_download"),
    re_path(rf"^packs/(?P<pk>{KEY})/pack\.(?P<suffix>docx|xlsx)$", runs.run_file, name="run_file"),
    path("packs/<uuid:pk>/cancel/", reports.cancel, name="run_cancel"),
    path("packs/<uuid:pk>/issue/", reports.issue, name="report_issue"),
    path("packs/<uuid:pk>/show/", reports.show_draft, name="report_show"),
    path("packs/<uuid:pk>/approve/", reports.approve, name="report_approve"),
    path("reports/<uuid:pk>/", reports.report_detail, name="report_detail"),
    path("reports/versions/<uuid:pk>/", reports.issue_detail, name="issue_detail"),
    path("reports/versions/<uuid:pk>/build/", reports.build_again, name="issue_build"),
    path("reports/versions/<uuid:pk>/withdraw/", reports.withdraw, name="issue_withdraw"),
    path("reports/versions/<uuid:pk>/publish/", reports.publish, name="issue_publish"),
    path("reports/versions/<uuid:pk>/present/", reports.present, name="issue_present"),
    path("reports/<uuid:pk>/write/", narratives.report_write, name="report_write"),
    path("reports/<uuid:pk>/write/<slug:name>/", narratives.narrative_write, name="narrative_write"),
    path("reports/<uuid:pk>/write/<slug:name>/versions/", narratives.narrative_versions, name="narrative_versions"),
    path("reports/<uuid:pk>/findings/add/", written.finding_add, name="finding_add"),
    path("reports/<uuid:pk>/findings/<uuid:finding>/", written.finding_change, name="finding_change"),
    path("reports/<uuid:pk>/findings/<uuid:finding>/remove/", written.finding_remove, name="finding_remove"),
    path("reports/<uuid:pk>/findings/<uuid:finding>/up/", written.finding_move, {"up": True}, name="finding_up"),
    path("reports/<uuid:pk>/findings/<uuid:finding>/down/", written.finding_move, {"up": False}, name="finding_down"),
    path("reports/<uuid:pk>/recommendations/add/", written.recommendation_add, name="recommendation_add"),
    path(f"{RECOMMENDATION}/", written.recommendation_change, name="recommendation_change"),
    path(f"{RECOMMENDATION}/remove/", written.recommendation_remove, name="recommendation_remove"),
    path(f"{RECOMMENDATION}/up/", written.recommendation_move, {"up": True}, name="recommendation_up"),
    path(f"{RECOMMENDATION}/down/", written.recommendation_move, {"up": False}, name="recommendation_down"),
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
