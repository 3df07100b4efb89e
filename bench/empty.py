"""An empty Django view: what a request costs before the portal does anything. Its own settings, no middleware."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path


def empty(request):
    """An empty answer."""
    return HttpResponse()


urlpatterns = [path("", empty)]
settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY="nothing-is-signed-here")
application = get_wsgi_application()
