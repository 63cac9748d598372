#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Looks at the pages in Chromium, asks, records, drafts and approves by clicking, sends what the interface does not
# expect, and attacks the server: `bash Tests/Browser/run.sh [PROGRAM]`. Needs Debian's chromium and python3-venv; what
# it needs from PyPI goes into .build/browser. Makes its registers anew in a temporary folder and listens on this
# machine alone.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
cd "$(dirname "$0")/../.."
bash scripts/prepare.sh browser
program=$(realpath "${1:-.build/debug/bomay}")
here=Tests/Browser
venv=.build/browser

if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$venv/requirements.txt"
fi

folder=$(mktemp -d)
servers=()
end() {
  for server in "${servers[@]}"; do kill -TERM "$server" 2>/dev/null || true; done
  for server in "${servers[@]}"; do wait "$server" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap end EXIT
"$program" demo --dir "$folder" > "$folder/overview"

# serve NAME OPTION...: serves a copy of the register. Its address is in $address afterwards, its process in $server.
serve() {
  local name=$1
  shift
  [ -e "$folder/$name.bomay" ] || cp "$folder/hai-duong.bomay" "$folder/$name.bomay"
  "$program" serve --register "$folder/$name.bomay" --port 0 "$@" > "$folder/$name.out" 2> "$folder/$name.err" &
  server=$!
  servers+=("$server")
  for _ in $(seq 240); do grep -q 'http://127' "$folder/$name.out" && break; sleep 0.25; done
  address=$(grep -o 'http://127[^ ]*' "$folder/$name.out" | head -1) ||
    { echo "no server for $name:"; cat "$folder/$name.out" "$folder/$name.err"; exit 1; }
}

python() { "$venv/bin/python" "$here/$1.py" "${@:2}"; }

# check NAME COMMAND...: says what came of it. Any fault is a fault of the whole, after all has run.
failed=()
check() {
  local name=$1 start=$SECONDS result=0
  shift
  "$@" > "$folder/$name.said" 2>&1 || result=$?
  echo "== $name: $((SECONDS - start)) s" >> "$folder/$name.said"
  return "$result"
}
told() {
  wait "$2" || failed+=("$1")
  cat "$folder/$1.said"
}

serve shown --show 2022-10-31
shown=$address
serve recorded --record
recorded=$address
# Two at a time: there may be no more cores than that.
check record python record "${recorded%/}" & record=$!
check look python look "${shown%%/\?*}" & look=$!
told look "$look"
check questions python questions "$shown" & questions=$!
told questions "$questions"
told record "$record"

serve schema --record
check schema bash "$here/schema.sh" "${address%/}" "$venv" & schema=$!
check drafts python drafts "$program" "$folder" & drafts=$!
told schema "$schema"
check hostile python hostile "$program" "$folder" & hostile=$!
told drafts "$drafts"
told hostile "$hostile"

echo "browser checks: $SECONDS s, $(ps -o rss= -p "${servers[0]}" | tr -d ' ') KB in the server that was looked at"
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}"; exit 1; }
