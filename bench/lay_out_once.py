"""
One document laid out by a process of its own: `python -m bench.lay_out_once HOW HTML SHELF PROCESSES OUT`.

Prints seconds, processor seconds and megabytes at most, without what the start and the imports take.
"""

import json
import resource
import sys
import time
from pathlib import Path

from reports.pdf.in_parts import render_in_parts
from reports.pdf.render import render_pdf
from reports.pdf.shelf import Shelf
from reports.pdf.workers import Workers


def processor_seconds() -> float:
    """Of this process and of those it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main(how: str, html: str, shelf: str, processes: str, out: str) -> None:
    document = Path(html).read_text()
    began, used = time.perf_counter(), processor_seconds()
    if how == "one pass":
        data = render_pdf(document)
    else:
        unfinished = Path(f"{out}.unfinished")
        with Workers(int(processes)) as workers:
            data = render_in_parts(
                document, shelf=Shelf(Path(shelf)), workers=workers, out=unfinished, told=lambda done, sections: None
            )
    seconds, processor = time.perf_counter() - began, processor_seconds() - used
    Path(out).write_bytes(data)
    print(json.dumps({"seconds": seconds, "processor": processor}))


if __name__ == "__main__":
    main(*sys.argv[1:])
