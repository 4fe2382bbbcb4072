# Security and delivery appliances.

profile "cyberoam" {
	vendor   = Sophos
	product  = 'Cyberoam, SFOS'
	class    = firewall
	match    { sysobjectid = {enterprises.21067.2} }
	version  { oid = enterprises.21067.2.1.1.3.0 }
	scheme   = {sophos}
	test     { recording = 'cyberoam.snmprec' version = 'SFOS 17.5.14 MR-14' }
}

profile "hillstone" {
	vendor   = Hillstone
	product  = StoneOS
	class    = firewall
	match    { sysobjectid = {enterprises.28557.1} }
	version  { oid = enterprises.28557.2.2.1.2.0 regex = 'Version (\d+\.\d+)' }
	component { name = image oid = enterprises.28557.2.2.1.2.0 regex = 'Version \S+ (\S+)' }
	scheme   = {dotted}
	granularity = product
	test     { recording = 'hillstone.snmprec' version = '5.5' }
}

profile "fortiextender" {
	vendor   = Fortinet
	product  = FortiExtender
	class    = router
	match    { sysobjectid = {enterprises.12356.121} }
	version  { oid = enterprises.12356.121.21.1.1.1.0 regex = 'v(\d+\.\d+\.\d+)' }
	scheme   = {fortios}
	test     { recording = 'fortiextender.snmprec' version = '7.4.2' }
}

profile "fortisandbox" {
	vendor   = Fortinet
	product  = FortiSandbox
	class    = server
	match    { sysobjectid = {enterprises.12356.118} }
	version  { oid = enterprises.12356.118.3.1.1.0 }
	test     { recording = 'fortisandbox.snmprec' version = 'v4.2-build0112 (GA)' }
}

profile "fortiwlc" {
	vendor   = Fortinet
	product  = FortiWLC
	class    = wireless_controller
	match    { sysobjectid = {enterprises.15983.1.1} }
	version  { oid = enterprises.15983.1.1.3.1.13.3.0 }
	test     { recording = 'fortiwlc.snmprec' version = '8.6-1' }
}

profile "barracuda-waf" {
	priority = 60
	vendor   = Barracuda
	product  = 'Web Application Firewall'
	class    = firewall
	match    { oid = enterprises.20632.8.25.0 }
	version  { oid = enterprises.20632.8.25.0 regex = '^(\S+)' }
	scheme   = {dotted}
	test     { recording = 'barracuda-waf.snmprec' version = '12.0.1.005' }
}

profile "aloha" {
	priority = 60
	vendor   = HAProxy
	product  = ALOHA
	class    = server
	match    { oid = enterprises.23263.4.2.1.1.4 instance = yes }
	version  { oid = enterprises.23263.4.2.1.1.4 instance = yes }
	scheme   = {dotted}
	test     { recording = 'aloha.snmprec' version = '13.5.10' }
}

profile "a10-acos" {
	vendor   = A10
	product  = ACOS
	class    = server
	match    { sysobjectid = {enterprises.22610.1.3} }
	version  { oid = sysDescr.0 regex = 'ACOS ([^,]+)' }
	test     { recording = 'a10-acos.snmprec' version = '4.1.4-GR1-P5' }
}

profile "skyhigh-swg" {
	vendor   = Skyhigh
	product  = 'Secure Web Gateway'
	class    = server
	match    { oid = enterprises.59732.2.7.1.3.0 }
	version  { oid = enterprises.59732.2.7.1.3.0 }
	scheme   = {dotted}
	test     { recording = 'skyhigh-swg.snmprec' version = '12.0.2' }
}

profile "infoblox-nios" {
	vendor   = Infoblox
	product  = NIOS
	class    = server
	match    { sysobjectid = {enterprises.7779.1} }
	version  { oid = enterprises.7779.3.1.1.2.1.7.0 }
	hardware { oid = enterprises.7779.3.1.1.2.1.4.0 }
	serial   { oid = enterprises.7779.3.1.1.2.1.6.0 }
	test     { recording = 'infoblox-nios.snmprec' version = '8.6.3' }
}

profile "solidserver" {
	vendor   = EfficientIP
	product  = SOLIDserver
	class    = server
	match    { sysobjectid = {enterprises.2440} }
	version  { oid = enterprises.2440.1.17.1.2.0 }
	test     { recording = 'solidserver.snmprec' version = '8.1.2' }
}

profile "procera" {
	vendor   = Sandvine
	product  = PacketLogic
	class    = server
	match    { sysobjectid = {enterprises.15397.2} }
	version  { oid = enterprises.15397.2.40.1.1.4.1.0 }
	scheme   = {dotted}
	test     { recording = 'procera.snmprec' version = '19.1.2.4' }
}

profile "genieatm" {
	vendor   = 'Genie Networks'
	product  = GenieATM
	class    = server
	match    { sysobjectid = {enterprises.9926.1.1} }
	version  { oid = sysDescr.0 regex = 'version: ?(\S+)' }
	test     { recording = 'genieatm.snmprec' version = '7.1.2-RP1(MP)' }
}

profile "versa" {
	vendor   = Versa
	product  = VOS
	class    = router
	match    { sysobjectid = {enterprises.42359} }
	version  { oid = enterprises.42359.2.2.1.1.6.6.0 regex = '-(\d+\.\d+\.\d+)-' }
	scheme   = {dotted}
	test     { recording = 'versa.snmprec' version = '21.2.3' }
}

profile "f5os" {
	priority = 60
	vendor   = F5
	product  = F5OS
	class    = server
	match    { sysdescr = 'Appliance services version' }
	version  { oid = sysDescr.0 regex = 'Appliance services version (\S+)' }
	test     { recording = 'f5os.snmprec' version = '1.4.0-1234' }
}

profile "gigamon" {
	vendor   = Gigamon
	product  = GigaVUE
	class    = switch
	match    { sysobjectid = {enterprises.26866} }
	version  { oid = enterprises.26866.2.6.0 }
	version  { oid = sysDescr.0 regex = 'GigaVUE-OS (\S+)' }
	version  { oid = sysDescr.0 regex = ' v(\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'gigamon.snmprec' version = '5.15.00' }
}

profile "f5-bigip" {
	priority = 60
	vendor   = F5
	product  = 'BIG-IP'
	class    = server
	match    { sysobjectid = {enterprises.3375.2.1.3.4} }
	version  { oid = enterprises.3375.2.1.4.2.0 }
	patchlevel { oid = enterprises.3375.2.1.4.3.0 }
	complete = '${version} build ${patchlevel}'
	hardware { oid = enterprises.3375.2.1.3.5.2.0 }
	serial   { oid = enterprises.3375.2.1.3.3.3.0 }
	scheme   = {bigip}
	granularity = hotfix
	test     { recording = 'f5-bigip.snmprec' version = '15.1.8.1 build 0.0.3' }
}

profile "netscaler" {
	vendor   = Citrix
	product  = NetScaler
	class    = server
	match    { sysobjectid = {enterprises.5951} }
	version  { oid = enterprises.5951.4.1.1.1.0 regex = 'NS(?<v>[\d.]+): Build (?<b>\d+\.\d+)' join = '${v}-${b}' }
	version  { oid = sysDescr.0 regex = 'NS(?<v>[\d.]+): Build (?<b>\d+\.\d+)' join = '${v}-${b}' }
	serial   { oid = enterprises.5951.4.1.1.14.0 }
	scheme   = {netscaler}
	test     { recording = 'netscaler.snmprec' version = '13.1-49.15' }
}

profile "bluecoat-sgos" {
	vendor   = Broadcom
	product  = 'Blue Coat ProxySG'
	class    = server
	match    { sysobjectid = {enterprises.3417.1.1} }
	version  { oid = sysDescr.0 regex = 'SGOS (\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'bluecoat-sgos.snmprec' version = '6.7.5.10' }
}

profile "pfsense" {
	priority = 60
	vendor   = Netgate
	product  = pfSense
	class    = firewall
	match    { sysdescr = '(?i)\bpfSense\b' }
	version  { oid = sysDescr.0 regex = '(?i)pfSense(?: Plus)?(?: \S+)? (\d+\.\d+\S*)' }
	version  { oid = enterprises.8072.1.3.2.3.1.1.7.118.101.114.115.105.111.110 instance = yes regex = '(\d+\.\d+\S*)' }
	component { name = FreeBSD oid = sysDescr.0 regex = 'FreeBSD (\d+\.\d+(?:-\w+)?)' }
	test     { recording = 'pfsense.snmprec' version = '2.6.0-RELEASE' }
}

profile "riverbed-steelhead" {
	vendor   = Riverbed
	product  = SteelHead
	class    = server
	match    { sysobjectid = {enterprises.17163.1} }
	version  { oid = enterprises.17163.1.1.1.3.0 }
	hardware { oid = enterprises.17163.1.1.1.1.0 }
	serial   { oid = enterprises.17163.1.1.1.2.0 }
	scheme   = {exact}
	test     { recording = 'riverbed.snmprec' version = 'rbt_sh 9.10.1 #14' model = 'CX570' }
}

profile "silver-peak" {
	vendor   = 'Silver Peak'
	product  = 'Unity EdgeConnect'
	class    = router
	match    { sysobjectid = {enterprises.23867} }
	version  { oid = enterprises.23867.3.1.1.1 regex = '^(\d+(?:\.\d+)+_\d+)$' }
	serial   { oid = enterprises.23867.3.1.1.1.6.0 }
	scheme   = {exact}
	test     { recording = 'silver-peak.snmprec' version = '9.3.8.1_96913' }
}

profile "aruba-clearpass" {
	priority = 60
	vendor   = 'HPE Aruba'
	product  = ClearPass
	class    = server
	match    { sysobjectid = {enterprises.14823.1.6.1} }
	match    { oid = enterprises.14823.1.6.1.1.1.1.1.3.0 }
	version  { oid = enterprises.14823.1.6.1.1.1.1.1.3.0 }
	hardware { oid = enterprises.14823.1.6.1.1.1.1.1.1.0 }
	serial   { oid = enterprises.14823.1.6.1.1.1.1.1.2.0 }
	scheme   = {dotted}
	test     { recording = 'aruba-clearpass.snmprec' version = '6.9.13.131501' model = 'CP-VA-500' }
}

# Type and version stand in sysName.
profile "greenbone-gsm" {
	priority = 60
	vendor   = Greenbone
	product  = 'Security Manager'
	class    = server
	match    { sysdescr = 'Greenbone Security Manager' }
	version  { oid = 1.3.6.1.2.1.1.5.0 regex = '^\w+-(?<a>\d+)-(?<b>\d+)-(?<c>\d+)' join = '${a}.${b}.${c}' }
	scheme   = {dotted}
	test     { recording = 'greenbone-gsm.snmprec' version = '21.4.10' }
}

profile "meinberg-lantime" {
	vendor   = Meinberg
	product  = LANTIME
	class    = time_server
	match    { sysdescr = 'Meinberg LANTIME' }
	version  { oid = sysDescr.0 regex = ' V(\d+(?:\.\d+)+\w*)' }
	hardware { oid = sysDescr.0 regex = 'LANTIME (\S+)' }
	scheme   = {dotted}
	test     { recording = 'meinberg-m300.snmprec' version = '7.06.014' model = M300 }
}

profile "kemp-loadmaster" {
	priority = 60
	vendor   = Kemp
	product  = LoadMaster
	class    = server
	match    { oid = enterprises.12196.13.0.10.0 }
	version  { oid = enterprises.12196.13.0.10.0 }
	scheme   = {exact}
	test     { recording = 'kemp.snmprec' version = '7.2-54b.20220105-1210' }
}
