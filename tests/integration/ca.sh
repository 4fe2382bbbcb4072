# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154
#
# A certification authority for the scripts beside it, in $tmp/ca: source it
# after lib.sh.
#
#	ca_init
#	ca_issue sw1 '/CN=sw1' [SAN] [END]     $tmp/ca/sw1.pem and sw1.key
#	ca_revoke sw1; ca_list                 $tmp/ca/crl.pem

ca_init() {
	mkdir -p "$tmp/ca" && chmod 755 "$tmp/ca"
	: >"$tmp/ca/index"
	echo 1000 >"$tmp/ca/serial"
	echo 01 >"$tmp/ca/crlnumber"
	cat >"$tmp/ca/conf" <<-EOF
	[ca]
	default_ca = our
	[our]
	database = $tmp/ca/index
	serial = $tmp/ca/serial
	crlnumber = $tmp/ca/crlnumber
	new_certs_dir = $tmp/ca
	certificate = $tmp/ca/ca.pem
	private_key = $tmp/ca/ca.key
	default_md = sha256
	default_days = 365
	default_crl_days = 30
	unique_subject = no
	policy = any
	copy_extensions = copy
	[any]
	commonName = supplied
	EOF
	ca_self ca /CN=Authority
}

# A certificate that its own key has signed.
ca_self() { # NAME SUBJECT
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -days 365 -subj "$2" -keyout "$tmp/ca/$1.key" \
	    -out "$tmp/ca/$1.pem" 2>/dev/null
	chmod 644 "$tmp/ca/$1.pem"
}

ca_issue() { # NAME SUBJECT [SAN] [END, as YYMMDDHHMMSSZ]
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -subj "$2" ${3:+-addext "subjectAltName=$3"} \
	    -keyout "$tmp/ca/$1.key" -out "$tmp/ca/$1.csr" 2>/dev/null
	openssl ca -batch -notext -config "$tmp/ca/conf" \
	    -startdate 200101000000Z ${4:+-enddate "$4"} \
	    -in "$tmp/ca/$1.csr" -out "$tmp/ca/$1.pem" 2>"$tmp/ca/log" ||
	    cat "$tmp/ca/log" >&2
	chmod 644 "$tmp/ca/$1.pem"
}

ca_revoke() { # NAME
	openssl ca -config "$tmp/ca/conf" -revoke "$tmp/ca/$1.pem" 2>/dev/null
}

ca_list() {
	openssl ca -config "$tmp/ca/conf" -gencrl -out "$tmp/ca/crl.new" \
	    2>/dev/null
	chmod 644 "$tmp/ca/crl.new"
	mv "$tmp/ca/crl.new" "$tmp/ca/crl.pem"
}
