#!/usr/bin/env python3
"""Hashes one model on all nodes of a Ray cluster, then signs or verifies it with what they found.

    weighmaster_ray.py MODEL --work FOLDER [--parts N] [how to hash] -- sign key --private-key signing.pem
    weighmaster_ray.py MODEL --work FOLDER [--parts N] [how to hash] -- verify key --public-key publisher.pub

MODEL and FOLDER lie on a file system that all nodes have in the same place. Each part is hashed by weighmaster-cli on some
node; this file only says who does what. What stands behind -- is run here, with MODEL and the parts put in. See docs/cluster.md.
"""
import argparse
import ctypes
import json
import os
import pathlib
import signal
import subprocess
import sys
from dataclasses import dataclass

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing about models leaves the cluster
import ray  # noqa: E402

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
COULD_NOT = 5
STOPPED = 130


class Killed(Exception):
    """The program was ended by a signal: the part is worth another try."""


@dataclass(frozen=True)
class Outcome:
    number: int
    node: str
    exit_code: int
    said: str


def die_with_parent() -> None:
    """What a killed worker had started ends with it."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def run(command: list[str]) -> subprocess.CompletedProcess:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
                          preexec_fn=die_with_parent if sys.platform == "linux" else None, check=False)


@ray.remote
def hash_part(number: int, command: list[str]) -> Outcome:
    try:
        done = run(command)
    except OSError as error:  # not there, or not to be run
        return Outcome(number, os.uname().nodename, COULD_NOT, str(error))
    if done.returncode < 0:
        raise Killed(f"part {number}: {signal.Signals(-done.returncode).name}")
    return Outcome(number, os.uname().nodename, done.returncode, (done.stdout + done.stderr).strip())


def parse(words: list[str]) -> tuple[argparse.Namespace, list[str]]:
    ours, handed_over = words, []
    if "--" in words:
        at = words.index("--")
        ours, handed_over = words[:at], words[at + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("--work", required=True, metavar="FOLDER", help="where the plan and the parts are written; every node has it")
    parser.add_argument("--parts", type=int, metavar="N", help="how many (four for each node if not given)")
    parser.add_argument("--resume", action="store_true", help="go on with the plan that is in the folder, and keep parts that hold still")
    parser.add_argument("--address", default="auto", help="the cluster's (the one that this node is part of if not given)")
    parser.add_argument("--cpus", type=float, metavar="N", help="how many a part takes (all of the smallest node if not given)")
    parser.add_argument("--tries", type=int, default=4, metavar="N", help="how often a part is begun whose worker or node dies")
    parser.add_argument("--program", default="weighmaster-cli", help="on every node")
    how = parser.add_argument_group("how to hash, as in weighmaster-cli digest")
    for option in ("--hash", "--shard-size"):
        how.add_argument(option)
    how.add_argument("--ignore-paths", action="append", default=[])
    for option in ("--no-ignore-git-paths", "--allow-symlinks"):
        how.add_argument(option, action="store_true")
    options = parser.parse_args(ours)
    if handed_over and handed_over[0] not in ("sign", "verify"):
        parser.error("behind -- stands what to do with the parts: sign … or verify …")
    if options.tries < 1 or (options.parts is not None and options.parts < 1):
        parser.error("--parts and --tries are at least 1")
    return options, handed_over


def how_to_hash(options: argparse.Namespace) -> list[str]:
    words = []
    if options.hash:
        words += ["--hash", options.hash]
    if options.shard_size:
        words += ["--shard-size", options.shard_size]
    for path in options.ignore_paths:
        words += ["--ignore-paths", path]
    words += ["--no-ignore-git-paths"] * options.no_ignore_git_paths
    return words + ["--allow-symlinks"] * options.allow_symlinks


def nodes() -> list[dict]:
    return [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU")]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run_here(command: list[str], stdout=None) -> int:
    try:
        return subprocess.run(command, stdout=stdout, check=False).returncode
    except OSError as error:
        say(f"weighmaster_ray: {error}")
        return COULD_NOT


def make_plan(options: argparse.Namespace, plan: pathlib.Path) -> int:
    parts = options.parts or 4 * len(nodes())
    return run_here([options.program, "digest", options.model, "--plan", str(parts), "--output", str(plan), *how_to_hash(options)],
                    stdout=sys.stderr)


def count_parts(plan: pathlib.Path) -> int:
    with plan.open(encoding="utf-8") as file:
        return json.load(file)["parts"]


def part_file(plan: pathlib.Path, number: int) -> pathlib.Path:
    return plan.with_name(f"part-{number}.json")


def hash_all(options: argparse.Namespace, plan: pathlib.Path, parts: int) -> int:
    """Returns the exit code of the first part that could not be hashed; the others are called off."""
    cpus = options.cpus or min(node["Resources"]["CPU"] for node in nodes())
    task = hash_part.options(num_cpus=cpus, max_retries=options.tries - 1, retry_exceptions=[Killed], scheduling_strategy="SPREAD")
    waiting = []
    for number in range(1, parts + 1):
        command = [options.program, "digest", options.model, "--part", str(number), "--of", str(plan), "--output",
                   str(part_file(plan, number))]
        waiting.append(task.remote(number, command + ["--resume"] * options.resume))
    done = 0
    while waiting:
        ready, waiting = ray.wait(waiting)
        outcome = ray.get(ready[0])
        done += 1
        say(f"[{done}/{parts}] {outcome.node}: {outcome.said}")
        if outcome.exit_code != 0:
            for reference in waiting:
                ray.cancel(reference, force=True)
            return outcome.exit_code
    return 0


def hash_on_cluster(options: argparse.Namespace, plan: pathlib.Path) -> int:
    if not (options.resume and plan.exists()):
        made = make_plan(options, plan)
        if made != 0:
            return made
    try:
        return hash_all(options, plan, count_parts(plan))
    except (ray.exceptions.RayError, Killed) as error:
        say(f"weighmaster_ray: a part could not be hashed in {options.tries} tries: {error}")
        return COULD_NOT


def hand_over(options: argparse.Namespace, words: list[str], plan: pathlib.Path) -> int:
    command = [options.program, *words, options.model]
    for number in range(1, count_parts(plan) + 1):
        command += ["--digests", str(part_file(plan, number))]
    return run_here(command)


def main(words: list[str]) -> int:
    options, handed_over = parse(words)
    options.model = os.path.abspath(options.model)
    if os.sep in options.program:  # tasks run in folders of their own
        options.program = os.path.abspath(options.program)
    work = pathlib.Path(options.work).absolute()
    work.mkdir(parents=True, exist_ok=True)
    ray.init(address=options.address, log_to_driver=False, logging_level="warning")
    try:
        hashed = hash_on_cluster(options, work / "plan.json")
    except KeyboardInterrupt:
        return STOPPED
    finally:
        ray.shutdown()
    if hashed != 0 or not handed_over:
        return hashed
    return hand_over(options, handed_over, work / "plan.json")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
