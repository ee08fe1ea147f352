#!/usr/bin/env bash
# Backs up the provider's SQLite database, while the provider runs, as it was at one instant. (A copy by cp would miss what is still in
# the write-ahead log, or catch a page half written.)
#
#   backup-sqlite.sh DATABASE FOLDER [CERTIFICATE]
#
# DATABASE     the file, for example /var/lib/identityprovider/identityprovider.db
# FOLDER       where identityprovider-<time>.db and its manifest go
# CERTIFICATE  the data protection certificate in use (DataProtection:CertificatePath). Only its checksum is kept beside the back-up:
#              keep the certificate and its password somewhere else.
#
# Needs sqlite3, and the user that the provider runs as. Prints the name of the back-up.
set -euo pipefail
umask 077
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=deploy/backup/manifest.sh
. "$here/manifest.sh"

case $# in 2 | 3) ;; *) fail "Usage: $0 DATABASE FOLDER [CERTIFICATE]" ;; esac
database=$1 folder=$2 certificate=${3:-}
[ -f "$database" ] || fail "There is no database $database."
# Another user's log files beside the database would lock the provider out of it.
[ -O "$database" ] || fail "Run this as the owner of $database: $(stat -c %U "$database")."
[ -z "$certificate" ] || [ -r "$certificate" ] || fail "The certificate $certificate can't be read."

mkdir -p "$folder"
backup="$folder/identityprovider-$(date -u +%Y%m%dT%H%M%SZ).db"
[ ! -e "$backup" ] || fail "$backup is there already."
case "$backup" in *\'*) fail "The name $backup has a quotation mark." ;; esac
trap 'rm -f "$backup.part"' EXIT
sqlite3 -bail -cmd '.timeout 30000' "$database" "VACUUM INTO '$backup.part'"
state=$(sqlite3 -bail -readonly "$backup.part" 'PRAGMA integrity_check')
[ "$state" = ok ] || fail "The back-up is damaged: $state"
write_manifest "$backup.part" "$certificate"
mv "$backup.part.manifest" "$backup.manifest"
mv "$backup.part" "$backup"
echo "$backup"
