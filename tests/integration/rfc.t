# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# The poller's engine and walks against agents that keep the letter of an RFC
# and against agents that do not: one agent for each thing that is known to go
# wrong out there. What is asked and heard is the work of tests/fleet/ask.

. "$(dirname "$0")/lib.sh"

. "$(dirname "$0")/asking.sh"
plan 49

awk 'BEGIN { for (i = 1; i <= 50020; i++) print "1.3.6.1.2.1.9.9." i "|2|1" }' \
    >"$tmp/endless.snmprec"
awk 'BEGIN { printf "1.3.6.1.2.1.1.1.0|4|"; for (i = 0; i < 6000; i++)
    printf "0123456789"; print "" }' >"$tmp/huge.snmprec"

{
	echo "127.1.0.1-127.1.0.38 recording box.snmprec"
	echo "[::1]+0-[::1]+3 recording box.snmprec"
	cat <<END
127.1.0.2 too-big 200
127.1.0.3 too-big 150
127.1.0.3 set $name 4 far too long to fit in any answer, for it is longer than an answer of this agent may ever be, and that is not a lot
127.1.0.4 bulk-max 5
127.1.0.5 gen-err $name
127.1.0.6 gen-err $name no-index
127.1.0.7 gen-err $c2 bulk
127.1.0.8 gen-err $c2.4
127.1.0.9 error 16 1.3.6
127.1.0.10 loop $c2.4
127.1.0.11 follow $c2.4 $c2.2
127.1.0.12 follow $c2.1 $c2.3
127.1.0.12 follow $c2.3 $c2.2
127.1.0.13 twice $c2
127.1.0.14 bulk-skips 30
127.1.0.15 overlong $c2.4
127.1.0.16 recording endless.snmprec
127.1.0.17 end-fills on
127.1.0.18 empty on
127.1.0.19 long-form on
127.1.0.20 negative on
127.1.0.21 raw $c1.4 0209010203040506070809
127.1.0.21 set $c1.5 68x 9f780441ac0000
127.1.0.21 raw $c1.6 8000
127.1.0.21 raw $c1.7 4703010203
127.1.0.22 malformed cut
127.1.0.23 malformed indefinite
127.1.0.24 malformed length
127.1.0.25 malformed list
127.1.0.26 malformed noise
127.1.0.27 source 127.1.9.9
127.1.0.28 wrong id
127.1.0.29 wrong community
127.1.0.30 wrong version
127.1.0.31 wrong pdu
127.1.0.32 duplicate on
127.1.0.33 id-bits 16
127.1.0.34 id-bits 15
127.1.0.35 delay 700
127.1.0.36 loss 150
127.1.0.37 v1-only on
127.1.0.38 recording huge.snmprec
END
} >"$tmp/scenario"
start_fleet

# RFC 1157, RFC 3584: SNMPv1.
ask 1 "$everything" -v 1
is "$(rows $c1) $(rows $c3) $(rows $c4)" '10 10 0' \
    'v1: columns are walked by GETNEXT, and have no Counter64'
ask 37 "$everything" -v 1
like "$(rows $c2) $(ended)" "10 $good" \
    'v1: an agent that knows nothing else is never asked by GETBULK'
ask 1 "get $descr 1.3.6.1.2.1.1.2.0 $name 1.3.6.1.2.1.1.99.0 $location" -v 1
is "$(value $descr) $(value $name) $(value $location)" 'Box box cellar' \
    'v1: noSuchName of one object does not hide the others'

# RFC 3416: exceptions stand for one binding.
ask 1 "get $descr 1.3.6.1.2.1.1.2.0 $name 1.9.9 $location"
like "$(value $descr) $(value $name) $(value $location) $(ended)" \
    "Box box cellar $good" 'v2c: a missing object does not hide the others'
ask 1 "$everything"
is "$(whole)" yes \
    'a table is heard as it is, side by side'
is "$(rows 1.3.6.1.2.1.10)" 0 'and nothing beyond it is kept'
ask 17 "walk $c4 1.3.6.1.2.1.10 1.3.6.1.2.1.11"
like "$(rows $c4) $(rows 1.3.6.1.2.1.10) $(ended)" "10 1 $good" \
    'endOfMibView to the last repetition ends a walk'

# tooBig
ask 2 "$everything"
like "$(rows $c1) $(rows $c2) $(rows $c3) $(rows $c4) $(ended)" \
    "10 10 10 10 $good" 'an answer that is cut short is continued'
ask 2 "get $descr $name $location $c2.1 $c2.2 $c2.3 $c2.4 $c2.5 $c2.6"
like "$(rows 1.3.6.1.2.1) $(ended)" '9 *dropped 0*varbinds [1-9]' \
    'tooBig: a GET is split until it fits, and that is remembered'
ask 3 "get $descr $name $location"
like "$(value $descr) $(value $location) $(ended)" 'Box cellar *dropped 1*' \
    'tooBig of a single binding: it is given up, the rest is heard'
repeated=
i=0
while [ $i -lt 130 ]; do
	repeated="$repeated\nget $descr"
	i=$((i + 1))
done
ask 2 "get $descr $name $location $c2.1 $c2.2 $c2.3 $c2.4 $c2.5 $c2.6$repeated"
less=$(sed -n 's/^# .*varbinds //p' "$tmp/heard" | head -1)
more=$(sed -n 's/^# .*varbinds //p' "$tmp/heard" | tail -1)
is "$more" $((less + 1)) 'after a hundred good answers, one more is asked for'
ask 4 "$everything"
like "$(rows $c1) $(rows $c2) $(ended)" "10 10 *dropped 0*" \
    'tooBig with an empty list is not the end of GETBULK'
[ "$(counted sent)" -lt 20 ]
ok $? "it is asked by GETBULK still ($(counted sent) questions)"

# genErr and others
ask 5 "get $descr $name $location"
like "$(value $descr) $(value $location) $(ended)" \
    'Box cellar *dropped 1*genErr*' 'genErr with its index: the rest is heard'
ask 6 "get $descr $name $location"
like "$(value $descr) $(value $location) $(ended)" \
    'Box cellar *dropped 1*genErr*' \
    'genErr without an index: it is looked for, the rest is heard'
ask 7 "$everything"
like "$(rows $c1) $(rows $c2) $(rows $c3) $(rows $c4) $(ended)" \
    '10 10 10 10 *dropped 0*' 'genErr to GETBULK only: GETNEXT is tried'
ask 8 "$everything"
like "$(rows $c1) $(rows $c2) $(rows $c3) $(rows $c4) $(ended)" \
    '10 3 10 10 *dropped 1*genErr*' \
    'genErr in the middle of a column: the others are whole'
ask 9 "$everything"
like "$(rows 1.3) $(ended)" '0 done *authorizationError*' \
    'authorizationError ends it, and is told'

# The guard of walks
ask 10 "$everything"
like "$(rows $c1) $(rows $c2) $(rows $c3) $(ended)" '10 4 10 done loops 1 *' \
    'a name that follows itself ends its column only'
ask 11 "$everything"
like "$(rows $c1) $(rows $c2) $(rows $c3) $(ended)" '10 4 10 done loops 1 *' \
    'so does one that goes back'
ask 12 "$everything"
like "$(rows $c1) $(rows $c2) $(rows $c3) $(ended)" '10 2 10 done loops 1 *' \
    'so do rows that are out of order'
ask 13 "$everything"
like "$(rows $c1) $(rows $c2) $(rows $c3) $(ended)" '10 1* 10 done *' \
    'rows that come twice are kept once'
ask 14 "walk $c1 $c2"
like "$(rows $c1) $(rows $c2) $(ended)" "10 10 $good" \
    'an agent that skips rows beyond many repetitions is not asked for so many'
ask 15 "$everything"
like "$(rows $c1) $(rows $c2) $(rows $c3) $(ended)" '10 4 10 done *' \
    'a name of more than 128 parts ends its column only'
ask 16 "walk 1.3.6.1.2.1.9.9"
like "$(rows 1.3.6.1.2.1.9.9) $(ended)" '50000 done *cut 1*' \
    'a column without an end is left after 50,000 rows'
ask 18 "get $descr $name\n$everything"
is "$(grep -c " done " "$tmp/heard")" 2 \
    'answers without an error and without bindings do not go on for ever'

# The reader of BER
ask 19 "$everything"
is "$(whole)" yes \
    'lengths and integers longer than need be are read'
ask 20 "$everything"
is "$(whole)" yes \
    'unsigned numbers that look negative are not'
ask 21 "$everything"
like "$(rows $c1) $(rows $c2) $(ended)" "7 10 $good" \
    'a value that cannot be read, or is none, costs one binding'
is "$(grep "^$c1.5|" "$tmp/heard")" "$c1.5|68x|9f780441ac0000" \
    'a float in an Opaque is kept'
for how in '22 cut' '23 indefinite' '24 length' '25 list' '26 noise'; do
	ask "${how% *}" "one $descr" -r 0
	like "$(ended) malformed $(counted malformed)" \
	    'unanswered*malformed [1-9]*' "not a message: ${how#* }"
done

# Which answer belongs to a question
ask 27 "one $descr" -r 0
like "$(ended)" 'unanswered*other' 'not from whom was asked: not believed'
ask 27 "one $descr" -r 0 -s
like "$(ended)" 'noError*' 'unless that is allowed'
for what in '28 id' '29 community' '30 version' '31 pdu'; do
	ask "${what% *}" "one $descr" -r 0
	like "$(ended)" 'unanswered*' "of another ${what#* }: not believed"
done
ask 32 "one $descr\none $name"
like "$(grep -c noError "$tmp/heard") $(counted late)" '2 [12]' \
    'an answer that comes twice is heard once'
for bits in '33 16' '34 15'; do
	ask "${bits% *}" "$everything"
	like "$(rows $c4) $(ended)" "10 $good" \
	    "an agent with ${bits#* } bits of an id is heard all the same"
done
ask 35 "one $descr"
like "$(ended) $(counted retried)" 'noError* [1-9]' \
    'an answer to the first attempt counts after the second was sent'
ask 36 "$everything" -r 5 -t 250
like "$(rows $c1) $(rows $c4) $(ended)" "10 10 $good" \
    'what is lost on the way is asked again'
ask 38 "get $descr"
is "$(value $descr | tr -d '\n' | wc -c) $(grep -c 'done loops 0 dropped 0' \
    "$tmp/heard")" '60000 1' 'an answer as long as a datagram can be is heard'
closed=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(
    LocalAddr => "127.0.0.1", Proto => "udp")->sockport')
ask "127.0.0.1:$closed" "one $descr" -r 0
like "$(ended)" 'unanswered*closed' 'a closed port is told by ICMP'
if grep -q '^0*1 ' /proc/net/if_inet6 2>/dev/null; then
	ask "[::1]:$port [::1]:$((port + 3))" "$everything"
	is "$(rows $c4)" 20 'IPv6'
else
	ok 0 'IPv6 # SKIP none here'
fi
