#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# spin visits what can happen to a deployment, in every order, with the table of
# lib/model/transition.c as it is compiled into the daemon. After each step the
# rules are checked: nothing is confirmed without E4, a contradiction always
# leaves confirmed, met_deadline never changes after the first confirmation,
# overdue is a matter of deadline, fix and exception only. At the end each state
# that was seen could be left, and each row of the table was taken.
#
# MODEL=full visits every state, each kept whole, so that none is taken for
# another, in a minute or two: both halves together are all that the table can do,
# and no row of it is left out of both. Otherwise a state is one bit of half a
# million (-DBITSTATE), and some hundred thousand are visited.
#
# The world of the model forgets what decides nothing any more. That this is so is
# tried first: random lives in it and in one that forgets nothing come out alike.
. "$(dirname "$0")/../integration/lib.sh"
command -v spin >/dev/null || skip_all "spin is not installed"
plan 7

case ${MODEL-} in
full)
	store="-DCOLLAPSE -DMEMLIM=3000"
	limits="-m1000000 -w22"
	lives=1000000
	;;
*)
	store="-DBITSTATE"
	limits="-m20000 -w19"
	lives=20000
	;;
esac

# compile KIND [SOURCE...]: ./pan in a folder of its own
compile() {
	kind=$1
	shift
	mkdir -p "$tmp/$kind"
	cd "$tmp/$kind" || return
	spin -a -D"$kind" "$srcdir/tests/model/deployment.pml" >/dev/null || return
	# shellcheck disable=SC2086
	${CC:-cc} -O2 -w -DSAFETY -DNOREDUCE $store -D_GNU_SOURCE \
	    -include "$builddir/config.h" -I"$srcdir" -o pan pan.c \
	    "$srcdir/tests/model/world.c" "$@" "$builddir/libshared.a"
}

# visit KIND: no rule may be broken
visit() {
	compile "$@" || return
	# shellcheck disable=SC2086
	./pan $limits -n >said 2>&1
	cat said
	grep -q 'errors: 0$' said && ! grep -qE '^broken|Search not completed' said
}

said_of_each() { # PATTERN
	cat "$tmp/PEOPLE/said" "$tmp/DEVICE/said" | grep -E "$1"
}

pass "what the model forgets decides nothing" \
    "$builddir/tests/model/lives" $lives
pass "windows, claims, exceptions: no rule is broken" visit PEOPLE
pass "readings, boots, claims: no rule is broken" visit DEVICE
diag "$(said_of_each 'states, stored')"
is "$(said_of_each 'can be left' | sort -u | wc -l)" 13 \
    "each state is reached and can be left"
rows=$(said_of_each '^row' | cut -d' ' -f2 | sort -u | wc -l)
[ "$rows" -gt 0 ]
ok $? "the table has rows"
is "$(said_of_each 'was taken' | sort -u | wc -l)" "$rows" "each of them is taken"

# A table without the row that undoes what was confirmed must be found out.
sed '/^\t{ { ACTIVE | S(ALREADY_MET), "rolled_back"/,/is_contradicted }/d' \
    "$srcdir/lib/model/transition.c" >"$tmp/broken.c"
compile DEVICE "$tmp/broken.c"
# shellcheck disable=SC2086
./pan $limits -n >said 2>&1
like "$(cat said)" '*broken: a contradiction always leaves confirmed*' \
    "a table that lacks the way back is found out"
