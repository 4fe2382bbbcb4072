# APC by Schneider Electric: PowerNet-MIB. A card has an operating system (AOS)
# and an application; a file of the supplier replaces both.

profile "apc-nmc" {
	vendor   = APC
	product  = 'Network Management Card'
	class    = ups
	match    { sysobjectid = {enterprises.318.1.3} sysdescr = 'PF:' }
	version  { oid = sysDescr.0 regex = 'AF1:\s*v?([^ )]+)' }
	version  { oid = enterprises.318.1.4.2.4.1.4.2 instance = yes regex = 'v?(\S+)' }
	hardware { oid = enterprises.318.1.1.1.1.1.1.0 }
	hardware { oid = enterprises.318.1.1.12.1.5.0 }
	hardware { oid = sysDescr.0 regex = 'MN:\s*(\S+)' }
	serial   { oid = enterprises.318.1.1.1.1.2.3.0 }
	serial   { oid = enterprises.318.1.1.12.1.6.0 }
	serial   { oid = sysDescr.0 regex = 'SN:\s*(\w+)' }
	component { name = AOS oid = enterprises.318.1.4.2.4.1.4.1 instance = yes regex = 'v?(\S+)' require = all scheme = {dotted} }
	component { name = AOS oid = sysDescr.0 regex = 'PF:\s*v?([^ )]+)' require = all scheme = {dotted} }
	component { name = application oid = enterprises.318.1.4.2.4.1.4.2 instance = yes regex = 'v?(\S+)' require = all scheme = {dotted} }
	component { name = application oid = sysDescr.0 regex = 'AF1:\s*v?([^ )]+)' require = all scheme = {dotted} }
	component { name = 'UPS firmware' oid = enterprises.318.1.1.1.1.2.1.0 }
	scheme   = {dotted}
	reject   = '^F{8,}$'
	reboot   = optional
	syslog   { class = boot regex = 'System: (?:Coldstarted|Warmstarted)|Network service started' }
	syslog   { class = upgrade-ok regex = 'File transfer (?:completed|successful)' }
	test     { recording = 'apc-smt1500.snmprec' version = '7.0.8' model = 'Smart-UPS 1500' serial = AS1111111111 component = 'AOS 7.0.8' }
}

profile "apc-netbotz" {
	vendor   = APC
	product  = NetBotz
	class    = sensor
	match    { sysobjectid = {enterprises.52674, enterprises.5528} }
	version  { oid = sysDescr.0 regex = '\b(\d+\.\d+\.\d+(?:\.\d+)?)\b' }
	scheme   = {dotted}
	test     { recording = 'apc-netbotz.snmprec' version = '5.3.1.0' }
}
