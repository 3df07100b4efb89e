"""A portal for every worker, the browser, and visitors."""

import os

import pytest

from tests.browser import chromium as chromium_module
from tests.browser.chromium import Watch, new_context, sign_in
from tests.browser.portal import running

# Playwright keeps an event loop running in this thread for as long as the browser is open, and Django then refuses the
# other tests their database, thinking itself called from asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    """Everything here drives the browser."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """Chromium; skipped where it cannot be had, but never in the checks that a change must pass."""
    if chromium_module.EXECUTABLE is None:
        message = "Chromium is not installed: `make test` installs it, or says what to type."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    with chromium_module.chromium() as started:
        yield started


@pytest.fixture(scope="session")
def session_portal(tmp_path_factory, worker_id):
    """This worker's portal, on a copy of the demonstration data that the first worker loads."""
    own = tmp_path_factory.mktemp("portal")
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    with running(own / "data", shared / "portal-template") as portal:
        yield portal


@pytest.fixture
def portal(session_portal):
    """The portal with the demonstration data as they were loaded."""
    session_portal.reset()
    return session_portal


@pytest.fixture
def visitor(browser, portal):
    """
    Open a page as somebody new: `visitor()`, or `visitor(email)` signed in. Options are those of a browser context.

    When the test ends, no such page may have complained on its console.
    """
    contexts, watches = [], []

    def _visitor(email="", **options):
        context = new_context(browser, portal.address, **options)
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page))
        if email:
            sign_in(page, email)
        return page

    yield _visitor
    for context in contexts:
        context.close()
    assert [complaint for watch in watches for complaint in watch.complaints] == []
