#!/usr/bin/env bash
# Restores what backup-postgresql.sh wrote, into an empty database, whole or not at all. No provider may run on it meanwhile.
#
#   restore-postgresql.sh BACKUP [CERTIFICATE]
#
# CERTIFICATE  the data protection certificate that the provider will be given; checked to be the one that was in use.
#
# Which database, and PG_RUN: as for backup-postgresql.sh.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=deploy/backup/manifest.sh
. "$here/manifest.sh"

case $# in 1 | 2) ;; *) fail "Usage: $0 BACKUP [CERTIFICATE]" ;; esac
backup=$1 certificate=${2:-}
read -ra run <<< "${PG_RUN:-}"
ask() { "${run[@]}" psql --no-psqlrc --tuples-only --no-align --command "$1" < /dev/null; }

check_manifest "$backup" "$certificate"
tables=$(ask "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
[ "$tables" = 0 ] || fail "The database is not empty ($tables tables). Restore into a new one, and keep the old until you have seen that it works."
# pg_restore wants to be told the database, even where the environment names it.
"${run[@]}" pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --dbname="$(ask 'SELECT current_database()')" < "$backup"
echo "Restored $backup."
