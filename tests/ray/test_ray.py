"""packaging/ray/weighmaster_ray.py on a Ray cluster of two nodes on this machine: test_ray.py WEIGHMASTER_CLI.

Needs packaging/ray/requirements.txt. Ends with 77 where Ray is not there (in CI that is a failure)."""
import base64
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
try:
    import ray
    from ray.cluster_utils import Cluster
except ImportError:
    print("Ray is not there: pip install -r packaging/ray/requirements.txt")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

SOURCE = pathlib.Path(__file__).resolve().parents[2]
DRIVER = SOURCE / "packaging/ray/weighmaster_ray.py"
CLI = pathlib.Path(sys.argv.pop(1)).resolve()
NODE = {"num_cpus": 1, "object_store_memory": 80_000_000}

# Stands in for weighmaster-cli on the nodes: the first try of a part waits, for as long as the test wants, and says who waits.
SLOW = """#!/bin/bash
part=$(sed -n 's/.*--part \\([0-9]*\\) .*/\\1/p' <<<"$*")
if [ "$part" = "{part}" ] && mkdir "{folder}/tried"; then
  echo "$PPID $$" >"{folder}/waiting.new" && mv "{folder}/waiting.new" "{folder}/waiting"
  exec sleep 300
fi
exec "{cli}" "$@"
"""


def write_model(folder: pathlib.Path) -> None:
    noise = random.Random(8)
    (folder / "sub").mkdir(parents=True)
    for name, size in {"a.bin": 3_000_000, "empty": 0, "config.json": 700, "sub/b.bin": 5_000_001, "sub/c.bin": 1 << 20}.items():
        (folder / name).write_bytes(noise.randbytes(size))


def wait_for(path: pathlib.Path, driver: subprocess.Popen) -> str:
    end = time.monotonic() + 120
    while not path.exists():
        if driver.poll() is not None or time.monotonic() > end:
            driver.kill()
            raise AssertionError(f"nobody waits: {driver.communicate()}")
        time.sleep(0.05)
    return path.read_text()


def has_ended(process: str) -> bool:
    """Also where nobody has asked yet what became of it."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


class TwoNodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.cluster = Cluster(initialize_head=True, head_node_args={**NODE, "include_dashboard": False})
        cls.second = cls.cluster.add_node(**NODE)
        cls.cluster.wait_for_nodes()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.cluster.shutdown()

    def setUp(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)
        self.model = self.folder / "model"
        write_model(self.model)
        self.run_cli("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem")
        self.run_cli("openssl", "ec", "-in", "key.pem", "-pubout", "-out", "key.pub")
        (self.folder / "key.pem").chmod(0o600)

    def tearDown(self) -> None:
        self.temporary.cleanup()

    def run_cli(self, *words: str) -> None:
        subprocess.run(words, cwd=self.folder, check=True, capture_output=True)

    def sign(self, name: str) -> list[str]:
        return ["sign", "key", "--private-key", "key.pem", "--signature", name]

    def begin(self, *words: str, program: pathlib.Path = CLI) -> subprocess.Popen:
        command = [sys.executable, str(DRIVER), "model", "--work", "work", "--address", self.cluster.address, "--program", str(program)]
        return subprocess.Popen([*command, *words], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def drive(self, *words: str, program: pathlib.Path = CLI, exit_code: int = 0) -> str:
        driver = self.begin(*words, program=program)
        out, err = driver.communicate(timeout=180)
        self.assertEqual(driver.returncode, exit_code, out + err)
        return out + err

    def slow_program(self, part: int) -> pathlib.Path:
        program = self.folder / "slow"
        program.write_text(SLOW.format(part=part, folder=self.folder, cli=CLI))
        program.chmod(0o755)
        return program

    def payload(self, name: str) -> bytes:
        return base64.b64decode(json.loads((self.folder / name).read_text())["dsseEnvelope"]["payload"])

    def assert_as_one_machine(self, name: str, *how: str) -> None:
        self.run_cli(str(CLI), *self.sign("one.sig"), "model", *how)
        self.assertEqual(self.payload(name), self.payload("one.sig"))
        self.run_cli(str(CLI), "verify", "key", "model", "--signature", name, "--public-key", "key.pub")

    def test_both_nodes_sign_and_verify(self) -> None:
        (self.model / "empty").unlink()  # which shards do not cover
        how = ["--shard-size", "65536", "--ignore-paths", "config.json"]
        said = self.drive("--parts", "6", *how, "--", *self.sign("ray.sig"))
        self.assertIn("[6/6]", said)
        self.assert_as_one_machine("ray.sig", *how)
        verify = ["verify", "key", "--public-key", "key.pub", "--signature", "ray.sig"]
        self.assertIn("was already in", self.drive("--resume", "--", *verify, exit_code=5))
        self.drive("--resume", "--", *verify, "--vouch-for-digests")
        (self.model / "a.bin").write_bytes(bytes(3_000_000))
        self.drive(*how, "--", *verify, "--vouch-for-digests", exit_code=1)

    def test_a_worker_that_is_killed_is_replaced(self) -> None:
        driver = self.begin("--parts", "4", "--", *self.sign("ray.sig"), program=self.slow_program(2))
        worker, program = wait_for(self.folder / "waiting", driver).split()
        self.assertFalse((self.folder / "work/part-2.json").exists())
        os.kill(int(worker), signal.SIGKILL)
        out, err = driver.communicate(timeout=180)
        self.assertEqual(driver.returncode, 0, out + err)
        self.assert_as_one_machine("ray.sig")
        self.assertTrue(has_ended(program), "what it had started ended with it")

    def test_a_program_that_is_killed_is_begun_again(self) -> None:
        driver = self.begin("--parts", "4", "--", *self.sign("ray.sig"), program=self.slow_program(3))
        _, program = wait_for(self.folder / "waiting", driver).split()
        os.kill(int(program), signal.SIGKILL)
        out, err = driver.communicate(timeout=180)
        self.assertEqual(driver.returncode, 0, out + err)
        self.assert_as_one_machine("ray.sig")

    def test_a_model_that_changes_is_refused_and_not_tried_again(self) -> None:
        self.drive("--parts", "3")
        self.assertEqual(len(list((self.folder / "work").glob("part-*.json"))), 3)
        (self.model / "more").write_bytes(b"1")
        said = self.drive("--resume", "--", *self.sign("ray.sig"), exit_code=5)
        self.assertIn("not as it was when the plan was made", said)
        self.assertFalse((self.folder / "ray.sig").exists())

    def test_what_is_wrong_from_the_start_is_said(self) -> None:
        self.assertIn("No such file", self.drive("--parts", "2", program=self.folder / "absent", exit_code=5))
        self.drive("--", "inspect", exit_code=2)
        self.drive("--parts", "0", exit_code=2)

    def test_a_program_that_is_always_killed_is_given_up(self) -> None:
        program = self.folder / "dying"
        program.write_text(f'#!/bin/bash\n[[ "$*" = *--part* ]] && kill -9 $$\nexec "{CLI}" "$@"\n')
        program.chmod(0o755)
        said = self.drive("--parts", "1", "--tries", "2", "--", *self.sign("ray.sig"), program=program, exit_code=5)
        self.assertIn("could not be hashed in 2 tries", said)
        self.assertFalse((self.folder / "ray.sig").exists())

    def test_z_a_node_that_dies_is_done_without(self) -> None:
        """The last of all: the cluster has one node less then. A part of each node waits; that of the second is killed with it."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            driver = self.begin("--parts", "6", "--", *self.sign("ray.sig"), program=self.slow_program(4))
            worker, _ = wait_for(self.folder / "waiting", driver).split()
            if self.is_on_second(int(worker)):
                break
            driver.kill()
            driver.communicate()
            os.rmdir(self.folder / "tried")
            (self.folder / "waiting").unlink()
        self.cluster.remove_node(self.second, allow_graceful=False)
        out, err = driver.communicate(timeout=180)
        self.assertEqual(driver.returncode, 0, out + err)
        self.assert_as_one_machine("ray.sig")

    def is_on_second(self, worker: int) -> bool:
        raylets = {info.process.pid for info in self.second.all_processes["raylet"]}
        parent = int(pathlib.Path(f"/proc/{worker}/stat").read_text().rsplit(")", 1)[1].split()[1])
        return parent in raylets


if __name__ == "__main__":
    unittest.main(verbosity=2)
