#!/usr/bin/env bash
# Builds everything and runs every test. The last line is `N passed, N failed, N skipped`.
#
#   ./test.sh                                  all test projects
#   ./test.sh Ingestion.Tests Lineage.Tests    some of them
#   ./test.sh Sdk.Python                       the pytest suite of the Python SDK
#   ./test.sh --filter Quarantine              only tests whose full name contains the text
#   ./test.sh --no-install                     do not install Debian packages
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() { sed -n '2,8s/^# \{0,1\}//p' "$0"; }

projects=()
sdk=
filter=() filter_text=
install=yes
while [ $# -gt 0 ]; do
  case $1 in
    --filter) filter=(-method "*${2:?--filter needs a text}*") filter_text=$2; shift 2 ;;
    --no-install) install=no; shift ;;
    -h | --help) usage; exit 0 ;;
    -*) echo "test.sh: unknown option '$1'" >&2; usage >&2; exit 2 ;;
    Sdk.Python) sdk=yes; shift ;;
    *) [ -f "tests/$1/$1.csproj" ] || { echo "test.sh: there is no test project 'tests/$1'" >&2; exit 2; }
       projects+=("$1"); shift ;;
  esac
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
work=$(mktemp -d "${TMPDIR:-/tmp}/catalog-test.XXXXXX")
chmod 755 "$work"
. scripts/test-packages.sh
. scripts/test-python.sh
. scripts/test-postgres.sh
. scripts/test-report.sh
. scripts/test-sdk.sh

finish() {
  local running
  running=$(jobs -p)
  [ -z "$running" ] || kill $running 2>/dev/null || true
  wait
  stop_postgres
  # A suite that crashed leaves its servers behind; their data lie below its folder.
  pkill -KILL -f -- "$work/" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

[ "$install" = no ] || install_packages chromium postgresql redis-server librdkafka1 openjdk-17-jre-headless tzdata python3 python3-venv swift-proxy swift-account swift-container swift-object memcached docker-compose

make_python &
python_made=$!

if [ ${#projects[@]} -eq 0 ] && [ -z "$sdk" ]; then
  sdk=yes
  dotnet build Catalog.sln -v q -nologo </dev/null
  mapfile -t projects < <(cd tests && grep -l '<IsTestProject>true' */*.csproj | xargs -n 1 dirname | sort)
else
  for project in "${projects[@]}"; do dotnet build "tests/$project" -v q -nologo </dev/null; done
  [ -z "$sdk" ] || dotnet build src/Catalog.Web -v q -nologo </dev/null
fi

start_postgres "$work/postgres"
wait "$python_made"
use_python

# TMPDIR lies inside the folder that is removed at the end, so a crashed test leaves nothing behind.
# The end-to-end tests wait for processes a third of their time, so one more than there are cores runs at a time.
run_suite() {
  mkdir -p "$work/$1/tmp"
  local threads=()
  [ "$1" != EndToEnd.Tests ] || threads=(-maxThreads $(($(nproc) + 1)))
  TMPDIR="$work/$1/tmp" "artifacts/bin/$1/debug/$1" -xml "$work/$1/report.xml" -noColor -noLogo -longRunning 120 "${threads[@]}" "${filter[@]}" \
    </dev/null >"$work/$1/output.txt" 2>&1 && echo 0 >"$work/$1/exit" || echo $? >"$work/$1/exit"
  report_suite "$1"
}

# Two suites at a time; the ones that drive whole processes and a browser want the machine for themselves and run last.
alone=()
[ -z "$sdk" ] || run_sdk_suite "$filter_text" &
for project in "${projects[@]}"; do
  case $project in EndToEnd.Tests) alone+=("$project"); continue ;; esac
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || true; done
  run_suite "$project" &
done
wait
for project in "${alone[@]}"; do run_suite "$project" & wait; done

report_total "${projects[@]}" ${sdk:+"$sdk_suite"}
