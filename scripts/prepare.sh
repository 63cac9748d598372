#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Names or installs what the build needs, Swift 6.3 and four Debian packages, and what the tests need: the server
# that those of the PostgreSQL store start for themselves, OpenSSL for its certificate, and Python 3 for the checker
# of proofs. With the word `browser` also what the checks of the pages need: Chromium, and Python's environments.
set -euo pipefail
if ! command -v swift >/dev/null; then
  echo "bomay needs Swift 6.3: see https://www.swift.org/install/linux/debian/12/" >&2
  exit 1
fi
packages=(libsqlite3-dev libpq-dev pkg-config zlib1g-dev postgresql-15 openssl)
[ "${1:-}" != browser ] || packages+=(chromium python3-venv)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
command -v python3 >/dev/null || missing+=(python3)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"
  else
    echo "missing: ${missing[*]}. Install with: sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
fi
