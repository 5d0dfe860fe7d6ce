#!/bin/bash
# tests/fuzz/run.sh [SECONDS]: builds all fuzz targets and lets each search for SECONDS (60), one per processor at a
# time, starting from the committed corpus. A line for each; exit code 0 only if nothing was found. New inputs stay in
# build/fuzz/found, what breaks a target in build/fuzz/broken.
set -u
cd "$(dirname "$0")/../.." || exit 1
export seconds=${1:-60}

cmake --preset fuzz >/dev/null && cmake --build --preset fuzz --parallel "$(nproc)" --target fuzzers || exit 1
mkdir -p build/fuzz/found build/fuzz/broken build/fuzz/logs

# fuzz_one NAME
fuzz_one() {
  local name=$1 log=build/fuzz/logs/$1.log state=passed
  mkdir -p "build/fuzz/found/$name"
  build/fuzz/tests/fuzz/"fuzz_$name" "build/fuzz/found/$name" "tests/fuzz/corpus/$name" -max_total_time="$seconds" \
    -rss_limit_mb=1024 -timeout=10 -max_len=16384 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/broken/$name-" >"$log" 2>&1 || state=FAILED
  printf '%-14s %-6s %9s inputs tried, %5s kept, %4s MB\n' "$name" "$state" \
    "$(awk '/stat::number_of_executed_units/ {print $2}' "$log")" "$(find "build/fuzz/found/$name" -type f | wc -l)" \
    "$(awk '/stat::peak_rss_mb/ {print $2}' "$log")"
  [ "$state" = passed ] && return
  grep -E 'does not hold|ERROR|runtime error|SUMMARY' "$log" | head -5
  return 1
}
export -f fuzz_one

for source in tests/fuzz/fuzz_*.cpp; do
  name=${source##*/fuzz_}
  echo "${name%.cpp}"
done | xargs -P "$(nproc)" -I NAME bash -c 'fuzz_one NAME'
