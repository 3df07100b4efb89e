"""The addresses of the ground floor."""

from assurance.urls import partnership, returns

app_name = "assurance"
urlpatterns = [*returns.urlpatterns, *partnership.urlpatterns]
