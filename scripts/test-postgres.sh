# Sourced by test.sh: a PostgreSQL server of its own, reached over a Unix socket, gone when the tests end.

postgres_data=
postgres_bin=
postgres_as=()

start_postgres() {
  local newest home=$1
  [ -z "${CATALOG_TEST_POSTGRES:-}" ] || return 0
  newest=$(compgen -G '/usr/lib/postgresql/*/bin/postgres' | sort -V | tail -n 1) || newest=$(command -v postgres) || return 0
  postgres_bin=$(dirname "$newest")
  mkdir -p "$home"
  # PostgreSQL refuses to run as root.
  if [ "$(id -u)" -eq 0 ]; then
    local user=nobody
    ! id postgres >/dev/null 2>&1 || user=postgres
    chown "$user" "$home"
    postgres_as=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups env HOME="$home")
  fi

  "${postgres_as[@]}" "$postgres_bin/initdb" -D "$home/data" -U catalog -A trust -E UTF8 --no-locale --no-sync >"$work/postgres.txt" 2>&1 &&
    "${postgres_as[@]}" "$postgres_bin/pg_ctl" -D "$home/data" -l "$home/log.txt" -w -t 60 \
      -o "-c listen_addresses='' -c unix_socket_directories='$home' -c fsync=off -c max_connections=100" start >>"$work/postgres.txt" 2>&1 ||
    { echo "PostgreSQL does not start; its tests skip:"; tail -n 5 "$work/postgres.txt"; return 0; }
  postgres_data=$home/data
  export CATALOG_TEST_POSTGRES="Host=$home;Username=catalog;Database=postgres"
}

stop_postgres() {
  [ -z "$postgres_data" ] || "${postgres_as[@]}" "$postgres_bin/pg_ctl" -D "$postgres_data" -m immediate -w stop >/dev/null 2>&1 || true
}
