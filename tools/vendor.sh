#!/usr/bin/env bash
# Fetches the files under assets/vendor again, at the versions named here.
# Needs npm (only for fetching; the program itself needs no Node).
#
#   tools/vendor.sh
#
# After changing a version, change it in assets/vendor/README.md too:
# tests/app/test_vendor.py compares the two.
set -euo pipefail

BOOTSTRAP=5.3.9
SWAGGER_UI=5.35.0
INTER=5.3.0

cd "$(dirname "$0")/.."
vendor="$PWD/assets/vendor"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# fetch PACKAGE@VERSION NAME: unpacks the npm package to $work/NAME
fetch() {
    mkdir -p "$work/$2"
    (cd "$work/$2" && tar xzf "$(npm pack --silent "$1")" --strip-components=1)
}

fetch "bootstrap@$BOOTSTRAP" bootstrap
mkdir -p "$vendor/bootstrap"
# The link to the source map is dropped: the map is not served.
grep -v '^/\*# sourceMappingURL=' "$work/bootstrap/dist/css/bootstrap.min.css" \
    > "$vendor/bootstrap/bootstrap.min.css"
cp "$work/bootstrap/LICENSE" "$vendor/bootstrap/"

fetch "swagger-ui-dist@$SWAGGER_UI" swagger-ui
mkdir -p "$vendor/swagger-ui"
for file in swagger-ui-bundle.js swagger-ui.css; do
    grep -v 'sourceMappingURL=' "$work/swagger-ui/$file" > "$vendor/swagger-ui/$file"
done
cp "$work/swagger-ui/LICENSE" "$work/swagger-ui/NOTICE" \
    "$work/swagger-ui/swagger-ui-bundle.js.LICENSE.txt" "$vendor/swagger-ui/"

fetch "@fontsource-variable/inter@$INTER" inter
mkdir -p "$vendor/inter/files"
cp "$work/inter/files/inter-latin-wght-normal.woff2" \
    "$work/inter/files/inter-latin-ext-wght-normal.woff2" "$vendor/inter/files/"
cp "$work/inter/LICENSE" "$vendor/inter/"
# Of the style sheet only the two faces whose files are kept.
awk 'BEGIN { RS = ""; ORS = "\n\n" } /inter-latin(-ext)?-wght-normal/' "$work/inter/wght.css" \
    > "$vendor/inter/inter.css"
