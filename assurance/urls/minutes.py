"""The addresses of minutes, and of what meetings decided."""

from django.urls import path, re_path

from assurance.views import decisions, minutes

urlpatterns = [
    path("meetings/<uuid:key>/minutes/", minutes.minutes_detail, name="minutes_detail"),
    path("meetings/<uuid:key>/minutes/begin/", minutes.minutes_begin, name="minutes_begin"),
    path("meetings/<uuid:key>/minutes/entries/<uuid:pk>/", minutes.minutes_entry, name="minutes_entry"),
    path("meetings/<uuid:key>/minutes/ask/", minutes.minutes_ask, name="minutes_ask"),
    path("meetings/<uuid:key>/minutes/approve/", minutes.minutes_approve, name="minutes_approve"),
    path("meetings/<uuid:key>/minutes/correct/", minutes.minutes_correct, name="minutes_correct"),
    path("meetings/<uuid:key>/minutes/circulate/", minutes.minutes_circulate, name="minutes_circulate"),
    path("meetings/<uuid:key>/minutes/versions/<int:number>/", minutes.minutes_version, name="minutes_version"),
    path(
        "meetings/<uuid:key>/minutes/versions/<int:number>/comment/",
        minutes.minutes_comment,
        name="minutes_comment",
    ),
    path("meetings/<uuid:key>/minutes/decide/", decisions.decision_record, name="decision_record"),
    path("meetings/<uuid:key>/minutes/action/", decisions.minutes_action, name="minutes_action"),
    path("meetings/<uuid:key>/minutes/dispute/", decisions.minutes_dispute, name="minutes_dispute"),
    path("decisions/", decisions.decision_list, name="decision_list"),
    re_path(r"^decisions/download\.(?P<suffix>csv|xlsx)$", decisions.decision_download, name="decision_download"),
    path("decisions/<uuid:pk>/change/", decisions.decision_edit, name="decision_edit"),
    path("decisions/<uuid:pk>/remove/", decisions.decision_remove, name="decision_remove"),
    path("decisions/<uuid:pk>/settle/", decisions.decision_settle, name="decision_settle"),
]
