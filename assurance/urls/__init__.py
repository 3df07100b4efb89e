"""The addresses of the ground floor."""

from assurance.urls import returns

app_name = "assurance"
urlpatterns = [*returns.urlpatterns]
