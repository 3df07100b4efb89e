"""
Parts of pages kept as they are until something in the portal changes.

Every change writes to the activity log in its own transaction (trust.md 5), so the log's newest entry tells whether
anything has changed at all. What is kept never leaves the process that made it, and is shown again only to a person
with the very same rights, on the same day.
"""

from collections.abc import Callable
from datetime import date

from django.core.cache import caches
from django.db import connection
from django.utils.safestring import SafeString

from assurance.models import User
from assurance.permissions import rights_of, stamp_of
from assurance.rules.canonical import canonical_json, sha256_of

# Django takes five times as long to write such a statement as the database to answer it.
NEWEST_ENTRY = "SELECT entry_hash FROM assurance_activityhead WHERE id = 1"


def kept(*, name: str, user: User, today: date, make: Callable[[], SafeString]) -> SafeString:
    """
    What `make()` returns, or returned when this was last asked for and nothing has changed since.

    `name` says which part of which page, with everything the address asks for. Whatever `make` reads beside that must
    follow from the rows of the database, the rights of `user` and `today`.
    """
    # The log is read first: what is made then is at least as new as the entry it is kept under.
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_ENTRY)
        newest = cursor.fetchone()
    key = sha256_of(canonical_json([name, stamp_of(rights_of(user)), today.isoformat(), newest]))
    fragments = caches["fragments"]
    found: SafeString | None = fragments.get(key)
    if found is None:
        found = make()
        fragments.set(key, found)
    return found
