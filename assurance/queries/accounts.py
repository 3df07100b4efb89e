"""Reading the account of a session."""

from assurance.models import User

# Every request of everybody asks this. Django takes ten times as long to write such a statement as the database to
# answer it.
ACCOUNT = "SELECT * FROM assurance_user WHERE id = %s"


def account(pk: int) -> User | None:
    """The account with this key, whether or not it is open; None if there is none."""
    return next(iter(User.objects.raw(ACCOUNT, [pk])), None)
