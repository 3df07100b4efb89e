"""The addresses of early warnings."""

from django.urls import path, re_path

from assurance.views import warnings

urlpatterns = [
    path("warnings/", warnings.warning_list, name="warning_list"),
    re_path(r"^warnings/download\.(?P<suffix>csv|xlsx)$", warnings.warning_download, name="warning_download"),
    path("warnings/raise/", warnings.warning_raise, name="warning_raise"),
    path("warnings/<uuid:pk>/", warnings.warning_detail, name="warning_detail"),
    path("warnings/<uuid:pk>/accept/", warnings.warning_accept, name="warning_accept"),
    path("warnings/<uuid:pk>/explain/", warnings.warning_explain, name="warning_explain"),
    path("warnings/<uuid:pk>/escalate/", warnings.warning_escalate, name="warning_escalate"),
    path("warnings/<uuid:pk>/answer/", warnings.warning_answer, name="warning_answer"),
    path("warnings/<uuid:pk>/close/", warnings.warning_close, name="warning_close"),
    path("warnings/<uuid:pk>/reopen/", warnings.warning_reopen, name="warning_reopen"),
]
