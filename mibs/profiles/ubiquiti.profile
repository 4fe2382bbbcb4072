# Ubiquiti: UBNT-UniFi-MIB, and what the others write in sysDescr.

profile "unifi-ap" {
	priority = 60
	vendor   = Ubiquiti
	product  = 'UniFi AP'
	class    = access_point
	match    { oid = enterprises.41112.1.6.3.6.0 }
	match    { sysdescr = '^U(AP|6|7|AL|BB|DM-B)[- ]?[\w-]* \d+\.\d+\.\d+' }
	version  { oid = enterprises.41112.1.6.3.6.0 }
	version  { oid = sysDescr.0 regex = '\b(\d+\.\d+\.\d+(?:\.\d+)?)$' }
	hardware { oid = enterprises.41112.1.6.3.3.0 }
	hardware { oid = sysDescr.0 regex = '^(\S+)' }
	scheme   = {dotted}
	syslog   { class = boot regex = 'syslogd? started|kernel: .*Linux version' }
	test     { recording = 'unifi-ap-ac-pro.snmprec' version = '6.5.55.14277' model = 'UAP-AC-Pro-Gen2' }
}

profile "edgeswitch" {
	vendor   = Ubiquiti
	product  = 'EdgeSwitch/UniFi Switch'
	class    = switch
	match    { sysdescr = '^(EdgeSwitch|US[WL]?[- ]|USW\b)' }
	version  { oid = sysDescr.0 regex = '\b(\d+\.\d+\.\d+\.\d+)\b' }
	hardware { oid = sysDescr.0 regex = '^([^,]+?)(?:,| \d+\.\d)' }
	serial   { oid = entPhysicalSerialNum }
	scheme   = {dotted}
	test     { recording = 'edgeswitch-24.snmprec' version = '1.9.2.5322630' model = 'EdgeSwitch 24-Port 250W' serial = 111111AAAAAA }
}

profile "edgeos" {
	vendor   = Ubiquiti
	product  = EdgeOS
	class    = router
	match    { sysdescr = '^EdgeOS v' }
	version  { oid = sysDescr.0 regex = 'EdgeOS v(\d+\.\d+\.\d+(?:-hotfix\.\d+)?)' }
	test     { recording = 'edgeos.snmprec' version = '2.0.9' }
}

# The version stands in a column of IEEE802dot11-MIB: XW.ar934x.v6.3.11
profile "airos" {
	vendor   = Ubiquiti
	product  = airOS
	class    = access_point
	match    { sysobjectid = {enterprises.10002.1} oid = 1.2.840.10036.3.1.2.1.4 value = '\.v\d' }
	version  { oid = 1.2.840.10036.3.1.2.1.4 regex = '\.v(\d+\.\d+\S*)$' }
	hardware { oid = 1.2.840.10036.3.1.2.1.3 }
	test     { recording = 'airos-nanobeam.snmprec' version = '8.7.11' }
}
