# What the scripts here share. Sourced, never run; plain POSIX shell.
#
#   DOCKTOR_CACHE   downloads and built images that are worth keeping between runs; safe to delete

PROJECT=$(cd "$(dirname "$0")/.." && pwd)
DOCKTOR_CACHE=${DOCKTOR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/docktor}

say() { printf '%s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

now_ms() { date +%s%3N; }
# seconds_since MS: "1.2"
seconds_since() { awk -v ms="$(($(now_ms) - $1))" 'BEGIN { printf "%.1f", ms / 1000 }'; }

# step WHAT COMMAND…: runs it, then says what was done and how long it took. Its output is shown only if it fails.
# In a shell of its own, so that `die` in COMMAND ends just that.
step() {
  step_what=$1; shift
  step_began=$(now_ms)
  step_log=$(mktemp)
  if ("$@") >"$step_log" 2>&1; then
    printf '  %-58s %6s s\n' "$step_what" "$(seconds_since "$step_began")" >&2
    rm -f "$step_log"
  else
    step_status=$?
    printf '  %-58s failed after %s s\n' "$step_what" "$(seconds_since "$step_began")" >&2
    sed 's/^/    /' "$step_log" >&2
    rm -f "$step_log"
    return "$step_status"
  fi
}

# tries N COMMAND…: until it succeeds, N times at most, a while apart.
tries() {
  tries_left=$1; shift
  until "$@"; do
    tries_left=$((tries_left - 1))
    [ "$tries_left" -gt 0 ] || return 1
    sleep 5
  done
}

# as_root COMMAND…
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else die "this needs root and there is no sudo here: run it as root: $*"
  fi
}

# --- Debian packages that are unpacked aside, never installed -------------------------------------------------------

# debian_mirror: the Debian mirror that this machine's own apt uses.
debian_mirror() {
  apt-get indextargets --format '$(ORIGIN)|$(COMPONENT)|$(CODENAME)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -F'|' '$1 == "Debian" && $2 == "main" && $3 !~ /-/ { print $4; exit }'
}

# suite_apt SUITE ARGUMENT…: apt-get that sees only SUITE, with an empty package database and all its state in the
# cache, so that neither this machine's sources nor its packages play a part. Needs no root.
suite_apt() {
  suite_dir=$DOCKTOR_CACHE/apt/$1; shift
  apt-get -oDir::Etc::SourceList="$suite_dir/sources.list" -oDir::Etc::SourceParts=/dev/null \
    -oDir::State="$suite_dir" -oDir::State::status="$suite_dir/status" -oDir::Cache="$suite_dir/cache" \
    -oAcquire::Retries=5 -oAcquire::Languages=none -oAPT::Sandbox::User=root -oDebug::NoLocking=1 -q -y "$@"
}

# index_suite SUITE: reads the package index of SUITE, again when it is more than a day old.
index_suite() {
  index_dir=$DOCKTOR_CACHE/apt/$1
  [ -z "$(find "$index_dir/indexed" -mmin -1440 2>/dev/null)" ] || return 0
  have apt-get || die "there is no apt here: packages of Debian $1 cannot be fetched"
  index_uri=$(debian_mirror)
  # Where apt has never been updated it does not know yet whose mirrors those are.
  [ -n "$index_uri" ] || { step "apt-get update" as_root apt-get -q update && index_uri=$(debian_mirror); }
  [ -n "$index_uri" ] || die "apt names no Debian mirror here (see /etc/apt/sources.list*): packages of Debian $1 cannot be fetched"
  mkdir -p "$index_dir/lists/partial" "$index_dir/cache/archives/partial"
  : >"$index_dir/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $index_uri $1 main" >"$index_dir/sources.list"
  # Without --error-on an index that could not be fetched is a warning, and nothing is found in it later on.
  step "read the package index of Debian $1" tries 3 suite_apt "$1" update --error-on=any || return 1
  touch "$index_dir/indexed"
}

# fetch_debs SUITE DIR apt-get arguments…: downloads .deb files into DIR, once.
fetch_debs() {
  fetch_suite=$1 fetch_dir=$2; shift 2
  [ ! -e "$fetch_dir/complete" ] || return 0
  index_suite "$fetch_suite" || return 1
  rm -rf "$fetch_dir" && mkdir -p "$fetch_dir/partial"
  suite_apt "$fetch_suite" -oDir::Cache::archives="$fetch_dir" -d --no-install-recommends "$@" && touch "$fetch_dir/complete"
}

# unpacked NAME SUITE PACKAGE…: prints the folder in the cache with these packages of SUITE, NAME-SUITE.
unpacked() {
  unpacked_dir=$DOCKTOR_CACHE/$1-$2
  if [ ! -e "$unpacked_dir/complete" ]; then
    index_suite "$2" || return 1
    step "fetch and unpack $1 of Debian $2" unpack "$@" || return 1
    touch "$unpacked_dir/complete"
  fi
  printf '%s\n' "$unpacked_dir"
}
unpack() {
  unpack_suite=$2; shift 2
  rm -rf "$unpacked_dir" && mkdir -p "$unpacked_dir/deb"
  (cd "$unpacked_dir/deb" && suite_apt "$unpack_suite" download "$@") || return 1
  for unpack_deb in "$unpacked_dir"/deb/*.deb; do dpkg-deb -x "$unpack_deb" "$unpacked_dir" || return 1; done
  rm -rf "$unpacked_dir/deb"
}

# compose_plugin: prints the path of the Compose plugin of Debian 13 (2.26), or of the suite that DOCKTOR_COMPOSE_SUITE
# names, unpacked in the cache.
compose_plugin() {
  compose_dir=$(unpacked compose "${DOCKTOR_COMPOSE_SUITE:-trixie}" docker-compose) || return 1
  compose_path=$compose_dir/usr/libexec/docker/cli-plugins/docker-compose
  case $("$compose_path" version --short 2>&1) in
    2.* | [3-9].*) printf '%s\n' "$compose_path" ;;
    *) die "the Compose plugin of Debian ${DOCKTOR_COMPOSE_SUITE:-trixie} does not run here: $("$compose_path" version 2>&1)" ;;
  esac
}
