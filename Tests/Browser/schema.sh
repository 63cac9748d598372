#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sends a running server what its OpenAPI document allows and what it does not, for a minute at most: `schema.sh ADDRESS
# [VENV]`. Fails on errors of the server, on answers that the document does not tell of, and on those of another form
# than it says. The same seed sends the same again: `SCHEMA_SEED=1 schema.sh …` sends other things.
set -euo pipefail
address=$1
venv=$(realpath "${2:-.build/browser}")
seed=${SCHEMA_SEED:-20221031}
echo "seed $seed"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
checks=not_a_server_error,status_code_conformance,content_type_conformance
checks+=,response_headers_conformance,response_schema_conformance
# /events does not end.
"$venv/bin/schemathesis" run "$address/api/openapi.json" --seed "$seed" --max-time 60 --max-examples 25 \
  --phases examples,coverage,fuzzing --exclude-path /events --request-timeout 30 --continue-on-failure --no-shrink \
  --generation-database none --no-color --warnings off --checks "$checks"
