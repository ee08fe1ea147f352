# shellcheck shell=bash
# Read by the scripts beside it. A back-up has a manifest: the checksums of the back-up and of the data protection certificate without
# which nobody can use it. The certificate itself is not a part of it: whoever has both can sign tokens.

fail() { echo "$*" >&2; exit 1; }

checksum() { sha256sum -- "$1" | cut -d ' ' -f 1; }

# write_manifest BACKUP [CERTIFICATE]
write_manifest() {
    {
        echo "backup $(checksum "$1")"
        if [ -n "${2:-}" ]; then echo "certificate $(checksum "$2")"; fi
    } > "$1.manifest"
}

# check_manifest BACKUP [CERTIFICATE]: that the back-up is whole, and the certificate the one that opens it.
check_manifest() {
    [ -f "$1" ] || fail "There is no back-up $1."
    [ -f "$1.manifest" ] || fail "There is no $1.manifest: the back-up is not known to be whole."
    local kind expected
    while read -r kind expected; do
        case "$kind" in
            backup) [ "$(checksum "$1")" = "$expected" ] || fail "$1 is not as it was written: its checksum differs." ;;
            certificate)
                [ -n "${2:-}" ] || fail "The keys in this back-up are encrypted: name the data protection certificate, too."
                [ "$(checksum "$2")" = "$expected" ] || fail "$2 is not the certificate that was in use when this was backed up." ;;
            *) fail "$1.manifest has a line that nobody knows: $kind" ;;
        esac
    done < "$1.manifest"
}
