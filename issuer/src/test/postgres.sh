#!/bin/sh
# Starts a PostgreSQL of its own for the tests, on a loopback port, or stops it: postgres.sh start|stop FOLDER PORT
# Installs Debian's package where there is none. Runs as the user postgres, as PostgreSQL refuses root.
set -eu
act=$1
folder=$2
port=$3
bin() {
  ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1
}
as_postgres() {
  if [ "$(id -u)" = 0 ]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}
if [ "$act" = stop ]; then
  if [ -f "$folder/data/postmaster.pid" ]; then
    as_postgres "$(bin)/pg_ctl" -D "$folder/data" -m fast stop
  fi
  exit 0
fi
if [ -z "$(bin)" ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
fi
rm -rf "$folder"
mkdir -p "$folder"
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
fi
as_postgres "$(bin)/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-instructions >/dev/null
as_postgres "$(bin)/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
  -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='' -c max_connections=200" start
