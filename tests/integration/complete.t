#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Somebody types half a word and presses the tabulator.
. "$(dirname "$0")/lib.sh"
command -v bash >/dev/null || skip_all "no bash"
plan 19

# press WORD...: what is offered for the last of them, in one line
press() {
	# shellcheck disable=SC2016
	bash -c '. "$srcdir/dist/bash-completion/patchwacht"
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_patchwacht
		printf "%s " "${COMPREPLY[@]}"' press "$@" | sed 's/ *$//'
}

is "$(press patchwacht dev)" device "a verb"
like "$(press patchwacht '')" '*device*exception*report*' "all of them"
is "$(press patchwacht help excep)" exception "behind help"
is "$(press patchwacht device imp)" import "the verb of a verb"
is "$(press patchwacht --home "$tmp" device ret)" retire \
    "behind an option of every verb"
is "$(press patchwacht device list --ret)" --retired "an option"
is "$(press patchwacht inventory --js)" --json "of a verb that has no verbs"
is "$(press patchwacht deployment list --qu)" --quiet "one that every verb has"
: >"$tmp/devices.csv"
is "$(press patchwacht device import "$tmp/dev")" "$tmp/devices.csv" "a file"
is "$(press patchwacht device list --config "$tmp/dev")" "$tmp/devices.csv" \
    "a file behind an option"
is "$(press patchwacht attestation add --document "$tmp/dev")" \
    "$tmp/devices.csv" "the file that shows what is declared"
is "$(press patchwacht supplier ch)" check "verbs of a supplier"
is "$(press patchwacht action add --ow)" --owner "options that follow from a kind"
is "$(press patchwacht nosuchverb --x)" "" "nothing where there is nothing"
is "$(press patchwacht template co)" copy "verbs of templates"
is "$(press patchwacht template copy --for)" "--force --for-tenant" "their options"
is "$(press patchwacht import exce)" exceptions "a kind of record"
is "$(press patchwacht report quart)" quarterly "a kind of report"
is "$(press patchwacht report bun)" bundle "or what is done with one"
