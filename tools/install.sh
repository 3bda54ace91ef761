#!/usr/bin/env bash
# Installs a list of packages: tools/install.sh VIRTUAL_ENVIRONMENT REQUIREMENTS
set -euo pipefail
directory="$1" requirements="$2"

pip=("$directory/bin/python" -m pip)
if ! "${pip[@]}" --version > /dev/null 2>&1; then
    pip=("$(cat "$directory/.made-by")" -m pip --python "$directory/bin/python")
fi
echo "Installing $requirements (the first time takes a minute) …"
"${pip[@]}" install --quiet --disable-pip-version-check -r "$requirements"
