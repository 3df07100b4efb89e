"""The main job on the embedded portal: SQLite and the broker without a server."""

from tests.browser.portal import running
from tests.journeys.main_job import check_pack, do_the_main_job

MARKER = "Journeyed"


def test_a_partners_return_becomes_a_page_of_the_pack(tmp_path, portal_template):
    """Web, worker and beat as `make run` starts them."""
    with running(tmp_path / "data", portal_template) as portal:
        check_pack(do_the_main_job(portal.address, MARKER), MARKER)
