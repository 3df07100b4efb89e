"""The addresses of policies, training and funding."""

from django.urls import path, re_path

from assurance.views import courses, funding, policies

urlpatterns = [
    path("policies/", policies.policy_list, name="policy_list"),
    re_path(r"^policies/download\.(?P<suffix>csv|xlsx)$", policies.policy_download, name="policy_download"),
    path("policies/add/", policies.policy_add, name="policy_add"),
    path("policies/<uuid:pk>/", policies.policy_detail, name="policy_detail"),
    path("policies/<uuid:pk>/change/", policies.policy_edit, name="policy_edit"),
    path("policies/<uuid:pk>/assure/", policies.policy_assure, name="policy_assure"),
    path("training/", courses.course_list, name="course_list"),
    re_path(r"^training/download\.(?P<suffix>csv|xlsx)$", courses.course_download, name="course_download"),
    path("training/add/", courses.course_add, name="course_add"),
    path("training/<uuid:pk>/", courses.course_detail, name="course_detail"),
    path("training/<uuid:pk>/change/", courses.course_edit, name="course_edit"),
    path("training/<uuid:pk>/take-up/", courses.course_take_up, name="course_take_up"),
    path("training/<uuid:pk>/impact/", courses.course_impact, name="course_impact"),
    path("funding/", funding.funding, name="funding"),
    path("funding/<int:year>/", funding.funding_year, name="funding_year"),
    re_path(
        r"^funding/(?P<year>\d{4})/download\.(?P<suffix>csv|xlsx)$", funding.funding_download, name="funding_download"
    ),
    path("funding/<int:year>/judge/", funding.funding_judge, name="funding_judge"),
    path("funding/<int:year>/<slug:agency>/", funding.funding_contribution, name="funding_contribution"),
]
