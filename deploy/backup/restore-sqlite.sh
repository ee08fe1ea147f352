#!/usr/bin/env bash
# Restores what backup-sqlite.sh wrote, whole or not at all. The provider must not run meanwhile.
#
#   restore-sqlite.sh BACKUP DATABASE [CERTIFICATE]
#
# DATABASE     the file to make; it must not be there, nor its log files
# CERTIFICATE  the data protection certificate that the provider will be given; checked to be the one that was in use
#
# Run it as the user that the provider runs as.
set -euo pipefail
umask 077
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=deploy/backup/manifest.sh
. "$here/manifest.sh"

case $# in 2 | 3) ;; *) fail "Usage: $0 BACKUP DATABASE [CERTIFICATE]" ;; esac
backup=$1 database=$2 certificate=${3:-}

check_manifest "$backup" "$certificate"
# SQLite would play the log of one database into another.
for file in "$database" "$database-wal" "$database-shm" "$database-journal"; do
    [ ! -e "$file" ] || fail "$file is there. Move it away, and keep it until you have seen that the restored one works."
done
mkdir -p "$(dirname "$database")"
trap 'rm -f "$database.part"' EXIT
cp -- "$backup" "$database.part"
sync -- "$database.part"
mv -- "$database.part" "$database"
echo "Restored $backup."
