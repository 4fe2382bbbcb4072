# Microsoft Windows, with its own agent. The build is all that it shows: updates
# within a build (UBR, KB numbers) cannot be seen, so SNMP alone proves none.

profile "windows" {
	vendor   = Microsoft
	product  = Windows
	class    = server
	match    { sysobjectid = {enterprises.311.1.1.3.1} }
	version  { oid = sysDescr.0 regex = 'Build (?:Number: )?(\d+)' }
	component { name = NT oid = sysDescr.0 regex = 'Version (\d+\.\d+)' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?2195\b' join = '2000' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?3790\b' join = 'Server 2003' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?2600\b' join = 'XP' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?6001\b' join = 'Vista SP1, Server 2008' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?6003\b' join = 'Server 2008 SP2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?6002\b' join = 'Vista SP2, Server 2008 SP2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?7600\b' join = '7, Server 2008 R2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?7601\b' join = '7 SP1, Server 2008 R2 SP1' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?9200\b' join = '8, Server 2012' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?9600\b' join = '8.1, Server 2012 R2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?14393\b' join = '10 1607, Server 2016' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?17763\b' join = '10 1809, Server 2019' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?10240\b' join = '10 1507' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?10586\b' join = '10 1511' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?15063\b' join = '10 1703' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?16299\b' join = '10 1709, Server 1709' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?17134\b' join = '10 1803, Server 1803' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?18362\b' join = '10 1903, Server 1903' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?18363\b' join = '10 1909, Server 1909' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?19041\b' join = '10 2004' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?19042\b' join = '10 20H2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?19043\b' join = '10 21H1' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?19044\b' join = '10 21H2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?19045\b' join = '10 22H2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?20348\b' join = 'Server 2022 21H2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?22000\b' join = '11 21H2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?22621\b' join = '11 22H2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?22631\b' join = '11 23H2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?25398\b' join = 'Server 23H2' }
	component { name = release oid = sysDescr.0 regex = 'Build (?:Number: )?26100\b' join = '11 24H2, Server 2025' }
	scheme   = {winbuild}
	granularity = product
	syslog   { class = upgrade-ok regex = 'WindowsUpdateClient.*(?:EventID|\b)19\b|Installation Successful: Windows successfully installed' version = '(KB\d{6,7})' }
	syslog   { class = upgrade-failed regex = 'WindowsUpdateClient.*(?:EventID|\b)20\b|Installation Failure: Windows failed to install' version = '(KB\d{6,7})' }
	syslog   { class = boot regex = 'EventLog.*\b6005\b|The Event log service was started|Kernel-General.*\b12\b' }
	syslog   { class = crash regex = 'BugCheck|EventLog.*\b6008\b' }
	test     { recording = 'windows-2019.snmprec' version = '17763' component = 'release 10 1809, Server 2019' }
	test     { message = 'WindowsUpdateClient: Installation Successful: Windows successfully installed the following update: 2026-08 Cumulative Update for Windows Server 2019 (KB5041578)' class = upgrade-ok version = KB5041578 }
}
