"""What the tests of the roof share."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_tried_too_often():
    """Attempts counted in one test stay out of the next."""
    cache.clear()
