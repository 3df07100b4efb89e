"""The addresses as they are in the demonstration: one more than elsewhere."""

from django.urls import path

from kscmp import urls, views

urlpatterns = [path("sign-in/demonstration/", views.demo_sign_in, name="demo_sign_in"), *urls.urlpatterns]
