"""What people do in the portal, as they would: by the words on the page. The same with and without scripts."""

import re
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader, PdfWriter

from tests.browser.chromium import PATIENCE

QUARTER = "Quarter 2 2026/27"
STATEMENT = "Officers and social workers now see the child together before the strategy discussion"
EVIDENCE = "Dip-sample of strategy discussions"
PACK_PATIENCE = 90_000
FILE = "dip-sample.pdf"
PUBLISHED = Path(__file__).parents[1] / "data/raw/dfe_cin_referrals_2013_2025.csv"
PUBLISHER = "Department for Education: Children in need, table C1 (referrals)"
SAVED = re.compile(r"^Saved at (\d{1,2}(:\d\d)?(am|pm)|midday|midnight)$")


def small_pdf() -> dict:
    """A PDF of one blank page, as a file to upload."""
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.write(file)
    return {"name": FILE, "mimeType": "application/pdf", "buffer": file.getvalue()}


def open_return(page: Page) -> None:
    """From anywhere to the task list of the return that is to be written."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Returns", exact=True).click()
    page.get_by_role("link", name=f"{QUARTER}: Kent Police").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Status return, {QUARTER}")


def open_section(page: Page, title: str) -> None:
    """From the task list into a section."""
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def begin_statement(page: Page) -> None:
    """From the task list to a new, blank statement of what is going well."""
    open_section(page, "What is going well")
    page.get_by_role("button", name="Add a statement").click()
    expect(page.get_by_label("What is going well")).to_have_value("")


def save_status(page: Page) -> Locator:
    """The line that says whether what is written is saved."""
    return page.locator("#save-status")


def write_statement(page: Page, *, scripts: bool) -> None:
    """A new statement with evidence in words and as a file; with scripts it is saved while it is written."""
    begin_statement(page)
    page.get_by_label("What is going well").fill(STATEMENT)
    page.get_by_label("Evidence", exact=True).fill(EVIDENCE)
    page.get_by_label("New this quarter").check()
    if scripts:
        expect(save_status(page)).to_have_text(SAVED)
    page.get_by_label("Upload evidence").set_input_files(small_pdf())
    page.get_by_role("button", name="Save and go back").click()
    expect(page.get_by_role("link", name=FILE)).to_be_visible()


def bring_forward(page: Page) -> None:
    """Take up the first statement still open from last quarter as unchanged."""
    page.get_by_role("button", name="Bring forward").first.click()
    page.get_by_label("The same as last quarter").check()
    page.get_by_role("button", name="Save and go back").click()
    expect(page.get_by_role("heading", name="Your statements")).to_be_visible()


def bring_all_forward(page: Page) -> None:
    """Take up every statement still open from last quarter; there must be some."""
    buttons = page.get_by_role("button", name="Bring forward")
    count = buttons.count()
    assert count
    for left in range(count - 1, -1, -1):
        bring_forward(page)
        expect(buttons).to_have_count(left)


def complete_section(page: Page) -> None:
    """Say that the section is complete, and go back to the task list."""
    page.get_by_label("Yes, it is complete").check()
    page.get_by_role("button", name="Save and continue").click()


def write_return(page: Page, *, scripts: bool) -> None:
    """Fill the three headings that a return must have, from its task list and back to it."""
    write_statement(page, scripts=scripts)
    complete_section(page)
    for title in ("What is not going well, and what is being done about it", "Concerns about multi-agency working"):
        open_section(page, title)
        bring_all_forward(page)
        complete_section(page)
    expect(page.get_by_text("3 of 6 sections completed.")).to_be_visible()


def submit_return(page: Page) -> None:
    """Check the answers and sign them, from the task list."""
    page.get_by_role("button", name="Check and submit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(page.get_by_text(STATEMENT)).to_be_visible()
    page.get_by_role("button", name="Sign and submit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Return submitted")


def bring_file_in(page: Page) -> None:
    """Upload a publisher's file and have it read, up to what it holds."""
    page.goto("/indicators/imports/upload/")
    page.get_by_label("Whose figures").select_option(label=PUBLISHER)
    page.locator("input[type=file]").set_input_files(PUBLISHED)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="What it holds")).to_be_visible(timeout=PACK_PATIENCE)


def open_packs(page: Page) -> None:
    """From anywhere to the board packs."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reports")


def create_pack(page: Page) -> None:
    """Ask for the pack of the quarter."""
    open_packs(page)
    page.get_by_role("button", name="Create a report").click()
    page.get_by_label("Quarter").select_option("2026Q2")
    page.get_by_role("button", name="Create a draft").click()


def ready_pack(page: Page) -> Locator:
    """The button on the page of a pack that is there once the pack is ready."""
    return page.get_by_role("button", name="Download the PDF")


def wait_for_pack(page: Page) -> None:
    """Watch the page of a pack, without touching it, until the pack is ready."""
    expect(ready_pack(page)).to_be_visible(timeout=PACK_PATIENCE)


def issue_pack(page: Page) -> None:
    """From the page of a draft that is ready to the page of its first version, ready as well."""
    page.get_by_role("link", name="About this report").click()
    page.get_by_role("button", name="Issue the newest draft").click()
    page.get_by_role("button", name="Issue version 1").click()
    expect(page.get_by_text("Version 1 is issued.")).to_be_visible()
    page.get_by_role("link", name="Its file is not there yet").click()
    wait_for_pack(page)


def download_pack(page: Page) -> str:
    """The words of the PDF, downloaded from the page of a pack that is ready."""
    with page.expect_download(timeout=PATIENCE) as download:
        ready_pack(page).click()
    words = " ".join(sheet.extract_text() for sheet in PdfReader(download.value.path()).pages)
    return " ".join(words.split())
