#!/bin/sh
# On Debian 12: installs what is needed, builds, and opens the window on the example model. Without a display
# it says in the terminal what the window would say.
set -eu
cd "$(dirname "$0")/.."

if command -v apt-get >/dev/null; then
  # shellcheck disable=SC2046  # a list of words is meant
  packaging/install-missing.sh $(cat packaging/build-needs.txt)
fi

cmake --preset release -DWEIGHMASTER_TESTS=OFF
cmake --build --preset release

example=resources/examples/tiny-classifier
key=resources/examples/publisher.pem
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec build/release/app/desktop/weighmaster --public-key "$key" "$example"
fi
exec build/release/bin/weighmaster-cli verify key "$example" --signature "$example/model.sig" --public-key "$key"
