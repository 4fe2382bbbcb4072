# Broadcast and cable.

profile "alpineoe" {
	vendor   = 'Alpine OE'
	product  = TDCM
	class    = transport
	match    { sysobjectid = {enterprises.52326} }
	version  { oid = enterprises.52326.2.1.1.1.4 }
	scheme   = {dotted}
	test     { recording = 'alpineoe.snmprec' version = 'V1.1.0' }
}

profile "bktel" {
	vendor   = BKtel
	product  = OA
	class    = transport
	match    { sysobjectid = {enterprises.7501.1} }
	version  { oid = enterprises.7501.1.1.1.16.1.3.49 instance = yes }
	test     { recording = 'bktel.snmprec' version = 'NECE-D' }
}

profile "ecreso" {
	priority = 60
	vendor   = WorldCast
	product  = 'Ecreso FM'
	class    = broadcast
	match    { oid = enterprises.6404.3.1.2.9.1.6.0 }
	version  { oid = enterprises.6404.3.1.2.9.1.6.0 }
	test     { recording = 'ecreso.snmprec' version = '0180' }
}

profile "deva-db7001" {
	vendor   = Deva
	product  = DB7001
	class    = broadcast
	match    { sysobjectid = {enterprises.35833.37} }
	version  { oid = enterprises.35833.37.1.1.0 }
	test     { recording = 'deva-db7001.snmprec' version = '1.6.2100 2023/03/19' }
}

profile "arris-dsr" {
	vendor   = Arris
	product  = DSR
	class    = broadcast
	match    { sysobjectid = {enterprises.1166.1.621} }
	version  { oid = enterprises.1166.1.621.9.2.3.0 }
	test     { recording = 'arris-dsr.snmprec' version = '000280' }
}

profile "terra-sdi" {
	vendor   = Terra
	product  = 'sdi, sti'
	class    = broadcast
	match    { sysobjectid = {enterprises.30631.1} }
	version  { oid = enterprises.30631.1.8.4.1.0 }
	version  { oid = enterprises.30631.1.17.4.1.0 }
	version  { oid = enterprises.30631.1.18.4.1.0 }
	scheme   = {dotted}
	test     { recording = 'terra-sdi.snmprec' version = '1.40' }
}

profile "televes" {
	vendor   = Televes
	product  = TRedess
	class    = broadcast
	match    { sysobjectid = {enterprises.23180.2} }
	version  { oid = enterprises.23180.2.1.1.2.1.6.3.0 }
	patchlevel { oid = enterprises.23180.2.1.1.2.1.6.4.0 }
	complete = '${version} (${patchlevel})'
	test     { recording = 'televes.snmprec' version = '02.V01' }
}

profile "protelevision" {
	vendor   = ProTelevision
	product  = T1
	class    = broadcast
	match    { sysobjectid = {enterprises.18086.8} }
	version  { oid = enterprises.18086.3080.1.3.0 }
	test     { recording = 'protelevision.snmprec' version = 'SWPTTDVBTT2_P3_1_01_111 build 1431109711' }
}

profile "profline-sfd" {
	vendor   = Profline
	product  = SFD
	class    = broadcast
	match    { sysobjectid = {enterprises.21222.1} }
	version  { oid = enterprises.21222.1.4.1.1.3.1.3 }
	test     { recording = 'profline-sfd.snmprec' version = 'V044' }
}

profile "rs-sx800" {
	vendor   = 'Rohde & Schwarz'
	product  = Sx800
	class    = broadcast
	match    { sysobjectid = {enterprises.2566.127} }
	version  { oid = enterprises.2566.127.1.2.167.1.1.1.4.0 }
	scheme   = {dotted}
	test     { recording = 'rs-sx800.snmprec' version = '1.45.1' }
}

profile "vigintos" {
	vendor   = Vigintos
	product  = 'Host Controller'
	class    = broadcast
	match    { sysobjectid = {enterprises.27993.5} }
	version  { oid = enterprises.27993.5.2.0 }
	test     { recording = 'vigintos.snmprec' version = 'Host Controller MD2020-111/11' }
}

profile "volius" {
	vendor   = Volius
	product  = VS
	class    = broadcast
	match    { sysobjectid = {enterprises.34652} }
	version  { oid = enterprises.34652.2.10.3.0 }
	test     { recording = 'volius.snmprec' version = '3100' }
}

profile "wisi-tangram" {
	vendor   = Wisi
	product  = Tangram
	class    = broadcast
	match    { sysobjectid = {enterprises.7465} }
	version  { oid = enterprises.7465.20.2.9.1.2.1.3.1.4.7 instance = yes }
	scheme   = {dotted}
	test     { recording = 'wisi-tangram.snmprec' version = '3.1.2' }
}

profile "tait-tb" {
	vendor   = Tait
	product  = TB9300
	class    = broadcast
	match    { sysobjectid = {enterprises.3570.2.2} }
	version  { oid = enterprises.3570.2.2.2.1.2.2.1.1.4.0 }
	version  { oid = sysDescr.0 regex = 'Version: (\S+)' }
	test     { recording = 'tait-tb.snmprec' version = 'dmr-3.04.00.0011' }
}

profile "cxr-ts" {
	vendor   = CXR
	product  = TS
	class    = transport
	match    { sysobjectid = {enterprises.1425.1040} }
	version  { oid = enterprises.1425.1040.1.2.0 }
	test     { recording = 'cxr-ts.snmprec' version = 'Rev 2.40a' }
}

profile "xkl-dxmos" {
	vendor   = XKL
	product  = DXMOS
	class    = transport
	match    { sysobjectid = {enterprises.21150.3} }
	version  { oid = sysDescr.0 regex = '(?s)LLC\s+(.+?)"?$' }
	test     { recording = 'xkl-dxmos.snmprec' version = '4.9.0-53fbd61dd911 Feb 1 2025' }
}

profile "kylone" {
	priority = 60
	vendor   = TBS
	product  = Kylone
	class    = broadcast
	match    { oid = enterprises.51009.1.2 instance = yes }
	version  { oid = enterprises.51009.1.2 instance = yes }
	test     { recording = 'kylone.snmprec' version = 'v2.9.1' }
}
