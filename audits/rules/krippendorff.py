"""
Krippendorff's alpha, by NLTK: how far those who grade agree beyond what chance would bring about.

Loading NLTK takes about a second of processor and 90 MB. So nothing imports this module but `rules.agreement`, and that
only when an audit has as many cases as it takes.
"""

from collections.abc import Sequence

from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import interval_distance


def alpha(cases: Sequence[Sequence[int]]) -> float | None:
    """
    Alpha over the positions on a scale that were given to each case, by whoever graded it: 1 agreement, 0 chance.

    Grades that lie further apart disagree more (the square of the distance). A case graded once says nothing and is
    left out. None when there is nothing to compare, or when all grades are the same: chance then has nothing to bring
    about. Source: Krippendorff (2004), Content Analysis, chapter 11.
    """
    rated = [positions for positions in cases if len(positions) > 1]
    if len({position for positions in rated for position in positions}) < 2:
        return None
    triples = [
        (str(grader), str(case), position)
        for case, positions in enumerate(rated)
        for grader, position in enumerate(positions)
    ]
    return float(AnnotationTask(data=triples, distance=interval_distance).alpha())
