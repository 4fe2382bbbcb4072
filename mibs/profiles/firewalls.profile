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
	scheme   = {sonic, exact}
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

# Two images; the first named is the one that runs.
profile "watchguard-fireware" {
	vendor   = WatchGuard
	product  = Fireware
	class    = firewall
	match    { sysobjectid = {enterprises.3097.1} }
	version  { oid = enterprises.3097.6.3.1.0 regex = '(?:^|<sysa:)v?(\d+(?:\.\d+)+)' }
	hardware { oid = sysDescr.0 }
	scheme   = {dotted}
	test     { recording = 'watchguard-t40.snmprec' version = '12.9.2' model = 'WatchGuard T40' }
	test     { recording = 'watchguard-m370.snmprec' version = '12.5.9' }
}

profile "barracuda-cloudgen" {
	priority = 60
	vendor   = Barracuda
	product  = 'CloudGen Firewall'
	class    = firewall
	match    { sysobjectid = {enterprises.10704} }
	match    { oid = enterprises.10704.1.2 value = '^GWAY-' }
	version  { oid = enterprises.10704.1.2 regex = '^(?:GWAY-)?(\d+\.\d+\.\d+(?:-\d+)?)' }
	scheme   = {dashed}
	test     { recording = 'barracuda-cloudgen.snmprec' version = '8.3.1-086' }
}

profile "ivanti-connect-secure" {
	priority = 60
	vendor   = Ivanti
	product  = 'Connect Secure (Pulse)'
	class    = firewall
	match    { sysobjectid = {enterprises.12532} }
	match    { sysdescr = '(?:Pulse|Ivanti) Connect Secure,' }
	version  { oid = sysDescr.0 regex = 'Connect Secure,[^,]+,(\d[0-9R.]+)' }
	version  { oid = enterprises.12532.7.0 regex = '^(\d+\.\d+R\d+(?:\.\d+)*)' }
	hardware { oid = sysDescr.0 regex = 'Connect Secure,([^,]+),' }
	hardware { oid = enterprises.12532.6.0 }
	scheme   = {ivanti}
	test     { recording = 'ivanti-connect-secure.snmprec' version = '9.1R15' model = 'PSA-3000' }
	test     { recording = 'pulse-connect-secure.snmprec' version = '9.1R11.4' }
}

# The release and its patch level are two objects.
profile "genua" {
	vendor   = genua
	product  = 'genugate, genuscreen'
	class    = firewall
	match    { sysobjectid = {enterprises.3717} }
	version  { oid = enterprises.3717.2.3.3.0 }
	patchlevel { oid = enterprises.3717.2.3.4.0 }
	complete = '${version} PL ${patchlevel}'
	hardware { oid = enterprises.3717.2.3.5.0 }
	serial   { oid = enterprises.3717.2.3.6.0 }
	scheme   = {genua}
	granularity = patch
	test     { recording = 'genua.snmprec' version = '7.2 PL 3' serial = A11111 }
}

profile "sonicwall-sma" {
	priority = 60
	vendor   = SonicWall
	product  = 'SMA, SRA'
	class    = firewall
	match    { sysdescr = '(?i)SonicWALL (?:S[RM]A|SSL-VPN)\b' }
	version  { oid = sysDescr.0 regex = '\(\s*(?:[A-Za-z][A-Za-z -]* )?(\d+\.\d+[^)\s]*)\s*\)\s*$' }
	version  { oid = enterprises.8741.2.1.1.3.0 }
	hardware { oid = sysDescr.0 regex = '(?i)SonicWALL ([^(]+?) ?\(' }
	serial   { oid = enterprises.8741.2.1.1.2.0 }
	scheme   = {sonic, exact}
	test     { recording = 'sonicwall-sma410.snmprec' version = '10.2.1.7-50sv' model = 'SMA 410' }
	test     { recording = 'sonicwall-sra4200.snmprec' version = '7.5.1.2-40sv' }
}

profile "symantec-messaging-gateway" {
	priority = 60
	vendor   = Broadcom
	product  = 'Symantec Messaging Gateway'
	class    = server
	match    { oid = hrSWInstalledName value = '^sms-appliance-release-\d' }
	version  { oid = hrSWInstalledName regex = '^sms-appliance-release-(\d[\w.]*(?:-\d+)?)' }
	component { table = packages }
	scheme   = {dashed}
	test     { recording = 'symantec-smg.snmprec' version = '10.7.5-4' }
}
