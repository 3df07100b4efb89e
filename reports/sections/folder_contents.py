"""What an inspection folder holds beside its overview: every file with its day and where it lies."""

from assurance.rules.wording import counted, date_words
from reports.queries.folder import folder_items
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Lead, Table, columns
from reports.rules.folder import SHELF_WORDS, Shelf
from reports.rules.prose import verb


def files(context: PackContext) -> list[dict[str, str]]:
    """The files as the snapshot keeps them: shelf, title, ISO day, path, and the key of what each is made from."""
    return [
        {"shelf": str(one.shelf), "title": one.title, "on": one.on.isoformat(), "path": one.path, "key": str(one.key)}
        for one in folder_items(context.reader, context.known_at)
    ]


def build(context: PackContext) -> Blocks:
    """A table a shelf; what changes after that moment is not in the folder."""
    items = folder_items(context.reader, context.known_at)
    lead = (
        f"{counted(len(items), 'file')} {verb(len(items), 'is', 'are')} in this folder beside its overview and tables."
    )
    tables = (
        Table(
            caption=SHELF_WORDS[shelf],
            columns=columns("What", "Of", "File"),
            rows=tuple(
                (Cell(one.title), Cell(date_words(one.on)), Cell(one.path)) for one in items if one.shelf == shelf
            ),
        )
        for shelf in Shelf
    )
    return Blocks((Lead(lead if items else "Nothing has been issued, circulated, published or agreed yet."), *tables))
