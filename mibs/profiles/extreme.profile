# Extreme Networks, with what was Avaya, Aerohive and Brocade.

profile "extreme-exos" {
	vendor   = Extreme
	product  = EXOS
	class    = switch
	match    { sysdescr = 'ExtremeXOS' }
	version  { oid = sysDescr.0 regex = 'version (?<v>\d+(?:\.\d+)+)(?: v?\S+-(?<p>patch\S+))' join = '${v}-${p}' }
	version  { oid = sysDescr.0 regex = 'version (\d+(?:\.\d+)+)' }
	version  { oid = enterprises.1916.1.1.1.14.0 }
	hardware { oid = sysDescr.0 regex = '\((\S+)\)' }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	scheme   = {xos}
	test     { recording = 'extreme-exos.snmprec' version = '22.5.1.7-patch1-2' }
}

profile "extreme-voss" {
	vendor   = Extreme
	product  = 'VOSS, Fabric Engine'
	class    = switch
	match    { oid = enterprises.2272.1.1.7.0 }
	match    { sysdescr = '^(?:VSP|ERS|XA)-?\S+ \(v?\d' }
	version  { oid = sysDescr.0 regex = '\((\d[^)]+)\)' }
	version  { oid = enterprises.2272.1.1.7.0 }
	hardware { oid = sysDescr.0 regex = '^(\S+)' }
	serial   { oid = enterprises.2272.1.4.2.0 }
	scheme   = {dotted}
	test     { recording = 'extreme-vsp.snmprec' version = '8.4.2.0' serial = '19JP111A111' }
}

profile "extreme-boss" {
	vendor   = Extreme
	product  = BOSS
	class    = switch
	match    { sysobjectid = {enterprises.45.3} sysdescr = 'SW:v' }
	version  { oid = sysDescr.0 regex = 'SW:v?(\S+)' }
	scheme   = {dotted}
	test     { recording = 'extreme-ers.snmprec' version = '7.9.0.042' }
}

profile "extreme-slx" {
	vendor   = Extreme
	product  = 'SLX-OS'
	class    = switch
	match    { sysdescr = 'SLX Operating System' }
	version  { oid = sysDescr.0 regex = 'Version (\d+\.\d+\.\d+\w*)' }
	scheme   = {fabos}
	test     { recording = 'extreme-slx.snmprec' version = '20.2.3a' }
}

profile "ironware" {
	vendor   = 'Brocade, Ruckus'
	product  = IronWare
	class    = switch
	match    { sysobjectid = {enterprises.1991.1} sysdescr = 'IronWare' }
	match    { sysobjectid = {enterprises.1991.1} oid = enterprises.1991.1.1.2.1.11.0 }
	version  { oid = sysDescr.0 regex = 'Version V?([\d.]+\w*)' }
	version  { oid = enterprises.1991.1.1.2.1.11.0 }
	hardware { oid = sysDescr.0 regex = '^[\w ]+? (ICX\S+|FCX\S+|FastIron \S+|NetIron \w+)' }
	serial   { oid = enterprises.1991.1.1.1.1.2.0 }
	test     { recording = 'brocade-icx.snmprec' version = '08.0.30tT311' }
}

profile "hiveos" {
	vendor   = Extreme
	product  = HiveOS
	class    = access_point
	match    { sysobjectid = {enterprises.26928.1} }
	version  { oid = sysDescr.0 regex = 'HiveOS (.*)$' }
	version  { oid = sysDescr.0 regex = 'IQ Engine (.*)$' }
	hardware { oid = sysDescr.0 regex = '^([^,]+)' }
	serial   { oid = enterprises.26928.1.2.5.0 }
	scheme   = {hive}
	test     { recording = 'extreme-ap230.snmprec' version = '10.0r9b build-241105' serial = '02301111111111' }
}

profile "fabric-os" {
	vendor   = Brocade
	product  = 'Fabric OS'
	class    = switch
	match    { sysobjectid = {enterprises.1588.2.1.1} }
	version  { oid = enterprises.1588.2.1.1.1.1.6.0 }
	serial   { oid = enterprises.1588.2.1.1.1.1.10.0 }
	scheme   = {fabos}
	test     { recording = 'brocade-fos.snmprec' version = 'v8.2.3c' }
}

profile "brocade-nos" {
	vendor   = Brocade
	product  = 'Network OS'
	class    = switch
	match    { sysdescr = 'Network Operating System Software Version \d' }
	version  { oid = sysDescr.0 regex = 'Software Version (\d+\.\d+\.\d+\w*)' }
	hardware { oid = sysDescr.0 regex = '\b(BR-VDX\S+?),' }
	scheme   = {fabos}
	test     { recording = 'brocade-vdx.snmprec' version = '7.4.1b' model = 'BR-VDX6740' }
}
