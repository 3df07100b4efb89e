"""The addresses of coverage and of the scrutiny log."""

from django.urls import path, re_path

from scrutiny.views import coverage, log

ENTRY = "log/<uuid:pk>"

urlpatterns = [
    path("coverage/", coverage.coverage, name="coverage"),
    re_path(r"^coverage/download\.(?P<suffix>csv|xlsx)$", coverage.coverage_download, name="coverage_download"),
    path("log/", log.log_list, name="log_list"),
    re_path(r"^log/download\.(?P<suffix>csv|xlsx)$", log.log_download, name="log_download"),
    path("log/add/", log.log_add, name="log_add"),
    path(f"{ENTRY}/", log.log_detail, name="log_detail"),
    path(f"{ENTRY}/change/", log.log_change, name="log_change"),
    path(f"{ENTRY}/share/", log.log_share, name="log_share"),
    path(f"{ENTRY}/unshare/", log.log_unshare, name="log_unshare"),
    path(f"{ENTRY}/remove/", log.log_remove, name="log_remove"),
]
