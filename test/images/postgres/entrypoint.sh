#!/bin/bash
set -euo pipefail

case "${1:-}" in
  -*) set -- postgres "$@" ;;
esac
[ "${1:-}" = postgres ] || exec "$@"

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# NAME, or the content of the file that NAME_FILE names, as secrets are handed over; else the default.
setting() {
  local name=$1 file_name=$1_FILE
  if [ -n "${!file_name:-}" ]; then
    [ -z "${!name:-}" ] || fail "Both $name and $file_name are set: which one is meant? Unset the other."
    cat "${!file_name}"
  else
    printf '%s' "${!name:-$2}"
  fi
}

# The server refuses to run as root: hand over to its own user, with what is mounted given to it.
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  find "$PGDATA" \! -user postgres -exec chown postgres:postgres {} +
  chmod 0700 "$PGDATA"
  exec env HOME=/var/lib/postgresql setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

[ ! -s "$PGDATA/PG_VERSION" ] || exec "$@"

user=$(setting POSTGRES_USER postgres)
password=$(setting POSTGRES_PASSWORD '')
database=$(setting POSTGRES_DB "$user")
method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}

if [ -z "$password" ] && [ "$method" != trust ]; then
  fail 'The database is new and has no superuser password.' \
    'Set POSTGRES_PASSWORD to a password, or POSTGRES_HOST_AUTH_METHOD=trust to let everybody in without one.'
fi

# A new database holds nothing yet that a crash could lose: no waiting for the disk while it is made.
initdb --no-sync --username="$user" --encoding=UTF8 --auth=trust ${POSTGRES_INITDB_ARGS:-} \
  ${password:+--pwfile=<(printf '%s\n' "$password")}
printf 'host all all all %s\n' "$method" >> "$PGDATA/pg_hba.conf"

shopt -s nullglob
scripts=(/docker-entrypoint-initdb.d/*)
if [ "$database" != postgres ] || [ ${#scripts[@]} -gt 0 ]; then
  # Reachable from inside alone until the database is complete: no client sees half of it.
  export PGUSER=$user PGDATABASE=$database
  export POSTGRES_USER=$user POSTGRES_DB=$database
  pg_ctl --wait --silent start -o "-c listen_addresses=''"
  [ "$database" = postgres ] || createdb --maintenance-db=postgres "$database"
  for script in "${scripts[@]}"; do
    echo "$0: running $script"
    case "$script" in
      *.sh) if [ -x "$script" ]; then "$script"; else . "$script"; fi ;;
      *.sql) psql -v ON_ERROR_STOP=1 --no-psqlrc -f "$script" ;;
      *.sql.gz) gunzip -c "$script" | psql -v ON_ERROR_STOP=1 --no-psqlrc ;;
      *) echo "$0: ignoring $script" ;;
    esac
  done
  pg_ctl --wait --silent --mode=fast stop
  unset PGUSER PGDATABASE
fi

exec "$@"
