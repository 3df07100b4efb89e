"""What stands on the moderation screen: one question with every agency's grade, what they said, what was settled."""

from dataclasses import dataclass

from audits.models import SettledGrade
from audits.rules.agreement import Scale, agreed_on, label_of, rated
from audits.rules.frozen import FrozenFile
from audits.rules.settling import reason_needed
from audits.rules.tool_content import Question, Standard
from audits.rules.tools import GradeRule


@dataclass(frozen=True)
class Said:
    """What one agency answered to one question; `asked` is set where it was asked in other words."""

    agency: str
    grade: str
    text: str
    evidence: str
    files: tuple[FrozenFile, ...] = ()
    asked: str = ""

    @property
    def has_words(self) -> bool:
        """Whether it said more than its grade."""
        return bool(self.text or self.evidence or self.files)


@dataclass(frozen=True)
class Lane:
    """One grade of the scale with the agencies that gave it; `own` is the agency on the page, if it gave it itself."""

    grade: GradeRule
    agencies: tuple[str, ...]
    own: str = ""


@dataclass(frozen=True)
class QuestionBoard:
    """
    One graded question: every agency's grade, what they said, and what was settled.

    `given` holds the grades that the settled one is measured by: every agency's of a case, an agency's own of itself.
    """

    question: Question
    scale: Scale
    lanes: tuple[Lane, ...]
    given: tuple[str, ...]
    words: str
    apart: str
    said: tuple[Said, ...]
    changed_words: str
    settled: SettledGrade | None

    @property
    def key(self) -> str:
        """Its anchor on the page: "q2-3"."""
        return f"q{self.question.number.replace('.', '-')}"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What it can be settled at."""
        return [(grade.slug, grade.label) for grade in self.scale]

    @property
    def initial(self) -> dict[str, str | int]:
        """What the form that settles it shows first; version 0 while nothing is settled."""
        if self.settled is None:
            return {"value": "", "reason": "", "version": 0}
        return {"value": self.settled.value, "reason": self.settled.reason, "version": self.settled.version}

    @property
    def reason_hint(self) -> str:
        """When a reason is needed."""
        return f"Needed where it is {self.changed_words}."

    @property
    def needs_reason_for(self) -> list[str]:
        """The grades that need a reason, were they settled."""
        return [slug for slug, _ in self.choices if reason_needed(slug, self.given, self.scale)]

    @property
    def settled_label(self) -> str:
        """The settled grade in words; blank while there is none."""
        return label_of(self.settled.value, self.scale) if self.settled else ""

    @property
    def is_changed(self) -> bool:
        """Whether what was settled is not what every agency that graded it gave."""
        return self.settled is not None and reason_needed(self.settled.value, self.given, self.scale)

    @property
    def must_settle(self) -> bool:
        """Whether an agency graded it at all."""
        return bool(rated(self.given, self.scale))

    @property
    def agreed(self) -> str:
        """The one grade that all who graded it gave, if they are two or more; blank otherwise."""
        return agreed_on(self.given, self.scale)


@dataclass(frozen=True)
class WordsBoard:
    """One question that is answered in words or with a number, and what each agency answered."""

    question: Question
    said: tuple[Said, ...]


@dataclass(frozen=True)
class StandardBoard:
    """One standard: its questions in their order, and what the agency's staff said of it in a survey."""

    standard: Standard
    questions: tuple[QuestionBoard | WordsBoard, ...]
    survey: str = ""

    @property
    def boards(self) -> list[QuestionBoard]:
        """Those that are graded."""
        return [one for one in self.questions if isinstance(one, QuestionBoard)]


@dataclass(frozen=True)
class SectionBoard:
    """One section of the tool with its standards."""

    title: str
    standards: tuple[StandardBoard, ...]
