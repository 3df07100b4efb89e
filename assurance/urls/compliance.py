"""The addresses of compliance."""

from django.urls import path, re_path

from assurance.views import compliance

urlpatterns = [
    path("compliance/", compliance.compliance, name="compliance"),
    re_path(r"^compliance/download\.(?P<suffix>csv|xlsx)$", compliance.compliance_download, name="compliance_download"),
    path("compliance/<slug:key>/", compliance.compliance_rule, name="compliance_rule"),
    re_path(
        r"^compliance/(?P<key>[-\w]+)/download\.(?P<suffix>csv|xlsx)$",
        compliance.compliance_rule_download,
        name="compliance_rule_download",
    ),
]
