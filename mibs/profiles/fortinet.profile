# Fortinet: FORTINET-CORE-MIB and the MIB of each product.

profile "fortigate" {
	vendor   = Fortinet
	product  = FortiGate
	class    = firewall
	match    { sysobjectid = {enterprises.12356.101.1, enterprises.12356.15} }
	version  { oid = enterprises.12356.101.4.1.1.0 }
	version  { oid = enterprises.12356.1.3.0 }
	version  { oid = sysDescr.0 regex = '\b(v\d+\.\d+\.\d+,build\d+,\d+ \([\w.]+\))' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = enterprises.12356.100.1.1.1.0 }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	scheme   = {fortios}
	syslog   { class = upgrade-ok regex = 'logid="?0100032138|action="?upgrade"?.*status="?success' version = 'to v?(\d+\.\d+\.\d+)' }
	syslog   { class = downgrade regex = 'action="?downgrade"?.*status="?success' }
	syslog   { class = upgrade-failed regex = 'action="?(?:upgrade|downgrade)"?.*status="?fail' }
	syslog   { class = boot regex = 'logid="?0100032009|logdesc="?(?:FortiGate started|System started)' }
	syslog   { class = crash regex = 'logdesc="?Application crashed|logid="?0100032546' }
	test     { recording = 'fortigate-60f.snmprec' version = 'v7.2.10,build1706,240918 (GA.M)' model = 'FGT_60F' serial = FGT60FTK11111111 }
	test     { message = 'date=2026-08-23 logid="0100032138" type="event" action="upgrade" status="success" msg="User admin upgraded the image from GUI(10.0.0.1) to v7.2.11"' class = upgrade-ok version = '7.2.11' }
}

profile "fortiswitch" {
	vendor   = Fortinet
	product  = FortiSwitch
	class    = switch
	match    { sysobjectid = {enterprises.12356.106} }
	version  { oid = enterprises.12356.106.4.1.1.0 regex = 'v?(\d+\.\d+\.\d+(?:,build\d+)?)' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = enterprises.12356.106.1.1.1.0 }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	scheme   = {fortios}
	test     { recording = 'fortiswitch-248e.snmprec' version = '7.4.1,build0812' }
}

profile "fortiap" {
	vendor   = Fortinet
	product  = FortiAP
	class    = access_point
	match    { sysobjectid = {enterprises.12356.120} }
	version  { oid = enterprises.12356.120.1.1.0 }
	serial   { oid = enterprises.12356.120.1.2.0 }
	test     { recording = 'fortiap-231.snmprec' version = 'FP231F-v7.2-build0318' serial = FP231FTF11111111 }
}

profile "fortimanager" {
	vendor   = Fortinet
	product  = 'FortiManager/FortiAnalyzer'
	class    = server
	match    { sysobjectid = {enterprises.12356.103} }
	version  { oid = enterprises.12356.103.2.1.7.0 }
	serial   { oid = enterprises.12356.100.1.1.1.0 }
	scheme   = {fortios}
	test     { recording = 'fortimanager.snmprec' version = 'v7.2.4-build1460 230815 (GA)' }
}

profile "fortiadc" {
	vendor   = Fortinet
	product  = FortiADC
	class    = server
	match    { sysobjectid = {enterprises.12356.112} }
	version  { oid = enterprises.12356.112.1.3.0 }
	scheme   = {fortios}
	test     { recording = 'fortiadc.snmprec' version = 'v6.2.1,build0180,220111 (GA)' }
}

profile "fortimail" {
	vendor   = Fortinet
	product  = FortiMail
	class    = server
	match    { sysobjectid = {enterprises.12356.105} }
	version  { oid = enterprises.12356.105.1.3.0 }
	hardware { oid = enterprises.12356.105.1.1.0 }
	serial   { oid = enterprises.12356.105.1.2.0 }
	scheme   = {fortios, exact}
	test     { recording = 'fortimail.snmprec' version = 'v7.2.4,build421,230907 (GA)' serial = FEVM010000000000 }
}

# The model stands before the version.
profile "fortiweb" {
	vendor   = Fortinet
	product  = FortiWeb
	class    = firewall
	match    { sysobjectid = {enterprises.12356.107} }
	version  { oid = enterprises.12356.107.2.1 regex = '^FortiWeb\S* v?(\d+\.\d+\.\d+)' }
	hardware { oid = enterprises.12356.107.2.1 regex = '^(FortiWeb\S*)' }
	serial   { oid = enterprises.12356.100.1.1.1.0 }
	scheme   = {fortios}
	test     { recording = 'fortiweb.snmprec' version = '7.0.6' model = 'FortiWeb-VM' }
}

profile "fortiauthenticator" {
	vendor   = Fortinet
	product  = FortiAuthenticator
	class    = server
	match    { sysobjectid = {enterprises.12356.113} }
	version  { oid = enterprises.12356.113.1.3.0 }
	hardware { oid = enterprises.12356.113.1.1.0 }
	serial   { oid = enterprises.12356.113.1.2.0 }
	scheme   = {fortios, exact}
	test     { recording = 'fortiauthenticator.snmprec' version = 'v6.4.8-build1090' serial = FACVM0000000000 }
}
