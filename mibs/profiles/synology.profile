# Synology: SYNOLOGY-SYSTEM-MIB. The agent leaves out the third number and
# "Update n"; the build stays the same, so an update cannot be seen.

profile "synology-dsm" {
	priority = 60
	vendor   = Synology
	product  = DSM
	class    = nas
	match    { oid = enterprises.6574.1.5.3.0 }
	version  { oid = enterprises.6574.1.5.3.0 regex = '^(?:DSM )?(\S+(?: Update \d+)?)' }
	hardware { oid = enterprises.6574.1.5.1.0 }
	serial   { oid = enterprises.6574.1.5.2.0 }
	component { name = kernel kind = kernel oid = sysDescr.0 regex = '^Linux \S+ (\S+)' }
	scheme   = {dsm}
	granularity = release
	syslog   { class = upgrade-ok regex = 'System successfully updated|DSM (?:was|has been) updated' }
	syslog   { class = boot regex = 'System (?:started|booted) up|booted up' }
	test     { recording = 'synology-ds920.snmprec' version = '7.1-42962' model = 'DS920+' serial = 2070SBR111111 }
}

profile "synology-router" {
	priority = 61
	vendor   = Synology
	product  = SRM
	class    = router
	match    { oid = enterprises.6574.1.5.3.0 value = '^SRM ' }
	version  { oid = enterprises.6574.1.5.3.0 regex = '^SRM (\S+)' }
	hardware { oid = enterprises.6574.1.5.1.0 }
	scheme   = {dsm}
	test     { recording = 'synology-router.snmprec' version = '1.3-9193' }
}
