from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    """Six Steps scrutiny: the room is reserved, nothing is in it yet."""

    name = "scrutiny"
    verbose_name = "Scrutiny"
