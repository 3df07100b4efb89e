"""What an audit's page hands on to: the pages of its cases, answers, moderation and report."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HubLink:
    """
    A page about one part of an audit, for those who may open it: its words, its address, what one finds there.

    `is_report` is the final report, which is what most come for.
    """

    words: str
    url: str
    note: str = ""
    is_report: bool = False
