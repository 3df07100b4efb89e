"""How many queries a page costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(client, url):
    """The number of queries of one request, once its session is warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
