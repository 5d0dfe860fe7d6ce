"""Cost against size: how long verifying takes from 1 file to 1,000,000, and from 1 MB to 16 GB, ours and the reference; as CSV and
as a picture (SVG). See run.sh."""
import argparse
import csv
import itertools
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import chart
import machine
import page
import shape
from table import OURS, REFERENCE, Failed, run

SMALL_FILE = 2500
MEGA, GIGA = 10**6, 10**9
COUNTS = [10**i for i in range(7)]
SIZES = [MEGA, 10 * MEGA, 100 * MEGA, GIGA, 4 * GIGA, 16 * GIGA]
# What is known to take longer is not waited for: each is measured twice at least.
MOST_SECONDS = 40
ENOUGH_SECONDS = 2


@dataclass
class Series:
    """One line of the picture."""

    panel: str
    name: str
    sign: list[str]
    command: list[str]
    seconds: dict[int, float] = field(default_factory=dict)  # by size
    left_out: dict[int, str] = field(default_factory=dict)  # by size, and why

    def points(self) -> list[tuple[int, float]]:
        return sorted(self.seconds.items())

    def is_worth(self, size: int) -> bool:
        """Nothing that would take too long, if all but the start goes on growing as it did."""
        below = [point for point in self.points() if point[0] < size]
        if len(below) < 2:
            return True
        start = min(seconds for _, seconds in below)
        last, seconds = below[-1]
        return start + (seconds - start) * size / last <= MOST_SECONDS


def ours(*more: str) -> list[str]:
    return [str(OURS), *more]


VERIFY = ours("verify", "key", "model", "--signature", "model.sig", "--public-key", "key.pub")
REFERENCE_VERIFY = [str(REFERENCE), "verify", "key", "model", "--signature", "model.sig", "--public_key", "key.pub"]
SHARDS = ["--shard-size", str(64 << 20)]


def all_series() -> list[Series]:
    series = [
        Series("files", "weighmaster-cli", [], VERIFY),
        Series("bytes", "weighmaster-cli", [], VERIFY),
        Series("bytes", "weighmaster-cli, shards of 64 MiB", SHARDS, VERIFY),
    ]
    if REFERENCE.exists():
        series += [Series("files", "reference", [], REFERENCE_VERIFY), Series("bytes", "reference", [], REFERENCE_VERIFY)]
    return series


def write_files(model: pathlib.Path, count: int) -> None:
    content = os.urandom(SMALL_FILE)
    for i in range(count):
        if i % 1000 == 0:
            (model / f"{i // 1000:04}").mkdir(parents=True)
        descriptor = os.open(model / f"{i // 1000:04}/{i:07}", os.O_WRONLY | os.O_CREAT)
        os.write(descriptor, content)
        os.close(descriptor)


def write_bytes(model: pathlib.Path, size: int) -> None:
    """Real blocks: holes are read faster than any page cache."""
    model.mkdir()
    block = os.urandom(16 * MEGA)
    with (model / "model.safetensors").open("wb") as file:
        for at in range(0, size, len(block)):
            file.write(block[: size - at])


def make_keys(folder: pathlib.Path) -> None:
    for command in (
        ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem"],
        ["openssl", "ec", "-in", "key.pem", "-pubout", "-out", "key.pub"],
    ):
        subprocess.run(command, cwd=folder, check=True, stderr=subprocess.DEVNULL)
    os.chmod(folder / "key.pem", 0o600)


def median_seconds(command: list[str], folder: pathlib.Path) -> float:
    """Of five, after one that warms up; of fewer where it takes long."""
    run(command, folder)
    seconds = []
    while len(seconds) < 5 and sum(seconds) < ENOUGH_SECONDS:
        seconds.append(run(command, folder))
    return statistics.median(seconds)


def measure(series: list[Series], size: int, folder: pathlib.Path) -> None:
    signed_as = None
    for each in series:
        if not each.is_worth(size):
            each.left_out[size] = f"it would take over {MOST_SECONDS} s"
            continue
        try:
            if signed_as != each.sign:
                run(ours("sign", "key", "model", "--private-key", "key.pem", "--signature", "model.sig", "--overwrite", *each.sign), folder)
                signed_as = each.sign
            each.seconds[size] = median_seconds(each.command, folder)
            print(f"{each.panel} {size}: {each.name} {each.seconds[size]:.3f} s", flush=True)
        except Failed as error:
            each.left_out[size] = "it failed"
            print(f"{each.panel} {size}, {each.name}: {error}", file=sys.stderr)


def needed(panel: str, size: int) -> int:
    """Bytes on the disk: a small file takes a block."""
    return size * 4096 * 5 // 4 if panel == "files" else size + GIGA


def walk(panel: str, sizes: list[int], series: list[Series], place: pathlib.Path | None) -> Iterator[int]:
    """Gives each size that has been measured."""
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=place) as name:
            folder = pathlib.Path(name)
            if shutil.disk_usage(folder).free < needed(panel, size):
                print(f"{panel} {size}: no room on the disk", file=sys.stderr)
                for each in series:
                    if each.panel == panel:
                        each.left_out[size] = "no room on the disk"
                continue
            make_keys(folder)
            (write_files if panel == "files" else write_bytes)(folder / "model", size)
            # By turns of the way it is signed: shards last.
            measure(sorted((each for each in series if each.panel == panel), key=lambda each: each.sign), size, folder)
            yield size


def rows(series: list[Series]) -> list[list[str]]:
    return [[each.panel, each.name, str(size), f"{seconds:.4f}"] for each in series for size, seconds in each.points()]


def take_over(path: pathlib.Path, series: list[Series]) -> None:
    """What an earlier run found, and this one does not measure again."""
    by_name = {(each.panel, each.name): each for each in series}
    with path.open() as file:
        for panel, name, size, seconds in list(csv.reader(file))[1:]:
            if (panel, name) in by_name:
                by_name[panel, name].seconds[int(size)] = float(seconds)


def picture(series: list[Series]) -> str:
    titles = {"files": ("Number of files, 2.5 kB each", str), "bytes": ("Size of one file", chart.size_text)}
    panels = []
    for panel, (title, label) in titles.items():
        lines = [chart.Line(each.name, each.points()) for each in series if each.panel == panel and each.seconds]
        if lines:
            panels.append(chart.Panel(title, lines, label))
    return chart.draw("Seconds to verify", panels)


def write(series: list[Series], output: pathlib.Path) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.with_suffix(".csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["panel", "program", "size", "seconds"])
        writer.writerows(rows(series))
    output.with_suffix(".svg").write_text(picture(series))


def size_words(panel: str, size: int) -> str:
    return f"{size:,} file{'s' if size > 1 else ''}" if panel == "files" else chart.size_text(size)


def cost_words(panel: str, cost: float) -> str:
    return f"{cost * 1e6:.1f} µs a file" if panel == "files" else f"{cost * 1e9:.3f} s a GB"


def line_words(series: Series) -> str:
    """What a line of the picture says, by its figures."""
    found = shape.shape(series.points())
    if found is None:
        return "too few sizes beyond the start"
    (first, first_cost), (last, last_cost) = found.costs[0], found.costs[-1]
    return (
        f"**{found.words}**: {cost_words(series.panel, first_cost)} at {size_words(series.panel, first)}, "
        f"{cost_words(series.panel, last_cost)} at {size_words(series.panel, last)}; dearest by least {found.spread:.2f}"
    )


def summary(series: list[Series]) -> str:
    """For the page: where it was measured, what each line came to, what is missing."""
    parts = [
        f"{machine.description()}. Whole processes, in the page cache; medians of five, of fewer above {ENOUGH_SECONDS} s.",
        "",
        f"What one more costs, without what a process takes to start, from where a process takes {shape.STARTS} times that. "
        f"*Straight*: the dearest is at most {shape.STRAIGHT_WITHIN} times the least.",
        "",
    ]
    titles = {"files": "by files", "bytes": "by bytes"}
    for each in series:
        if each.seconds:
            parts.append(f"- {each.name}, {titles[each.panel]}: {line_words(each)}.")
        for size, why in sorted(each.left_out.items()):
            parts.append(f"- {each.name}, {size_words(each.panel, size)}: not measured, {why}.")
    return "\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=pathlib.Path, help="the picture; a CSV is written beside it")
    parser.add_argument("--folder", type=pathlib.Path, help="where the models are written (default: the system's for temporary files)")
    parser.add_argument("--counts", type=int, nargs="*", default=COUNTS)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="bytes")
    parser.add_argument("--keep", action="store_true", help="keeps the figures that are there and are not measured again")
    parser.add_argument("--into", type=pathlib.Path, help="says in this page where it was measured, and what came of it")
    options = parser.parse_args()
    series = all_series()
    if options.keep:
        take_over(options.output.with_suffix(".csv"), series)
    files = walk("files", options.counts, series, options.folder)
    for _ in itertools.chain(files, walk("bytes", options.sizes, series, options.folder)):
        write(series, options.output)  # before it is cleared away, which takes as long
    if options.into:
        page.put(options.into, "growth", summary(series))


if __name__ == "__main__":
    main()
