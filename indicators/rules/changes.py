"""What may be changed of the suite, in words (R68)."""

import hashlib
import json
from collections.abc import Sequence
from enum import StrEnum

# A label and the text beside it; a label, what it was, and what it is now.
Text = tuple[str, str]
Difference = tuple[str, str, str]


class ChangeKind(StrEnum):
    """What was done."""

    INDICATOR_ADDED = "indicator_added"
    INDICATOR_SPLIT = "indicator_split"
    INDICATOR_RETIRED = "indicator_retired"
    INDICATOR_RESTORED = "indicator_restored"
    DEFINITION_CHANGED = "definition_changed"
    OBJECTIVES_CHANGED = "objectives_changed"
    MEASURE_ADDED = "measure_added"
    MEASURE_CHANGED = "measure_changed"
    MEASURE_MOVED = "measure_moved"
    MEASURE_RETIRED = "measure_retired"
    MEASURE_RESTORED = "measure_restored"
    TARGET_SET = "target_set"
    TARGET_ENDED = "target_ended"
    BENCHMARK_SET = "benchmark_set"
    BENCHMARK_ENDED = "benchmark_ended"
    CHART_DECIDED = "chart_decided"
    DECISION_TAKEN_BACK = "decision_taken_back"
    AREA_ADDED = "area_added"
    AREA_RENAMED = "area_renamed"
    AREA_RECODED = "area_recoded"
    NEIGHBOURS_RECORDED = "neighbours_recorded"


CHANGE_WORDS = {
    ChangeKind.INDICATOR_ADDED: "Indicator added",
    ChangeKind.INDICATOR_SPLIT: "Indicator split into parts",
    ChangeKind.INDICATOR_RETIRED: "Indicator retired",
    ChangeKind.INDICATOR_RESTORED: "Indicator taken up again",
    ChangeKind.DEFINITION_CHANGED: "Definition changed",
    ChangeKind.OBJECTIVES_CHANGED: "Objectives changed",
    ChangeKind.MEASURE_ADDED: "Measure added",
    ChangeKind.MEASURE_CHANGED: "Measure changed",
    ChangeKind.MEASURE_MOVED: "Measure moved",
    ChangeKind.MEASURE_RETIRED: "Measure retired",
    ChangeKind.MEASURE_RESTORED: "Measure taken up again",
    ChangeKind.TARGET_SET: "Target set",
    ChangeKind.TARGET_ENDED: "Target ended",
    ChangeKind.BENCHMARK_SET: "Benchmark set",
    ChangeKind.BENCHMARK_ENDED: "Benchmark ended",
    ChangeKind.CHART_DECIDED: "Chart decision",
    ChangeKind.DECISION_TAKEN_BACK: "Chart decision taken back",
    ChangeKind.AREA_ADDED: "Area added",
    ChangeKind.AREA_RENAMED: "Area renamed",
    ChangeKind.AREA_RECODED: "Area given another code",
    ChangeKind.NEIGHBOURS_RECORDED: "Statistical neighbours recorded",
}


def differences(before: Sequence[Text], after: Sequence[Text]) -> list[Difference]:
    """What is different between two lists of the same labelled texts, in their order."""
    return [(label, old, new) for (label, old), (_, new) in zip(before, after, strict=True) if old != new]


def fingerprint(texts: Sequence[Text]) -> str:
    """A short text that is another one as soon as any of the texts is."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]
