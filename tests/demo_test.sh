#!/bin/bash
# The demo as a newcomer runs it, on the Docker engine of DOCKER_HOST: replicas rise and fall, its closing summary tells
# so, and nothing is left behind.
#
#   tests/demo_test.sh DOCKTOR
set -euo pipefail
docktor=$1
room=$(mktemp -d /tmp/docktor-demo-XXXXXX)
trap 'rm -rf "$room"' EXIT
export DOCKTOR_STATE_DIR=$room/state DOCKTOR_RUNTIME_DIR=$room/run

"$docktor" demo | tee "$room/said"
for words in 'overload → decision' 'overload → new replica' ' up, ' ' down, ' 'why web'; do
  grep -q "$words" "$room/said" || { echo "the summary does not say: $words"; exit 1; }
done
left=$(docker ps -aq --filter label=com.docker.compose.project=docktor-tour; docker network ls -q --filter name=docktor-tour)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
