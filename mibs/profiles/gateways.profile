# Small routers, gateways and telephony of other makers.

profile "teltonika-rutos" {
	priority = 60
	vendor   = Teltonika
	product  = RutOS
	class    = router
	match    { oid = enterprises.48690.1.6.0 }
	version  { oid = enterprises.48690.1.6.0 }
	hardware { oid = enterprises.48690.1.3.0 }
	serial   { oid = enterprises.48690.1.1.0 }
	test     { recording = 'teltonika-rutos.snmprec' version = 'RUT9_R_00.07.06.10' }
}

profile "asuswrt-merlin" {
	priority = 60
	vendor   = ASUS
	product  = Asuswrt-Merlin
	class    = router
	match    { oid = enterprises.2021.7890.1.101.1 instance = yes value = '^ASUSWRT-Merlin' }
	version  { oid = enterprises.2021.7890.1.101.1 instance = yes regex = '^ASUSWRT-Merlin \S+ (\S+)' }
	test     { recording = 'asuswrt-merlin.snmprec' version = '388.2_2' }
}

profile "freshtomato" {
	priority = 60
	vendor   = FreshTomato
	product  = FreshTomato
	class    = router
	match    { oid = enterprises.8072.1.3.2.2.1.3.7.118.101.114.115.105.111.110 instance = yes value = '^FreshTomato' }
	version  { oid = enterprises.8072.1.3.2.2.1.3.7.118.101.114.115.105.111.110 instance = yes regex = '^FreshTomato (\S+)' }
	test     { recording = 'freshtomato.snmprec' version = '2022.5' }
}

profile "grandstream-ap" {
	priority = 60
	vendor   = Grandstream
	product  = GWN
	class    = access_point
	match    { oid = enterprises.42397.1.1.2.4.0 }
	version  { oid = enterprises.42397.1.1.2.4.0 }
	scheme   = {dotted}
	test     { recording = 'grandstream-ap.snmprec' version = '1.0.25.30' }
}

profile "grandstream-ht" {
	priority = 60
	vendor   = Grandstream
	product  = HT
	class    = phone_system
	match    { oid = enterprises.42397.1.2.3.1 }
	version  { oid = enterprises.42397.1.2.3.1 }
	component { name = base oid = enterprises.42397.1.2.3.3 scheme = {dotted} }
	scheme   = {dotted}
	test     { recording = 'grandstream-ht.snmprec' version = '1.0.53.3' }
}

profile "grandstream-ht-old" {
	priority = 59
	vendor   = Grandstream
	product  = 'HT (older)'
	class    = phone_system
	match    { oid = enterprises.42397.1.2.3.3 }
	version  { oid = enterprises.42397.1.2.3.3 }
	scheme   = {dotted}
	test     { recording = 'grandstream-ht-old.snmprec' version = '1.0.5.9' }
}

profile "keenetic" {
	vendor   = Keenetic
	product  = KeeneticOS
	class    = router
	match    { sysdescr = '^Keenetic .*KeeneticOS' }
	version  { oid = sysDescr.0 regex = 'KeeneticOS ([^\s)]+)' }
	test     { recording = 'keenetic.snmprec' version = '3.09.C.6.0-0' }
}

profile "advantech-icr" {
	vendor   = Advantech
	product  = ICR-OS
	class    = router
	match    { sysobjectid = {enterprises.30140.1} }
	version  { oid = sysDescr.0 regex = ' (\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\))' }
	test     { recording = 'advantech-icr.snmprec' version = '6.3.10 (2023-03-20)' }
}

profile "bluecat" {
	vendor   = BlueCat
	product  = BDDS
	class    = server
	match    { sysobjectid = {enterprises.13315.2.1} }
	version  { oid = enterprises.13315.3.2.2.1.2.0 }
	test     { recording = 'bluecat.snmprec' version = '9.4.0-123.GA.bcn' }
}

profile "pepwave" {
	vendor   = Peplink
	product  = Pepwave
	class    = router
	match    { sysobjectid = {enterprises.27662, enterprises.23695} }
	version  { oid = enterprises.23695.200.1.1.1.1.3.0 }
	hardware { oid = enterprises.23695.200.1.1.1.1.1.0 }
	serial   { oid = enterprises.23695.200.1.1.1.1.2.0 }
	test     { recording = 'pepwave.snmprec' version = '8.3.0 build 5229' }
}

profile "firebrick" {
	vendor   = FireBrick
	product  = FB
	class    = router
	match    { sysobjectid = {enterprises.24693.1} }
	version  { oid = sysDescr.0 regex = '\((V\S+)' }
	test     { recording = 'firebrick.snmprec' version = 'V1.60.002' }
}

profile "alta-labs" {
	priority = 60
	vendor   = 'Alta Labs'
	product  = 'Route, AP, switch'
	class    = router
	match    { sysdescr = '^Alta (AP|Route|S)\S* ' }
	version  { oid = sysDescr.0 regex = ' (\d+\.\d+\w*)$' }
	test     { recording = 'alta-labs.snmprec' version = '2.1d' }
}

profile "zyxel-cpe" {
	vendor   = Zyxel
	product  = CPE
	class    = router
	match    { oid = enterprises.890.1.2.1.1.1.0 }
	version  { oid = enterprises.890.1.2.1.1.1.0 }
	scheme   = {zyxel}
	test     { recording = 'zyxel-cpe.snmprec' version = 'V5.17(ABYL.3)C0' }
}

profile "zyxel-ies" {
	priority = 55
	vendor   = Zyxel
	product  = IES
	class    = switch
	match    { sysobjectid = {enterprises.890.1.5.13} }
	version  { oid = enterprises.890.1.5.13.13.16.1.0 }
	scheme   = {zyxel}
	test     { recording = 'zyxel-ies.snmprec' version = 'V1.10(AAVG.3)' }
}

profile "oneaccess" {
	vendor   = OneAccess
	product  = OneOS
	class    = router
	match    { sysobjectid = {enterprises.13191.1.1} }
	version  { oid = enterprises.13191.10.3.3.2.1.5.0 }
	test     { recording = 'oneaccess.snmprec' version = '4.1.35-rt40' }
}

profile "patton-smartnode" {
	vendor   = Patton
	product  = SmartNode
	class    = phone_system
	match    { sysobjectid = {enterprises.1768.100.4} }
	version  { oid = enterprises.1768.100.1.5.0 }
	test     { recording = 'patton-smartnode.snmprec' version = 'R6.11 2018-05-05_BUILD H323 SIP' }
}

profile "cisco-spa" {
	vendor   = Cisco
	product  = SPA
	class    = phone_system
	match    { sysobjectid = {enterprises.9.6.1.23} }
	version  { oid = entPhysicalSoftwareRev }
	test     { recording = 'cisco-spa.snmprec' version = '1.4.1' }
}

profile "ascom-ipbs" {
	vendor   = Ascom
	product  = IPBS
	class    = phone_system
	match    { sysobjectid = {enterprises.27614} }
	version  { oid = sysDescr.0 regex = '^(IPBS\d?\[[\d.]+\])' }
	component { name = bootcode kind = bootloader oid = sysDescr.0 regex = 'Bootcode(\[[\d.]+\])' }
	test     { recording = 'ascom-ipbs.snmprec' version = 'IPBS3[11.1.2]' }
}

profile "bintec" {
	vendor   = 'bintec elmeg'
	product  = 'be.IP'
	class    = router
	match    { sysobjectid = {enterprises.272.4} }
	version  { oid = enterprises.272.4.1.26.0 regex = '^(V\.?\S+)' }
	test     { recording = 'bintec.snmprec' version = 'V.10.2.7.100' }
}

profile "2n-ip" {
	vendor   = 2N
	product  = 'IP intercom'
	class    = intercom
	match    { sysobjectid = {enterprises.6530} }
	version  { oid = enterprises.6530.11.4.0 }
	scheme   = {dotted}
	test     { recording = '2n-ip.snmprec' version = '2.38.0.50.2' }
}

profile "polycom-studio" {
	vendor   = Poly
	product  = Studio
	class    = conference
	match    { sysobjectid = {enterprises.2684, enterprises.13885} }
	version  { oid = enterprises.13885.101.1.1.1.0 }
	test     { recording = 'polycom-studio.snmprec' version = '4.1.0-387112' }
}

profile "seh-utn" {
	vendor   = SEH
	product  = 'utn server'
	class    = server
	match    { sysobjectid = {enterprises.1229.1.1} }
	version  { oid = sysDescr.0 regex = 'SW (\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'seh-utn.snmprec' version = '20.1.29' }
}

profile "cradlepoint" {
	vendor   = Cradlepoint
	product  = 'NetCloud router'
	class    = router
	match    { sysdescr = '^Cradlepoint \S+, Firmware Version' }
	version  { oid = sysDescr.0 regex = 'Firmware Version (\d+\.\d+\.\d+)' }
	hardware { oid = sysDescr.0 regex = '^Cradlepoint ([^,]+),' }
	scheme   = {dotted}
	test     { recording = 'cradlepoint.snmprec' version = '7.2.40' model = 'IBR650C' }
}

# sysDescr is the version and nothing else.
profile "avaya-ip-office" {
	vendor   = Avaya
	product  = 'IP Office'
	class    = phone_system
	match    { sysobjectid = {enterprises.6889} sysdescr = '^\d+(?:\.\d+)+(?: build \d+)?\s*$' }
	version  { oid = sysDescr.0 regex = '^(\d+(?:\.\d+)+(?: build \d+)?)' }
	hardware { oid = entPhysicalDescr }
	scheme   = {'dotted+build', exact}
	test     { recording = 'avaya-ip-office.snmprec' version = '11.0.4.7.0 build 2' }
}

profile "openwrt" {
	priority = 60
	vendor   = OpenWrt
	product  = OpenWrt
	class    = router
	match    { oid = enterprises.8072.1.3.2.3.1.1.6.100.105.115.116.114.111 instance = yes value = '^OpenWrt ' }
	version  { oid = enterprises.8072.1.3.2.3.1.1.6.100.105.115.116.114.111 instance = yes regex = '^OpenWrt (\S+)' }
	hardware { oid = enterprises.8072.1.3.2.3.1.1.8.104.97.114.100.119.97.114.101 instance = yes }
	component { name = kernel kind = kernel oid = sysDescr.0 regex = '^Linux \S+ (\S+)' }
	scheme   = {dotted, exact}
	test     { recording = 'openwrt.snmprec' version = '22.03.5' }
}
