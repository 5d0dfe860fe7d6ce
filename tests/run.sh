#!/bin/bash
# On Debian 12: installs what the tests need, builds, and runs them all. Ends with a line for each part and exit
# code 0 only if every part passed.
#
#     tests/run.sh                 everything: about half an hour on two cores
#     tests/run.sh PART...         only these: format dev asan fuzz try
set -u
cd "$(dirname "$0")/.." || exit 1

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(format dev asan fuzz try)
fuzz_seconds=${FUZZ_SECONDS:-60}
jobs=$(nproc)
summary=()
failed=0

prepare() {
  if command -v apt-get >/dev/null; then
    # shellcheck disable=SC2046  # a list of words is meant
    packaging/install-missing.sh $(cat packaging/build-needs.txt tests/test-needs.txt) || return
  fi
  # The reference implementation signs for some tests; it has an environment of its own.
  if [ ! -x .venv/bin/python ]; then python3 -m venv .venv || return; fi
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
}

format() {
  git ls-files 'app/*.cpp' 'app/*.h' 'core/*.cpp' 'core/*.h' 'resources/*.cpp' 'resources/*.h' \
    'tests/*.cpp' 'tests/*.h' 'ui/*.cpp' 'ui/*.h' | xargs clang-format-14 --dry-run --Werror
}

# build_and_test PRESET [cmake option...]
build_and_test() {
  local preset=$1
  shift
  cmake --preset "$preset" "$@" && cmake --build --preset "$preset" --parallel "$jobs" &&
    ctest --preset "$preset" --parallel "$jobs"
}

dev() { build_and_test dev; }

# The window's tests run once, in `dev`: Qt itself is not built with sanitizers.
asan() { build_and_test asan -DWEIGHMASTER_DESKTOP=OFF; }

fuzz() { tests/fuzz/run.sh "$fuzz_seconds"; }

# The README's first command, as it runs where nobody looks on: it is the only optimised build here.
try() { env -u DISPLAY -u WAYLAND_DISPLAY packaging/try.sh; }

run() {
  local part=$1 log=build/test-logs/$1.log started=$SECONDS state=passed
  mkdir -p build/test-logs
  echo "== $part"
  "$part" 2>&1 | tee "$log"
  if [ "${PIPESTATUS[0]}" -ne 0 ]; then
    state=FAILED
    failed=1
  fi
  summary+=("$(printf '%-8s %-7s %4d s  %s' "$part" "$state" $((SECONDS - started)) \
    "$(grep -oE '[0-9]+% tests passed.*' "$log" | tail -1)")")
  [ "$state" = passed ]
}

export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
if command -v ccache >/dev/null; then export CMAKE_CXX_COMPILER_LAUNCHER=ccache; fi

if run prepare; then
  for part in "${parts[@]}"; do run "$part"; done
fi
printf '%s\n' "== summary" "${summary[@]}"
if [ "$failed" -eq 0 ]; then echo "Every part passed."; else echo "Not every part passed."; fi
exit "$failed"
