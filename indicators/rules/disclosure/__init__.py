"""
The disclosure boundary (trust.md 6): counts of children under the threshold never leave the partnership.

Whatever is published passes through `release`, and what publishes takes nothing but the `SafeTable` it returns. What is
held back from whom, and the proof that it is, stand in docs/adr/0011-disclosure-boundary.md.
"""

from indicators.rules.disclosure.boundary import HIDDEN, SafeTable, release
from indicators.rules.disclosure.tables import LOWEST_THRESHOLD, THRESHOLD, Equation, Quote, Ratio, Table

__all__ = ["HIDDEN", "LOWEST_THRESHOLD", "THRESHOLD", "Equation", "Quote", "Ratio", "SafeTable", "Table", "release"]
