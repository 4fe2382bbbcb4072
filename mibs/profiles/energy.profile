# Power and sensors of smaller makers.

profile "abb-powervalue" {
	priority = 60
	vendor   = ABB
	product  = 'UPS card'
	class    = ups
	match    { oid = enterprises.53973.1.1.1.1.1.3.0 }
	version  { oid = enterprises.53973.1.1.1.1.1.3.0 }
	scheme   = {dotted}
	test     { recording = 'abb-powervalue.snmprec' version = '2.5' }
}

profile "apc-cpdu" {
	vendor   = APC
	product  = 'Cabinet PDU'
	class    = pdu
	match    { sysobjectid = {enterprises.318.1.1.32} }
	version  { oid = enterprises.318.1.1.32.1.2.1.14 }
	scheme   = {dotted}
	test     { recording = 'apc-cpdu.snmprec' version = '2.0.7.1' }
}

profile "apc-epdu" {
	priority = 55
	vendor   = APC
	product  = 'Easy PDU'
	class    = pdu
	match    { sysobjectid = {enterprises.318.1.3.4.9} }
	match    { oid = enterprises.318.1.1.30.2.1.1.3 value = 'Ver' }
	version  { oid = enterprises.318.1.1.30.2.1.1.3 regex = 'Ver(\S+)' }
	scheme   = {dotted}
	test     { recording = 'apc-epdu.snmprec' version = '11.12' }
}

profile "delta-ups" {
	vendor   = Delta
	product  = UPS
	class    = ups
	match    { sysobjectid = {enterprises.2254.2.4} }
	version  { oid = enterprises.2254.2.4.1.3.0 }
	test     { recording = 'delta-ups.snmprec' version = '04' }
}

profile "e3meter" {
	vendor   = Riedo
	product  = E3METER
	class    = sensor
	match    { sysobjectid = {enterprises.21695.1401} }
	version  { oid = enterprises.21695.1.10.1 }
	test     { recording = 'e3meter.snmprec' version = '6.0.2 (2018-01-01)' }
}

profile "eaton-pdu-dbq" {
	priority = 55
	vendor   = Eaton
	product  = 'ePDU DBQ'
	class    = pdu
	match    { sysobjectid = {enterprises.534.6.6.6} }
	version  { oid = enterprises.534.6.6.6.1.1.1.0 }
	scheme   = {dotted}
	test     { recording = 'eaton-pdu-dbq.snmprec' version = '01.01.03' }
}

profile "vertiv-ees" {
	priority = 60
	vendor   = Vertiv
	product  = 'NCU, NetSure'
	class    = power
	match    { oid = enterprises.6302.2.1.1.3.0 }
	version  { oid = enterprises.6302.2.1.1.3.0 }
	test     { recording = 'vertiv-ees.snmprec' version = '5.1.01' }
}

profile "eltek-enexus" {
	vendor   = Eltek
	product  = SmartPack
	class    = power
	match    { sysobjectid = {enterprises.12148.10} }
	version  { oid = enterprises.12148.10.13.8.2.1.8 }
	scheme   = {dotted}
	test     { recording = 'eltek-enexus.snmprec' version = '2.6.1' }
}

profile "enlogic-pdu" {
	vendor   = Enlogic
	product  = PDU
	class    = pdu
	match    { sysobjectid = {enterprises.38446.1} }
	version  { oid = enterprises.38446.1.1.2.1.14 regex = '^(\d+\.\d+\.\d+\S*)$' }
	version  { oid = enterprises.38446.1.1.2.1.13 regex = '^(\d+\.\d+\.\d+\S*)$' }
	scheme   = {dotted}
	test     { recording = 'enlogic-pdu.snmprec' version = '2.1.0.1' }
}

profile "gude-epc" {
	vendor   = Gude
	product  = 'Expert Power Control'
	class    = pdu
	match    { sysobjectid = {enterprises.28507.43} }
	version  { oid = enterprises.28507.43.1.1.2.2.0 }
	scheme   = {dotted}
	test     { recording = 'gude-epc.snmprec' version = '1.12.1' }
}

profile "hpe-mapdu" {
	vendor   = HPE
	product  = PDU
	class    = pdu
	match    { sysobjectid = {enterprises.232.165} }
	version  { oid = enterprises.232.165.1.2.3.0 }
	test     { recording = 'hpe-mapdu.snmprec' version = '2.0.0.L' }
}

profile "hpe-pdu-module" {
	vendor   = HPE
	product  = 'PDU Management Module'
	class    = pdu
	match    { sysdescr = '^HP PDU Management Module' }
	version  { oid = sysDescr.0 regex = 'firmware version ([\d.]+)' }
	scheme   = {dotted}
	test     { recording = 'hpe-pdu-module.snmprec' version = '1.00.14' }
}

profile "huawei-smu" {
	priority = 60
	vendor   = Huawei
	product  = SMU
	class    = power
	match    { oid = enterprises.2011.6.164.1.2.2.1.1.5 }
	version  { oid = enterprises.2011.6.164.1.2.2.1.1.5 }
	test     { recording = 'huawei-smu.snmprec' version = 'SMU11B V500R003C00SPC030' }
}

profile "huawei-ups" {
	vendor   = Huawei
	product  = UPS
	class    = ups
	match    { sysobjectid = {enterprises.2011.6.174} }
	version  { oid = upsIdentUPSSoftwareVersion.0 }
	scheme   = {vrp}
	test     { recording = 'huawei-ups.snmprec' version = 'V300R001C00SPC501' }
}

profile "iboot-pdu" {
	priority = 60
	vendor   = Dataprobe
	product  = iBoot
	class    = pdu
	match    { oid = enterprises.1418.6.1.1.0 }
	version  { oid = enterprises.1418.6.1.1.0 }
	test     { recording = 'iboot-pdu.snmprec' version = '1.42.06162022' }
}

profile "ict-power" {
	vendor   = ICT
	product  = 'power system'
	class    = power
	match    { sysobjectid = {enterprises.39145.10, enterprises.39145.12, enterprises.39145.13} }
	version  { oid = enterprises.39145.10.4.0 }
	version  { oid = enterprises.39145.12.4.0 }
	version  { oid = enterprises.39145.13.4.0 }
	scheme   = {dotted}
	test     { recording = 'ict-power.snmprec' version = '2.11' }
}

profile "netsure" {
	vendor   = Vertiv
	product  = NetSure
	class    = power
	match    { sysobjectid = {enterprises.885.3} }
	version  { oid = enterprises.885.3.1.1.0 }
	scheme   = {dotted}
	test     { recording = 'netsure.snmprec' version = '4.0.0.3' }
}

profile "socomec-netvision" {
	priority = 60
	vendor   = Socomec
	product  = 'Net Vision'
	class    = ups
	match    { oid = enterprises.4555.1.1.7.1.1.5.0 }
	version  { oid = enterprises.4555.1.1.7.1.1.5.0 regex = 'v(\d+\.\d+)' }
	scheme   = {dotted}
	test     { recording = 'socomec-netvision.snmprec' version = '7.10' }
}

profile "panduit-pdu" {
	vendor   = Panduit
	product  = PDU
	class    = pdu
	match    { sysobjectid = {enterprises.19536.10} }
	version  { oid = enterprises.19536.10.1.1.2.1.5 }
	scheme   = {dotted}
	test     { recording = 'panduit-pdu.snmprec' version = '2.4.11' }
}

profile "tripplite-poweralert" {
	vendor   = 'Tripp Lite'
	product  = PowerAlert
	class    = ups
	match    { sysobjectid = {enterprises.850} oid = upsIdentAgentSoftwareVersion.0 }
	version  { oid = upsIdentAgentSoftwareVersion.0 }
	component { name = UPS oid = upsIdentUPSSoftwareVersion.0 }
	scheme   = {dotted, exact}
	test     { recording = 'tripplite-poweralert.snmprec' version = '20.0.1.51' }
}

profile "powerwalker" {
	priority = 60
	vendor   = PowerWalker
	product  = VFI
	class    = ups
	match    { oid = enterprises.21111.1.1.1.6.0 }
	version  { oid = enterprises.21111.1.1.1.6.0 regex = '^([^.]+)' }
	test     { recording = 'powerwalker.snmprec' version = '2701,11,2702,11' }
}

profile "schleifenbauer" {
	vendor   = Schleifenbauer
	product  = DPM
	class    = pdu
	match    { sysobjectid = {enterprises.31034} }
	version  { oid = enterprises.31034.12.1.1.2.1.1.1.2 }
	component { name = build oid = enterprises.31034.12.1.1.2.1.1.1.3 }
	test     { recording = 'schleifenbauer.snmprec' version = '240' }
}

profile "servertech-sentry3" {
	vendor   = 'Server Technology'
	product  = 'Sentry 3'
	class    = pdu
	match    { sysobjectid = {enterprises.1718.3} }
	version  { oid = enterprises.1718.3.1.1.0 regex = 'Version (\S+)' }
	test     { recording = 'servertech-sentry3.snmprec' version = '7.0k' }
}

profile "servertech-sentry4" {
	vendor   = 'Server Technology'
	product  = 'Sentry 4'
	class    = pdu
	match    { sysobjectid = {enterprises.1718.4} }
	version  { oid = enterprises.1718.4.1.1.1.3.0 }
	test     { recording = 'servertech-sentry4.snmprec' version = 'Version 8.0p' }
}

profile "vertiv-geist" {
	vendor   = Vertiv
	product  = Geist
	class    = pdu
	match    { sysobjectid = {enterprises.21239} }
	version  { oid = enterprises.21239.5.2.1.2.0 }
	version  { oid = enterprises.21239.5.1.1.2.0 }
	version  { oid = enterprises.21239.2.1.2.0 }
	scheme   = {dotted}
	test     { recording = 'vertiv-geist.snmprec' version = '5.9.1' }
}

profile "valere" {
	vendor   = Eltek
	product  = Valere
	class    = power
	match    { sysobjectid = {enterprises.13858} }
	version  { oid = enterprises.13858.2.1.3.0 }
	scheme   = {dotted}
	test     { recording = 'valere.snmprec' version = '4.02.00' }
}

profile "alpha-cordex" {
	vendor   = Alpha
	product  = 'Cordex CXC'
	class    = power
	match    { sysobjectid = {enterprises.7309.5} }
	version  { oid = sysDescr.0 regex = 'SW: (v[\d.]+)' }
	component { name = OS oid = sysDescr.0 regex = 'OS: v([\d.]+)' scheme = {dotted} }
	scheme   = {dotted}
	test     { recording = 'alpha-cordex.snmprec' version = 'v8.10' }
}

profile "generex-cs" {
	vendor   = Generex
	product  = 'CS121, CS141'
	class    = ups
	match    { sysdescr = '^CS1[24]1 v ' }
	version  { oid = sysDescr.0 regex = ' v (\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'generex-cs.snmprec' version = '5.12.11' }
}

profile "generex-cs141" {
	priority = 45
	vendor   = Generex
	product  = CS141
	class    = ups
	match    { sysobjectid = {1.3.6.1.2.1.33} oid = upsIdentAgentSoftwareVersion.0 }
	version  { oid = upsIdentAgentSoftwareVersion.0 regex = '(\d+(?:\.\d+)+(?: \d{6})?)' }
	component { name = UPS oid = upsIdentUPSSoftwareVersion.0 }
	test     { recording = 'generex-cs141.snmprec' version = '2.10.11 220101' }
}

profile "ats-smart" {
	vendor   = ATS
	product  = 'SNMP Smart II'
	class    = ups
	match    { sysobjectid = {enterprises.37662.1} }
	version  { oid = sysDescr.0 regex = 'Card v(\S+)' }
	scheme   = {dotted}
	test     { recording = 'ats-smart.snmprec' version = '1.02' }
}

profile "ibm-dpi" {
	vendor   = IBM
	product  = 'DPI PDU'
	class    = pdu
	match    { sysobjectid = {enterprises.2.6.223} }
	version  { oid = sysDescr.0 regex = '(V[\d.]+)' }
	scheme   = {dotted}
	test     { recording = 'ibm-dpi.snmprec' version = 'V01.07.0001' }
}

profile "riello-netman" {
	vendor   = Riello
	product  = NetMan
	class    = ups
	match    { sysobjectid = {enterprises.5491} }
	version  { oid = upsIdentUPSSoftwareVersion.0 }
	test     { recording = 'riello-netman.snmprec' version = '098-01.20' }
}

profile "riello-istars" {
	vendor   = Riello
	product  = iStars
	class    = ups
	match    { sysobjectid = {enterprises.40614} }
	version  { oid = upsIdentAgentSoftwareVersion.0 }
	test     { recording = 'riello-istars.snmprec' version = 'iStars_SWV4.20 R1.1.0' }
}

profile "rnx-updu" {
	vendor   = RNX
	product  = UPDU
	class    = pdu
	match    { sysobjectid = {enterprises.55108.1} }
	version  { oid = sysDescr.0 regex = 'Version (\S+)' }
	test     { recording = 'rnx-updu.snmprec' version = '2.6.1-5741e7a0' }
}

profile "tpdin" {
	vendor   = Tycon
	product  = TPDIN
	class    = power
	match    { sysobjectid = {enterprises.45621.3} }
	version  { oid = enterprises.45621.3.1.2.0 }
	scheme   = {dotted}
	test     { recording = 'tpdin.snmprec' version = '2.2.2' }
}

profile "rigrunner" {
	vendor   = 'West Mountain'
	product  = RIGrunner
	class    = power
	match    { sysobjectid = {enterprises.15117.1} }
	version  { oid = enterprises.15117.1.1.2.0 regex = 'Version (\S+)' }
	scheme   = {dotted}
	test     { recording = 'rigrunner.snmprec' version = '4.05' }
}

profile "avtech-room-alert" {
	vendor   = AVTECH
	product  = 'Room Alert'
	class    = sensor
	match    { sysobjectid = {enterprises.20916.1} }
	version  { oid = sysDescr.0 regex = ' v(\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'avtech-room-alert.snmprec' version = '2.1.1' }
}

profile "hwg-ste" {
	vendor   = 'HW group'
	product  = STE
	class    = sensor
	match    { sysobjectid = {enterprises.21796.4} }
	version  { oid = sysDescr.0 regex = 'fw:([\d._]+)' }
	test     { recording = 'hwg-ste.snmprec' version = '1.4.1_2211' }
}

profile "serverscheck" {
	vendor   = ServersCheck
	product  = SensorGateway
	class    = sensor
	match    { sysobjectid = {enterprises.17095} }
	version  { oid = enterprises.17095.1.2.0 regex = 'Release (\S+)' }
	scheme   = {dotted}
	test     { recording = 'serverscheck.snmprec' version = '2.10' }
}

profile "siteboss" {
	vendor   = Asentria
	product  = SiteBoss
	class    = sensor
	match    { sysobjectid = {enterprises.3052} }
	version  { oid = sysDescr.0 regex = 'SiteBoss \d+ ([\d.]+ \w+)' }
	test     { recording = 'siteboss.snmprec' version = '2.10.111 STD' }
}

profile "spectracool" {
	priority = 55
	vendor   = Hoffman
	product  = SpectraCool
	class    = sensor
	match    { oid = enterprises.26609.2.21.3.0 }
	version  { oid = enterprises.26609.2.21.3.0 }
	test     { recording = 'spectracool.snmprec' version = '104' }
}

profile "dantherm" {
	vendor   = Dantherm
	product  = FreeCooling
	class    = sensor
	match    { oid = enterprises.46651.1.1.51.0 }
	version  { oid = enterprises.46651.1.1.51.0 }
	scheme   = {dotted}
	test     { recording = 'dantherm.snmprec' version = '1.52' }
}

profile "wti-console" {
	vendor   = WTI
	product  = 'console server'
	class    = console_server
	match    { sysobjectid = {enterprises.2634.1} }
	version  { oid = enterprises.2634.1.200.10.1.28 }
	test     { recording = 'wti-console.snmprec' version = '7.03 1 Dec 2021' }
}

profile "nti-enviromux" {
	vendor   = NTI
	product  = EnviroMux
	class    = sensor
	match    { sysobjectid = {enterprises.3699.1.1.10} }
	version  { oid = enterprises.3699.1.1.10.1.1.8.0 }
	scheme   = {dotted}
	test     { recording = 'nti-enviromux.snmprec' version = '4.30' }
}

profile "opengear-classic" {
	priority = 45
	vendor   = Opengear
	product  = 'console server (older)'
	class    = console_server
	match    { sysobjectid = {enterprises.25049.1} oid = enterprises.25049.17.1.1 instance = yes }
	version  { oid = enterprises.25049.17.1.1 instance = yes regex = '^(\S+)' }
	test     { recording = 'opengear-classic.snmprec' version = '4.2.1' }
}

profile "avocent-acs" {
	vendor   = Vertiv
	product  = 'Avocent ACS'
	class    = console_server
	match    { sysobjectid = {enterprises.10418.16} }
	version  { oid = enterprises.10418.16.2.1.7.0 }
	scheme   = {dotted}
	test     { recording = 'avocent-acs.snmprec' version = '3.8.0.2' }
}

profile "liebert" {
	vendor   = Vertiv
	product  = Liebert
	class    = ups
	match    { sysobjectid = {enterprises.476.1.42} }
	version  { oid = enterprises.476.1.42.2.1.3.0 }
	hardware { oid = enterprises.476.1.42.2.1.2.0 }
	serial   { oid = enterprises.476.1.42.2.1.4.0 }
	reboot   = optional
	test     { recording = 'liebert.snmprec' version = 'IS-UNITY_8.1.0.0' }
}

profile "lantronix-slc" {
	vendor   = Lantronix
	product  = SLC
	class    = console_server
	match    { sysobjectid = {enterprises.244.1} oid = enterprises.244.1.1.6.3.0 }
	version  { oid = enterprises.244.1.1.6.3.0 }
	hardware { oid = enterprises.244.1.1.6.28.0 }
	serial   { oid = enterprises.244.1.1.6.2.0 }
	scheme   = {dotted, exact}
	test     { recording = 'lantronix-slc.snmprec' version = '9.6.0.0' model = SLC80322201S serial = 11AA }
}

profile "lantronix-eds" {
	vendor   = Lantronix
	product  = 'EDS, UDS'
	class    = console_server
	match    { sysdescr = '^Lantronix (?:EDS|UDS|SDS|XPort|SGX|PremierWave)\w* V\d' }
	version  { oid = sysDescr.0 regex = ' V(\d[\d.]*(?:R\d+)?)' }
	hardware { oid = sysDescr.0 regex = '^Lantronix (\S+)' }
	scheme   = {dotted, exact}
	test     { recording = 'lantronix-eds.snmprec' version = '5.2.0.0R20' model = EDS16PR }
}

profile "eaton-sc200" {
	vendor   = Eaton
	product  = 'SC200, SC300'
	class    = power
	match    { sysobjectid = {enterprises.1918.2.13} }
	match    { sysdescr = '^SC\d00 Controller - software version ' }
	version  { oid = sysDescr.0 regex = 'software version (\S+)' }
	scheme   = {dotted}
	test     { recording = 'eaton-sc200.snmprec' version = '4.11' }
}

profile "hwg-poseidon" {
	vendor   = 'HW group'
	product  = Poseidon
	class    = sensor
	match    { sysobjectid = {enterprises.21796.3} sysdescr = 'Poseidon' }
	version  { oid = sysDescr.0 regex = ' v(\d+(?:\.\d+)+)' }
	hardware { oid = sysDescr.0 regex = '(Poseidon2? \d+)' }
	scheme   = {dotted}
	test     { recording = 'hwg-poseidon.snmprec' version = '3.5.1' model = 'Poseidon 3268' }
}

# Any other supply that answers UPS-MIB: RFC 1628 says which object is the
# version of the supply and which that of its card. A card alone does not speak
# for the supply.
profile "ups-mib" {
	priority = 15
	vendor   = ''
	product  = 'UPS (RFC 1628)'
	class    = ups
	match    { oid = upsIdentUPSSoftwareVersion.0 value = '\d' }
	match    { oid = upsIdentAgentSoftwareVersion.0 value = '\d' }
	version  { oid = upsIdentUPSSoftwareVersion.0 regex = '^([ -~]*\d[ -~]*)' }
	hardware { oid = 1.3.6.1.2.1.33.1.1.2.0 }
	component { name = card oid = upsIdentAgentSoftwareVersion.0 }
	scheme   = {dotted, exact}
	reboot   = never
	test     { recording = 'ups-mib.snmprec' version = '01.14' model = 'Power 3000' component = 'card 2.6.2' }
}
