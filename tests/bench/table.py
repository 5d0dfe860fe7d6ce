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
    """A model, how ours signs it, and against what verifying it is timed. No command: not compared."""

    name: str
    files: list[int]
    sign: list[str]
    reference: list[str] | None
    tool: str | None
    tool_name: str = ""


def reference_program() -> list[str]:
    return [str(REFERENCE), "verify", "key", "model", "--signature", "model.sig", "--public_key", "key.pub"]


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
        [sys.executable, str(HERE / "verify_shards.py"), "model", "model.sig", "key.pub", str(64 * MEBI)],
        "openssl dgst -sha256 model/*",
        "openssl",
    ),
    Row("1 file, 2 GiB, BLAKE3", [2048 * MEBI], ["--hash", "blake3"], None, "b3sum model/*", "b3sum"),
]


@dataclass
class Cost:
    seconds: float
    peak_mib: float


def cost_of(command: list[str], folder: pathlib.Path) -> Cost:
    began = time.perf_counter()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{command} failed: {said.decode(errors='replace')}")
    return Cost(time.perf_counter() - began, used.ru_maxrss / 1024)


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
    sign = [str(OURS), "sign", "key", "model", "--private-key", "key.pem", "--signature", "model.sig", *row.sign]
    subprocess.run(sign, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def drop_caches() -> None:
    os.sync()
    pathlib.Path("/proc/sys/vm/drop_caches").write_text("1")


def measure(row: Row, folder: pathlib.Path, rounds: int, cold: bool) -> dict[str, list[Cost]]:
    commands = {"ours": [str(OURS), "verify", "key", "model", "--signature", "model.sig", "--public-key", "key.pub"]}
    if row.reference and not cold:
        commands["reference"] = row.reference
    if row.tool and not cold and shutil.which(row.tool_name):
        commands["tool"] = ["sh", "-c", row.tool]
    commands["reading"] = ["sh", "-c", "find model -type f -print0 | xargs -0 -n 500 cat"]
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds + 1):  # the first round warms up, and is not counted
        for name, command in commands.items():
            if cold:
                drop_caches()
            costs[name].append(cost_of(command, folder))
    return {name: each[1:] for name, each in costs.items()}


def median(costs: list[Cost]) -> float:
    return statistics.median(cost.seconds for cost in costs)


def line(row: Row, costs: dict[str, list[Cost]]) -> str:
    ours = median(costs["ours"])

    def ratio(name: str) -> str:
        return f"{median(costs[name]) / ours:.2f}" if name in costs else "-"

    peak = {name: max(cost.peak_mib for cost in each) for name, each in costs.items()}
    speed = sum(row.files) / ours / 1e9
    reference = f"{median(costs['reference']):.3f} s, {peak['reference']:.0f} MiB" if "reference" in costs else "-"
    tool = f"{row.tool_name} {median(costs['tool']):.3f} s" if "tool" in costs else "-"
    return (
        f"| {row.name} | {ratio('reference')} | {ratio('tool')} | {ratio('reading')} | {ours:.3f} s, {speed:.2f} GB/s, "
        f"{peak['ours']:.0f} MiB | {reference} | {tool} | {median(costs['reading']):.3f} s |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=pathlib.Path, help="where the models are written (default: the system's for temporary files)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cold", action="store_true", help="empty the page cache before each run (root), against reading alone")
    parser.add_argument("rows", nargs="*", help="only rows whose name holds one of these words")
    options = parser.parse_args()
    print("Verified with a key; medians; a ratio is the other's time by ours.\n")
    print("| model | reference | tool | reading | ours | reference | tool | reading |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for row in ROWS:
        if options.rows and not any(word in row.name for word in options.rows):
            continue
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            prepare(row, pathlib.Path(folder))
            print(line(row, measure(row, pathlib.Path(folder), options.rounds, options.cold)), flush=True)


if __name__ == "__main__":
    main()
