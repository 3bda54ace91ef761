#!/usr/bin/env bash
# Creates the virtual environment: tools/venv.sh PYTHON DIRECTORY
set -euo pipefail
python="$1" directory="$2"

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed, and \"$python\" is not."
    echo "Say which one to use, for example: make run PYTHON=python3.12"
    exit 1
fi >&2

# Debian has Python without ensurepip; pip of the system then serves both.
"$python" -m venv "$directory" 2>/dev/null ||
    "$python" -m venv --clear --without-pip "$directory"
# The system's Python is remembered for that case.
"$python" -c 'import sys; print(sys.executable)' > "$directory/.made-by"
