"""The addresses of actions."""

from django.urls import path, re_path

from assurance.views import actions

urlpatterns = [
    path("actions/", actions.action_list, name="action_list"),
    re_path(r"^actions/download\.(?P<suffix>csv|xlsx)$", actions.action_download, name="action_download"),
    path("actions/set/", actions.action_set, name="action_set"),
    path("actions/remind/", actions.action_remind, name="action_remind"),
    path("actions/<uuid:pk>/", actions.action_detail, name="action_detail"),
    path("actions/<uuid:pk>/update/", actions.action_update, name="action_update"),
    path("actions/<uuid:pk>/finish/", actions.action_finish, name="action_finish"),
    path("actions/<uuid:pk>/date/", actions.action_move_date, name="action_move_date"),
    path("actions/<uuid:pk>/close/", actions.action_close, name="action_close"),
    path("actions/<uuid:pk>/drop/", actions.action_drop, name="action_drop"),
    path("actions/<uuid:pk>/reopen/", actions.action_reopen, name="action_reopen"),
    path("warnings/<uuid:pk>/action/", actions.action_set_for_warning, name="action_set_for_warning"),
]
