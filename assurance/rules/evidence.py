"""Which files may be uploaded as evidence (trust.md 8): the kind is told from the content, not from the name."""

import zipfile
from io import BytesIO
from types import MappingProxyType

import puremagic

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 10
MAX_ENTRIES = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
KINDS = MappingProxyType(
    {
        ".pdf": "application/pdf",
        ".docx": WORD,
        ".xlsx": EXCEL,
        ".pptx": POWERPOINT,
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".txt": "text/plain",
        ".csv": "text/csv",
    }
)
OFFICE_FOLDERS = MappingProxyType({WORD: "word/", EXCEL: "xl/", POWERPOINT: "ppt/"})
ALLOWED_IN_WORDS = "PDF, Word, Excel, PowerPoint, PNG, JPEG, text or CSV"


def file_problem(name: str, content: bytes) -> str:
    """Why a file cannot be taken as evidence, as a sentence; blank when it can."""
    extension = extension_of(name)
    if len(content) > MAX_BYTES:
        return f"{name} is larger than 20MB. Upload a smaller file, or say in the evidence where it can be found."
    if not content:
        return f"{name} is empty."
    if extension not in KINDS:
        return f"{name} is not a kind of file the portal takes. Upload {ALLOWED_IN_WORDS}."
    if not _content_matches(KINDS[extension], content):
        return f"{name} does not hold what its name says. Save it again as {ALLOWED_IN_WORDS}, and upload that."
    return ""


def extension_of(name: str) -> str:
    """The extension of a file's name, in small letters, with its dot; blank when it has none."""
    stem, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot and stem else ""


def _content_matches(kind: str, content: bytes) -> bool:
    if kind in OFFICE_FOLDERS:
        return _is_office_file(OFFICE_FOLDERS[kind], content)
    if kind.startswith("text/"):
        return _is_text(content)
    try:
        found = puremagic.from_string(content, mime=True)
    except puremagic.PureError:
        return False
    return found == kind


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return not any(ord(character) < 32 and character not in "\t\r\n\f" for character in text)


def _is_office_file(folder: str, content: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        return False
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    bounded = len(entries) <= MAX_ENTRIES and unpacked <= MAX_UNPACKED and unpacked / packed <= MAX_RATIO
    names = {entry.filename for entry in entries}
    macro_free = not any(name.lower().endswith("vbaproject.bin") for name in names)
    return bounded and macro_free and "[Content_Types].xml" in names and any(n.startswith(folder) for n in names)
