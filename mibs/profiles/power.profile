# Power supplies and distribution of other makers.

profile "eaton-ups" {
	vendor   = Eaton
	product  = 'UPS (MGE)'
	class    = ups
	match    { sysobjectid = {enterprises.705.1} }
	version  { oid = enterprises.705.1.1.4.0 }
	hardware { oid = enterprises.705.1.1.2.0 }
	hardware { oid = sysDescr.0 }
	serial   { oid = enterprises.705.1.1.7.0 }
	component { name = card oid = upsIdentAgentSoftwareVersion.0 }
	reboot   = never
	test     { recording = 'eaton-5px.snmprec' version = '02.08.0010' serial = G111A11111 }
}

profile "eaton-powerware" {
	vendor   = Eaton
	product  = 'UPS (XUPS)'
	class    = ups
	match    { sysobjectid = {enterprises.534.1, enterprises.534.2, enterprises.534.10} }
	version  { oid = enterprises.534.1.1.3.0 }
	hardware { oid = enterprises.534.1.1.2.0 }
	component { name = card oid = upsIdentAgentSoftwareVersion.0 }
	reboot   = never
	test     { recording = 'eaton-powerware.snmprec' version = 'FW:01.20.6205' }
}

profile "eaton-pdu" {
	vendor   = Eaton
	product  = ePDU
	class    = pdu
	match    { sysobjectid = {enterprises.534.6.6} }
	version  { oid = enterprises.534.6.6.7.1.2.1.5.0 }
	version  { oid = enterprises.534.6.6.6.1.1.3.0 }
	version  { oid = enterprises.534.6.6.6.1.1.1.0 regex = '^(\d+(?:\.\d+)+)$' }
	hardware { oid = enterprises.534.6.6.7.1.2.1.3.0 }
	serial   { oid = enterprises.534.6.6.7.1.2.1.4.0 }
	scheme   = {dotted}
	test     { recording = 'eaton-pdu.snmprec' version = '05.02.0041' }
}

profile "cyberpower" {
	vendor   = CyberPower
	product  = 'UPS or PDU'
	class    = ups
	match    { sysobjectid = {enterprises.3808} }
	version  { oid = enterprises.3808.1.1.1.1.2.1.0 }
	version  { oid = enterprises.3808.1.1.3.1.3.0 }
	hardware { oid = enterprises.3808.1.1.1.1.1.1.0 }
	serial   { oid = enterprises.3808.1.1.1.1.2.3.0 }
	test     { recording = 'cyberpower.snmprec' version = 'BF01711-4' }
}

profile "raritan-pdu" {
	vendor   = Raritan
	product  = PX
	class    = pdu
	match    { sysobjectid = {enterprises.13742.6} }
	version  { oid = enterprises.13742.6.3.2.3.1.6.1.1 }
	version  { oid = sysDescr.0 regex = 'FW:(\d+(?:\.\d+)+(?:-\d+)?)' }
	hardware { oid = sysDescr.0 regex = 'MD:(\S+)' }
	serial   { oid = enterprises.13742.6.3.2.1.1.4 }
	test     { recording = 'raritan-px3.snmprec' version = '4.0.10.5-50071' }
}

profile "rittal-cmc" {
	vendor   = Rittal
	product  = 'CMC, LCP'
	class    = sensor
	match    { sysobjectid = {enterprises.2606} sysdescr = 'SW V' }
	version  { oid = sysDescr.0 regex = 'SW V(\S+)' }
	serial   { oid = sysDescr.0 regex = 'SN (\S+)' }
	test     { recording = 'rittal-cmc3.snmprec' version = '3.17.30_5' }
}
