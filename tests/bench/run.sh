#!/bin/bash
# How fast a model is verified, side by side with others in one run: the reference implementation, command-line
# tools on all cores, and reading alone, which is what the machine can do. Ratios first; above 1, ours is faster. Builds the
# optimised program, needs about 8 GB for its models. Debian packages: b3sum, openssl, time; whose is missing, its column is empty.
#
#     tests/bench/run.sh [--folder FOLDER] [--rounds N] [--cold] [ROW...]
#     tests/bench/run.sh --growth [OUTPUT.svg] [...]   cost against size: a picture and a CSV; needs 18 GB
#     tests/bench/run.sh --docs [--folder FOLDER]      all of them, into docs/speed.md, docs/images/growth.* and README.md; as root
set -eu
cd "$(dirname "$0")/../.."
cmake --preset release >/dev/null
cmake --build --preset release --target weighmaster-cli --parallel "$(nproc)" >/dev/null
# Without the reference its column is empty.
if [ ! -x .venv/bin/model_signing ]; then
  python3 -m venv .venv &&
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt ||
    echo "The reference can't be installed here." >&2
fi
python=.venv/bin/python
[ -x "$python" ] || python=python3
case ${1:-} in
  --growth)
    shift
    exec "$python" tests/bench/growth.py "$@"
    ;;
  --docs)
    shift
    "$python" tests/bench/table.py --into docs/speed.md --readme README.md "$@"
    "$python" tests/bench/table.py --cold --into docs/speed.md "$@"
    exec "$python" tests/bench/growth.py docs/images/growth.svg --into docs/speed.md "$@"
    ;;
esac
exec "$python" tests/bench/table.py "$@"
