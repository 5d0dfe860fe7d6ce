#!/bin/bash
# On Debian 12: installs what the tests need, builds, and runs them all. Ends with a line for each part and exit
# code 0 only if every part passed.
#
#     tests/run.sh                 everything: about an hour on two cores the first time
#     tests/run.sh PART...         only these: format dev stack ray asan fuzz try
set -u
cd "$(dirname "$0")/.." || exit 1

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(format dev stack ray asan fuzz try)
fuzz_seconds=${FUZZ_SECONDS:-20}
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

# build PRESET [cmake option...]
build() {
  local preset=$1
  shift
  cmake --preset "$preset" "$@" && cmake --build --preset "$preset" --parallel "$jobs"
}

# Waits here for what is built for the stack beside the first parts. Without it the tests say what they lack.
want_stack() {
  WEIGHMASTER_STACK_BIN=$(tests/stack/install.sh) && export WEIGHMASTER_STACK_BIN
}

# Some tests have cosign for a peer, which comes with the stack.
dev() {
  build dev || return
  want_stack
  ctest --preset dev --parallel "$jobs" --label-exclude 'stack|ray'
}

# Against a real Sigstore. 77: there can be none here.
stack() {
  build dev || return
  want_stack
  tests/stack/run.sh true && ctest --preset dev --parallel "$jobs" --label-regex stack
}

# Ray is 80 MB and has an environment of its own. 77: it can't be had here; in CI that is a failure.
ray() {
  build dev || return
  if [ ! -x .venv-ray/bin/python ]; then python3 -m venv .venv-ray || return; fi
  .venv-ray/bin/python -m pip install --quiet --disable-pip-version-check -r packaging/ray/requirements.txt ||
    return "$([ "${CI:-}" = true ] && echo 1 || echo 77)"
  ctest --preset dev --label-regex ray
}

# The window's tests run once, in `dev`: Qt itself is not built with sanitizers.
asan() {
  build asan -DWEIGHMASTER_DESKTOP=OFF && ctest --preset asan --parallel "$jobs" --label-exclude 'stack|ray'
}

fuzz() { tests/fuzz/run.sh "$fuzz_seconds"; }

# The README's first command, as it runs where nobody looks on: it is the only optimised build here.
try() { env -u DISPLAY -u WAYLAND_DISPLAY packaging/try.sh; }

run() {
  local part=$1 log=build/test-logs/$1.log started=$SECONDS state=passed
  mkdir -p build/test-logs
  echo "== $part"
  "$part" 2>&1 | tee "$log"
  case ${PIPESTATUS[0]} in
    0) ;;
    77) state=skipped ;;
    *) state=FAILED failed=1 ;;
  esac
  summary+=("$(printf '%-8s %-7s %4d s  %s' "$part" "$state" $((SECONDS - started)) \
    "$(grep -oE '[0-9]+% tests passed.*' "$log" | tail -1)")")
  [ "$state" != FAILED ]
}

export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
if command -v ccache >/dev/null; then export CMAKE_CXX_COMPILER_LAUNCHER=ccache; fi

if run prepare; then
  case " ${parts[*]} " in
    *" dev "* | *" stack "*) tests/stack/install.sh >/dev/null 2>&1 & ;;
  esac
  for part in "${parts[@]}"; do run "$part"; done
fi
printf '%s\n' "== summary" "${summary[@]}"
if [ "$failed" -eq 0 ]; then echo "Every part passed."; else echo "Not every part passed."; fi
exit "$failed"
