"""The addresses of audits: the agencies asked, the cases, and whether an audit is ready to launch."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from audits.views import cases

urlpatterns = [
    path("<uuid:pk>/ready/", cases.launch_check, name="launch_check"),
    path("<uuid:pk>/agencies/", cases.agency_choose, name="agency_choose"),
    path("<uuid:pk>/cases/", cases.case_list, name="case_list"),
    re_path(rf"^(?P<pk>{KEY})/cases/download\.(?P<suffix>csv|xlsx)$", cases.case_download, name="case_download"),
    path("<uuid:pk>/cases/frame/", cases.case_frame, name="case_frame"),
    path("<uuid:pk>/cases/draw/", cases.case_draw, name="case_draw"),
    path("<uuid:pk>/cases/<uuid:case>/replace/", cases.case_replace, name="case_replace"),
]
