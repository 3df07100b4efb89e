"""The main job over HTTP, as a browser without scripts does it: a partner's return becomes a page of the board pack."""

import io
import time
from urllib.parse import urljoin

import lxml.html
import requests
from pypdf import PdfReader

FRAMEWORK = ("going-well", "not-going-well", "multi-agency-concerns")
PATIENCE = 90


class Visitor:
    """A person at the portal: follows links and sends forms as the pages offer them."""

    def __init__(self, address):
        self.session = requests.Session()
        self.address = address
        self.page = None

    def open(self, path):
        """Go to an address; the page."""
        return self._take(self.session.get(urljoin(self.address, path), timeout=30))

    def send(self, to, /, **answers):
        """Send the form of this page that posts to `to` (its end), filled in with `answers`; the page that follows."""
        [form] = [one for one in self.page.forms if (one.action or self.url).endswith(to)][:1]
        values = [(name, value) for name, value in form.form_values() if name not in answers] + list(answers.items())
        headers = {"Origin": self.address, "Referer": self.url}
        url = urljoin(self.url, form.action or self.url)
        return self._take(self.session.post(url, data=values, headers=headers, timeout=30))

    def _take(self, response):
        response.raise_for_status()
        self.url, self.content = response.url, response.content
        self.page = lxml.html.fromstring(response.text) if "html" in response.headers["Content-Type"] else None
        return self.page

    def links(self, end):
        """The addresses of this page's links and forms that contain `end`."""
        return [
            url
            for element in self.page.iter("a", "form")
            if end in (url := element.get("href") or element.get("action") or "")
        ]

    def text(self):
        """The words of the page."""
        return " ".join(self.page.text_content().split())


def sign_in(address, email):
    """Somebody signed in through the demonstration's list of accounts."""
    visitor = Visitor(address)
    visitor.open("/sign-in/")
    visitor.send("/sign-in/demonstration/", email=email)
    return visitor


def submit_police_return(address, marker):
    """The Police's lead takes up what was open, writes a statement under each heading, and signs."""
    lead = sign_in(address, "police.lead@demo.example")
    lead.open("/returns/")
    tasks = next(url for url in lead.links("/returns/") if url.strip("/").rpartition("/")[2].isdigit())
    for section in FRAMEWORK:
        lead.open(f"{tasks}{section}/")
        while brought := lead.links("/bring-forward/"):
            lead.send(brought[0])
            lead.send(lead.url.removeprefix(address), change="same")
        lead.send(f"{section}/add/")
        answers = {"statement": f"{marker} {section}", "action": f"{marker} action", "change": "new"}
        lead.send(lead.url.removeprefix(address), **answers)
        lead.send(f"{tasks}{section}/", is_complete="yes")
    lead.open(f"{tasks}check/")
    lead.send(f"{tasks}submit/")
    assert "Return submitted" in lead.text()


def health_is_missing(team):
    """Whether the tracker says that Health has not submitted, and the Police have."""
    team.open("/tracker/")
    rows = [" ".join(row.text_content().split()) for row in team.page.iter("tr")]
    health = next(row for row in rows if row.startswith("NHS Kent and Medway ICB"))
    police = next(row for row in rows if row.startswith("Kent Police"))
    return "Not submitted" in health and "Not submitted" not in police


def create_pack(team):
    """The pack as the Business Team downloads it, built by a worker."""
    team.open("/packs/new/")
    team.send("/packs/create/")
    run = team.url
    deadline = time.monotonic() + PATIENCE
    while not (download := team.links("/download/")):
        assert time.monotonic() < deadline, team.text()
        time.sleep(0.5)
        team.open(run)
    team.open(download[0])
    return team.content


def do_the_main_job(address, marker):
    """All of it; the words of the pack."""
    submit_police_return(address, marker)
    team = sign_in(address, "business.team@demo.example")
    assert health_is_missing(team)
    pages = PdfReader(io.BytesIO(create_pack(team))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def check_pack(words, marker):
    """The pack holds what the Police wrote, says that Health's return is missing, and shows a published Kent figure."""
    for section in FRAMEWORK:
        assert f"{marker} {section}" in words
    assert "Missing: Health (NHS Kent and Medway ICB)" in words
    assert "Missing: Police" not in words
    assert "2.4 Repeat referrals (within 12 months)" in words
    assert "21.6%" in words
