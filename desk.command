#!/bin/sh
# Double-click this file to open the desk. It looks for Python and git, and says in words what is missing.
cd "$(dirname "$0")" || exit 2
ended() {
    printf '%s\n' "$@"
    if [ -t 0 ]; then
        printf 'Press Return to close this window. '
        read -r _
    fi
    exit 2
}
python=""
for found in python3.13 python3.12 python3.11 python3 /opt/homebrew/bin/python3 /usr/local/bin/python3; do
    # Apple's own python3 and git are stubs that ask to install something: they do not count
    if command -v "$found" >/dev/null 2>&1 && "$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$found
        break
    fi
done
[ -n "$python" ] || ended "The desk cannot start: this computer has no Python of version 3.11 or newer." \
    'Please ask the technician to install "Python 3.12" from python.org.'
git --version >/dev/null 2>&1 || ended "The desk cannot start: this computer has no git, the program that keeps the record of changes." \
    'Please ask the technician to install it: "xcode-select --install" in the Terminal.'
[ -f build.py ] || ended "The desk cannot start: this file must lie in the folder of the school's policies, beside build.py." \
    "Please ask the technician to put it back there."
echo "The desk opens in your browser. Leave this window open while you work."
"$python" build.py desk || ended "" "The desk ended with a problem. Please show the lines above to the technician."
