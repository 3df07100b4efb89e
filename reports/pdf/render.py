"""
From the HTML of a report to the bytes of an accessible PDF (R135; trust: "PDF").

The document may ask for the portal's own print assets alone, written `static:css/pdf.css`: a path below the
project's `static/` folder. No other address is ever opened, whatever text a return holds.
"""

import os

from django.conf import settings
from weasyprint import HTML, Document
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.pdf.characters import in_words, plain
from reports.pdf.finish import finish_pdf

ASSET_SCHEME = "static:"
ASSET_TYPES = {".css": "text/css", ".png": "image/png", ".svg": "image/svg+xml"}


class PrintAssets(URLFetcher):
    """Opens the files found below `static/` when it is made; refuses and remembers every other address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())
        folder = settings.BASE_DIR / "static"
        self.files = {
            f"{ASSET_SCHEME}{path.relative_to(folder).as_posix()}": path
            for suffix in ASSET_TYPES
            for path in folder.rglob(f"*{suffix}")
        }
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the asset at `url`. Raises ValueError when it is not one of ours."""
        if url not in self.files:
            self.refused.append(url)
            raise ValueError(f"{url} is not a print asset of the portal.")
        asset = self.files[url]
        return URLFetcherResponse(url, asset.read_bytes(), {"Content-Type": ASSET_TYPES[asset.suffix]})

    def demand_nothing_refused(self) -> None:
        """Raise ValueError naming what was refused: WeasyPrint itself logs most refusals and goes on."""
        if self.refused:
            refused = ", ".join(dict.fromkeys(self.refused))
            raise ValueError(f"The report asks for what it may not have: {refused}")


def render_pdf(html: str) -> bytes:
    """
    Return the PDF of a whole HTML document, made to be accepted as PDF/UA-1 and PDF/A-2a.

    The same html gives the same bytes at any time: dates come from its `dcterms` metas, never from the clock.
    Raises ValueError naming every address the document asked for that is not a print asset of the portal.
    """
    # Where HarfBuzz's subset library is missing, fontTools cuts the fonts and would stamp the hour into them.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    html = plain(html)
    document, data = paint(html)
    if undrawable := {chr(code) for font in document.fonts.values() for code in font.missing}:
        html = in_words(html, undrawable)
        _, data = paint(html)
    return finish_pdf(data, link_names=link_names(html))


def paint(html: str) -> tuple[Document, bytes]:
    """Return WeasyPrint's document, which knows the characters it had no font for, and its unfinished PDF."""
    assets = PrintAssets()
    options = {"pdf_variant": "pdf/a-2a", "presentational_hints": False, "uncompressed_pdf": True}
    try:
        document = HTML(string=html, base_url=ASSET_SCHEME, url_fetcher=assets).render(**options)
        return document, document.write_pdf(**options)
    finally:
        assets.demand_nothing_refused()


def link_names(html: str) -> dict[str, str]:
    """Return the words of each link by its target (`sources` for `#sources`); of several, the first."""
    names: dict[str, str] = {}
    for link in HTML(string=html).etree_element.iter("a"):
        words = " ".join("".join(link.itertext()).split())
        names.setdefault(link.get("href", "").removeprefix("#"), words)
    return names
