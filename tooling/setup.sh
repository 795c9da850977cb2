#!/bin/sh
# Installs what this project needs: system libraries, and pinned Python packages in .venv. Called by make; with the
# argument "tests" it also installs what only the tests need: a browser, faketime to set the clock, locales of other
# languages, tesseract to read numbers off videos, and espeak-ng to speak recordings.
set -eu
for_tests=$([ "${1:-}" = tests ] && echo yes || true)
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "setup: $*"; exit 1; }

# Print the path of PYTHON or, without it, of the newest Python; it must be 3.11 or later.
find_python() {
    for candidate in "${PYTHON:-}" python3.14 python3.13 python3.12 python3.11 python3; do
        if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

has_headers() { "$python" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))'; }
has_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }
has_library() { command -v pkg-config >/dev/null && pkg-config --exists "$1"; }
has_browser() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
has_faketime() { [ "$(uname)" != Linux ] || command -v faketime >/dev/null; }
has_locales() { [ "$(uname)" != Linux ] || [ -e /usr/share/i18n/locales/tr_TR ]; }
has_espeak() { command -v espeak-ng >/dev/null; }
has_tesseract() { command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx eng; }
has_compiler() { command -v cc >/dev/null || command -v gcc >/dev/null; }

# Print the names of the missing packages, as Debian calls them.
missing_packages() {
    has_compiler || echo gcc
    command -v pkg-config >/dev/null || echo pkg-config
    has_library cairo || echo libcairo2-dev
    has_library pangocairo || echo libpango1.0-dev
    has_headers || echo python3-dev
    has_venv || echo python3-venv
    [ -z "$for_tests" ] || has_browser || echo chromium
    [ -z "$for_tests" ] || has_faketime || echo faketime
    [ -z "$for_tests" ] || has_locales || echo locales
    [ -z "$for_tests" ] || has_tesseract || echo tesseract-ocr tesseract-ocr-eng
    [ -z "$for_tests" ] || has_espeak || echo espeak-ng
}

please_install() {
    fail "please install $missing(Debian's names; cairo, pango and pkg-config elsewhere) and run this again"
}

# sudo asks for the password where there is a terminal to ask at.
may_use_sudo() { command -v sudo >/dev/null && { sudo -n true || (: </dev/tty); } 2>/dev/null; }

install_system_packages() {
    missing=$(missing_packages | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        root=
    elif command -v apt-get >/dev/null && may_use_sudo; then
        root=sudo
    elif [ "$(uname)" = Darwin ] && command -v brew >/dev/null; then
        brew install cairo pango pkg-config
        [ -z "$for_tests" ] || has_browser || brew install --cask chromium
        [ -z "$for_tests" ] || has_tesseract || brew install tesseract
        [ -z "$for_tests" ] || has_espeak || brew install espeak-ng
        return
    else
        please_install
    fi
    say "setup: installing $missing"
    $root apt-get update -qq || please_install
    # shellcheck disable=SC2086 # a list of words, none with a space
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >/dev/null ||
        please_install
}

python=$(find_python) || fail "Python 3.11 or later is needed; none was found (PYTHON=… names one elsewhere)"
install_system_packages
.venv/bin/python -c '' 2>/dev/null || "$python" -m venv --clear .venv
pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }
say "setup: installing pinned packages into .venv (about a minute)"
pip install --quiet -r requirements.lock
pip install --quiet --no-build-isolation --no-deps -e .
