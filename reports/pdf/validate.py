"""Whether a PDF is accepted as accessible (PDF/UA-1) and fit to be kept (PDF/A-2a): the gate of a job."""

from collections import Counter

from page import PageError, ValidationProfile, validate_pdf_bytes

PROFILES = {"PDF/UA-1": ValidationProfile.PDF_UA_1, "PDF/A-2a": ValidationProfile.PDF_A_2A}


def validate_pdf(data: bytes) -> list[str]:
    """Return the problems in words, each with its standard, rule and number of places; [] is acceptance."""
    problems: Counter[str] = Counter()
    for standard, profile in PROFILES.items():
        try:
            report = validate_pdf_bytes(data, profile=profile)
        except PageError as error:
            problems[f"{standard}: the file cannot be checked: {error}"] += 1
            continue
        problems.update(f"{standard}: {failure.message} ({failure.rule_id})" for failure in report.failures)
    return [f"{problem} x {places}" for problem, places in problems.items()]
