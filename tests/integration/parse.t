# SPDX-License-Identifier: Apache-2.0
#
# `patchwacht parse-syslog --json`: a message a line in, an object a line out,
# whatever stands in it; and `journal verify`, which finds what was changed.
. "$(dirname "$0")/lib.sh"
plan 19

parse() {
	patchwacht parse-syslog --json
}

out=$(printf '<34>1 2003-10-11T22:14:15.003+02:00 h su 7 ID47 [a@1 b="c"] x' |
    parse)
like "$out" '*"pri": 34, *"facility": 4, "severity": 2, *' "the priority"
like "$out" '*"time": "2003-10-11T22:14:15.003000+02:00"*' \
    "the time, in the zone that it claims"
like "$out" '*"host": "h"*"app": "su", "procid": "7", "msgid": "ID47"*' \
    "the header's fields"
like "$out" '*"sd": {"a@1": {"b": "c"}}, "message": "x"}' "and the rest"
like "$(echo 'no header at all' | parse)" \
    '*"pri": 13, "pri_source": "default",*"time": null,*"message": "no *' \
    "what is not said is null, or comes from the standard"
like "$(printf '<14>a\000b\377\033[0m\n' | parse)" \
    '*"message": "a??x00b??xff??x1b?0m"}' "hostile bytes become visible"
is "$(head -c 200000 /dev/urandom | tr '\n' ' ' | fold -b -w 97 | parse |
    grep -c '^{.*}$')" "$(head -c 200000 /dev/zero | tr '\0' x |
    fold -b -w 97 | grep -c x)" "noise gives an object a line"
patchwacht parse-syslog --colour </dev/null >/dev/null 2>&1
is $? 2 "an unknown option is a wrong use"

is "$(patchwacht journal verify --json | tr -d '\n ')" \
    '{"journals":[],"faults":[]}' "no journal is no fault"
mkdir -p "$home/journal/listen"
"$builddir/tests/integration/write_journal" "$home/journal/listen" 100
pass "a journal holds" patchwacht journal verify
like "$(patchwacht journal verify --json)" '*"records": 100,*"faults": 0,*' \
    "and says what is in it"
printf 'X' | dd of="$home/journal/listen/0000000000000001.seg" bs=1 seek=1000 \
    conv=notrunc 2>/dev/null
fails "one changed byte is found" patchwacht journal verify

# The rules that make events of lines, and a site's own that are faulty.
pass "the shipped rules pass their tests" \
    patchwacht events check --quiet "$srcdir/mibs/events.rules"
like "$(patchwacht events list --json)" '*"event": "cisco-restart"*' \
    "and are listed"
cat >"$tmp/own.rules" <<'EOF'
event "cisco-restart" {
	class = boot
	words = { "-RESTART:" }
	match = { '-RESTART: ' }
	source = "our own"
	test { message = "<189>5: %SYS-5-RESTART: x" }
}
EOF
pass "one of the same title takes the place of another" \
    patchwacht events check --quiet "$tmp/own.rules"
sed 's/x" }/x" class = crash }/' "$tmp/own.rules" >"$tmp/wrong.rules"
out=$(patchwacht events check "$tmp/wrong.rules" 2>&1)
is $? 1 "a test that does not hold is a failure"
like "$out" "*$tmp/wrong.rules:6: event cisco-restart: *class is boot*" \
    "told with its place"
sed "s/'-RESTART: '/'('/" "$tmp/own.rules" >"$tmp/wrong.rules"
like "$(patchwacht events check "$tmp/wrong.rules" 2>&1)" \
    "*$tmp/wrong.rules:4: event cisco-restart: match 1, byte *" \
    "so is a pattern that is none"
sed '/test/d' "$tmp/own.rules" >"$tmp/wrong.rules"
fails "a rule without a test is not enough" \
    patchwacht events check "$tmp/wrong.rules"
