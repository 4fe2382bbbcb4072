# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154,SC2034
#
# Keys that seal and an authority that stamps the time, for the scripts beside
# it: source it after lib.sh.
#
#	make_ca                         $tmp/seal/ca.pem
#	make_key NAME EXTENSION NEWKEY...     $tmp/seal/NAME.pem and NAME.key
#	authority [MODE]                at $own_ports, see tests/report/tsa
#	configure_seal NAME [MORE]      $stamping is MORE of that authority

ca=$tmp/seal
stamping="tsa = \"http://127.0.0.1:$own_ports/\"
		tsa_ca_file = \"$ca/ca.pem\""
tsa=

run_ssl() {
	openssl "$@" >>"$tmp/openssl.log" 2>&1
}

make_ca() {
	mkdir "$ca"
	chmod 755 "$ca"
	run_ssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=Test CA' \
	    -keyout "$ca/ca.key" -out "$ca/ca.pem" \
	    -addext basicConstraints=critical,CA:true
}

make_key() { # NAME EXTENSION NEWKEY...
	name=$1
	extension=$2
	shift 2
	run_ssl req -new -nodes -subj "/O=De Ruimte/CN=Stichting $name" \
	    -keyout "$ca/$name.key" -out "$ca/$name.csr" "$@"
	echo "$extension" >"$ca/$name.ext"
	run_ssl x509 -req -in "$ca/$name.csr" -CA "$ca/ca.pem" \
	    -CAkey "$ca/ca.key" -CAcreateserial -days 20 \
	    -extfile "$ca/$name.ext" -out "$ca/$name.crt"
	cat "$ca/$name.crt" "$ca/ca.pem" >"$ca/$name.pem"
	chmod 600 "$ca/$name.key"
	[ "$(id -u)" -ne 0 ] || chown nobody "$ca/$name.key"
}

configure_seal() { # CERTIFICATE [MORE]
	cat >"$PATCHWACHT_CONFIG" <<-END
	seal {
		certificate = "$ca/$1.pem"
		key = "$ca/$1.key"
		user = "nobody"
		${2-}
	}
	END
}

make_stamp_key() {
	make_key stamp extendedKeyUsage=critical,timeStamping -newkey rsa:2048
	chmod 644 "$ca/stamp.key"
	echo 01 >"$ca/serial"
	cat >"$ca/tsa.conf" <<-END
	[ tsa ]
	default_tsa = one
	[ one ]
	serial = $ca/serial
	crypto_device = builtin
	signer_cert = $ca/stamp.crt
	certs = $ca/ca.pem
	signer_key = $ca/stamp.key
	signer_digest = sha256
	default_policy = 1.2.3.4.1
	digests = sha256
	accuracy = secs:1
	ess_cert_id_chain = no
	ess_cert_id_alg = sha256
	END
}

authority() { # [MODE]
	if [ -n "$tsa" ]; then
		kill "$tsa"
	else
		make_stamp_key
		# shellcheck disable=SC2016
		at_exit 'kill $tsa'
	fi
	perl "$srcdir/tests/report/tsa" "$own_ports" "$ca/tsa.conf" "$@" \
	    >"$tmp/tsa.log" 2>&1 &
	tsa=$!
	wait_for 5 perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(
	    PeerAddr => "127.0.0.1:'"$own_ports"'")'
}
