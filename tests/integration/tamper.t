# SPDX-License-Identifier: Apache-2.0
#
# An auditor has a copy of a journal's folder, an anchor that was printed a
# while ago, and no database. What was changed, deleted or cut is named; what was
# left alone is whole. The secret key stays with its owner.
. "$(dirname "$0")/lib.sh"
plan 18

journal=$home/journal/listen
copy=$tmp/copy
mkdir -p "$journal"
write() { # COUNT
	"$builddir/tests/integration/write_journal" "$journal" "$1"
}

take_copy() {
	rm -rf "$copy"
	mkdir "$copy"
	cp "$journal"/*.seg "$journal"/keys "$copy"
}

verify() {
	patchwacht journal verify --folder "$copy" --anchor "$tmp/anchor" "$@"
}

write 100
patchwacht journal anchor >"$tmp/line"
is "$(cut -d' ' -f1-2,4-5 "$tmp/line")" "patchwacht-anchor-1 listen 2 100" \
    "an anchor is a line, with the last checkpoint and its record"
{ echo 'On Monday we wrote:'; sed 's/^/> /' "$tmp/line"; } >"$tmp/anchor"
write 50
is "$(stat -c %a "$journal/key")" 600 "the key is its owner's"
pass "the journal is whole" patchwacht journal verify
take_copy
pass "a copy is, with the anchor out of a quoted mail" verify
like "$(verify --json)" '*"records": 150,*"anchors": 1, "faults": 0,*' \
    "which was found in it"
is "$(patchwacht journal list --folder "$copy" --json |
    grep -c '"state": "open"')" 1 "it has one segment"
is "$(patchwacht journal dump --folder "$copy" --from 7 --to 9 |
    grep -c '"seq": [789],.*"kind": "message"')" 3 "three records of it"
fails "a journal that is not there" patchwacht journal dump nowhere

segment=$copy/0000000000000001.seg
offset_of() { # RECORD
	patchwacht journal dump --folder "$copy" --from "$1" --to "$1" |
	    sed 's/.*"offset": \([0-9]*\).*/\1/'
}
at=$(offset_of 42)
printf X | dd of="$segment" bs=1 seek=$((at + 40)) conv=notrunc 2>/dev/null
fails "a changed byte is a fault" verify
like "$(verify --json 2>&1)" \
    '*"kind": "changed",*"first": 42, "last": 42, "why": "record 42 was ch*' \
    "and the record is named"

take_copy
truncate -s "$(offset_of 120)" "$segment"
pass "of a cut behind the anchor the copy tells nothing" verify
patchwacht journal anchor >>"$tmp/anchor"
like "$(verify --json 2>&1)" \
    '*"kind": "cut",*"first": 120, "last": 150, *' "a later anchor does"

take_copy
rm "$copy/keys"
like "$(verify --json 2>&1)" '*"there is no list of keys*' \
    "without keys nothing counts"

# All of it replaced by another: the anchor is of a journal that is not here.
rm -rf "$journal"
mkdir "$journal"
write 150
take_copy
pass "another journal is whole" patchwacht journal verify
fails "but it is not the one of the anchor" verify
like "$(verify 2>&1 >/dev/null)" '*which is not here*' "and that is said"
fails "no folder is no success" patchwacht journal verify --folder "$tmp/none"
echo 'patchwacht-anchor-1 listen' >"$tmp/torn"
like "$(patchwacht journal verify --anchor "$tmp/torn" 2>&1)" \
    "*$tmp/torn:1: not a whole anchor*" "nor is half an anchor"
