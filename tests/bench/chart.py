"""A picture of lines on two logarithmic scales, as SVG, readable on light and on dark."""
import math
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 400, 300  # of a panel's area
LEFT, TOP, BOTTOM, GAP = 70, 60, 70, 90
ROW = 18
STYLE = """
  svg { font: 13px system-ui, sans-serif; --paper: #fff; --ink: #1f2328; --faint: #d0d7de; --a: #0550ae; --b: #bc4c00; --c: #1a7f37; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #0d1117; --ink: #e6edf3; --faint: #30363d; --a: #79c0ff; --b: #ffa657; --c: #7ee787; }
  }
  .paper { fill: var(--paper); } text { fill: var(--ink); } .grid { stroke: var(--faint); }
  .line { fill: none; stroke-width: 2.5; } .title { font-size: 15px; font-weight: 600; }
"""
# Colour is never alone: each line has a mark and a dash of its own.
LOOKS = [("a", "", "circle"), ("b", "7 4", "square"), ("c", "2 3", "diamond")]


@dataclass
class Line:
    name: str
    points: list[tuple[int, float]]


@dataclass
class Panel:
    title: str
    lines: list[Line]
    label: Callable[[int], str]


def size_text(size: int) -> str:
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size // unit} {name}"
    return f"{size} B"


def grouped(label: str) -> str:
    return f"{int(label):,}" if label.isdigit() else label


def powers(lowest: float, highest: float) -> list[int]:
    return list(range(math.floor(math.log10(lowest)), math.ceil(math.log10(highest)) + 1))


def mark(shape: str, x: float, y: float, colour: str) -> str:
    fill = f'fill="var(--{colour})"'
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {fill}/>'
    turn = f' transform="rotate(45 {x:.1f} {y:.1f})"' if shape == "diamond" else ""
    return f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" {fill}{turn}/>'


class Scales:
    """From values to places in the picture."""

    def __init__(self, panel: Panel, left: float, seconds: list[int]):
        sizes = [size for line in panel.lines for size, _ in line.points]
        self.across = powers(min(sizes), max(sizes))
        self.up = seconds
        self.left = left

    def x(self, size: float) -> float:
        return self.left + (math.log10(size) - self.across[0]) / max(self.across[-1] - self.across[0], 1) * WIDTH

    def y(self, seconds: float) -> float:
        return TOP + HEIGHT - (math.log10(seconds) - self.up[0]) / max(self.up[-1] - self.up[0], 1) * HEIGHT


def grid(panel: Panel, scales: Scales) -> list[str]:
    parts = []
    bottom, right = TOP + HEIGHT, scales.left + WIDTH
    for power in scales.across:
        x = scales.x(10**power)
        parts.append(f'<path class="grid" d="M{x:.1f} {TOP}V{bottom}"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{grouped(panel.label(10**power))}</text>')
    for power in scales.up:
        y = scales.y(10.0**power)
        label = f"{10.0**power:g} s" if power < 4 else f"1e{power} s"
        parts.append(f'<path class="grid" d="M{scales.left} {y:.1f}H{right}"/>')
        parts.append(f'<text x="{scales.left - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
    parts.append(f'<text x="{scales.left + WIDTH / 2}" y="{bottom + 42}" text-anchor="middle">{escape(panel.title)}</text>')
    return parts


def draw_line(line: Line, scales: Scales, look: tuple[str, str, str], row: int) -> list[str]:
    colour, dash, shape = look
    places = [(scales.x(size), scales.y(seconds)) for size, seconds in line.points]
    stroke = f'stroke="var(--{colour})"' + (f' stroke-dasharray="{dash}"' if dash else "")
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts = [f'<polyline class="line" {stroke} points="{path}"/>']
    parts += [mark(shape, x, y, colour) for x, y in places]
    x, y = scales.left + 16, TOP + 18 + row * ROW
    parts.append(f'<path class="line" {stroke} d="M{x - 10} {y - 4}h20"/>')
    parts += [mark(shape, x, y - 4, colour), f'<text x="{x + 16}" y="{y}">{escape(line.name)}</text>']
    return parts


def draw(title: str, panels: list[Panel]) -> str:
    seconds = [value for panel in panels for line in panel.lines for _, value in line.points]
    up = powers(min(seconds), max(seconds))
    width = LEFT + len(panels) * (WIDTH + GAP)
    height = TOP + HEIGHT + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
        f'<text class="title" x="{LEFT}" y="30">{escape(title)}</text>',
    ]
    names = dict.fromkeys(line.name for panel in panels for line in panel.lines if line.points)
    looks = {name: LOOKS[place % len(LOOKS)] for place, name in enumerate(names)}
    for place, panel in enumerate(panels):
        scales = Scales(panel, LEFT + place * (WIDTH + GAP), up)
        parts += grid(panel, scales)
        drawn = [line for line in panel.lines if line.points]
        for row, line in enumerate(drawn):
            parts += draw_line(line, scales, looks[line.name], row)
    return "\n".join([*parts, "</svg>\n"])
