# Juniper: JUNIPER-MIB, JUNIPER-VIRTUALCHASSIS-MIB, sysDescr.

profile "junos" {
	vendor   = Juniper
	product  = Junos
	class    = switch
	match    { sysobjectid = {enterprises.2636.1.1} }
	version  { oid = enterprises.2636.3.40.1.4.1.1.1.5 }
	version  { oid = sysDescr.0 regex = 'kernel JUNOS ([^, ]+)' }
	version  { oid = hrSWInstalledName regex = '\[([\dA-Z][^\]]+)\]' }
	second   { oid = sysDescr.0 regex = 'kernel JUNOS ([^, ]+)' }
	hardware { oid = enterprises.2636.3.1.2.0 }
	serial   { oid = enterprises.2636.3.1.3.0 }
	component { oid = enterprises.2636.3.40.1.4.1.1.1.5 names = enterprises.2636.3.40.1.4.1.1.1.8 require = all scheme = {junos} }
	scheme   = {junos}
	syslog   { class = boot regex = 'kernel: .*JUNOS \d|SNMP_TRAP_COLD_START|mgd.*UI_REBOOT_EVENT' version = 'JUNOS (\d+\.\d\S+)' }
	syslog   { class = crash regex = 'dumped core|panic:' }
	test     { recording = 'juniper-virtual-chassis.snmprec' version = '20.4R3-S4.8' component = 'ex2300-24t 1 20.2R3.9' }
	test     { recording = 'juniper-ex2300.snmprec' version = '20.4R3-S4.8' model = 'Juniper EX2300-24T Switch' serial = JW1111111111 }
}

profile "screenos" {
	vendor   = Juniper
	product  = ScreenOS
	class    = firewall
	match    { sysobjectid = {enterprises.3224.1} }
	version  { oid = sysDescr.0 regex = 'version (\d\S+)' }
	hardware { oid = sysDescr.0 regex = '^(\S+)' }
	serial   { oid = sysDescr.0 regex = 'SN: (\w+)' }
	test     { recording = 'screenos.snmprec' version = '6.3.0r21.0' }
}

profile "junose" {
	vendor   = Juniper
	product  = JunosE
	class    = router
	match    { sysobjectid = {enterprises.4874.1} }
	version  { oid = sysDescr.0 regex = 'Version *: *\((\S+)' }
	hardware { oid = sysDescr.0 regex = '(ERX\S*|E120|E320)' }
	scheme   = {exact}
	test     { recording = 'junose.snmprec' version = '12.3.0' }
}
