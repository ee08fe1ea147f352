#!/usr/bin/env bash
# Backs up the provider's PostgreSQL database, while the provider runs, as it was at one instant.
#
#   backup-postgresql.sh FOLDER [CERTIFICATE]
#
# FOLDER       where identityprovider-<time>.dump and its manifest go
# CERTIFICATE  the data protection certificate in use (DataProtection:CertificatePath). Only its checksum is kept beside the back-up:
#              keep the certificate and its password somewhere else.
#
# Which database: PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSFILE, as for every program of PostgreSQL. Where these programs are in a
# container, PG_RUN says how to call them: PG_RUN="docker compose exec -T postgres".
# Prints the name of the back-up.
set -euo pipefail
umask 077
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=deploy/backup/manifest.sh
. "$here/manifest.sh"

case $# in 1 | 2) ;; *) fail "Usage: $0 FOLDER [CERTIFICATE]" ;; esac
folder=$1 certificate=${2:-}
[ -z "$certificate" ] || [ -r "$certificate" ] || fail "The certificate $certificate can't be read."
read -ra run <<< "${PG_RUN:-}"

mkdir -p "$folder"
backup="$folder/identityprovider-$(date -u +%Y%m%dT%H%M%SZ).dump"
[ ! -e "$backup" ] || fail "$backup is there already."
trap 'rm -f "$backup.part"' EXIT
"${run[@]}" pg_dump --format=custom --no-owner --no-privileges > "$backup.part"
# What can't be listed can't be restored.
"${run[@]}" pg_restore --list < "$backup.part" > /dev/null
write_manifest "$backup.part" "$certificate"
mv "$backup.part.manifest" "$backup.manifest"
mv "$backup.part" "$backup"
echo "$backup"
