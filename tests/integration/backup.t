#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A backup is worth what can be restored from it. The database is copied while
# it runs, changed, lost, and put back: it is as it was at the copy, with the
# restore named in the chain of changes. A copy with a changed byte is refused.
. "$(dirname "$0")/lib.sh"

owner() {
	sql "$1" -U patchwacht_owner
}

plan 16
pass "a database" start_db
owner "INSERT INTO tenant VALUES(1,'Before','school','nl','UTC',now())"
pass "is copied while it runs" patchwacht-db backup "$tmp/copy"
is "$(stat -c '%a %U' "$tmp/copy")" "700 $(id -un)" \
    "the copy is closed, and of who made it"
fails "a copy is not written over" patchwacht-db backup "$tmp/copy"
owner "UPDATE tenant SET name='After'"
fails "a running database is not replaced" \
    patchwacht-db restore "$tmp/copy"
is "$(owner 'SELECT name FROM tenant')" After "and goes on"

patchwacht-db stop --quiet
cp -a "$tmp/copy" "$tmp/bad"
file=$(find "$tmp/bad/base" -type f -size +8k | head -n 1)
printf x | dd of="$file" bs=1 seek=4000 conv=notrunc 2>/dev/null
fails "a copy with a changed byte is refused" \
    patchwacht-db restore "$tmp/bad" --no-sync
pass "what was there still starts" patchwacht-db start --no-sync
is "$(owner 'SELECT name FROM tenant')" After "unchanged"
patchwacht-db stop --quiet

pass "a good copy is put back" \
    patchwacht-db restore "$tmp/copy" --no-sync
is "$(owner 'SELECT name FROM tenant')" Before "as it was at the copy"
is "$(owner 'SELECT action, actor FROM change')" \
    'database.restore|patchwacht_owner' "the chain names the restore"
is "$(find "$home/db" -maxdepth 1 -name '*.before-*' | wc -l)" 1 \
    "what it replaced is kept"
pass "all is well" patchwacht-db verify
rm -rf "$home/db"/*.before-*
patchwacht-db stop --quiet
rm -rf "$home/db"/[1-9]*
pass "a copy comes back where nothing is left" \
    patchwacht-db restore "$tmp/copy" --no-sync
is "$(owner 'SELECT name FROM tenant')" Before "all of it"
