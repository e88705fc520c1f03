#!/bin/bash
# Drives load on the demo stack's web service through its load balancer, then says how it went.
#
#   bash examples/load-cpu.sh [RATE [SECONDS]]      default: 30 requests a second for 60 s
#
# A request costs WORK_MS (30) milliseconds of CPU: 30 a second keep 0.9 of a core busy, which is six replicas of a
# quarter core each at 60 %. The load runs beside the stack, in a container of its own, and ends with it.
set -euo pipefail

rate=${1:-30} seconds=${2:-60} work=${WORK_MS:-30}
file=$(cd "$(dirname "$0")" && pwd)/docker-compose.yaml

die() { printf 'error: %s\n' "$*" >&2; exit 1; }
docker version >/dev/null 2>&1 || die 'no Docker engine answers; start one with: eval "$(scripts/engine up)"'
address=$(docker compose -f "$file" port lb 80 2>/dev/null) && [ -n "$address" ] ||
  die "the demo stack does not run; start it with: scripts/images && docker compose -f $file up -d"

printf '%s requests a second for %s s on http://%s/cpu?ms=%s; watch with: bash examples/watch.sh\n' "$rate" "$seconds" "$address" "$work"
# The engine's own network: where the port is published, whatever namespace that is.
exec docker run --rm --init=false --network host --name "docktor-demo-load-$$" docktor-demo/web:dev \
  load "http://$address/cpu?ms=$work" "$rate" "$seconds"
