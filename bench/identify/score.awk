# SPDX-License-Identifier: Apache-2.0
#
# expected.tsv and the answers of `patchwacht identify --json`: percent that is
# equal, right in its parts, wrong, without a version; and how many. Right in
# its parts: each group of numbers of the expected version stands, whole, in the
# version or in that of a named component, or the other way round.

function clean(s) {
	s = tolower(s)
	gsub(/[ \t]+/, " ", s)
	gsub(/^ | $/, "", s)
	sub(/^v/, "", s)
	return s
}

function value(line, key,   at) {
	at = index(line, "\"" key "\": \"")
	if (at == 0)
		return ""
	line = substr(line, at + length(key) + 5)
	at = match(line, /[^\\]"/)
	return substr(line, 1, 1) == "\"" ? "" : substr(line, 1, at)
}

# All versions of a line, the product's first.
function versions(line,   all, v) {
	while ((v = value(line, "version")) != "") {
		all = all " | " clean(v)
		line = substr(line, index(line, "\"version\": \"") + 12)
	}
	return all
}

# Does part stand in whole, with no digit or ".digit" around it?
function stands(part, whole,   at, before, after) {
	while ((at = index(whole, part)) > 0) {
		before = at > 1 ? substr(whole, at - 1, 1) : ""
		after = substr(whole, at + length(part), 2)
		if (before !~ /[0-9.]/ && after !~ /^[0-9]|^\.[0-9]/)
			return 1
		whole = substr(whole, at + 1)
		if (whole ~ /^[0-9.]/)
			sub(/^[0-9.]+/, "", whole)
	}
	return 0
}

function all_stand(version, whole,   n) {
	while (match(version, /[0-9]+([-._][0-9]+)*[a-z]?[0-9]*/)) {
		if (!stands(substr(version, RSTART, RLENGTH), whole))
			return 0
		version = substr(version, RSTART + RLENGTH)
		n++
	}
	return n > 0
}

NR == FNR {
	if (FNR > 1 && $4 != "")
		want[$1] = clean($4)
	next
}

{
	name = value($0, "recording")
	sub(/.*\//, "", name)
	sub(/\.snmprec$/, "", name)
	if (!(name in want))
		next
	n++
	got = value($0, "confidence") == "profile" ? clean(value($0, "version")) : ""
	if (got == "")
		none++
	else if (got == want[name])
		equal++
	else if (all_stand(want[name], versions($0)) || all_stand(got, want[name]))
		parts++
	else
		wrong++
}

END {
	if (n == 0)
		exit 1
	printf "%.1f %.1f %.1f %.1f %d\n", 100 * equal / n, 100 * parts / n,
	    100 * wrong / n, 100 * none / n, n
}
