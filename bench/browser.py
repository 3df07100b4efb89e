"""A signed-in visitor of the demo, as plain as can be: cookies, forms and links over one connection."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


class BenchError(Exception):
    """Something to be measured did not answer as it should; the message says what."""


class Browser:
    """Keeps one connection open and the cookies it is given."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port = port
        self.cookies = dict(cookies or {})
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def request(
        self, method: str, address: str, form: dict[str, str | list[str]] | None = None
    ) -> tuple[int, str, str]:
        """Status, text and location of an answer."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
            body = urlencode(form, doseq=True)
        self.connection.request(method, address, body, headers)
        response = self.connection.getresponse()
        for header in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return response.status, response.read().decode(errors="replace"), response.headers.get("Location", "")

    def get(self, address: str) -> str:
        """The text of a page. Raises BenchError unless it is there."""
        status, text, _ = self.request("GET", address)
        if status != http.client.OK:
            raise BenchError(f"{address} answered {status}.")
        return text

    def post(self, page: str, address: str, **form: str | list[str]) -> str:
        """Send a form that stands on a page, with that page's token; returns where the answer leads."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page))
        if token is None:
            raise BenchError(f"{page} holds no form.")
        status, _, location = self.request("POST", address, {"csrfmiddlewaretoken": token[1]} | form)
        if status not in (http.client.FOUND, http.client.SEE_OTHER):
            raise BenchError(f"The form of {page} was answered with {status}.")
        return urlsplit(location).path

    def sign_in(self, email: str) -> None:
        """Sign in as a demonstration account."""
        self.post("/sign-in/", "/sign-in/demonstration/", email=email)

    def first_link(self, page: str, pattern: str) -> str:
        """The first address on a page that the pattern matches whole and that shows a page of its own."""
        for address in re.findall(r'href="([^"#?]+)"', self.get(page)):
            if re.fullmatch(pattern, address) and self.request("GET", address)[0] == http.client.OK:
                return address
        raise BenchError(f"{page} has no link like {pattern}.")
