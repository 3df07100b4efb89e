from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The roof: settings, URLs, home page, design-system template tags."""

    name = "kscmp"
    verbose_name = "Portal"
