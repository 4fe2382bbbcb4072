#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A school chooses the norms that its report gives evidence for, adds the one
# that it looked up itself, and leaves out the one that its board said does not
# apply. Each of these is a change of the register, and the report prints it; a
# norm that nothing measures stays in the matrix and says why.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all "no jq"
plan 53

start_db
patchwacht init --name 'Stichting Zonneveld' --kind school --language nl \
    --mail beheer@zonneveld.example >/dev/null 2>&1
period=$(this_quarter)
try() { # ARGS; sets $out, $rc
	rc=0
	out=$(patchwacht "$@" 2>&1) || rc=$?
}
said() { # RC PATTERN NAME
	if [ "$rc" != "$1" ]; then
		is "$rc" "$1" "$3"
	else
		like "$out" "$2" "$3"
	fi
}
used() {
	patchwacht framework list --json |
	    jq -r '[.[]|select(.used)|.framework]|join(" ")'
}
values() { # JQ
	rm -f "$tmp/r.pdf" "$tmp/e.json" # what was issued is never replaced
	patchwacht report quarterly --period "$period" --output "$tmp/r.pdf" \
	    --evidence "$tmp/e.json" --values "$tmp/v.json" \
	    >"$tmp/made" 2>&1 || cat "$tmp/made"
	ask "$1"
}
ask() { # JQ
	jq -r "$1" "$tmp/v.json"
}

is "$(used)" 'ibp iso27001' "a school has those of its kind"
is "$(values '[.frameworks[].name]|join(" ")')" 'ibp iso27001' \
    "and so has its report"
is "$(ask '.controls[]|select(.control=="SM.03")|.standing+" "+.missing')" \
    'none out_of_reach' "what nothing measures is not assessed, and why"
is "$(ask '[.frameworks[0].controls[]|select(.control=="SM.03")|.outcome,
    .missing]|join(" ")')" 'not_assessed out_of_reach' "in the matrix, too"
is "$(ask '.controls[]|select(.control=="SM.13")|.standing')" supporting \
    "what the program would certify itself only supports"
is "$(ask '[.frameworks[0]|.shown,.hidden,.total]|@csv')" '44,5,94' \
    "the catalogue says how much of the norm it has"

# Choosing.
try framework use cbw
said 2 '*say why: --reason*' "a choice has a reason"
try framework use cbx --reason x
said 1 '*there is no framework "cbx"; did you mean "cbw"?*framework list*' "of what there is"
try framework use cbw --reason 'aangewezen in 2026'
said 0 '*Framework cbw: in reports*' "the Cbw is chosen, never assumed"
try framework hide iso27001 --reason 'andere keuze'
said 0 '*iso27001: not in reports*' "another is left out"
try framework hide iso27001 --reason 'nog eens'
said 0 '*(as it was)*' "once"
is "$(used)" 'cbw ibp' "that is how it stands"
is "$(values '[.frameworks[].title_nl]|join("; ")')" \
    'Cbw art. 21, alleen indien van toepassing; Normenkader IBP funderend onderwijs' \
    "and the report follows"
is "$(ask '.interventions[]|select(.kind=="framework_changed")|.count')" 2 \
    "and counts that as what moves it"
is "$(ask '.interventions[]|select(.kind=="framework_changed")|.functions')" \
    'it_staff process_owner' "by the functions of who did it"
like "$(ask '.interventions[]|select(.kind=="framework_changed")|.reason')" \
    '*aangewezen in 2026*andere keuze' "with the reasons"
is "$(ask '[.instrument_changes[]|.kind+" "+.subject]|join(", ")')" \
    'used cbw, hidden iso27001' "and lists it at the measuring instrument"
like "$(patchwacht audit list framework/cbw --csv)" \
    '*framework.use*aangewezen in 2026*' "it is a change of the register"
is "$(ask '[.controls[].control]|index("IM.04")')" null \
    "what is not established is hidden"
try framework use ibp --unverified --reason 'titels nagezocht'
said 0 '*with what is not established*' "unless asked for"
is "$(values '.controls[]|select(.control=="IM.04")|.tag')" unverified \
    "and is marked then"
try framework use ibp --reason 'toch niet'

# Controls of one's own.
cat >"$tmp/bad.csv" <<-'X'
	id;title_nl;title_en;required;supporting;source
	CH.01;Wijzigingen;Changes;M-PAT-99;;site
	;Leeg;;M-PAT-13;;site
X
try framework import "$tmp/bad.csv" --framework ibp
said 1 "*bad.csv:2:*required: \"M-PAT-99\" is not an id*bad.csv:3:*id*nothing was imported*" \
    "each fault is told by its line"
cat >"$tmp/own.csv" <<-'X'
	id;title_nl;title_en;required;supporting;source
	CH.01;Wijzigingsbeheer;Change management;M-PAT-11 M-PAT-13;M-PAT-12;site 3-11-2026
	IM.04;Problemmanagement;;;"M-PAT-07, M-INC-01";site 3-11-2026
X
try framework import "$tmp/own.csv" --framework ibp --dry-run
said 0 '*controls to import: 2; nothing was changed*' "a trial does nothing"
is "$(patchwacht framework export | wc -l)" 1 "so nothing is there"
try framework import "$tmp/own.csv" --framework ibp
said 0 '*controls imported: 2*' "all of it, or nothing"
try framework import "$tmp/own.csv" --framework ibp
said 0 '*as they were: 2*' "a second time changes nothing"
is "$(values '[.controls[]|select(.own)|.control+" "+.tag+" "+.required+
    "/"+.supporting]|join("; ")')" \
    'IM.04 own /M-PAT-07, M-INC-01; CH.01 own M-PAT-11, M-PAT-13/M-PAT-12' \
    "the report has them, and marks them as ours"
patchwacht framework export >"$tmp/back.csv"
try framework import "$tmp/back.csv"
said 0 '*as they were: 2*' "what is exported is what is imported"
printf 'framework,id,title_nl,required\nhuisregels,ICT-7,Binnen de termijn,M-PAT-01\n' |
    patchwacht framework import - --quiet >/dev/null
is "$(used)" 'cbw ibp' "a catalogue of one's own is not in reports at once"
try framework use huisregels --reason 'handboek ICT'
said 0 '*huisregels: in reports*' "and is chosen as any other"
is "$(values '.frameworks[-1]|.name+" "+.controls[0].control')" \
    'huisregels ICT-7' "and is in the report"
try framework remove ibp CH.01 --reason 'titel was onjuist'
said 0 '*Control removed: ibp CH.01*' "one is taken away again"
try framework remove ibp CH.01 --reason 'nog eens'
said 1 '*no control "CH.01" was added*' "once"

# What does not apply.
try framework exclude ibp SM.99 --reason x --decided 2026-01-15
said 1 '*framework ibp has no control "SM.99"*' "only of what there is"
try framework exclude ibp SM.12 --reason 'antivirus bij de leverancier' \
    --decided 2099-01-01
said 2 '*yet to come*' "and was decided before"
try framework exclude ibp SM.12 --reason 'antivirus bij de leverancier' \
    --decided 2026-01-15
said 1 '*' "the process owner does not say that a norm does not apply"
echo besluit >"$tmp/besluit.txt"
try framework exclude ibp SM.12 --reason 'antivirus bij de leverancier' \
    --decided 2026-01-15 --document "$tmp/besluit.txt"
said 0 '*ibp SM.12: does not apply, as the board decided*' \
    "but enters the document by which the board did"
is "$(values '.not_applicable[]|[.control,.reason,.decided_by,.decided,
    .sha256]|join("|")')" \
    "SM.12|antivirus bij de leverancier|board|2026-01-15|$(sha256sum \
	<"$tmp/besluit.txt" | cut -c1-64)" "the report prints whose word it is"
is "$(ask '.frameworks[]|select(.name=="ibp")|.controls[]|
    select(.control=="SM.12")|.outcome+" "+.provenance')" \
    'not_applicable declared' "in the matrix as declared"
is "$(ask '.interventions[]|select(.kind=="not_applicable")|.count')" 1 \
    "and counts it as what moves the report"
pdftotext -layout "$tmp/r.pdf" - >"$tmp/text" 2>/dev/null
like "$(tr -s ' \n' ' ' <"$tmp/text")" \
    '*Niet van toepassing verklaard*SM.12*bestuur*' "on paper"
is "$(grep -ciE 'compliant|gecertificeerd|volwassenheidsniveau [0-9X]' \
    "$tmp/text")" 0 "never in words that nobody may use"
try framework include ibp SM.12 --reason 'toch wel' --decided 2026-02-01 \
    --document "$tmp/besluit.txt"
said 0 '*applies, as the board decided*' "it applies again"
is "$(values '.not_applicable|length')" 0 "and is as it was"

# Thresholds are the organisation's own.
printf 'name = "eigen"\nthresholds = "M-NET-99 90 60"\n' >"$tmp/policy.conf"
try policy set "$tmp/policy.conf" --reason x
said 1 '*policy.conf:2: thresholds: M-NET-99 is not an id*' \
    "a threshold is of a measurement there is"
printf 'name = "eigen"\nthresholds = "M-NET-01 90 60"\n' >"$tmp/policy.conf"
patchwacht policy set "$tmp/policy.conf" --reason 'eerste jaar' --quiet
like "$(patchwacht policy show)" '*thresholds*M-NET-01 90 60*' \
    "one of a measurement goes before those for all"
is "$(values '.measurements[]|select(.measurement=="M-NET-01")|
    [.within,.partly]|@csv')" '90,60' "the report goes by it, and prints it"
is "$(ask '[.instrument_changes[]|select(.kind=="policy")|.reason]|@csv')" \
    '"eerste jaar"' "and lists it at the measuring instrument"
is "$(patchwacht export policies | patchwacht import policies - 2>&1 |
    grep -c 'as they were: 2')" 1 "it goes out and comes back"

# A frozen report is what it was, whatever is chosen later.
cp "$tmp/e.json" "$tmp/then.json"
patchwacht report quarterly --from "$tmp/then.json" --output "$tmp/a.pdf" \
    >/dev/null 2>&1
patchwacht framework hide ibp --reason 'proef' --quiet
patchwacht report quarterly --from "$tmp/then.json" --output "$tmp/b.pdf" \
    >/dev/null 2>&1
pass "of the same evidence come the same bytes" cmp "$tmp/a.pdf" "$tmp/b.pdf"

# Files.
try framework check "$srcdir"/templates/frameworks/*.framework
said 0 '*ibp.framework: no faults; 49 controls, of which 5 hidden*' \
    "shipped catalogues hold"
printf 'framework "x" {\n title_nl="a"\n title_en="a"\n edition="1"\n source="s"\n control "C" {\n  title_nl="a"\n  title_en="a"\n  verified="V1"\n }\n}\n' \
    >"$tmp/x.framework"
try framework check "$tmp/x.framework"
said 1 "*x.framework:6: control 'C' has no measurements, and no reason*" \
    "and a fault is told by its line"
like "$(patchwacht framework show nen7510-2017)" '*12.6.1*M-PAT-01*' \
    "each edition can be looked at"
