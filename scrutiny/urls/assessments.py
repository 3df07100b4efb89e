"""The addresses of published assessments, and of what leads from a draft to one."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from scrutiny.views import assessments, publishing

urlpatterns = [
    path("", assessments.assessment_list, name="assessment_list"),
    re_path(r"^download\.(?P<suffix>csv|xlsx)$", assessments.assessment_download, name="assessment_download"),
    path("assessments/<uuid:pk>/", assessments.assessment_detail, name="assessment_detail"),
    re_path(
        rf"^assessments/(?P<pk>{KEY})/answers\.(?P<suffix>csv|xlsx)$",
        assessments.assessment_answers,
        name="assessment_answers",
    ),
    path("years/<int:year>/", assessments.assessment_year, name="assessment_year"),
    path("drafts/<uuid:pk>/check/", publishing.draft_check, name="draft_check"),
    path("drafts/<uuid:pk>/share/", publishing.draft_share, name="draft_share"),
    path("drafts/<uuid:pk>/close-check/", publishing.draft_close_check, name="draft_close_check"),
    path("drafts/<uuid:pk>/agree/", publishing.draft_agree, name="draft_agree"),
    path("drafts/<uuid:pk>/publish/", publishing.draft_publish, name="draft_publish"),
    path("checks/", publishing.check_list, name="check_list"),
    path("checks/<uuid:pk>/", publishing.check_detail, name="check_detail"),
    path("checks/<uuid:pk>/comment/<uuid:question>/", publishing.check_comment, name="check_comment"),
]
