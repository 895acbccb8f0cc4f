#!/usr/bin/env bash
# Measures one thing against a bare engine or a peer in the same run. The last line is `ratio=<number>`.
#
#   ./bench.sh ingest               a topic of Kafka through contract check, log, Redis and Parquet, against a consumer that does nothing else; delay at half load
#   ./bench.sh ingest-file          rows/s of a file through contract check, log and both stores, against reading the same file
#   ./bench.sh lookup               embedded online lookups, against the same bytes in memory
#   ./bench.sh serving              lookups through every door on Redis and the embedded store, against redis-benchmark reading the same rows
#   ./bench.sh training             point-in-time join, against DuckDB's ASOF join of the same files
#   ./bench.sh training-memory      time and memory of a very long and a very wide training set, each in a process of its own, against DuckDB's ASOF join
#   ./bench.sh windowed-training    count and sums over windows, against the best of three formulations in DuckDB's SQL
#   ./bench.sh kernel               the aggregation kernel alone, against running sums of doubles in a plain loop
#   ./bench.sh start                first page of a built product with the samples, against a bare ASP.NET Core application
#   ./bench.sh <name> --quick       a smaller one that ends within a minute
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[ $# -gt 0 ] && [ "$1" != --help ] || { sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 2; }
MSBUILDDISABLENODEREUSE=1 dotnet build bench/Catalog.Benchmarks -c Release -v q -nologo </dev/null >&2
exec dotnet artifacts/bin/Catalog.Benchmarks/release/Catalog.Benchmarks.dll "$@"
