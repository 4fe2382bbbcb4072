# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# SNMPv3 as RFC 3412 and 3414 have it, and as agents do it: Reports that are
# signed, wrong or forged, clocks that jump, engines that change or are cloned.
# What is asked and heard is the work of tests/fleet/ask.

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/asking.sh"
plan 50

awk 'BEGIN { printf "1.3.6.1.2.1.1.1.0|4|"; for (i = 0; i < 6000; i++)
    printf "0123456789"; print "" }' >"$tmp/huge.snmprec"
cat >"$tmp/scenario" <<END
127.1.0.40-127.1.0.83 recording box.snmprec
127.1.0.40-127.1.0.83 user ann SHA-256 annspassword AES annsprivacy
127.1.0.40-127.1.0.80 user bob SHA-512 bobspassword
127.1.0.40-127.1.0.83 user eve
127.1.0.42 forge notInTimeWindows
127.1.0.43 forge unknownUserNames
127.1.0.44 forge wrongDigests
127.1.0.45 forge unknownEngineIDs
127.1.0.46 forge decryptionErrors
127.1.0.47 forge unsupportedSecLevels
127.1.0.50 wrong digest
127.1.0.51 wrong level
127.1.0.52 wrong user
127.1.0.53 wrong engine
127.1.0.54 wrong context
127.1.0.55 wrong id
127.1.0.56 uptime 9000
127.1.0.57 boots 5
127.1.0.58 wrong msg-id
127.1.0.59 wrong pdu
127.1.0.60-127.1.0.63 engine-id 80001f880461626364
127.1.0.61 boots 7
127.1.0.62 boots 70
127.1.0.63 uptime 70000
127.1.0.64 boots 2147483647
127.1.0.65 reports off
127.1.0.66 report notInTimeWindows
127.1.0.67 too-big 400
127.1.0.68 long-form on
127.1.0.69 loss 150
127.1.0.71 context cellar
127.1.0.72 uptime 5000
127.1.0.73 uptime 5000
127.1.0.74 malformed cut
127.1.0.75 duplicate on
127.1.0.76 source 127.1.9.9
127.1.0.78 delay 700
127.1.0.80 id-bits 16
127.1.0.81 msg-id-bits 15
127.1.0.82 id-bits 16
127.1.0.82 msg-id-bits 16
127.1.0.83 msg-id-bits 16
127.1.0.79 recording huge.snmprec
END
start_fleet

ann() { # HOSTS QUESTIONS [OPTION...]
	hosts=$1
	questions=$2
	shift 2
	ask "$hosts" "$questions" -v 3 -u ann -a SHA-256 -A annspassword \
	    -x AES -X annsprivacy "$@"
}

# Levels
ann 40 "$everything"
like "$(rows $c1) $(rows $c2) $(rows $c3) $(rows $c4) $(ended)" \
    "10 10 10 10 $good" 'signed and encrypted'
is "$(counted probes) $(counted reports)" '1 1' \
    'an engine is asked who it is once, and what time it has along with it'
ask 40 "$everything" -v 3 -u bob -a SHA-512 -A bobspassword
like "$(rows $c4) $(ended)" "10 $good" 'signed'
ask 40 "$everything" -v 3 -u eve
like "$(rows $c4) $(ended)" "10 $good" 'neither'

# Credentials that are wrong, by the Report that says so
ask 40 "one $descr" -v 3 -u cas -a SHA-256 -A annspassword
like "$(ended)" 'unanswered report unknownUserNames' 'a user who is not known'
ask 40 "one $descr" -v 3 -u ann -a SHA-256 -A annspasswords
like "$(ended)" 'unanswered report wrongDigests' 'another password'
ask 40 "one $descr" -v 3 -u ann -a SHA-1 -A annspassword
like "$(ended)" 'unanswered report wrongDigests' 'another digest'
ask 40 "one $descr" -v 3 -u bob -a SHA-512 -A bobspassword -x AES -X bobsprivacy
like "$(ended)" 'unanswered report unsupportedSecLevels' 'more than a user has'
ask 40 "one $descr" -v 3 -u ann -a SHA-256 -A annspassword
like "$(ended)" 'authorizationError*' 'less than a user must have'
ask 40 "one $descr" -v 3 -u ann -a SHA-256 -A annspassword -x AES -X no-privacy
like "$(ended)" 'unanswered report decryptionErrors*' 'another key of privacy'
ann 40 "one $descr" -n attic
like "$(ended)" 'unanswered report unknownContexts*' 'a context that is not there'
ann 71 "one $descr" -n cellar
like "$(ended)" 'noError*' 'one that is'
ask 40 "one $descr\none $descr\none $descr" -v 3 -u cas -a SHA-256 \
    -A annspassword
is "$(grep -c spared "$tmp/heard")" 2 \
    'who was refused does not ask again at once, so that no account is locked'

# Reports that anybody can send
for what in '42 notInTimeWindows' '43 unknownUserNames' '44 wrongDigests' \
    '45 unknownEngineIDs' '46 decryptionErrors' '47 unsupportedSecLevels'; do
	ann "${what% *}" "$everything\none $descr"
	like "$(rows $c4) $(ended)" '10 noError*' \
	    "a forged ${what#* } before each answer is not believed"
done
ann 66 "one $descr" -r 1
like "$(ended)" 'unanswered*' 'a clock is not set by what is not signed, for ever'

# Answers that are not from whom they say
for what in '50 digest' '51 level' '52 user' '53 engine' '54 context' \
    '55 id' '58 msg-id' '59 pdu'; do
	ann "${what% *}" "one $descr" -r 0
	like "$(ended)" 'unanswered*' "an answer with the wrong ${what#* }"
done

for what in '56 time' '57 boots'; do
	host=${what% *}
	ann "$host" "one $descr\nrun $control 127.1.0.$host wrong ${what#* }\n\
one $descr" -r 0
	like "$(ended)" 'unanswered*untimely' \
	    "an answer with the wrong ${what#* }, once that is known"
done

# Clocks and engines
ann 70 "one $descr\nrun $control 127.1.0.70 reboot\none $descr\none $name"
is "$(grep -c 'noError' "$tmp/heard") $(counted probes)" '3 1' \
    'after a reboot the clock is set by a signed Report, and nothing is lost'
ann 72 "one $descr\nrun $control 127.1.0.72 uptime 100\none $descr"
is "$(grep -c 'noError' "$tmp/heard")" 2 'a clock that was put back is followed'
ann 73 "one $descr\nrun $control 127.1.0.73 uptime 9000\none $descr"
is "$(grep -c 'noError' "$tmp/heard")" 2 'so is one that was put forward'
ann 64 "one $descr" -r 0
like "$(ended)" 'unanswered*' 'an engine that cannot count further is not heard'
ann 77 "one $descr\nrun $control 127.1.0.77 engine-id 80001f8804616263\n\
one $descr\none $descr"
is "$(grep -c 'noError' "$tmp/heard")" 3 'another engine ID is found out'
ann '60 61 62 63' "$everything\n$everything"
is "$(rows $c1) $(grep -c "done loops 0" "$tmp/heard")" '80 8' \
    'four devices with one engine ID and four clocks are all heard'
ann 65 "one $descr" -r 0
like "$(ended)" 'unanswered report none' \
    'an agent that does not say who it is is silent'

# The rest is as without
ann 67 "$everything"
like "$(rows $c1) $(rows $c4) $(ended)" "10 10 $good" \
    'an answer that is cut short is continued'
ann 68 "$everything"
like "$(rows $c1) $(rows $c4) $(ended)" "10 10 $good" \
    'lengths and integers longer than need be are read'
ann 69 "$everything" -r 6 -t 250
like "$(rows $c1) $(rows $c4) $(ended)" "10 10 $good" \
    'what is lost on the way is asked again'
ann 74 "one $descr" -r 0
like "$(ended)" 'unanswered*' 'what is cut off is not read'
ann 75 "$everything"
like "$(rows $c4) $(ended)" "10 $good" 'an answer that comes twice is heard once'
ann 76 "one $descr" -r 0
like "$(ended)" 'unanswered*other' 'not from whom was asked: not believed'
ann 76 "one $descr" -r 0 -s
like "$(ended)" 'noError*' 'unless that is allowed'
ann 78 "one $descr\none $name" -r 3
like "$(grep -c noError "$tmp/heard") $(counted retried)" '2 [1-9]*' \
    'an answer to the first attempt counts after the second was sent'
for what in '80 the request-id' '81 the msgID' '82 both'; do
	ann "${what%% *}" "$everything"
	like "$(rows $c4) $(ended)" "10 $good" \
	    "an agent that cuts ${what#* } short is heard all the same"
done
ask 83 "$everything" -v 3 -u eve
like "$(rows $c4) $(ended)" "10 $good" 'without a signature, too'
ann 79 "one $descr"
is "$(value $descr | tr -d '\n' | wc -c)" 60000 \
    'an answer as long as a datagram can be is heard'
