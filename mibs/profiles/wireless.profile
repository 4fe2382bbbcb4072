# Wireless of other makers.

profile "ruckus-zonedirector" {
	vendor   = Ruckus
	product  = ZoneDirector
	class    = wireless_controller
	match    { oid = enterprises.25053.1.2.1.1.1.1.18.0 }
	version  { oid = enterprises.25053.1.2.1.1.1.1.18.0 }
	hardware { oid = enterprises.25053.1.2.1.1.1.1.9.0 }
	serial   { oid = enterprises.25053.1.2.1.1.1.1.15.0 }
	test     { recording = 'ruckus-zd1200.snmprec' version = '10.2.1.0 build 189 (US)' }
}

profile "ruckus-unleashed" {
	vendor   = Ruckus
	product  = Unleashed
	class    = access_point
	match    { oid = enterprises.25053.1.15.1.1.1.1.18.0 }
	version  { oid = enterprises.25053.1.15.1.1.1.1.18.0 }
	hardware { oid = enterprises.25053.1.15.1.1.1.1.9.0 }
	serial   { oid = enterprises.25053.1.15.1.1.1.1.15.0 }
	test     { recording = 'ruckus-unleashed.snmprec' version = '200.13.6.1 build 319 (US)' }
}

profile "ruckus-smartzone" {
	vendor   = Ruckus
	product  = SmartZone
	class    = wireless_controller
	match    { sysobjectid = {enterprises.25053.3.1.11} }
	version  { oid = enterprises.25053.1.8.1.1.1.1.1.1.9 }
	serial   { oid = enterprises.25053.1.4.1.1.1.15.13.0 }
	test     { recording = 'ruckus-sz.snmprec' version = '5.2.2.0.317' }
}

profile "ruckus-ap" {
	vendor   = Ruckus
	product  = 'access point'
	class    = access_point
	match    { sysobjectid = {enterprises.25053.3.1.4} }
	version  { oid = enterprises.25053.1.1.3.1.1.1.1.1.3 }
	hardware { oid = enterprises.25053.1.1.2.1.1.1.1.0 }
	serial   { oid = enterprises.25053.1.1.2.1.1.1.2.0 }
	test     { recording = 'ruckus-r510.snmprec' version = '200.7.10.2.339' }
}

profile "lancom-lcos" {
	vendor   = LANCOM
	product  = LCOS
	class    = router
	match    { sysobjectid = {enterprises.2356.11} }
	version  { oid = sysDescr.0 regex = '\b(\d+\.\d+\.\d{4}\w*)\b' }
	hardware { oid = sysDescr.0 regex = '^(LANCOM \S+)' }
	test     { recording = 'lancom-1781.snmprec' version = '10.50.0485' model = 'LANCOM 1781VA' }
}

profile "lancom-lcos-lx" {
	vendor   = LANCOM
	product  = 'LCOS LX'
	class    = access_point
	match    { sysobjectid = {enterprises.2356.13} }
	version  { oid = enterprises.2356.13 regex = '^(\d+\.\d+\.\d{4}\w* ?/ ?[\d.]+)$' }
	version  { oid = sysDescr.0 regex = 'LCOS-LX: (\d+\.\d+\.\d+)' }
	test     { recording = 'lancom-lcos-lx.snmprec' version = '5.30.0031' }
}

profile "cambium-pmp" {
	vendor   = Cambium
	product  = 'PMP, Canopy'
	class    = access_point
	match    { sysobjectid = {enterprises.161.19.250} }
	version  { oid = sysDescr.0 regex = '(?:CANOPY|PMP) (\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'cambium-pmp.snmprec' version = '15.2.1' }
}

profile "draytek" {
	vendor   = DrayTek
	product  = Vigor
	class    = router
	match    { sysobjectid = {enterprises.7367} }
	version  { oid = sysDescr.0 regex = 'Version: ([^,\s]+)' }
	hardware { oid = sysDescr.0 regex = 'Model: ([^,]+)' }
	test     { recording = 'draytek-2927.snmprec' version = '4.4.3.1' }
}

profile "audiocodes" {
	vendor   = AudioCodes
	product  = Mediant
	class    = phone_system
	match    { sysobjectid = {enterprises.5003.8.1.1} }
	version  { oid = sysDescr.0 regex = 'SW Version: ?([\w.]+)' }
	test     { recording = 'audiocodes.snmprec' version = '7.20A.258.367' }
}

profile "allied-tq" {
	vendor   = 'Allied Telesis'
	product  = TQ
	class    = access_point
	match    { sysdescr = '^(?:Allied Telesis )?AT-TQ\S* version ' }
	version  { oid = sysDescr.0 regex = ' version v?(\d[\w.-]*)' }
	hardware { oid = sysDescr.0 regex = '(AT-TQ\S*)' }
	scheme   = {dotted, exact}
	test     { recording = 'allied-tq.snmprec' version = '4.3.3' model = 'AT-TQ4600' }
}

profile "cambium-cnpilot" {
	vendor   = Cambium
	product  = cnPilot
	class    = access_point
	match    { sysobjectid = {enterprises.17713.22} }
	version  { oid = enterprises.17713.22.1.1.1.8.0 }
	scheme   = {revised}
	test     { recording = 'cambium-cnpilot.snmprec' version = '4.2.3.1-r9' }
}

profile "cambium-epmp" {
	vendor   = Cambium
	product  = ePMP
	class    = access_point
	match    { sysobjectid = {enterprises.17713.21} }
	version  { oid = enterprises.17713.21.1.1.17.0 regex = '(\d+\.\d+\S*)' }
	scheme   = {dotted, exact}
	test     { recording = 'cambium-epmp.snmprec' version = '4.7.0.1' }
}

profile "trapeze" {
	vendor   = Juniper
	product  = 'WLC (Trapeze)'
	class    = wireless_controller
	match    { sysobjectid = {enterprises.14525} }
	version  { oid = enterprises.14525.4.2.1.4.0 }
	serial   { oid = enterprises.14525.4.2.1.1.0 }
	scheme   = {dotted}
	test     { recording = 'trapeze.snmprec' version = '8.0.3.15.0' serial = 0111111111 }
}

# The firmware stands in the name of the kernel.
profile "netgear-ap" {
	priority = 60
	vendor   = Netgear
	product  = 'WNAP, WNDAP'
	class    = access_point
	match    { sysdescr = 'WND?AP\d+_V\d' }
	version  { oid = sysDescr.0 regex = 'WND?AP\d+_V(\d+(?:\.\d+)+)' }
	hardware { oid = sysDescr.0 regex = '(WND?AP\d+)_V' }
	scheme   = {dotted}
	test     { recording = 'netgear-wndap350.snmprec' version = '3.7.11.0' model = 'WNDAP350' }
}

# Motorola's, Zebra's and now Extreme's WiNG.
profile "extreme-wing" {
	vendor   = Extreme
	product  = WiNG
	class    = wireless_controller
	match    { sysobjectid = {enterprises.388} sysdescr = 'Wireless (?:Switch|Controller|Access Point), (?:Version|Revision)' }
	version  { oid = sysDescr.0 regex = ', (?:Version|Revision:?) (\d\S*)' }
	hardware { oid = sysDescr.0 regex = '^(\S+)' }
	scheme   = {exact}
	test     { recording = 'extreme-wing.snmprec' version = '5.9.1.8-012R' model = RFS4000 }
}
