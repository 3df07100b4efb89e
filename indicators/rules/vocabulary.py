"""The words of the suite: what kind a thing is, and how that is said to a reader."""

from enum import StrEnum


class Kind(StrEnum):
    """What is recorded of an Appendix 1 item (SAF Appendix 1, R58, R59)."""

    JUDGEMENT = "judgement"
    NUMBER_AND_JUDGEMENT = "number_and_judgement"


class Relation(StrEnum):
    """How close a measure is to the item it hangs under, the closest first."""

    DIRECT = "direct"
    NEAR = "near"
    PROXY = "proxy"
    CONTEXT = "context"


class Unit(StrEnum):
    """What a value is in."""

    PERCENT = "percent"
    PER_10000 = "per_10000"
    PER_100000 = "per_100000"
    COUNT = "count"
    DAYS = "days"


class Polarity(StrEnum):
    """Which direction is the better one. An empty value means that none is agreed."""

    HIGHER_IS_BETTER = "higher_is_better"
    HIGHER_IS_WORSE = "higher_is_worse"
    NO_JUDGEMENT = "no_judgement"


class Frequency(StrEnum):
    """How often a figure comes."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ACADEMIC_YEAR = "academic_year"
    ANNUAL = "annual"


class Counted(StrEnum):
    """What a numerator counts: one child counted once, or every event."""

    CHILDREN = "children"
    EVENTS = "events"


class RollUp(StrEnum):
    """How figures of shorter periods make the figure of a longer one."""

    TOTAL = "total"
    AVERAGE = "average"
    AT_PERIOD_END = "at_period_end"


class Status(StrEnum):
    """What an observation is: a value, or the reason why there is none."""

    PUBLISHED = "published"
    SUPPRESSED = "suppressed"
    NOT_AVAILABLE = "not_available"
    WITHDRAWN = "withdrawn"


class Extent(StrEnum):
    """How far a thing is in place, or how far the partners are sighted on it, the furthest first (R58, R59)."""

    FULLY = "fully"
    LARGELY = "largely"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    CANNOT_SAY = "cannot_say"


class ChartDecisionKind(StrEnum):
    """What is decided about how a chart is read."""

    REBASE = "rebase"
    GHOST = "ghost"


class RequestState(StrEnum):
    """Where a data request stands."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class ImportState(StrEnum):
    """Where a file of figures stands on its way in."""

    UPLOADED = "uploaded"
    READING = "reading"
    PREVIEWED = "previewed"
    LANDING = "landing"
    LANDED = "landed"
    FAILED = "failed"
    DROPPED = "dropped"
    UNDONE = "undone"


class Meaning(StrEnum):
    """What a point beyond chance means for children, given which direction is the better one."""

    IMPROVING = "improving"
    CONCERNING = "concerning"
    NEITHER = "neither"
    COMMON = "common"
    CANNOT_TELL = "cannot_tell"


class Worth(StrEnum):
    """What the figures there are say about an Appendix 1 item."""

    MEASURED = "measured"
    NEARBY = "nearby"
    PROXY = "proxy"
    NOTHING = "nothing"
    JUDGED = "judged"


KIND_WORDS = {
    Kind.JUDGEMENT: "Judgement",
    Kind.NUMBER_AND_JUDGEMENT: "Number and judgement",
}
RELATION_WORDS = {
    Relation.DIRECT: "Direct",
    Relation.NEAR: "Near",
    Relation.PROXY: "Proxy",
    Relation.CONTEXT: "Context",
}
RELATION_SENTENCES = {
    Relation.DIRECT: "Direct: the item itself.",
    Relation.NEAR: "Near: close to the item, not the same.",
    Relation.PROXY: "Proxy: stands in for the item, does not measure it.",
    Relation.CONTEXT: "Context: background, no measure of the item.",
}
UNIT_WORDS = {
    Unit.PERCENT: "Percentage",
    Unit.PER_10000: "Rate per 10,000",
    Unit.PER_100000: "Rate per 100,000",
    Unit.COUNT: "Number",
    Unit.DAYS: "Days",
}
POLARITY_WORDS = {
    Polarity.HIGHER_IS_BETTER: "Higher is better",
    Polarity.HIGHER_IS_WORSE: "Higher is worse",
    Polarity.NO_JUDGEMENT: "Neither higher nor lower is taken as better",
}
FREQUENCY_WORDS = {
    Frequency.WEEKLY: "Every week",
    Frequency.FORTNIGHTLY: "About every fortnight",
    Frequency.MONTHLY: "Every month",
    Frequency.QUARTERLY: "Every quarter",
    Frequency.ACADEMIC_YEAR: "Every academic year",
    Frequency.ANNUAL: "Every year",
}
COUNTED_WORDS = {
    Counted.CHILDREN: "Children, each counted once",
    Counted.EVENTS: "Events",
}
ROLL_UP_WORDS = {
    RollUp.TOTAL: "Added up",
    RollUp.AVERAGE: "Averaged",
    RollUp.AT_PERIOD_END: "The figure at the end of the period",
}
STATUS_WORDS = {
    Status.PUBLISHED: "Published",
    Status.SUPPRESSED: "Suppressed",
    Status.NOT_AVAILABLE: "Not available",
    Status.WITHDRAWN: "Withdrawn",
}
EXTENT_WORDS = {
    Extent.FULLY: "Fully",
    Extent.LARGELY: "Largely",
    Extent.PARTLY: "Partly",
    Extent.NOT_YET: "Not yet",
    Extent.CANNOT_SAY: "Cannot say",
}
CHART_DECISION_WORDS = {
    ChartDecisionKind.REBASE: "New limits from this day",
    ChartDecisionKind.GHOST: "Point kept out of the limits",
}
REQUEST_STATE_WORDS = {
    RequestState.DRAFT: "Not yet sent",
    RequestState.SENT: "Sent",
    RequestState.WITHDRAWN: "Withdrawn",
}
IMPORT_STATE_WORDS = {
    ImportState.UPLOADED: "Uploaded",
    ImportState.READING: "Being read",
    ImportState.PREVIEWED: "Read, waiting to be confirmed",
    ImportState.LANDING: "Being brought in",
    ImportState.LANDED: "Brought in",
    ImportState.FAILED: "Could not be brought in",
    ImportState.DROPPED: "Not brought in",
    ImportState.UNDONE: "Undone",
}
MEANING_WORDS = {
    Meaning.IMPROVING: "Improving",
    Meaning.CONCERNING: "Concerning",
    Meaning.NEITHER: "Neither better nor worse",
    Meaning.COMMON: "No change beyond chance",
    Meaning.CANNOT_TELL: "Cannot tell",
}
WORTH_SENTENCES = {
    Worth.MEASURED: "Measured by a published figure.",
    Worth.NEARBY: "Not measured directly: the nearest published figures are shown.",
    Worth.PROXY: "Not measured: proxies are shown, which do not measure the item itself.",
    Worth.NOTHING: "No figures yet: not published; this needs partner returns.",
    Worth.JUDGED: "No judgement recorded yet.",
}
WORTH_TALLIES = {
    Worth.MEASURED: "measured by a published figure",
    Worth.NEARBY: "with nearby figures only",
    Worth.PROXY: "with proxies only",
    Worth.NOTHING: "without any figure",
    Worth.JUDGED: "judged and not counted",
}
NOT_YET_AGREED = "Not yet agreed"
