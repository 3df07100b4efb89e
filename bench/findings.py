"""What was measured, as it is printed: a line each, and at the end every target beside what was measured for it."""

from dataclasses import dataclass

WIDTH = 58


@dataclass(frozen=True)
class Target:
    """What was to be reached, what was, and whether that is enough."""

    name: str
    words: str
    reached: bool


TARGETS: list[Target] = []


def say(name: str, value: str) -> None:
    """Print one finding."""
    print(f"{name:<{WIDTH}} {value}", flush=True)


def hold(name: str, measured: float, *, at_least: float | None = None, at_most: float | None = None) -> None:
    """Note a ratio beside what it should be, for the list at the end."""
    bounds = [f"at least {at_least:g}"] if at_least is not None else []
    bounds += [f"at most {at_most:g}"] if at_most is not None else []
    reached = (at_least is None or measured >= at_least) and (at_most is None or measured <= at_most)
    TARGETS.append(Target(name, f"{measured:.3g} (to reach: {' and '.join(bounds)})", reached))


def summary() -> None:
    """Print every target with what was measured for it."""
    if TARGETS:
        print("\nTargets beside what was measured:")
    for target in TARGETS:
        say(f"  {target.name}", target.words if target.reached else f"{target.words} SHORT OF IT")
