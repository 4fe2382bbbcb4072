#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# An evidence bundle in the hands of somebody who has nothing else: a folder and
# the same files inside of one PDF. What was done to it is named, each time:
# a byte, a file that is missing or was added, a manifest that was edited, a
# sample that was chosen, another report before it, a signature that is of
# something else. The same is found with sha256sum and openssl alone.
. "$(dirname "$0")/lib.sh"

for tool in jq openssl qpdf pdfdetach pdftotext; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
plan 105
tools=$srcdir/tests/report

# A report before this one, so that there is a hash of it.
echo 'the report before' >"$tmp/before.pdf"
before=$(sha256sum <"$tmp/before.pdf" | cut -d ' ' -f 1)
perl "$tools/evidence" --devices 60 --deployments 200 |
    sed 's/"reports":\[\]/"reports":[{"number":"PM-2026Q2","pdf_sha256":"'"$before"'"}]/' \
	>"$tmp/evidence.json"
make_bundle() { # NAME LANGUAGE [OPTIONS]
	name=$1
	language=$2
	shift 2
	patchwacht-report quarterly --from "$tmp/evidence.json" \
	    --language "$language" --output "$tmp/$name.report.pdf" \
	    --bundle "$tmp/$name.pdf" "$@"
}
verify() {
	patchwacht evidence verify "$@"
}

for language in nl en; do
	pass "$language: a bundle is made" make_bundle "b-$language" "$language"
	pass "$language: PDF/A-3a and PDF/UA-1 hold" \
	    perl "$tools/pdfcheck" --part 3 "$tmp/b-$language.pdf"
done
is "$(stat -c %a "$tmp/b-nl.pdf" "$tmp/b-nl" "$tmp/b-nl/manifest.json" |
    tr '\n' ' ')" "600 700 600 " "nobody else may read it"
pdftotext -layout "$tmp/b-nl.pdf" "$tmp/text"
like "$(cat "$tmp/text")" '*GEHEIM*' "it is classified as secret"
hash=$(sha256sum <"$tmp/b-nl/manifest.json" | cut -d ' ' -f 1)
like "$(tr -d ' \n' <"$tmp/text")" "*$hash*" "its pages say the manifest's hash"
pass "it verifies" verify "$tmp/b-nl"
like "$(cat "$tmp/out")" '*11 files*25 of the population*nothing was changed*' \
    "of all that can be looked at"
pass "as does the PDF" verify "$tmp/b-nl.pdf"
like "$(cat "$tmp/out")" '*not sealed; its own pages are held against nothing*' \
    "but for its pages, which is said"
echo 'nr,reference' >"$tmp/other.csv"
qpdf "$tmp/b-nl.pdf" --add-attachment "$tmp/other.csv" --key=a \
    --filename=readings.csv -- "$tmp/twice.pdf"
fails "unless two files in it have one name" verify "$tmp/twice.pdf"
like "$(cat "$tmp/out")" '*14 files in it, under 13 names*' "which is named"
pass "with the hash that was printed" verify "$tmp/b-nl" --manifest "$hash"
pass "and with the report before" verify "$tmp/b-nl" \
    --previous "$tmp/before.pdf"
make_bundle again nl >"$tmp/out" 2>&1
pass "another run gives the same data" cmp "$tmp/b-nl/readings.csv" \
    "$tmp/again/readings.csv"
fails "a bundle is not put over another" make_bundle b-nl nl
like "$(cat "$tmp/out")" '*b-nl.pdf: is there already; name another file*' \
    "and says why"
was=$(sha256sum <"$tmp/b-nl.pdf")
mv "$tmp/b-nl" "$tmp/aside"
fails "also where its folder was moved" make_bundle b-nl nl
is "$(sha256sum <"$tmp/b-nl.pdf")" "$was" "it stays as it was"
mv "$tmp/aside" "$tmp/b-nl"
mv "$tmp/b-nl.pdf" "$tmp/aside.pdf"
fails "nor into the folder of another" make_bundle b-nl nl
like "$(cat "$tmp/out")" '*b-nl: is not empty*' "which is said"
[ ! -e "$tmp/b-nl.pdf" ]
ok $? "and nothing is made"
mv "$tmp/aside.pdf" "$tmp/b-nl.pdf"

# A report is a bundle's end no more than a bundle is.
over() { # FILE
	patchwacht-report quarterly --from "$tmp/evidence.json" --language en \
	    --output "$1"
}
fails "a report is not put over a bundle's PDF" over "$tmp/b-nl.pdf"
like "$(cat "$tmp/out")" '*b-nl.pdf: is of an evidence bundle and stays*' \
    "which is said"
is "$(sha256sum <"$tmp/b-nl.pdf")" "$was" "the bundle is what it was"
fails "nor over a file that its manifest names" over "$tmp/b-nl/readings.csv"
echo draft >"$tmp/b-nl.draft.pdf"
pass "but over a file that is neither" over "$tmp/b-nl.draft.pdf"

# The same by programs of others, as its pages tell.
cd "$tmp/b-nl" || exit 1
pass "sha256sum finds the files" sha256sum --quiet -c SHA256SUMS
pass "the manifest names all that the report rests on" jq -e '.program and
    (.profiles[0].sha256 | length == 64) and (.frameworks_sha256 | length == 64)
    and (.previous.pdf_sha256 | length == 64) and (.chain | length > 64) and
    ([.files[] | select(.sha256 | length == 64) | .name] | contains(
	["evidence.json", "values.json", "template.nl.md", "words.nl",
	"policies.json", "chain.json", "b-nl.report.pdf"]))' manifest.json
is "$(openssl dgst -sha256 manifest.json | sed 's/.*= //')" "$hash" \
    "openssl finds the manifest"
seed=$(sed -n 's/.*"seed": "\([0-9a-f]*\)".*/\1/p' manifest.json)
while IFS= read -r line; do
	printf '%s\t%s\n' "$seed" "$line" | sha256sum | cut -d ' ' -f 1 |
	    tr '\n' ' '
	printf '%s\n' "$line"
done <population.tsv | sort | head -25 | cut -d ' ' -f 2- >"$tmp/drawn"
pass "sha256sum and sort draw the same sample" cmp "$tmp/drawn" sample.tsv
is "$(sha256sum <population.tsv | cut -d ' ' -f 1)" \
    "$(sed -n 's/.*"population_sha256": "\([0-9a-f]*\)".*/\1/p' manifest.json)" \
    "from the same population"
is "$(jq -r '.[]|select(.kind=="reading" and .raw=="")|.evidence' \
    readings.json)" "" "each reading says what the device did"
like "$(head -1 readings.csv)" 'nr,reference,device,evidence,at,side,*' \
    "readings are a table"
pass "with what was said before and after" \
    sh -c 'grep -q ",before,reading,1.3.6.1.2.1.1.1.0,Example Version 7.2.3," \
	readings.csv && grep -q ",after,reading,.*Version 7.2.6" readings.csv'
cd "$tmp" || exit 1

# What is no bundle, and what is no means to check one.
fails "a report is no bundle" verify b-nl.report.pdf
like "$(cat out)" '*b-nl.report.pdf: a report, not a bundle*' "which is said"
verify b-nl --manifest deadbeef >out 2>&1
is $? 2 "what is no SHA-256 is not understood"
like "$(cat out)" '*--manifest deadbeef: no SHA-256*' "nor told of as an edit"
openssl genpkey -algorithm RSA -out some.key 2>openssl.log
fails "a key certifies nobody" verify b-nl --ca some.key
like "$(cat out)" '*some.key: no certificates in it*' "which is said"
case $(cat out) in *'not right'* | *SHA256SUMS*) false ;; esac
ok $? "and nothing is held against it"

# What was done to it is named.
tampered() { # PATTERN NAME COMMAND: run in a copy of the bundle
	pattern=$1
	name=$2
	shift 2
	rm -rf "$tmp/copy"
	cp -r "$tmp/${original:-b-nl}" "$tmp/copy"
	(cd "$tmp/copy" && eval "$1")
	shift
	fails "$name" verify "$tmp/copy" "$@"
	like "$(cat "$tmp/out")" "*not right: $pattern*" "and it is named"
}
sums='sha256sum $(ls | grep -v SHA256SUMS) >SHA256SUMS'
tampered 'readings.csv: changed' "a byte" \
    'sed -i "s/7.2.6/7.2.7/" readings.csv'
tampered 'evidence.json: missing' "a file that is gone" 'rm evidence.json'
tampered 'extra.csv: added' "a file that came" 'echo x >extra.csv'
tampered 'sample.tsv: no plain file' "a link to another" \
    'mv sample.tsv ../elsewhere; ln -s ../elsewhere sample.tsv'
tampered 'manifest.json: edited' "a manifest that was edited" \
    'sed -i "s/patchwacht-report/x/; s/\"about\": \"The/\"about\": \"A/" manifest.json'
tampered 'manifest.json: edited; its SHA-256 is not' \
    "with its sums made anew" \
    'sed -i "s/\"about\": \"The/\"about\": \"A/" manifest.json; '"$sums" \
    --manifest "$hash"
tampered 'sample: not what the seed draws' "a sample that was chosen" \
    'tac sample.tsv >x; mv x sample.tsv'
tampered 'sample: drawn from another population' "a smaller population" \
    'sed -i 5d population.tsv'
tampered 'chain: the anchor is not' "another anchor" \
    'sed -i "s/trail-1 1 7/trail-1 1 8/" manifest.json'
tampered 'previous: not the report' "another hash of the report before" \
    'sed -i "s/'"$before"'/'"$hash"'/" manifest.json'
without() { # FILE: neither it nor a word of it
	printf 'jq "del(.files[] | select(.name == \\"%s\\"))" manifest.json >x
	    rm -f %s; mv x manifest.json; %s' "$1" "$1" "$sums"
}
tampered 'chain.json: not in the manifest*previous: */readings.csv is not' \
    "no chain that the report before stands in" "$(without chain.json)" \
    --previous "$tmp/b-nl/readings.csv"
tampered 'sample.tsv: not in the manifest' "no sample" "$(without sample.tsv)"
tampered 'SHA256SUMS: not those of the manifest' "sums of other files" \
    'sed -i "s/  values.json/  value.json/" SHA256SUMS'
tampered 'SHA256SUMS: not those of the manifest' "one sum more" \
    'sha256sum /dev/null >>SHA256SUMS'
tampered 'x?x0??x1??2K: added' "a name that rubs out its line" \
    ': >"$(printf "x\\r\\033[2K")"'
tampered 'chain.json: no plain file' "a pipe, which nobody writes" \
    'rm chain.json; mkfifo chain.json'
tampered 'previous: */readings.csv is not the report before' \
    "another report before" ':' --previous "$tmp/b-nl/readings.csv"

# A seal says whose it is.
run_ssl() {
	openssl "$@" >>"$tmp/openssl.log" 2>&1
}
for name in seal other; do
	run_ssl req -x509 -newkey rsa:2048 -nodes -days 30 \
	    -subj "/CN=Stichting $name" -keyout "$tmp/$name.key" \
	    -out "$tmp/$name.pem"
	chmod 600 "$tmp/$name.key"
	[ "$(id -u)" -ne 0 ] || chown nobody "$tmp/$name.key"
done
cat >"$PATCHWACHT_CONFIG" <<-END
	seal {
		certificate = "$tmp/seal.pem"
		key = "$tmp/seal.key"
		user = "nobody"
	}
END
make_bundle sealed nl --seal >"$tmp/out" 2>&1
ok $? "a bundle is sealed"
pass "PDF/A-3a and PDF/UA-1 hold of it" \
    perl "$tools/pdfcheck" --part 3 --sealed "$tmp/sealed.pdf"
original=sealed
pass "its signature is right" verify "$tmp/sealed" --ca "$tmp/seal.pem"
like "$(cat "$tmp/out")" '*signed by Stichting seal*' "and by whom"
fails "by nobody else" verify "$tmp/sealed" --ca "$tmp/other.pem"
pass "its PDF is sealed" verify "$tmp/sealed.pdf" --ca "$tmp/seal.pem"
like "$(cat "$tmp/out")" '*sealed to its end; pdfsig*' "to its end"
# An update behind the seal, as any editor of PDF writes one.
last=$(grep -a -A1 startxref "$tmp/sealed.pdf" | tail -n 1)
{
	cat "$tmp/sealed.pdf"
	printf 'trailer\n<< /Size 1 /Prev %s >>\nstartxref\n%s\n%%%%EOF\n' \
	    "$last" "$last"
} >"$tmp/more.pdf"
fails "what was added behind it is found" verify "$tmp/more.pdf"
like "$(cat "$tmp/out")" '*not right: *more.pdf: * bytes were added behind its seal*' \
    "and named"
pass "openssl says so, too" openssl cms -verify -binary -inform DER \
    -in "$tmp/sealed/manifest.json.p7s" -content "$tmp/sealed/manifest.json" \
    -CAfile "$tmp/seal.pem" -purpose any -out /dev/null
tampered 'manifest.json.p7s: wrong' "all made anew but the signature" \
    'sed -i "s/\"about\": \"The/\"about\": \"A/" manifest.json; '"$sums"

# Word for word as its pages tell it, in both languages.
by_the_page() { # LANGUAGE STEP: the commands of that step
	sed -n "s/^$2\. //p" "$srcdir/templates/bundle.$1.md" |
	    grep -o '`[^`]*`' | tr -d '\140'
}
for language in nl en; do
	make_bundle "say-$language" "$language" --seal >"$tmp/out" 2>&1
	mkdir "$tmp/hand-$language"
	cd "$tmp/hand-$language" || exit 1
	cp "$tmp/say-$language.pdf" bestand.pdf
	cp bestand.pdf file.pdf
	cp "$tmp/seal.pem" uitgever.pem
	cp uitgever.pem issuer.pem
	by_the_page "$language" 1 >step
	pass "$language: files come out as its pages tell" sh -e step
	cd "$(sed 's/^mkdir \([a-z]*\);.*/\1/' step)" || exit 1
	by_the_page "$language" 2 | head -1 >../step
	pass "$language: their sums are right" sh -e ../step
	by_the_page "$language" 3 >../step
	sh -e ../step >"$tmp/out" 2>&1
	hash=$(sed 's/.*= //' "$tmp/out")
	like "$(pdftotext ../file.pdf - | tr -d ' \n')" "*$hash*" \
	    "$language: the manifest's number is on its pages"
	by_the_page "$language" 4 >../step
	pass "$language: the seal holds" sh -e ../step
	like "$(cat "$tmp/out")" '*Stichting seal*' "$language: and says whose"
	pass "$language: which leaves the folder as it was" verify .
done

# Who audits says what the sample is drawn with.
pass "a sample by a seed that was given" \
    make_bundle own nl --sample-seed 'Auditdienst 7'
pass "holds" verify "$tmp/own"
cd "$tmp/own" || exit 1
while IFS= read -r line; do
	printf 'Auditdienst 7\t%s\n' "$line" | sha256sum | cut -d ' ' -f 1 |
	    tr '\n' ' '
	printf '%s\n' "$line"
done <population.tsv | sort | head -25 | cut -d ' ' -f 2- >"$tmp/drawn"
pass "and is what sha256sum and sort draw with it" cmp "$tmp/drawn" sample.tsv
fails "a seed that a shell may not repeat is none" \
    make_bundle odd nl --sample-seed 'a	b'
