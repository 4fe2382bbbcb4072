#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Package versions are ordered as their own tools order them: pairs that were
# made up are put before dpkg and rpm themselves. PATCHWACHT_PAIRS says how many
# dpkg is asked for, one process each (1000); rpm takes all of its 10,000 in one.
. "$(dirname "$0")/lib.sh"
for tool in dpkg rpm; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
plan 4
pairs=$builddir/tests/integration/pairs

dpkg_says() {
	while read -r a b _; do
		if dpkg --compare-versions "$a" lt "$b"; then
			echo "$a $b <"
		elif dpkg --compare-versions "$a" eq "$b"; then
			echo "$a $b ="
		else
			echo "$a $b >"
		fi
	done 2>/dev/null
}

"$pairs" dpkg "${PATCHWACHT_PAIRS:-1000}" 20260823 >"$tmp/ours"
dpkg_says <"$tmp/ours" >"$tmp/theirs"
is "$(wc -l <"$tmp/theirs")" "${PATCHWACHT_PAIRS:-1000}" "dpkg was asked"
is "$(diff "$tmp/ours" "$tmp/theirs" )" "" "and says what we say"

"$pairs" rpm 10000 20260824 >"$tmp/ours"
cat >"$tmp/ask.lua" <<'LUA'
local sign = { [-1] = "<", [0] = "=", [1] = ">" }
local out = io.open(to_path, "w")
for line in io.lines(from_path) do
	local a, b = line:match("^(%S+) (%S+) ")
	out:write(a, " ", b, " ", sign[rpm.vercmp(a, b)], "\n")
end
out:close()
LUA
rpm --eval "%{lua: from_path = '$tmp/ours'; to_path = '$tmp/theirs';
    dofile('$tmp/ask.lua')}" >"$tmp/out"
is "$(wc -l <"$tmp/theirs")" 10000 "rpm was asked"
is "$(diff "$tmp/ours" "$tmp/theirs" )" "" "and says what we say"
