#!/bin/bash
# Runs a command beside a Sigstore of its own, on a network that has nothing but loopback, and ends both together.
#
#     tests/stack/run.sh COMMAND...        tests/stack/run.sh bash    for looking around
#
# The command finds WEIGHMASTER_STACK, the folder with everything about it, and the variables of ports.sh. Several can run
# at once. Exit code: that of the command; 77 with the reason where there can be no Sigstore, and 1 for that in CI.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source_dir=$(cd "$here/../.." && pwd)

absent() {
  echo "No Sigstore for the tests: $1."
  if [ "${CI:-}" = true ]; then exit 1; else exit 77; fi
}

WEIGHMASTER_STACK_BIN=$("$here/install.sh" --where)
PGBIN=$(find /usr/lib/postgresql -name initdb -printf '%h\n' 2> /dev/null | sort -V | tail -1)
PEERS=$source_dir/.venv/bin
[ -z "${WEIGHMASTER_REFERENCE:-}" ] || PEERS=$(dirname "$WEIGHMASTER_REFERENCE")
export WEIGHMASTER_STACK_BIN PGBIN PEERS PATH=$WEIGHMASTER_STACK_BIN:$PATH

[ -x "$WEIGHMASTER_STACK_BIN/fulcio" ] || absent "its servers are not built; tests/stack/install.sh builds them"
[ -n "$PGBIN" ] || absent "PostgreSQL is not installed (Debian: postgresql-15)"
[ -x "$PEERS/sigstore" ] || absent "sigstore is not installed in .venv (tests/requirements.txt)"
for program in curl ip openssl unshare; do
  command -v $program > /dev/null || absent "$program is not installed (tests/test-needs.txt)"
done

# All of it in namespaces: the network's, so that nothing leaves this computer and ports are free; that of processes, so
# that nothing outlives the command.
alone=(unshare --net --pid --fork --kill-child --mount --mount-proc)
if [ "$(id -u)" -ne 0 ]; then alone+=(--user --map-current-user --keep-caps); fi
if ! why=$("${alone[@]}" ip link set lo up 2>&1); then absent "the system makes no network namespace (${why:-no reason given})"; fi

# PostgreSQL will not run as root: its own user must get to the folder.
WEIGHMASTER_STACK=$(mktemp -d "${TMPDIR:-/tmp}/weighmaster-stack.XXXXXX")
export WEIGHMASTER_STACK
chmod 711 "$WEIGHMASTER_STACK"
trap 'rm -rf "$WEIGHMASTER_STACK"' EXIT
# shellcheck disable=SC2016  # expanded by the inner shell, which stays: it is the first process of its namespace
"${alone[@]}" bash -c 'ip link set lo up && . "$0/ports.sh" && "$0/up.sh" || exit 1
"$@"
exit $?' "$here" "$@"
