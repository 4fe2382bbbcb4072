# Cisco Systems. What each system writes in sysDescr, ENTITY-MIB, and
# CISCOSB-Physicaldescription-MIB for the small business series.

profile "cisco-ios" {
	vendor   = Cisco
	product  = IOS
	class    = switch
	match    { sysobjectid = {enterprises.9.1} sysdescr = 'Cisco IOS Software,|Internetwork Operating System' }
	exclude  { sysdescr = 'IOS[ -]?XE|IOS Software \[|LINUX_IOSD|IOS XR' }
	version  { oid = sysDescr.0 regex = '\bVersion ([^, ]+)' }
	second   { oid = entPhysicalSoftwareRev pick = {stack, chassis} regex = '^(\d+\.\d+\(\S+\)\w*)' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	component { table = entity class = {chassis} software = 10 serial = 11 name = 7 require = all
	    regex = '^(\d+\.\d+\(\S+\)\w*)' scheme = {ios} }
	scheme   = {ios}
	granularity = release
	syslog   { class = boot regex = '%SYS-5-RESTART' version = '\bVersion ([^, ]+)' }
	syslog   { class = crash regex = '%SYS-[0-3]-(?:WATCHDOG|BADSHARE|MALLOCFAIL)|Unexpected exception' }
	test     { recording = 'cisco-ios-2960x.snmprec' version = '15.2(7)E3' model = 'WS-C2960X-24TS-L' serial = FCW1111A0B1 component = '1 15.2(7)E3' }
	test     { recording = 'cisco-ios-mixed-stack.snmprec' version = '15.2(7)E3' component = '2 15.2(4)E8' }
	test     { recording = 'cisco-ios-1841.snmprec' version = '12.4(24)T8' }
	test     { message = "%SYS-5-RESTART: System restarted --\nCisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E3, RELEASE SOFTWARE (fc2)" class = boot version = '15.2(7)E3' }
	test     { message = '%LINK-3-UPDOWN: Interface Gi1/0/1, changed state to up' class = none }
}

# sysDescr of an old train names the IOS ("15.5(3)S1a"); what advisories name
# stands in ENTITY-MIB, with zeros in front: 16.12.01c.
profile "cisco-ios-xe" {
	priority = 60
	vendor   = Cisco
	product  = 'IOS XE'
	class    = switch
	match    { sysobjectid = {enterprises.9.1} sysdescr = 'IOS[ -]?XE|IOS Software \[|LINUX_IOSD' }
	version  { oid = entPhysicalSoftwareRev pick = {stack, chassis, module} regex = '\b(?<M>\d\d)\.0?(?<m>\d+)\.0?(?<r>\d+[a-z]*)\b' join = '${M}.${m}.${r}' }
	version  { oid = sysDescr.0 regex = '(?s)IOS-?XE Software.*?Version 0?(?<M>\d+)\.0?(?<m>\d+)\.0?(?<r>\d+\w*)' join = '${M}.${m}.${r}' }
	version  { oid = sysDescr.0 regex = '\bVersion ([^, ]+)' }
	second   { oid = sysDescr.0 regex = '\bVersion ([^, ]+)' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	component { name = 'IOS' oid = sysDescr.0 regex = '\bVersion ([^, ]+)' scheme = {ios, iosxe} }
	component { table = entity class = {chassis} software = 10 serial = 11 name = 7 require = all
	    regex = '\b(\d\d\.\d\d\.\d\d[a-z]*)\b' scheme = {iosxe} }
	scheme   = {iosxe, ios}
	granularity = release
	syslog   { class = boot regex = '%SYS-5-RESTART' version = '\bVersion ([^, ]+)' }
	syslog   { class = upgrade-ok regex = '%INSTALL-5-INSTALL_COMPLETED_INFO' }
	syslog   { class = upgrade-failed regex = '%INSTALL-[0-3]-OPERATION_ERROR' }
	test     { recording = 'cisco-iosxe-9300.snmprec' version = '17.9.5' model = 'C9300-24T' serial = FOC2222A1B2 component = 'Switch 1 17.09.05' }
	test     { recording = 'cisco-iosxe-4321.snmprec' version = '17.6.4' component = 'IOS 17.6.4' }
}

profile "cisco-nx-os" {
	vendor   = Cisco
	product  = 'NX-OS'
	class    = switch
	match    { sysobjectid = {enterprises.9.12.3} }
	version  { oid = sysDescr.0 regex = 'Software \([^)]*\),\s*Version (\S+?),' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	scheme   = {nxos}
	granularity = release
	test     { recording = 'cisco-nxos-9300.snmprec' version = '9.3(5)' model = 'N9K-C93180YC-EX' serial = FDO2222A1B2 }
}

# Maintenance updates (SMU) cannot be seen.
profile "cisco-ios-xr" {
	priority = 60
	vendor   = Cisco
	product  = 'IOS XR'
	class    = router
	match    { sysobjectid = {enterprises.9.1} sysdescr = 'IOS XR Software' }
	version  { oid = sysDescr.0 regex = 'Version (\d+\.\d+\.\d+)' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	scheme   = {dotted}
	granularity = release
	test     { recording = 'cisco-iosxr-asr.snmprec' version = '6.6.3' }
}

profile "cisco-asa" {
	vendor   = Cisco
	product  = ASA
	class    = firewall
	match    { sysobjectid = {enterprises.9.1} sysdescr = 'Adaptive Security Appliance' }
	version  { oid = entPhysicalSoftwareRev regex = '^(\d+\.\d+\(\d+\)\d*)' }
	version  { oid = sysDescr.0 regex = 'Version (\S+)' }
	second   { oid = sysDescr.0 regex = 'Version (\S+)' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	scheme   = {asa}
	test     { recording = 'cisco-asa-5516.snmprec' version = '9.16(4)19' serial = JAD1111A0B1 }
}

profile "cisco-ftd" {
	vendor   = Cisco
	product  = 'Firepower Threat Defense'
	class    = firewall
	match    { sysdescr = '(?i)Firepower Threat Defense' }
	version  { oid = sysDescr.0 regex = 'Defense, Version ([^,]+),' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	component { name = 'ASA' oid = sysDescr.0 regex = 'ASA Version (\S+)' scheme = {asa} }
	scheme   = {'dotted+build'}
	test     { recording = 'cisco-ftd-1140.snmprec' version = '7.0.5 (Build 72)' component = 'ASA 9.16(3)18' }
}

# SG, SF, CBS: one row for each unit of the stack.
profile "cisco-business" {
	vendor   = Cisco
	product  = 'Small Business'
	class    = switch
	match    { sysobjectid = {enterprises.9.6.1} }
	match    { sysdescr = '^Linux[^,]*, Cisco (?:Small Business|Systems, Inc) ' }
	exclude  { sysobjectid = {enterprises.9.6.1.37, enterprises.9.6.1.23} }
	version  { oid = enterprises.9.6.1.101.53.14.1.2 }
	version  { oid = entPhysicalSoftwareRev regex = '^(\d+(?:\.\d+)+)$' }
	version  { oid = sysDescr.0 regex = '[Vv]ersion (\d+(?:\.\d+)+)' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	hardware { oid = sysDescr.0 regex = 'Cisco Small Business ([A-Z][^, (]+)' }
	serial   { oid = enterprises.9.6.1.101.53.14.1.5 }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	component { table = entity class = {stack, chassis, module} software = 10 serial = 11 name = 7 require = all regex = '^(\d+(?:\.\d+)+)$' scheme = {dotted} }
	component { name = 'boot loader' kind = bootloader oid = entPhysicalHardwareRev regex = '^(\d+(?:\.\d+){2,})$' scheme = {dotted} }
	component { name = 'firmware' oid = entPhysicalFirmwareRev regex = '^(\d+(?:\.\d+)+)$' scheme = {dotted} }
	scheme   = {dotted}
	test     { recording = 'cisco-cbs350.snmprec' version = '3.2.0.84' serial = FDO2525A1B2 }
}

profile "cisco-catalyst-1200" {
	priority = 60
	vendor   = Cisco
	product  = 'Catalyst 1200/1300'
	class    = switch
	match    { sysobjectid = {enterprises.9.1} sysdescr = 'Catalyst 1[23]00' }
	version  { oid = enterprises.9.6.1.101.53.14.1.2 }
	version  { oid = entPhysicalSoftwareRev regex = '^(\d+(?:\.\d+)+)$' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = enterprises.9.6.1.101.53.14.1.5 }
	scheme   = {dotted}
	test     { recording = 'cisco-c1300.snmprec' version = '4.1.3.36' }
}

profile "cisco-wireless" {
	vendor   = Cisco
	product  = 'Wireless LAN Controller'
	class    = wireless_controller
	match    { sysdescr = '^Cisco (Controller|Business Wireless)' }
	match    { sysobjectid = {enterprises.14179} }
	version  { oid = entPhysicalSoftwareRev }
	version  { oid = enterprises.14179.1.1.1.14.0 }
	hardware { oid = entPhysicalModelName }
	serial   { oid = entPhysicalSerialNum }
	scheme   = {dotted}
	test     { recording = 'cisco-wlc.snmprec' version = '8.10.185.0' serial = PSZ1111A0B1 }
}

profile "cisco-imc" {
	priority = 60
	vendor   = Cisco
	product  = 'Integrated Management Controller'
	class    = bmc
	match    { sysdescr = 'Cisco Integrated Management Controller' }
	version  { oid = sysDescr.0 regex = 'Firmware Version ([^, ]+)' }
	test     { recording = 'cisco-imc.snmprec' version = '4.2(3b)' }
}

profile "cisco-ucos" {
	priority = 60
	vendor   = Cisco
	product  = 'Unified Communications'
	class    = phone_system
	match    { sysobjectid = {enterprises.9.1.1348} }
	version  { oid = 1.3.6.1.2.1.54.1.1.1.1.4 pick = {'index 1', first} }
	scheme   = {ucos}
	test     { recording = 'cisco-cucm.snmprec' version = '12.5.1.11900-146' }
}

# Video systems write a few lines about themselves.
profile "cisco-telepresence" {
	priority = 60
	vendor   = Cisco
	product  = 'TelePresence, Webex Room'
	class    = conference
	match    { sysdescr = 'SoftW: \S' }
	version  { oid = sysDescr.0 regex = 'SoftW: (\S+)' }
	hardware { oid = sysDescr.0 regex = 'MCU: (?:Cisco TelePresence )?([^\r\n]+)' }
	serial   { oid = sysDescr.0 regex = 'S/N: (\S+)' }
	scheme   = {exact}
	test     { recording = 'cisco-telepresence.snmprec' version = 'ce9.15.8.1' model = 'SX20' serial = A1AA11A11111 }
}

profile "cisco-meeting-server" {
	priority = 60
	vendor   = Cisco
	product  = 'Meeting Server'
	class    = conference
	match    { sysdescr = '^Acano Server \d' }
	version  { oid = sysDescr.0 regex = 'Acano Server ([^,\s]+)' }
	scheme   = {dotted, exact}
	test     { recording = 'cisco-meeting-server.snmprec' version = '2.9.5' }
}

# Mail and web gateways (IronPort).
profile "cisco-asyncos" {
	vendor   = Cisco
	product  = AsyncOS
	class    = server
	match    { sysobjectid = {enterprises.15497.1} sysdescr = 'AsyncOS' }
	version  { oid = sysDescr.0 regex = 'AsyncOS Version: ([^,\s]+)' }
	hardware { oid = sysDescr.0 regex = 'Model ([^,]+),' }
	serial   { oid = sysDescr.0 regex = 'Serial #: (\S+)' }
	scheme   = {dashed}
	test     { recording = 'cisco-asyncos.snmprec' version = '14.2.0-620' model = 'C190' serial = '111111111111-AAA1111AAA1' }
}

profile "cisco-acs" {
	priority = 60
	vendor   = Cisco
	product  = 'Secure Access Control System'
	class    = server
	match    { sysdescr = '^Cisco Secure Access Control System \d' }
	version  { oid = sysDescr.0 regex = 'Control System ([^,\s]+)' }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	scheme   = {dotted}
	test     { recording = 'cisco-acs.snmprec' version = '5.8.1.4' }
}

profile "cisco-viptela" {
	vendor   = Cisco
	product  = 'SD-WAN, Viptela'
	class    = router
	match    { sysobjectid = {enterprises.41916} }
	version  { oid = enterprises.41916.11.1.2.0 }
	serial   { oid = enterprises.41916.3.1.1.1.5.1.0 }
	scheme   = {dotted, exact}
	test     { recording = 'cisco-viptela.snmprec' version = '20.6.5' }
}

profile "cisco-catos" {
	priority = 60
	vendor   = Cisco
	product  = CatOS
	class    = switch
	match    { sysobjectid = {enterprises.9} sysdescr = 'Catalyst Operating System Software' }
	version  { oid = sysDescr.0 regex = 'Operating System Software, Version (\d+\.\d+\(\d+\)[^,\s]*)' }
	hardware { oid = sysDescr.0 regex = '\b(WS-C\S+)' }
	scheme   = {exact}
	test     { recording = 'cisco-catos.snmprec' version = '8.4(5)' model = 'WS-C6509' }
}

profile "cisco-waas" {
	priority = 60
	vendor   = Cisco
	product  = 'Wide Area Application Services'
	class    = server
	match    { sysobjectid = {enterprises.9.1} oid = enterprises.9.9.762.1.2.1.13 }
	version  { oid = entPhysicalSoftwareRev }
	hardware { oid = entPhysicalModelName }
	serial   { oid = entPhysicalSerialNum }
	scheme   = {dotted, exact}
	test     { recording = 'cisco-waas.snmprec' version = '5.5.7' }
}
