"""Reading `table.txt`: who gets which answer from which address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.access.answers import WORDS
from tests.access.people import ANONYMOUS, CLOSED, GROUPS
from tests.access.things import NONE_SUCH

TABLE = Path(__file__).with_name("table.txt")
HEAD = re.compile(r"(?P<name>[\w:]+)  \((?P<kind>[^)]+)\)(?P<allauth> allauth)?")
LINE = re.compile(r"    (?P<method>GET|POST) +(?P<whose>\S+(?: \S+)*)  +(?P<answers>.+)")
SIGNED_OUT = {"GET": "sign in", "POST": "kept"}


@dataclass
class Row:
    """One address: the kind of thing it is asked for, and the lines of each method by whose the thing is."""

    name: str
    kind: str
    checked_by_allauth: bool
    lines: dict[str, dict[str, dict[str, str]]] = field(default_factory=lambda: {"GET": {}, "POST": {}})

    def expected(self, person: str, method: str, whose: str) -> str:
        """The answer in one word. Raises KeyError when the row leaves out things that are `whose`."""
        if not self.is_open_to(person, method):
            return SIGNED_OUT[method] if person in (ANONYMOUS, CLOSED) else "refused"
        lines = self.lines[method]
        if not lines:
            return "no such method"
        if whose == NONE_SUCH:
            return "unknown"
        wider = (whose, whose.split()[0], "any")
        line = next((each for each in wider if each in lines), whose)
        return lines[line].get(person, "refused")

    def is_open_to(self, person: str, method: str) -> bool:
        """Whether the person is named in any line: of the method, or of the other one where it has none."""
        lines = self.lines[method] or self.lines["POST" if method == "GET" else "GET"]
        return any(person in answers for answers in lines.values())


@cache
def table() -> dict[str, Row]:
    """Every row of the table by the name of its address. Raises ValueError for what cannot be read."""
    rows: dict[str, Row] = {}
    row = None
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if head := HEAD.fullmatch(line):
            row = Row(head["name"], head["kind"], bool(head["allauth"]))
            if row.name in rows:
                raise ValueError(f"{row.name} has two rows.")
            rows[row.name] = row
        elif line.startswith("    "):
            _read_line(row, line)
    return rows


def _read_line(row, line):
    found = LINE.fullmatch(line)
    if row is None or found is None:
        raise ValueError(f"This line cannot be read: {line}")
    if found["whose"] in row.lines[found["method"]]:
        raise ValueError(f"{row.name} has this line twice: {line}")
    row.lines[found["method"]][found["whose"]] = dict(_answers(found["answers"]))


def _answers(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split("; "):
        word, _, who = part.partition(": ")
        if word not in WORDS:
            raise ValueError(f"“{word}” is no answer.")
        for group in who.split(", "):
            for person in GROUPS[group]:
                yield person, word
