"""Times whole processes in turns and prints what came out as a table. See run.sh."""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

import machine
import page

HERE = pathlib.Path(__file__).resolve().parent
OURS = HERE.parents[1] / "build/release/bin/weighmaster-cli"
REFERENCE = pathlib.Path(sys.executable).with_name("model_signing")
MEBI = 1 << 20


@dataclass
class Row:
    """A model, how ours signs it, and against what verifying it is timed. No command: not compared. Where the reference reads
    only its own signatures, it makes one."""

    name: str
    files: list[int]
    sign: list[str]
    reference: list[str] | None
    tool: str | None
    tool_name: str = ""
    reference_sign: list[str] | None = None


def reference_program() -> list[str]:
    return [str(REFERENCE), "verify", "key", "model", "--signature", "model.sig", "--public_key", "key.pub"]


def reference_library(verb: str, key: str) -> list[str]:
    return [sys.executable, str(HERE / "reference_shards.py"), verb, "model", "reference.sig", key, str(64 * MEBI)]


# Reading alone: the limit. From the page cache it is a copy in memory, from the disk what the disk gives.
READERS = {
    "one after another": "find model -type f -print0 | xargs -0 -n 500 cat",
    "8 at a time": "find model -type f -print0 | xargs -0 -P 8 -n 100 cat",
    "in 8 parts": "for i in 0 1 2 3 4 5 6 7; do dd if={file} bs=1M skip=$((i * {part})) count={part} status=none & done; wait",
}


def readers(row: Row) -> dict[str, str]:
    """The ways to read the row's model; what is quickest counts."""
    if len(row.files) > 1:
        return {name: READERS[name] for name in ("one after another", "8 at a time")}
    if row.files[0] < 64 * MEBI:
        return {"one after another": READERS["one after another"]}
    in_parts = READERS["in 8 parts"].format(file="model/00000.safetensors", part=-(-row.files[0] // MEBI // 8))
    return {"one after another": READERS["one after another"], "in 8 parts": in_parts}


ALL_CORES = f"find model -type f -print0 | xargs -0 -P {os.cpu_count()} "
ROWS = [
    Row("8 KB", [8 << 10], [], reference_program(), None),
    Row("20,000 files, 50 MB", [2500] * 20_000, [], reference_program(), ALL_CORES + "-n 200 sha256sum", "sha256sum"),
    Row("4 files, 2.8 GiB", [717 * MEBI] * 4, [], reference_program(), ALL_CORES + "-n 1 openssl dgst -sha256", "openssl"),
    Row("1 file, 2 GiB", [2048 * MEBI], [], reference_program(), "openssl dgst -sha256 model/*", "openssl"),
    Row(
        "1 file, 2 GiB, shards of 64 MiB",
        [2048 * MEBI],
        ["--shard-size", str(64 * MEBI)],
        reference_library("verify", "key.pub"),
        "openssl dgst -sha256 model/*",
        "openssl",
        reference_library("sign", "key.pem"),
    ),
    Row("1 file, 2 GiB, BLAKE3", [2048 * MEBI], ["--hash", "blake3"], None, "b3sum model/*", "b3sum"),
]


class Failed(Exception):
    pass


def run(command: list[str], folder: pathlib.Path) -> float:
    """Seconds of the whole process."""
    began = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    except OSError as error:
        raise Failed(str(error)) from error
    seconds = time.perf_counter() - began
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}: {done.stderr.decode(errors='replace').strip()}")
    return seconds


def peak_mib(command: list[str], folder: pathlib.Path) -> float | None:
    """By GNU time: what the system tells this program of its children includes what they were before they became others, which
    is this program itself. Of several processes the largest one's."""
    if shutil.which("time") is None:
        run(command, folder)
        return None
    run(["time", "--quiet", "--format", "%M", "--output", "peak", *command], folder)
    return int((folder / "peak").read_text().split()[-1]) / 1024


@dataclass
class Cost:
    peak_mib: float | None
    seconds: list[float]


def write_model(folder: pathlib.Path, sizes: list[int]) -> None:
    for i, size in enumerate(sizes):
        path = folder / (f"{i // 1000:03}/{i:05}.bin" if len(sizes) > 1000 else f"{i:05}.safetensors")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for at in range(0, size, MEBI):
                file.write(os.urandom(min(MEBI, size - at)))


def prepare(row: Row, folder: pathlib.Path) -> None:
    write_model(folder / "model", row.files)
    openssl = ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem"]
    subprocess.run(openssl, cwd=folder, check=True, stderr=subprocess.DEVNULL)
    subprocess.run(["openssl", "ec", "-in", "key.pem", "-pubout", "-out", "key.pub"], cwd=folder, check=True, stderr=subprocess.DEVNULL)
    os.chmod(folder / "key.pem", 0o600)
    ours = [str(OURS), "sign", "key", "model", "--private-key", "key.pem", "--signature", "model.sig", *row.sign]
    subprocess.run(ours, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    if row.reference_sign:
        subprocess.run(row.reference_sign, cwd=folder, check=False, stdout=subprocess.DEVNULL)  # without it that column is empty


def commands_for(row: Row, cold: bool) -> dict[str, list[str]]:
    ours = [str(OURS), "verify", "key", "model", "--signature", "model.sig", "--public-key", "key.pub"]
    commands = {"ours": ours}
    if row.reference and not cold:
        commands["reference"] = row.reference
    if row.tool and not cold:
        commands["tool"] = ["sh", "-c", row.tool]
    for name, command in readers(row).items():
        commands[name] = ["sh", "-c", f"{{ {command}; }} > /dev/null"]
    if cold:
        commands["warm"] = ours
    return commands


def measure(row: Row, folder: pathlib.Path, rounds: int, cold: bool) -> dict[str, Cost]:
    """By turns. The round before the first warms up and tells the peak memory. Who fails is left out from then on, and said."""
    commands = commands_for(row, cold)
    costs: dict[str, Cost] = {}
    for turn in range(rounds + 1):
        for name, command in list(commands.items()):
            if name == "warm":
                run(commands["ours"], folder)
            elif cold:
                machine.forget(folder)
            try:
                if turn == 0:
                    costs[name] = Cost(peak_mib(command, folder), [])
                else:
                    costs[name].seconds.append(run(command, folder))
            except Failed as error:
                print(f"{row.name}: {error}", file=sys.stderr)
                del commands[name]
                costs.pop(name, None)
        if "ours" not in costs:
            raise Failed("there is nothing to compare with")
    return costs


def median(cost: Cost) -> float:
    return statistics.median(cost.seconds)


def seconds_and_peak(cost: Cost | None, name: str = "") -> str:
    if cost is None:
        return "-"
    peak = f", {cost.peak_mib:.0f} MiB" if cost.peak_mib is not None else ""
    return f"{name} {median(cost):.3f} s{peak}".strip()


def limit(row: Row, costs: dict[str, Cost]) -> tuple[float, str] | None:
    known = [(median(costs[name]), name) for name in readers(row) if name in costs]
    return min(known, default=None)


def ratio(theirs: float | None, ours: float) -> str:
    return "-" if theirs is None else f"{theirs / ours:.2f}"


def line(row: Row, costs: dict[str, Cost], cold: bool) -> str:
    ours = median(costs["ours"])
    size = sum(row.files)
    speed = seconds_and_peak(costs["ours"]) + (f", {size / ours / 1e9:.2f} GB/s" if size > 10 * MEBI else "")
    reading = limit(row, costs)
    reading_text = f"{reading[0]:.3f} s, {reading[1]}" if reading else "-"
    of_limit = ratio(reading[0] if reading else None, ours)
    if cold:
        cells = [row.name, of_limit, speed, reading_text, seconds_and_peak(costs.get("warm"))]
    else:
        of = {name: ratio(median(costs[name]) if name in costs else None, ours) for name in ("reference", "tool")}
        theirs = [seconds_and_peak(costs.get("reference")), seconds_and_peak(costs.get("tool"), row.tool_name)]
        cells = [row.name, of["reference"], of["tool"], of_limit, speed, *theirs, reading_text]
    return "| " + " | ".join(cells) + " |"


HEADS = {
    False: ["model", "reference / ours", "tool / ours", "reading / ours", "ours", "reference", "tool", "reading alone"],
    True: ["model", "reading / ours", "ours", "reading alone", "ours, in the page cache"],
}


def caption(rounds: int, cold: bool) -> str:
    state = "in the page cache"
    if cold:
        state = "nothing in the page cache" if machine.can_drop_all() else "no file in the page cache, but folders"
    return f"{machine.description()}. Verified with a key, whole processes, {state}; medians of {rounds}; peak memory."


def sentence(row: Row, costs: dict[str, Cost]) -> str:
    """For the README."""
    ours, reference = costs["ours"], costs.get("reference")
    text = f"{row.name} in {median(ours):.2f} s"
    return f"{text} (the reference: {median(reference):.2f} s)" if reference else text


def selected(words: list[str]) -> list[Row]:
    return [row for row in ROWS if not words or any(word in row.name for word in words)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=pathlib.Path, help="where the models are written (default: the system's for temporary files)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cold", action="store_true", help="empty the page cache before each run (root: wholly), against reading alone")
    parser.add_argument("--into", type=pathlib.Path, help="puts the table into this page as well")
    parser.add_argument("--readme", type=pathlib.Path, help="puts a sentence into this page as well")
    parser.add_argument("rows", nargs="*", help="only rows whose name holds one of these words")
    options = parser.parse_args()
    head = HEADS[options.cold]
    lines = [caption(options.rounds, options.cold), "", f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    print("\n".join(lines), flush=True)
    sentences = []
    for row in selected(options.rows):
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            try:
                prepare(row, pathlib.Path(folder))
                costs = measure(row, pathlib.Path(folder), options.rounds, options.cold)
            except (Failed, OSError, subprocess.CalledProcessError) as error:
                print(f"{row.name}: {error}", file=sys.stderr)
                continue
        lines.append(line(row, costs, options.cold))
        sentences.append(sentence(row, costs))
        print(lines[-1], flush=True)
    if options.into:
        page.put(options.into, "cold" if options.cold else "warm", "\n".join(lines))
    if options.readme:
        page.put(options.readme, "speed", f"To verify on {os.cpu_count()} cores ({machine.processor()}): {'; '.join(sentences)}.")


if __name__ == "__main__":
    main()
