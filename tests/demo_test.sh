#!/bin/bash
# The demo as a newcomer runs it, on the Docker engine of DOCKER_HOST: replicas rise and fall, its closing summary tells
# so, --keep leaves it running, and one that is interrupted leaves nothing behind.
#
#   tests/demo_test.sh DOCKTOR
set -euo pipefail
docktor=$1
room=$(mktemp -d /tmp/docktor-demo-XXXXXX)
trap 'rm -rf "$room"' EXIT
export DOCKTOR_STATE_DIR=$room/state DOCKTOR_RUNTIME_DIR=$room/run
fail() { echo "$*"; exit 1; }

"$docktor" demo --keep | tee "$room/said"
for words in 'overload → decision' 'overload → new replica' ' up, ' ' down, ' 'why web'; do
  grep -q "$words" "$room/said" || fail "the summary does not say: $words"
done
"$docktor" --project docktor-tour why web | grep -q '^web ' || fail "the daemon does not run on"
[ -n "$(docker ps -q --filter label=com.docker.compose.service=web --filter label=com.docker.compose.project=docktor-tour)" ] ||
  fail "the stack does not run on"

"$docktor" demo && fail "two demos at once"
"$docktor" --project docktor-tour daemon stop

# Once more, over what is there, and interrupted under load.
status=0
timeout --preserve-status -s INT 15 "$docktor" demo || status=$?
[ $status -eq 130 ] || fail "an interrupted demo ended with $status"
left=$(docker ps -aq --filter label=com.docker.compose.project=docktor-tour; docker network ls -q --filter name=docktor-tour)
[ -z "$left" ] || fail "left behind: $left"
