"""The addresses of challenges."""

from django.urls import path, re_path

from assurance.views import challenges

urlpatterns = [
    path("challenges/", challenges.challenge_list, name="challenge_list"),
    re_path(r"^challenges/download\.(?P<suffix>csv|xlsx)$", challenges.challenge_download, name="challenge_download"),
    path("challenges/raise/", challenges.challenge_raise, name="challenge_raise"),
    path("challenges/remind/", challenges.challenge_remind, name="challenge_remind"),
    path("challenges/<uuid:pk>/", challenges.challenge_detail, name="challenge_detail"),
    path("challenges/<uuid:pk>/answer/", challenges.challenge_answer, name="challenge_answer"),
    path("challenges/<uuid:pk>/ask-again/", challenges.challenge_ask_again, name="challenge_ask_again"),
    path("challenges/<uuid:pk>/accept/", challenges.challenge_accept, name="challenge_accept"),
    path("challenges/<uuid:pk>/close/", challenges.challenge_close, name="challenge_close"),
    path("challenges/<uuid:pk>/reopen/", challenges.challenge_reopen, name="challenge_reopen"),
    path("challenges/<uuid:pk>/action/", challenges.action_set_for_challenge, name="action_set_for_challenge"),
    path("warnings/<uuid:pk>/challenge/", challenges.challenge_raise_for_warning, name="challenge_raise_for_warning"),
]
