#!/usr/bin/env bash
# Install what the tests need beside Python: Java, a browser and a web server by apt, the HTML checker and the CommonMark examples by
# npm. It does nothing where they are there already, and says loudly what is missing where it may not install it.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
command -v npm >/dev/null || missing+=(npm)
command -v java >/dev/null || missing+=(default-jre-headless)
command -v chromium >/dev/null || missing+=(chromium)
command -v nginx >/dev/null || [[ -x /usr/sbin/nginx ]] || missing+=(nginx-light)

if ((${#missing[@]})); then
    if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
        echo "The tests need what this machine does not have: ${missing[*]} (names of Debian packages)." >&2
        echo "Install them, then run this again." >&2
        exit 1
    fi
    echo "Installing for the tests: ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! cmp -s package.json node_modules/.installed; then
    npm install --silent
    cp package.json node_modules/.installed
fi
