#!/bin/bash
# Shows every two seconds the replicas of the demo's web service, the CPU that each uses (of the 25 % that it may), and
# what Docktor says of it, if its daemon runs.
#
#   bash examples/watch.sh [TIMES]      default: until interrupted
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
times=${1:-0}

look() {
  local ids
  date '+%H:%M:%S'
  ids=$(docker ps -q --filter label=com.docker.compose.project=docktor-demo --filter label=com.docker.compose.service=web)
  if [ -z "$ids" ]; then echo "  no replica of docktor-demo/web runs"; else
    # shellcheck disable=SC2086  # one argument each
    docker stats --no-stream --format '{{.Name}}  {{.CPUPerc}}  {{.MemUsage}}' $ids | sort -V | sed 's/^/  /'
  fi
  if [ -x "$root/docktor" ]; then (cd "$root/examples" && "$root/docktor" status 2>/dev/null | sed 's/^/  /') || true; fi
}

docker version >/dev/null 2>&1 || { echo 'error: no Docker engine answers; start one with: eval "$(scripts/engine up)"' >&2; exit 1; }
for ((i = 1; ; i++)); do
  look
  [ "$i" -ne "$times" ] || break
  sleep 2
done
