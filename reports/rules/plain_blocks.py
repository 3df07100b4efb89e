"""
What every section of a snapshot says, as blocks: for the forms that have no lay-out of their own, Word and Excel.

Sections made of blocks are given back as they lie in the snapshot; those with a lay-out of their own are put in blocks
here, from the snapshot alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from reports.rules.blocks import Block, Cell, Entry, Lead, Prose, Subheading, Table, Tag, columns, parts
from reports.rules.told import commentary

Content = Mapping[str, Any]
FIGURES = ("Kent", "England", "South East", "Similar areas")


def plain_blocks(section: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The blocks of a section as `read_snapshot` gives it, in the shape in which a snapshot holds them."""
    content = section["content"]
    said = [asdict(commentary(section["commentary"]))] if section.get("commentary") else []
    if "body" in content:
        return [*said, *content["body"]]
    made = AS_BLOCKS[section["name"]](content)
    return said + [asdict(one) for one in made if not isinstance(one, Table) or one.rows]


def _front_sheet(content: Content) -> Iterator[Block]:
    keys = (("By", "by"), ("To", "to"), ("Date", "date"), ("Subject", "subject"))
    yield _table("Front sheet", ("What", "Which"), [[label, content[key]] for label, key in keys])
    yield Prose(content["known"])
    yield Subheading("Summary")
    yield from map(Prose, content["summary"])
    if content["recommendations"]:
        yield Subheading("Recommendation")
        yield Prose(content["asked"])
        yield Prose(_listed(content["recommendations"]))


def _early_warnings(content: Content) -> Iterator[Block]:
    yield Lead(content["lead"])
    yield from map(_warning, content["with_board"])
    rows = [
        [_noted(one["title"], f"{one['type']}. About: {one['about']}"), _seen(one), _noted(one["since"], one["state"])]
        for one in content["with_saas"]
    ]
    yield _table("Warnings that SAAS is dealing with", ("Early warning", "What is seen", "Since"), rows)
    if content["closed"]:
        yield Subheading("Answered by the Executive Board, and closed")
    yield from map(_warning, content["closed"])


def _seen(one: Content) -> str:
    before = f"It came up before: {one['before']}" if one["before"] else ""
    return "\n".join(filter(None, (one["finding"], one["what"], before)))


def _warning(one: Content) -> Entry:
    answers = [(f"The Executive Board’s answer of {answer['date']}", answer["text"]) for answer in one["answers"]]
    return Entry(
        title=one["title"],
        tags=(Tag(one["state"]),),
        about=f"{one['type']}. About: {one['about']}. Since {one['since']}.",
        text="\n".join(filter(None, (one["finding"], one["what"]))),
        parts=parts(
            ("It came up before", one["before"]),
            ("Escalated", "\n".join(filter(None, (one["escalated"], one["asked"])))),
            *answers,
            ("What was done", one["done"]),
            ("What changed for children", one["difference"] if one["done"] else ""),
        ),
    )


def _missing_returns(content: Content) -> Iterator[Block]:
    if content["absent"]:
        yield Entry("Sections of this pack that have nothing to tell", text=_listed(content["absent"]))
    for one in content["partners"]:
        said = f"{one['state']}. Due {one['due']}: {one['lateness']}. {one['extended']}."
        yield Entry(f"Missing: {one['label']} ({one['owner_name']})", text=said)
    yield Lead(content["finding"])
    missing = [
        [one[key] for key in ("owner_name", "state", "due", "lateness", "extended")] for one in content["others"]
    ]
    asked = ("Agency or group", "State", "Due", "Lateness", "Extension")
    yield _table("Also asked for, and missing", asked, missing)
    received = [
        [_noted(one["owner_name"], one["label"]), one["submitted"], one["lateness"], one["version"]]
        for one in content["received"]
    ]
    titles = ("Agency or group", "Submitted", "Against its due date", "Version")
    yield _table("Returns in this pack", titles, received, numeric=("Version",))


def _partner_returns(content: Content) -> Iterator[Block]:
    labels = tuple(content["change_labels"])
    changes = [[_noted(row["label"], row["owner_name"]), *(_counts(row, len(labels)))] for row in content["changes"]]
    yield _table("Changes since last quarter", ("Safeguarding Partner", *labels), changes, numeric=labels)
    for block in content["blocks"]:
        yield Subheading(block["title"])
        for column in block["columns"]:
            yield from _column(f"{column['label']}, {column['owner_name']}", column)
    yield Subheading("Relevant agencies and groups")
    for other in content["others"]:
        yield Subheading(f"{other['owner_name']}, {other['label']}")
        for part in other["parts"]:
            yield from _column(part["title"], part["column"])


def _counts(row: Content, width: int) -> list[str]:
    return [str(count) for count in row["counts"]] or [row["missing"], *[""] * (width - 1)]


def _column(title: str, column: Content) -> Iterator[Entry]:
    for one in column["statements"]:
        yield _statement(title, one)
    if column["missing"] or column["nothing_to_report"]:
        yield Entry(title, text=column["missing"] or f"Nothing to report\n{column['nothing_to_report']}")


def _statement(title: str, one: Content) -> Entry:
    who = ", ".join(filter(None, (one["owner"], one["due"])))
    return Entry(
        title=title,
        tags=(Tag(one["change_words"]),) if one["change_words"] else (),
        about=one["topic"],
        text=one["text"],
        parts=parts(
            ("What is being done", one["action"]),
            ("Who and when", who),
            ("Evidence", one["evidence"]),
            ("Files", ", ".join(one["files"])),
        ),
    )


def _shared_concerns(content: Content) -> Iterator[Block]:
    if not content["concerns"]:
        yield Lead("No two agencies that submitted raise a concern about the same theme or indicator.")
    for concern in content["concerns"]:
        yield Subheading(concern["title"])
        for voice in concern["voices"]:
            yield from (_statement(voice["owner_name"], one) for one in voice["statements"])


def _good_practice(content: Content) -> Iterator[Block]:
    yield Lead(content["lead"])
    for one in content["entries"]:
        yield Entry(
            title=one["title"],
            tags=(Tag(one["level"]),),
            about=f"{one['owner_name']}. About: {one['about']}",
            text=one["what"],
            parts=parts(("What difference it makes for children", one["difference"])),
        )


def _indicators(content: Content) -> Iterator[Block]:
    yield Lead(f"The newest figures for periods that had ended by {content['up_to']}.")
    for domain in content["domains"]:
        yield Subheading(domain["title"])
        yield Prose(". ".join(filter(None, (domain["rationale"], domain["lead_in"]))))
        if domain["has_numbers"]:
            titles = ("Item", "Period", *FIGURES, "Variation", "Target")
            yield _table(domain["title"], titles, [_figures(row) for row in domain["rows"]], numeric=FIGURES)
        else:
            rows = [[f"{row['code']} {row['wording']}", _judged(row)] for row in domain["rows"]]
            yield _table(domain["title"], ("Item", "State"), rows)
    yield from map(Prose, content["attributions"])


def _figures(row: Content) -> list[str | Cell]:
    name = f"{row['code']} {row['wording']}"
    judged = f"Partners: {_judged(row)}" if row["judgement"] else ""
    if not row["figure"]:
        return [_noted(name, judged), row["measured"], *[""] * 6]
    figure = f"{row['relation']}: {row['figure']}. {row['area']}. {row['source']}"
    values = [row[key] for key in ("period", "value", "nation", "region", "neighbours")]
    target = " ".join(filter(None, (row["target"], row["outlook"])))
    noted = _noted(name, " ".join(filter(None, (figure, judged))))
    return [noted, *values, f"{row['variation']}. {row['method']}.", target]


def _judged(row: Content) -> str:
    return f"{row['judgement']}, {row['judged_on']}" if row["judgement"] else row["measured"]


def _noted(text: str, note: str) -> Cell:
    return Cell(text, note)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(
    caption: str, titles: tuple[str, ...], rows: Iterable[Sequence[object]], *, numeric: tuple[str, ...] = ()
) -> Table:
    cells = tuple(tuple(cell if isinstance(cell, Cell) else Cell(str(cell)) for cell in row) for row in rows)
    return Table(caption, columns(*titles, numeric=numeric), cells)


AS_BLOCKS: Mapping[str, Callable[[Content], Iterator[Block]]] = MappingProxyType(
    {
        "front_sheet": _front_sheet,
        "early_warnings": _early_warnings,
        "missing_returns": _missing_returns,
        "partner_returns": _partner_returns,
        "shared_concerns": _shared_concerns,
        "good_practice": _good_practice,
        "indicators": _indicators,
    }
)
