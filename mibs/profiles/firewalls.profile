# Firewalls of other makers.

profile "sophos-firewall" {
	priority = 60
	vendor   = Sophos
	product  = SFOS
	class    = firewall
	match    { sysobjectid = {enterprises.2604.5} }
	match    { oid = enterprises.2604.5.1.1.3.0 }
	version  { oid = enterprises.2604.5.1.1.3.0 }
	hardware { oid = enterprises.2604.5.1.1.2.0 }
	serial   { oid = enterprises.2604.5.1.1.4.0 }
	scheme   = {sophos}
	test     { recording = 'sophos-xgs.snmprec' version = 'SFOS 19.5.3 MR-3-Build652' serial = X11111AAAAAAA11 }
}

profile "sonicwall" {
	vendor   = SonicWall
	product  = SonicOS
	class    = firewall
	match    { sysobjectid = {enterprises.8741} }
	version  { oid = enterprises.8741.2.1.1.3.0 }
	hardware { oid = enterprises.8741.2.1.1.1.0 }
	serial   { oid = enterprises.8741.2.1.1.2.0 }
	scheme   = {sonic}
	test     { recording = 'sonicwall-tz.snmprec' version = 'SonicOS 7.0.1-5145' }
}

profile "checkpoint-gaia" {
	priority = 60
	vendor   = 'Check Point'
	product  = Gaia
	class    = firewall
	match    { sysobjectid = {enterprises.2620} }
	match    { oid = enterprises.2620.1.6.4.1.0 }
	version  { oid = enterprises.2620.1.6.4.1.0 }
	version  { oid = enterprises.2620.1.6.5.1.0 }
	hardware { oid = enterprises.2620.1.6.16.7.0 }
	serial   { oid = enterprises.2620.1.6.16.3.0 }
	component { name = kernel kind = kernel oid = sysDescr.0 regex = '^Linux \S+ (\S+)' }
	scheme   = {gaia}
	granularity = release
	test     { recording = 'checkpoint.snmprec' version = 'R81.10' }
}

profile "stormshield" {
	vendor   = Stormshield
	product  = SNS
	class    = firewall
	match    { sysobjectid = {enterprises.11256.1} }
	version  { oid = enterprises.11256.1.0.2.0 }
	version  { oid = enterprises.11256.1.18.2.0 }
	hardware { oid = enterprises.11256.1.0.1.0 }
	serial   { oid = enterprises.11256.1.0.3.0 }
	scheme   = {dotted}
	test     { recording = 'stormshield.snmprec' version = '4.3.22' }
}

profile "forcepoint" {
	vendor   = Forcepoint
	product  = NGFW
	class    = firewall
	match    { sysobjectid = {enterprises.1369.5.2, enterprises.47565} }
	version  { oid = enterprises.1369.5.2.1.1.0 regex = '(\d+(?:\.\d+)+)$' }
	version  { oid = enterprises.47565.1.1.1.1.0 regex = '(\d+(?:\.\d+)+)$' }
	scheme   = {dotted}
	test     { recording = 'forcepoint.snmprec' version = '6.10.8.26200' }
}

profile "opnsense" {
	priority = 60
	vendor   = Deciso
	product  = OPNsense
	class    = firewall
	match    { sysdescr = '^OPNsense ' }
	match    { sysobjectid = {enterprises.8072.3.2.8} oid = enterprises.8072.1.3.2.3.1.2.7.118.101.114.115.105.111.110 value = 'OPNsense' }
	version  { oid = enterprises.8072.1.3.2.3.1.2.7.118.101.114.115.105.111.110 regex = '(\d+[\d._]+) \(' }
	version  { oid = sysDescr.0 regex = '^OPNsense \S+ (\d+\.\d+\S*)' }
	test     { recording = 'opnsense.snmprec' version = '22.7.9-a5575d7bd' }
}

profile "vyos" {
	vendor   = VyOS
	product  = VyOS
	class    = router
	match    { sysdescr = '\bVyOS \d' }
	version  { oid = sysDescr.0 regex = 'VyOS (\S+)' }
	test     { recording = 'vyos.snmprec' version = '1.3.3' }
}
