# Cisco Systems. Facts: the sysDescr of each system, ENTITY-MIB,
# CISCOSB-Physicaldescription-MIB.

profile "cisco-ios" {
	vendor  = Cisco
	product = IOS
	class   = switch
	match   { sysobjectid = {enterprises.9.1} sysdescr = 'Cisco IOS Software,|Internetwork Operating System' }
	exclude { sysdescr = 'IOS[ -]?XE|IOS Software \[|LINUX_IOSD|IOS XR' }
	version { oid = sysDescr.0 regex = '(?:Software|Operating System).*?,? Version ([^, ]+)' }
	version { oid = sysDescr.0 regex = '\bVersion ([^, ]+)' }
	second  { oid = entPhysicalSoftwareRev pick = {stack, chassis, module} regex = '^(\d+\.\d+\(\S+\)\w*)' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial  { oid = entPhysicalSerialNum pick = {chassis} }
	component { table = entity class = {chassis, module} software = 10 serial = 11 name = 7 require = all
	            regex = '^(\d+\.\d+\(\S+\)\w*)' scheme = {ios} }
	scheme  = {ios}
	granularity = release
	syslog { class = boot regex = '%SYS-5-RESTART' version = '\bVersion ([^, ]+)' }
	syslog { class = crash regex = '%SYS-[0-3]-(?:CPUHOG|MALLOCFAIL)|Unexpected exception' }
	test { recording = cisco-ios-2960x.snmprec version = '15.2(7)E3' model = 'WS-C2960X-24TS-L' serial = FCW1111A0B1 component = 'Switch 1 15.2(7)E3' }
	test { recording = cisco-ios-1841.snmprec version = '12.4(24)T8' }
	test { message = "%SYS-5-RESTART: System restarted --\nCisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E3, RELEASE SOFTWARE (fc2)" class = boot version = '15.2(7)E3' }
}
