"""The addresses of moderation: the overview, how far agencies agree, and one case (or agency) with its grades."""

from django.urls import path, re_path

from assurance.urls.patterns import KEY
from audits.views import moderation

urlpatterns = [
    path("<uuid:pk>/moderation/", moderation.moderation_list, name="moderation_list"),
    re_path(
        rf"^(?P<pk>{KEY})/moderation/download\.(?P<suffix>csv|xlsx)$",
        moderation.moderation_download,
        name="moderation_download",
    ),
    re_path(
        rf"^(?P<pk>{KEY})/moderation/answers\.(?P<suffix>csv|xlsx)$",
        moderation.moderation_answers,
        name="moderation_answers",
    ),
    path("<uuid:pk>/moderation/agreement/", moderation.moderation_agreement, name="moderation_agreement"),
    path("<uuid:pk>/moderation/<uuid:unit>/", moderation.moderation_detail, name="moderation_detail"),
    path("<uuid:pk>/moderation/<uuid:unit>/accept/", moderation.moderation_accept, name="moderation_accept"),
    path("<uuid:pk>/moderation/<uuid:unit>/discussion/", moderation.moderation_discuss, name="moderation_discuss"),
    path("<uuid:pk>/moderation/<uuid:unit>/<uuid:question>/", moderation.moderation_settle, name="moderation_settle"),
]
