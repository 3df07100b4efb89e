"""The addresses of the risk register."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from assurance.views import risk_controls, risks

urlpatterns = [
    path("risks/", risks.risk_list, name="risk_list"),
    re_path(r"^risks/download\.(?P<suffix>csv|xlsx)$", risks.risk_download, name="risk_download"),
    path("risks/matrix/", risks.risk_matrix, name="risk_matrix"),
    re_path(r"^risks/matrix\.(?P<suffix>csv|xlsx)$", risks.risk_matrix_download, name="risk_matrix_download"),
    path("risks/raise/", risks.risk_raise, name="risk_raise"),
    path("risks/<uuid:pk>/", risks.risk_detail, name="risk_detail"),
    re_path(
        rf"^risks/(?P<pk>{KEY})/scores\.(?P<suffix>csv|xlsx)$",
        risks.risk_scores_download,
        name="risk_scores_download",
    ),
    path("risks/<uuid:pk>/change/", risks.risk_change, name="risk_change"),
    path("risks/<uuid:pk>/score/", risks.risk_score, name="risk_score"),
    path("risks/<uuid:pk>/review/", risks.risk_review, name="risk_review"),
    path("risks/<uuid:pk>/close/", risks.risk_close, name="risk_close"),
    path("risks/<uuid:pk>/reopen/", risks.risk_reopen, name="risk_reopen"),
    path("risks/<uuid:pk>/action/", risks.action_set_for_risk, name="action_set_for_risk"),
    path("risks/<uuid:pk>/control/", risk_controls.control_add, name="control_add"),
    path("controls/<uuid:pk>/end/", risk_controls.control_end, name="control_end"),
    path("controls/<uuid:pk>/assurance/", risk_controls.control_assure, name="control_assure"),
]
