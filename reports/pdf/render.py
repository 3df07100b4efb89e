"""
From the HTML of a report to the bytes of an accessible PDF (R135; trust: "PDF").

The document may ask for the portal's own print assets alone, written `static:css/pdf.css`: a path below the
project's `static/` folder. No other address is ever opened, whatever text a return holds.
"""

import os
import re
from functools import lru_cache
from pathlib import Path

from weasyprint import CSS, HTML, Document
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.pdf.characters import in_words, plain
from reports.pdf.finish import finish_pdf

ASSET_SCHEME = "static:"
ASSETS = Path(__file__).resolve().parents[2] / "static"
STYLE_LINK = re.compile(rf'<link rel="stylesheet" href="({ASSET_SCHEME}[^"]+)">')
ASSET_TYPES = {".css": "text/css", ".png": "image/png", ".svg": "image/svg+xml"}


class PrintAssets(URLFetcher):
    """Opens the files found below `static/` when it is made; refuses and remembers every other address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())
        self.files = {
            f"{ASSET_SCHEME}{path.relative_to(ASSETS).as_posix()}": path
            for suffix in ASSET_TYPES
            for path in ASSETS.rglob(f"*{suffix}")
        }
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the asset at `url`. Raises ValueError when it is not one of ours."""
        if url not in self.files:
            self.refused.append(url)
            raise ValueError(f"{url} is not a print asset of the portal.")
        asset = self.files[url]
        return URLFetcherResponse(url, asset.read_bytes(), {"Content-Type": ASSET_TYPES[asset.suffix]})

    def styles_of(self, html: str) -> tuple[str, list[CSS]]:
        """Return the document without the links to our style sheets, and these in their order."""
        links = [link for link in STYLE_LINK.finditer(html) if link[1] in self.files]
        for link in links:
            html = html.replace(link[0], "", 1)
        return html, [style_of(self.files[link[1]].read_text()) for link in links]

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
    data, names = paint_plainly(html)
    return finish_pdf(data, link_names=names)


def render_furniture(html: str) -> bytes:
    """Return the PDF of pages that are laid under those of a report: not tagged, and no document by itself."""
    data, _ = paint_plainly(html, pdf_variant=None)
    return data


def paint_plainly(html: str, *, pdf_variant: str | None = "pdf/a-2a") -> tuple[bytes, dict[str, str]]:
    """Return the unfinished PDF in characters that there is a font for, and the words of each link by its target."""
    # Where HarfBuzz's subset library is missing, fontTools cuts the fonts and would stamp the hour into them.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    html = plain(html)
    source, document, data = paint(html, pdf_variant)
    if undrawable := {chr(code) for font in document.fonts.values() for code in font.missing}:
        source, _, data = paint(in_words(html, undrawable), pdf_variant)
    return data, link_names(source)


def paint(html: str, pdf_variant: str | None) -> tuple[HTML, Document, bytes]:
    """Return the HTML read, WeasyPrint's document, which knows what it had no font for, and its unfinished PDF."""
    assets = PrintAssets()
    html, styles = assets.styles_of(html)
    options = {"pdf_variant": pdf_variant, "presentational_hints": False, "uncompressed_pdf": True}
    try:
        source = HTML(string=html, base_url=ASSET_SCHEME, url_fetcher=assets)
        document = source.render(stylesheets=styles, **options)
        return source, document, document.write_pdf(**options)
    finally:
        assets.demand_nothing_refused()


@lru_cache(maxsize=16)
def style_of(text: str) -> CSS:
    """Return a style sheet of ours, read once however many documents it serves: reading takes as long as a page."""
    return CSS(string=text, base_url=ASSET_SCHEME, url_fetcher=PrintAssets())


def link_names(source: HTML) -> dict[str, str]:
    """Return the words of each link by its target (`sources` for `#sources`); of several, the first."""
    names: dict[str, str] = {}
    for link in source.etree_element.iter("a"):
        words = " ".join("".join(link.itertext()).split())
        names.setdefault(link.get("href", "").removeprefix("#"), words)
    return names
