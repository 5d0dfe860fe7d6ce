#!/bin/bash
# How fast a model is verified, side by side with others in one run: the reference implementation, command-line
# tools on all cores, and reading alone, which is what the machine can do. Ratios first; above 1, ours is faster. Builds the
# optimised program, needs about 8 GB for its models. Debian packages: b3sum, openssl, time; whose is missing, its column is empty.
#
#     tests/bench/run.sh [--folder FOLDER] [--rounds N] [--cold] [ROW...]
#     tests/bench/run.sh --growth [OUTPUT.svg] [...]   cost against size: a picture and a CSV; needs 18 GB
#     tests/bench/run.sh --window [ROUNDS]             the window against the terminal program; needs Qt, and 3 GB in TMPDIR
#     tests/bench/run.sh --docs [--folder FOLDER]      all of them, into docs/speed.md, docs/images/growth.* and README.md, once all
#                                                      have been measured; as root; without others at work
set -euo pipefail
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
build_window() {
  cmake --build --preset release --target bench_window --parallel "$(nproc)" >/dev/null
}
window() {
  QT_QPA_PLATFORM=offscreen build/release/tests/bench/bench_window build/release/bin/weighmaster-cli "$1"
}
case ${1:-} in
  --growth)
    shift
    exec "$python" tests/bench/growth.py "$@"
    ;;
  --window)
    build_window
    window "${2:-5}"
    exit
    ;;
  --docs)
    shift
    build_window
    # Whoever is interrupted leaves the pages as they were.
    draft=$(mktemp -d)
    trap 'rm -rf "$draft"' EXIT
    trap 'exit 130' INT TERM HUP
    cp docs/speed.md README.md docs/images/growth.* "$draft"
    "$python" tests/bench/table.py --into "$draft/speed.md" --readme "$draft/README.md" "$@"
    "$python" tests/bench/table.py --cold --into "$draft/speed.md" "$@"
    { "$python" tests/bench/machine.py && window 5; } | tee "$draft/window"
    "$python" tests/bench/page.py "$draft/speed.md" window <"$draft/window"
    "$python" tests/bench/growth.py "$draft/growth.svg" --into "$draft/speed.md" "$@"
    cp "$draft/speed.md" docs
    cp "$draft/README.md" .
    cp "$draft"/growth.* docs/images
    exit
    ;;
esac
exec "$python" tests/bench/table.py "$@"
