#!/usr/bin/env bash
# Install what the tests need beside Python: Java, three browsers, a web server and Node by apt; the HTML checker, axe
# and the CommonMark examples by npm. It does nothing where they are there already. Where it cannot install something,
# it says what to install and which tests will be skipped until then, and lets the others run.
set -euo pipefail
cd "$(dirname "$0")"

missing=() # names of Debian packages
skipped=() # which tests need them
need() {   # need PACKAGE TESTS COMMAND...: true if one of the commands is there
    local package=$1 tests=$2
    shift 2
    for command in "$@"; do
        command -v "$command" >/dev/null && return
    done
    missing+=("$package")
    skipped+=("$tests")
}
need npm "the tests with axe, the HTML checker and the CommonMark examples" npm
need nodejs "the tests of the viewer's JavaScript" node
need default-jre-headless "the HTML checker" java
need chromium "the tests in a browser" chromium chromium-browser google-chrome
need firefox-esr "the journeys in Firefox" firefox-esr firefox
need webkit2gtk-driver "the journeys in WebKit" WebKitWebDriver
need xvfb "the journeys in WebKit" Xvfb
need nginx-light "the tests of the published site behind a web server" nginx /usr/sbin/nginx

if ((${#missing[@]})) && [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "Installing for the tests: ${missing[*]}"
    apt-get update -qq
    for index in "${!missing[@]}"; do # one by one: another system may lack one of them
        if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[index]}" >/dev/null; then
            unset "missing[index]"
        fi
    done
fi
if ((${#missing[@]})); then
    echo "Some tests will be skipped, since this machine lacks what they need. These are the names of Debian" >&2
    echo "packages; on another system, install its packages for the same programs, then run this again:" >&2
    for index in "${!missing[@]}"; do
        echo "  ${missing[index]}: for ${skipped[index]}" >&2
    done
fi

if command -v npm >/dev/null && ! cmp -s package.json node_modules/.installed; then
    npm install --silent
    cp package.json node_modules/.installed
fi
