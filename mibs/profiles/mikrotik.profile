# MikroTik: MIKROTIK-MIB.

profile "mikrotik-routeros" {
	vendor   = MikroTik
	product  = RouterOS
	class    = router
	match    { sysobjectid = {enterprises.14988.1} }
	version  { oid = enterprises.14988.1.1.4.4.0 }
	hardware { oid = enterprises.14988.1.1.7.8.0 }
	hardware { oid = sysDescr.0 regex = '^RouterOS (\S+)' }
	serial   { oid = enterprises.14988.1.1.7.3.0 }
	component { name = RouterBOOT kind = bootloader oid = enterprises.14988.1.1.7.4.0 scheme = {routeros} }
	scheme   = {routeros}
	syslog   { class = boot regex = '\brouter (?:was )?rebooted\b|system,info.* router rebooted' }
	syslog   { class = upgrade-ok regex = '\binstalled routeros-([\d.]+)' version = 'installed routeros-([\d.]+\w*)' }
	syslog   { class = crash regex = 'rebooted without proper shutdown|kernel failure' }
	test     { recording = 'mikrotik-hap.snmprec' version = '7.12.1' model = 'RBD52G-5HacD2HnD' serial = AB1111111111 component = 'RouterBOOT 7.11.2' }
	test     { message = 'system,info installed routeros-7.13.2' class = upgrade-ok version = '7.13.2' }
}

profile "mikrotik-swos" {
	vendor   = MikroTik
	product  = SwOS
	class    = switch
	match    { sysobjectid = {enterprises.14988.2} }
	version  { oid = sysDescr.0 regex = 'SwOS (?:Lite )?v?(\S+)' }
	version  { oid = enterprises.14988.1.1.7.4.0 }
	hardware { oid = sysDescr.0 regex = '^(\S+)' }
	serial   { oid = enterprises.14988.1.1.7.3.0 }
	scheme   = {dotted}
	test     { recording = 'mikrotik-css326.snmprec' version = '2.16' model = 'CSS326-24G-2S+' }
}
