# Palo Alto Networks: PAN-COMMON-MIB.

profile "panos" {
	vendor   = 'Palo Alto Networks'
	product  = 'PAN-OS'
	class    = firewall
	match    { sysobjectid = {enterprises.25461} }
	version  { oid = enterprises.25461.2.1.2.1.1.0 }
	version  { oid = entPhysicalSoftwareRev }
	second   { oid = entPhysicalSoftwareRev pick = {chassis} }
	hardware { oid = enterprises.25461.2.1.2.1.5.0 }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = enterprises.25461.2.1.2.1.3.0 }
	scheme   = {panos}
	granularity = hotfix
	syslog   { class = upgrade-ok regex = 'Software version (\S+) (?:is )?installed|installed software version' version = '[Vv]ersion (\d+\.\d+\.\d+(?:-h\d+)?)' }
	syslog   { class = boot regex = 'system-start|The system is starting up' }
	test     { recording = 'panos-440.snmprec' version = '10.1.14-h6' model = 'PA-440' serial = 021111111111111 }
}
