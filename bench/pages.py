"""Requests a second, latency and processor time of pages, in shuffled rounds so that a busy moment hits all alike."""

import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from bench.browser import Browser
from bench.processes import cpu_seconds

ROUNDS = 5
ONE_BY_ONE = 20
VISITORS = 4
EACH = 10
NUMBERS = count()


@dataclass
class Page:
    """One page to measure, of the server with this process id; `{number}` in its address is another each time."""

    name: str
    address: str
    browser: Browser
    server: int
    latencies: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """Median latency of a request that waits for no other."""
        return statistics.median(self.latencies) * 1000

    @property
    def rate(self) -> float:
        """Median requests a second with several visitors at once."""
        return statistics.median(self.rates)

    @property
    def processor_milliseconds(self) -> float:
        """Mean processor time of the server for one request."""
        return statistics.fmean(self.processor) * 1000

    def measure(self) -> None:
        """One round: requests one by one, then from several visitors at once."""
        # The server has closed the connection if the other pages took long; it is opened again when it is used.
        self.browser.connection.close()
        before = cpu_seconds(self.server)
        self.latencies += self.visit(self.browser, ONE_BY_ONE)
        visitors = [Browser(self.browser.port, self.browser.cookies) for _ in range(VISITORS)]
        started = time.perf_counter()
        with ThreadPoolExecutor(VISITORS) as pool:
            list(pool.map(lambda visitor: self.visit(visitor, EACH), visitors))
        self.rates.append(VISITORS * EACH / (time.perf_counter() - started))
        self.processor.append((cpu_seconds(self.server) - before) / (ONE_BY_ONE + VISITORS * EACH))
        for visitor in visitors:
            visitor.connection.close()

    def visit(self, browser: Browser, times: int) -> list[float]:
        """The seconds each of a number of requests took."""
        seconds = []
        for _ in range(times):
            started = time.perf_counter()
            browser.get(self.address.format(number=next(NUMBERS)))
            seconds.append(time.perf_counter() - started)
        return seconds


def measure(pages: list[Page], rounds: int = ROUNDS) -> None:
    """Warm every page up, then measure all of them in every round, in a new order each time."""
    for page in pages:
        page.visit(page.browser, 3)
    for _ in range(rounds):
        for page in random.sample(pages, len(pages)):
            page.measure()
