"""A mapping set out on a form: the columns chosen by their letters, made into the data a mapping is read from."""

from collections.abc import Callable, Mapping, Sequence

from indicators.rules.importing.problems import column_index

IN_FILE_NAME = "file_name"
MOST_MEASURES = 6
Answers = Mapping[str, object]
Data = dict[str, object]
Chosen = Callable[[str], object]


def column_data(letter: str, names: Sequence[str]) -> object:
    """The column with this letter as a mapping names it: by its name, by which of several alike, or by the letter."""
    index = column_index(letter)
    name = " ".join(names[index].split()) if index < len(names) else ""
    if not name:
        return {"letter": letter}
    alike = [place for place, each in enumerate(names) if " ".join(each.split()) == name]
    return name if len(alike) == 1 else {"name": name, "occurrence": alike.index(index) + 1}


def mapping_data(answers: Answers, names: Sequence[str], *, slug: str, source: str) -> Data:
    """
    The mapping that the answers describe, where `names` are those of the header.

    Answers that are blank are left out; whether the rest makes sense is for `read_mapping` to say.
    """

    def column(name: str) -> object:
        letter = answers.get(name)
        return column_data(str(letter), names) if letter else None

    measures = [_measure(answers, number, column) for number in range(1, MOST_MEASURES + 1)]
    skipped = _lines(answers.get("skip_values"))
    data: Data = {
        "name": slug,
        "title": answers["title"],
        "source": source,
        "header_row": answers.get("header_row") or 1,
        "period": _period(answers, column),
        "area": _present({"column": column("area_column"), "unknown": answers.get("unknown")}),
        "measures": [measure for measure in measures if measure],
        "note": column("note_column"),
        "blank": answers.get("blank"),
        "skip": [{"column": column("skip_column"), "is": skipped}] if skipped and answers.get("skip_column") else None,
    }
    return _present(data)


def _measure(answers: Answers, number: int, column: Chosen) -> Data:
    code = answers.get(f"measure_{number}")
    if not code:
        return {}
    parts = ("value", "numerator", "denominator")
    return _present({"code": code} | {part: column(f"{part}_{number}") for part in parts})


def _period(answers: Answers, column: Chosen) -> Data:
    if answers.get("period_column") == IN_FILE_NAME:
        return {"in_file_name": True}
    kind = answers.get("kind")
    return _present(
        {
            "column": column("period_column"),
            "end": column("end_column"),
            "year_column": column("year_column"),
            "kinds": [kind] if kind else None,
            "year": answers.get("year"),
            "day": answers.get("day"),
        }
    )


def _lines(text: object) -> list[str]:
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


def _present(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in (None, "", [])}
