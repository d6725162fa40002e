"""The state of a walk through chosen units: what is left, what is open, what the next study opens.

Each study costs what it changes, so that ten thousand units are walked in a fraction of a second. Numbers are units of
the graph. Which unit to take is for `mlpath.planner.sequence` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mlpath.graph import Group


@dataclass(frozen=True)
class Ground:
    """What does not change on the way: of each unit what it needs and teaches, and where it belongs."""

    needs: Mapping[int, tuple[Group, ...]]
    teaches: Mapping[int, frozenset[int]]
    area: Mapping[int, int]
    earlier: Mapping[int, frozenset[int]]
    """The units of the same book that come before, where nothing speaks against it."""
    waiting: dict[int, list[tuple[int, Group]]] = field(default_factory=dict)
    """For each outcome the units that wait for it, with the any-of group that it meets; given, if known."""
    behind: dict[int, list[int]] = field(default_factory=dict)
    """For each unit those that it is earlier than."""

    def __post_init__(self) -> None:
        fresh = not self.waiting
        for unit, groups in self.needs.items():
            for group in groups if fresh else ():
                for outcome in group:
                    self.waiting.setdefault(outcome, []).append((unit, group))
            for other in self.earlier[unit]:
                self.behind.setdefault(other, []).append(unit)


class Walk:
    """Where a learner stands on the way through the units of a ground."""

    def __init__(self, ground: Ground, have: Iterable[int]) -> None:
        self.ground = ground
        self.have = set(have)
        self.left = set(ground.needs)
        self.unmet = {unit: len(groups) for unit, groups in ground.needs.items()}
        self.held = {unit: len(before) for unit, before in ground.earlier.items()}
        self.open: dict[int, set[int]] = {}
        """What can be studied now in each area, its book's earlier units done."""
        self.in_area: dict[int, set[int]] = {}
        """What is left in each area."""
        for unit in self.left:
            self.in_area.setdefault(ground.area[unit], set()).add(unit)
            self._see(unit)

    def copy(self) -> Walk:
        """The same place, to try a way from."""
        other = object.__new__(Walk)
        other.ground, other.have, other.left = self.ground, set(self.have), set(self.left)
        other.unmet, other.held = dict(self.unmet), dict(self.held)
        other.in_area = {area: set(units) for area, units in self.in_area.items()}
        other.open = {area: set(units) for area, units in self.open.items()}
        return other

    def _see(self, unit: int) -> None:
        if not self.unmet[unit] and not self.held[unit]:
            self.open.setdefault(self.ground.area[unit], set()).add(unit)

    def study(self, unit: int) -> list[int]:
        """Study a unit; which others lost something that they waited for."""
        ground = self.ground
        self.left.discard(unit)
        area = ground.area[unit]
        self.in_area[area].discard(unit)
        self.open.get(area, set()).discard(unit)
        if not self.open.get(area):
            self.open.pop(area, None)
        touched: list[int] = []
        for outcome in ground.teaches[unit] - self.have:
            for other, group in ground.waiting.get(outcome, ()):
                if other in self.left and self.have.isdisjoint(group):
                    self.unmet[other] -= 1
                    touched.append(other)
            self.have.add(outcome)
        for other in ground.behind.get(unit, ()):
            if other in self.left:
                self.held[other] -= 1
                touched.append(other)
        for other in touched:
            self._see(other)
        return touched

    def exhaust(self, area: int) -> None:
        """Study all that can be studied in an area without leaving it."""
        while units := self.open.get(area):
            for unit in list(units):
                self.study(unit)

    def completes(self, area: int) -> bool:
        """Whether all that is left in an area can be studied without leaving it; nothing is studied."""
        ground, have, gained = self.ground, self.have, set[int]()
        # Of each unit how much is in the way: groups that are not met, units of the book that come before.
        stops = {unit: self.unmet[unit] + self.held[unit] for unit in self.in_area[area]}
        ready = [unit for unit, count in stops.items() if not count]
        left = len(stops)
        while ready:
            unit = ready.pop()
            left -= 1
            freed = [other for other in ground.behind.get(unit, ()) if other in stops]
            for outcome in ground.teaches[unit] - have - gained:
                for other, group in ground.waiting.get(outcome, ()):
                    if other in stops and have.isdisjoint(group) and gained.isdisjoint(group):
                        freed.append(other)
                gained.add(outcome)
            for other in freed:
                stops[other] -= 1
                if not stops[other]:
                    ready.append(other)
        return not left

    def to_the_end(self) -> Walk:
        """Where everything ends that keeps each book's order; what is left there waits in a circle of books."""
        end = self.copy()
        end._go_on()
        return end

    def release(self, unit: int) -> None:
        """Let a unit of a circle go before the earlier ones of its book, and study what that opens."""
        self.held[unit] = 0
        self._see(unit)
        self._go_on()

    def _go_on(self) -> None:
        while self.open:
            self.exhaust(next(iter(self.open)))
