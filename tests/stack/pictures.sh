#!/bin/bash
# Makes the pictures of signing in docs/images: those of the test that goes this way, in a folder with a name for people.
#
#     tests/stack/pictures.sh [BUILD FOLDER]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source_dir=$(cd "$here/../.." && pwd)
build=$(cd "${1:-$source_dir/build/dev}" && pwd)
export WEIGHMASTER_SCREENSHOTS=$source_dir/docs/images WEIGHMASTER_MODELS=/srv

# The mount is of the stack's own namespace. Rekor 1 with a timestamp authority: what the public instance has today.
# shellcheck disable=SC2016  # expanded by the inner shell
"$here/run.sh" bash -c 'mount -t tmpfs tmpfs /srv && exec "$0" in_the_browser:rekor1' \
  "$build/tests/stack/stack_tst_sign_window"
