"""The addresses of standards: a re-audit beside the earlier audit, and standards over time."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from audits.views import standards

urlpatterns = [
    path("standards/", standards.standard_list, name="standard_list"),
    re_path(r"^standards/download\.(?P<suffix>csv|xlsx)$", standards.standard_download, name="standard_download"),
    path("<uuid:pk>/re-audit/", standards.reaudit_detail, name="reaudit_detail"),
    re_path(
        rf"^(?P<pk>{KEY})/re-audit/download\.(?P<suffix>csv|xlsx)$", standards.reaudit_download, name="reaudit_download"
    ),
]
