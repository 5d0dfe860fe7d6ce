"""Whether a line is straight: what one more file or byte costs at each size, beside what a process costs to start."""
from dataclasses import dataclass

# Below, what is measured is mostly the start.
STARTS = 4
# As much as figures of one machine differ from day to day.
STRAIGHT_WITHIN = 1.25


@dataclass
class Shape:
    """Costs are seconds for one (a file, a byte), without the start, by size."""

    costs: list[tuple[int, float]]

    @property
    def dearer(self) -> float:
        """How many times the least that one cost before, it costs at any greater size: 1 where it never grows."""
        worst, least = 1.0, self.costs[0][1]
        for _, cost in self.costs:
            worst, least = max(worst, cost / least), min(least, cost)
        return worst

    @property
    def spread(self) -> float:
        costs = [cost for _, cost in self.costs]
        return max(costs) / min(costs)

    @property
    def words(self) -> str:
        if self.spread <= STRAIGHT_WITHIN:
            return "straight"
        return "flatter than straight" if self.dearer <= STRAIGHT_WITHIN else "steeper than straight"


def shape(points: list[tuple[int, float]]) -> Shape | None:
    """Of seconds by size, in order, what a process takes to start being the least of them. Nothing where less than two are beyond it."""
    if not points:
        return None
    start = min(seconds for _, seconds in points)
    costs = [(size, (seconds - start) / size) for size, seconds in points if seconds >= STARTS * start]
    return Shape(costs) if len(costs) > 1 else None
