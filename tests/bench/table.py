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


def drop_caches() -> None:
    os.sync()
    pathlib.Path("/proc/sys/vm/drop_caches").write_text("1")


def measure(row: Row, folder: pathlib.Path, rounds: int, cold: bool) -> dict[str, Cost]:
    """By turns. The round before the first warms up and tells the peak memory. Who fails is left out from then on, and said."""
    commands = {"ours": [str(OURS), "verify", "key", "model", "--signature", "model.sig", "--public-key", "key.pub"]}
    if row.reference and not cold:
        commands["reference"] = row.reference
    if row.tool and not cold:
        commands["tool"] = ["sh", "-c", row.tool]
    commands["reading"] = ["sh", "-c", "find model -type f -print0 | xargs -0 -n 500 cat"]
    costs: dict[str, Cost] = {}
    for turn in range(rounds + 1):
        for name, command in list(commands.items()):
            if cold:
                drop_caches()
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


def line(row: Row, costs: dict[str, Cost]) -> str:
    ours = median(costs["ours"])

    def ratio(name: str) -> str:
        return f"{median(costs[name]) / ours:.2f}" if name in costs else "-"

    speed = sum(row.files) / ours / 1e9
    reading = f"{median(costs['reading']):.3f} s" if "reading" in costs else "-"
    return (
        f"| {row.name} | {ratio('reference')} | {ratio('tool')} | {ratio('reading')} | {seconds_and_peak(costs['ours'])}, "
        f"{speed:.2f} GB/s | {seconds_and_peak(costs.get('reference'))} | {seconds_and_peak(costs.get('tool'), row.tool_name)} "
        f"| {reading} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=pathlib.Path, help="where the models are written (default: the system's for temporary files)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cold", action="store_true", help="empty the page cache before each run (root), against reading alone")
    parser.add_argument("rows", nargs="*", help="only rows whose name holds one of these words")
    options = parser.parse_args()
    print(f"Verified with a key; medians of {options.rounds}; peak memory; a ratio is the other's time by ours.\n")
    print("| model | reference | tool | reading | ours | reference | tool | reading |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for row in ROWS:
        if options.rows and not any(word in row.name for word in options.rows):
            continue
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            try:
                prepare(row, pathlib.Path(folder))
                print(line(row, measure(row, pathlib.Path(folder), options.rounds, options.cold)), flush=True)
            except (Failed, OSError, subprocess.CalledProcessError) as error:
                print(f"{row.name}: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
