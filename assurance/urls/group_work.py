"""The addresses of group work: the overview, inboxes, yearly reviews, commissions, commitments."""

from django.urls import path, re_path

from assurance.views import commissions, group_reviews, group_work


def download(folder, view, name):
    """The addresses of a table as CSV and as XLSX."""
    return re_path(rf"^{folder}/download\.(?P<suffix>csv|xlsx)$", view, name=name)


urlpatterns = [
    path("group-work/", group_work.group_work, name="group_work"),
    download("group-work", group_work.group_work_download, "group_work_download"),
    path("group-work/reviews/", group_reviews.group_review_list, name="group_review_list"),
    download("group-work/reviews", group_reviews.group_review_download, "group_review_download"),
    path("group-work/reviews/<uuid:pk>/", group_reviews.group_review_detail, name="group_review_detail"),
    path("group-work/reviews/<uuid:pk>/report/", group_reviews.group_review_report, name="group_review_report"),
    path("groups/<slug:slug>/review/", group_reviews.group_review_record, name="group_review_record"),
    path("groups/<slug:slug>/inbox/", group_work.group_inbox, name="group_inbox"),
    download("groups/(?P<slug>[-a-zA-Z0-9_]+)/inbox", group_work.group_inbox_download, "group_inbox_download"),
    path("groups/<slug:slug>/inbox/send/", group_work.group_message_send, name="group_message_send"),
    path("groups/<slug:slug>/commission/", commissions.commission_ask, name="commission_ask"),
    path("group-work/messages/<uuid:pk>/", group_work.group_message, name="group_message"),
    path("group-work/messages/<uuid:pk>/answer/", group_work.group_message_answer, name="group_message_answer"),
    path("commissions/", commissions.commission_list, name="commission_list"),
    download("commissions", commissions.commission_download, "commission_download"),
    path("commissions/<uuid:pk>/", commissions.commission_detail, name="commission_detail"),
    path("commissions/<uuid:pk>/ratify/", commissions.commission_ratify, name="commission_ratify"),
    path("commissions/<uuid:pk>/refuse/", commissions.commission_refuse, name="commission_refuse"),
    path("commissions/<uuid:pk>/finish/", commissions.commission_finish, name="commission_finish"),
    path("commissions/<uuid:pk>/withdraw/", commissions.commission_withdraw, name="commission_withdraw"),
    path("actions/commit/", group_work.action_commit, name="action_commit"),
]
