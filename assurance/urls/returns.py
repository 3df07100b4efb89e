"""The addresses of status returns, the tracker and the comparison."""

from django.urls import path, re_path

from assurance.views import compare, drafts, evidence, returns, review, tracker

urlpatterns = [
    path("returns/", returns.return_list, name="return_list"),
    re_path(r"^returns/download\.(?P<suffix>csv|xlsx)$", returns.return_download, name="return_download"),
    path("returns/<int:pk>/", returns.return_detail, name="return_detail"),
    path("returns/<int:pk>/check/", returns.return_check, name="return_check"),
    path("returns/<int:pk>/submit/", returns.return_submit, name="return_submit"),
    path("returns/<int:pk>/submitted/", returns.return_submitted, name="return_submitted"),
    path("returns/<int:pk>/recall/", returns.return_recall, name="return_recall"),
    path("returns/<int:pk>/versions/<int:number>/", returns.return_version, name="return_version"),
    path("returns/<int:pk>/accept/", review.return_accept, name="return_accept"),
    path("returns/<int:pk>/send-back/", review.return_send_back, name="return_send_back"),
    path("returns/<int:pk>/reopen/", review.return_reopen, name="return_reopen"),
    path("returns/<int:pk>/extend/", tracker.return_extend, name="return_extend"),
    path("returns/<int:pk>/history/", compare.return_history, name="return_history"),
    path("returns/<int:pk>/<slug:section>/", drafts.section_edit, name="section_edit"),
    path("returns/<int:pk>/<slug:section>/add/", drafts.item_add, name="item_add"),
    path(
        "returns/<int:pk>/<slug:section>/bring-forward/<uuid:identity>/",
        drafts.item_bring_forward,
        name="item_bring_forward",
    ),
    path("returns/statements/<uuid:pk>/", drafts.item_edit, name="item_edit"),
    path("returns/statements/<uuid:pk>/remove/", drafts.item_remove, name="item_remove"),
    path("returns/evidence/<uuid:pk>/", evidence.file_download, name="file_download"),
    path("returns/evidence/<uuid:pk>/remove/", evidence.file_remove, name="file_remove"),
    path("tracker/", tracker.tracker, name="tracker"),
    re_path(
        r"^tracker/(?P<code>\w+)/download\.(?P<suffix>csv|xlsx)$", tracker.tracker_download, name="tracker_download"
    ),
    path("tracker/<slug:code>/remind/", tracker.tracker_remind, name="tracker_remind"),
    path("compare/", compare.compare, name="compare"),
]
