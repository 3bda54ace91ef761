#!/usr/bin/env bash
# Makes sure that the browser tests find Chromium and its driver.
set -euo pipefail

browser_found() {
    [ -n "${DASH_TEST_CHROMEPATH:-}" ] || command -v chromium > /dev/null ||
        command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null
}

if browser_found && command -v chromedriver > /dev/null; then
    exit 0
fi

say_what_to_install() {
    echo "The browser tests need Chromium (or Chrome) and ChromeDriver of the same version."
    echo "On Debian: apt-get install chromium chromium-driver"
    echo "Elsewhere: install both, put chromedriver on the PATH, and name the browser:"
    echo "DASH_TEST_CHROMEPATH=/path/to/chrome make test"
    exit 1
} >&2

command -v apt-get > /dev/null || say_what_to_install
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || say_what_to_install
    as_root=(sudo)
fi
echo "Installing chromium and chromium-driver …"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium chromium-driver ||
    say_what_to_install
