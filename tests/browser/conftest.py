"""A portal for every worker, the browser, and visitors."""

import os

import pytest

from tests.browser import chromium as chromium_module
from tests.browser.accounts import BUSINESS_TEAM, POLICE_LEAD
from tests.browser.chromium import new_context, sign_in, sign_out
from tests.browser.portal import running
from tests.browser.steps import (
    bring_file_in,
    bring_forward,
    complete_section,
    create_pack,
    issue_pack,
    open_return,
    open_section,
    wait_for_pack,
    write_statement,
)
from tests.browser.watch import Watch

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
def session_portal(tmp_path_factory, portal_template):
    """The portal of this worker's tests, on a copy of the demonstration data."""
    with running(tmp_path_factory.mktemp("portal") / "data", portal_template) as portal:
        yield portal


@pytest.fixture
def portal(request, session_portal):
    """The portal with the demonstration data as they were loaded, or after what `lived_in` has made of them."""
    uses = "lived_in" in request.fixturenames
    session_portal.reset(request.getfixturevalue("lived_in") if uses else None)
    return session_portal


@pytest.fixture(scope="session")
def lived_in(browser, session_portal):
    """The database after some work: the Police's draft is begun, with a file; a pack is issued, figures are read."""
    session_portal.reset()
    page = new_context(browser, session_portal.address).new_page()
    sign_in(page, POLICE_LEAD)
    open_return(page)
    write_statement(page, scripts=False)
    complete_section(page)
    open_section(page, "Concerns about multi-agency working")
    bring_forward(page)
    sign_out(page)
    sign_in(page, BUSINESS_TEAM)
    create_pack(page)
    wait_for_pack(page)
    issue_pack(page)
    bring_file_in(page)
    page.context.close()
    return session_portal.keep("lived-in")


@pytest.fixture
def visitor(browser, portal):
    """
    Open a page as somebody new: `visitor()`, or `visitor(email)` signed in. Options are those of a browser context.

    When the test ends, nothing may have been wrong with any answer, and no page may have complained on its console but
    of what the test `expects`.
    """
    contexts, watches = [], []

    def _visitor(email="", *, expects="", **options):
        context = new_context(browser, portal.address, **options)
        contexts.append(context)
        context.on("page", lambda page: watches.append(Watch(page, expects)))
        page = context.new_page()
        if email:
            sign_in(page, email)
        return page

    yield _visitor
    for context in contexts:
        context.close()
    assert [complaint for watch in watches for complaint in watch.complaints] == []
