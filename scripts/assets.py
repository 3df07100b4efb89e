"""Build `static/build/` (git-ignored) from our styles and the npm packages that `package-lock.json` pins.

Copies only what pages load: no GDS fonts, no crown, no source maps.
"""

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from stamps import ROOT, VENV, digest_of, is_fresh, mark

BUILD = ROOT / "static" / "build"
PACKAGES = ROOT / "node_modules"
STYLESHEET = ROOT / "static" / "css" / "portal.scss"
SCRIPTS = {
    "govuk-frontend.min.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "plotly-basic.min.js": "plotly.js-basic-dist-min/plotly-basic.min.js",
}
IMAGE_FOLDERS = (
    "govuk-frontend/dist/govuk/assets/images",
    "@ministryofjustice/frontend/moj/assets/images",
)
# Marks of the government's own sites, which we are not: their rules are in the packages, their files stay there.
BRANDED = re.compile(r"crown|crest|logotype|opengraph|favicon|govuk-icon|apple-touch")
IMAGE_IN_CSS = re.compile(r"url\([\"']?[^\"')]*assets/images/([\w.-]+)[\"']?\)")


class AssetError(Exception):
    """The assets cannot be built; the message says why."""


def inputs() -> Iterator[Path]:
    """Every file whose change makes the built assets stale."""
    yield ROOT / "package-lock.json"
    yield Path(__file__)
    yield from (ROOT / "static").rglob("*.scss")


def compile_styles(out: Path) -> None:
    """Compile our Sass against the npm packages into one compressed stylesheet."""
    node = VENV / "bin" / "node"
    options = [
        "--load-path=.",
        "--load-path=node_modules",
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
    ]
    command = [node, PACKAGES / "sass" / "sass.js", *options, STYLESHEET, out]
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL).returncode:
        raise AssetError(f"Sass could not compile {STYLESHEET.relative_to(ROOT)}: see the message above.")


def without_branding(css: str) -> str:
    """The stylesheet with every branded image replaced by `none`; refuses the GDS font. Raises AssetError."""
    if "assets/fonts" in css:
        raise AssetError("The styles load GDS Transport, which only government sites may use: set another font.")
    return IMAGE_IN_CSS.sub(lambda image: "none" if BRANDED.search(image[1]) else image[0], css)


def copy_images(css: str, folder: Path) -> None:
    """Copy the images that the stylesheet names, and no others. Raises AssetError."""
    for name in sorted(set(IMAGE_IN_CSS.findall(css))):
        sources = [PACKAGES / place / name for place in IMAGE_FOLDERS]
        found = next((source for source in sources if source.is_file()), None)
        if found is None:
            raise AssetError(f"The styles use {name}, which no installed package has.")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(found, folder / name)


def plotly_css(bundle: str) -> str:
    """Plotly's style rules as a stylesheet.

    The packaged bundle adds them to a `<style>` element at run time, which the content security policy forbids;
    given a stylesheet in their place it leaves them alone. The basic package ships no such file, so the
    rules are read from the table in the bundle.
    """
    table = re.search(r"=(\{\"X,X div\":[^{}]*\})", bundle)
    if table is None:
        raise AssetError("Plotly's bundle no longer holds its style rules where they were.")
    rules = ast.literal_eval(re.sub(r"([{,])([XY]):", r'\1"\2":', table[1]))
    names = {"X": ".js-plotly-plot .plotly", "Y": ".plotly-notifier"}
    return "".join(
        re.sub("[XY]", lambda letter: names[letter[0]], selector) + "{" + body + "}\n"
        for selector, body in rules.items()
    )


def build_into(folder: Path) -> None:
    """Write every built asset below the folder."""
    for kind in ("css", "js"):
        (folder / kind).mkdir()
    stylesheet = folder / "css" / "portal.css"
    compile_styles(stylesheet)
    stylesheet.write_text(without_branding(stylesheet.read_text()))
    copy_images(stylesheet.read_text(), folder / "assets" / "images")
    for name, source in SCRIPTS.items():
        shutil.copyfile(PACKAGES / source, folder / "js" / name)
    bundle = (folder / "js" / "plotly-basic.min.js").read_text()
    (folder / "css" / "plotly.css").write_text(plotly_css(bundle))


def build() -> bool:
    """Build the assets if what they are made from has changed; returns whether it did.

    The new folder replaces the old in one step, so a running server never sees half of it. Raises AssetError.
    """
    digest = digest_of(inputs())
    if BUILD.is_dir() and is_fresh("assets", digest):
        return False
    with tempfile.TemporaryDirectory(dir=ROOT / "static", prefix=".build-") as temporary:
        fresh, old = Path(temporary) / "fresh", Path(temporary) / "old"
        fresh.mkdir()
        build_into(fresh)
        if BUILD.is_dir():
            BUILD.rename(old)
        fresh.rename(BUILD)
    mark("assets", digest)
    return True


if __name__ == "__main__":
    try:
        build()
    except AssetError as error:
        sys.exit(str(error))
