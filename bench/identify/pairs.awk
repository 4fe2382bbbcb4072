# SPDX-License-Identifier: Apache-2.0
#
# The scheme file's ascending lists as neighbours, a pair a line: scheme, older,
# newer, with tabs between. Lists may run over several lines.
/^scheme "/ {
	split($0, part, "\"")
	scheme = part[2]
}
/ascending *= *\{/ {
	text = substr($0, index($0, "ascending"))
	while (text !~ /\}/ && (getline line) > 0)
		text = text " " line
	text = substr(text, 1, index(text, "}"))
	before = ""
	while (match(text, /'[^']*'/)) {
		version = substr(text, RSTART + 1, RLENGTH - 2)
		text = substr(text, RSTART + RLENGTH)
		if (before != "")
			printf "%s\t%s\t%s\n", scheme, before, version
		before = version
	}
}
