"""The addresses of escalations and of the stages of their process."""

from django.urls import path, re_path

from assurance.views import escalations as views

urlpatterns = [
    path("escalations/", views.escalation_list, name="escalation_list"),
    re_path(r"^escalations/download\.(?P<suffix>csv|xlsx)$", views.escalation_download, name="escalation_download"),
    path("escalations/open/", views.escalation_open, name="escalation_open"),
    path("escalations/stages/", views.stage_list, name="stage_list"),
    path("escalations/stages/add/", views.stage_add, name="stage_add"),
    path("escalations/stages/<int:pk>/", views.stage_edit, name="stage_edit"),
    path("escalations/<uuid:pk>/", views.escalation_detail, name="escalation_detail"),
    path("escalations/<uuid:pk>/action/", views.escalation_action, name="escalation_action"),
    path("escalations/<uuid:pk>/advance/", views.escalation_advance, name="escalation_advance"),
    path("escalations/<uuid:pk>/arbiter/", views.escalation_name_arbiter, name="escalation_name_arbiter"),
    path("escalations/<uuid:pk>/note/", views.escalation_note, name="escalation_note"),
    path("escalations/<uuid:pk>/resolve/", views.escalation_resolve, name="escalation_resolve"),
    path("escalations/<uuid:pk>/withdraw/", views.escalation_withdraw, name="escalation_withdraw"),
    path("escalations/<uuid:pk>/reopen/", views.escalation_reopen, name="escalation_reopen"),
]
