# Hypervisors, management controllers and systems of other makers.

# The build decides which patch is in.
profile "vmware-esxi" {
	vendor   = VMware
	product  = ESXi
	class    = hypervisor
	match    { sysobjectid = {enterprises.6876.4.1} }
	version  { oid = enterprises.6876.1.2.0 }
	version  { oid = sysDescr.0 regex = 'ESXi? (\d+(?:\.\d+)+)' }
	patchlevel { oid = enterprises.6876.1.4.0 }
	patchlevel { oid = sysDescr.0 regex = 'build-(\d+)' }
	complete = '${version} build ${patchlevel}'
	serial   { oid = entPhysicalSerialNum }
	scheme   = {build}
	test     { recording = 'vmware-esxi.snmprec' version = '7.0.3 build 22348816' }
}

profile "vmware-vcenter" {
	vendor   = VMware
	product  = 'vCenter Server'
	class    = server
	match    { sysobjectid = {enterprises.6876.4.6} }
	version  { oid = sysDescr.0 regex = 'Appliance (\d+(?:\.\d+)+)' }
	patchlevel { oid = sysDescr.0 regex = 'build (\d+)' }
	complete = '${version} build ${patchlevel}'
	scheme   = {build}
	test     { recording = 'vmware-vcenter.snmprec' version = '7.0.3.01400 build 21477706' }
}

profile "dell-idrac" {
	vendor   = Dell
	product  = iDRAC
	class    = bmc
	match    { sysobjectid = {enterprises.674.10892.5, enterprises.674.10892.2} }
	version  { oid = enterprises.674.10892.5.1.1.8.0 }
	version  { oid = enterprises.674.10892.2.1.2.1.0 }
	version  { oid = enterprises.674.10892.2.1.1.2.0 }
	hardware { oid = enterprises.674.10892.5.1.3.12.0 }
	serial   { oid = enterprises.674.10892.5.1.3.2.0 }
	scheme   = {dotted}
	reboot   = never
	test     { recording = 'dell-idrac9.snmprec' version = '6.10.30.00' serial = 1AAA111 }
}

profile "lenovo-xcc" {
	vendor   = Lenovo
	product  = XClarity
	class    = bmc
	match    { sysobjectid = {enterprises.19046.11.1} }
	version  { oid = enterprises.19046.11.1.1.5.1.1.3 }
	hardware { oid = enterprises.19046.11.1.1.5.2.1.5.0 }
	serial   { oid = enterprises.19046.11.1.1.5.2.1.3.0 }
	reboot   = never
	test     { recording = 'lenovo-xcc.snmprec' version = 'KAX322V 2.30' }
}

profile "freebsd" {
	priority = 20
	vendor   = FreeBSD
	product  = FreeBSD
	class    = server
	match    { sysdescr = '^FreeBSD \S+ \d+\.\d+-RELEASE' }
	exclude  { sysdescr = 'HBSD|pfSense|OPNsense|TrueNAS|FreeNAS' }
	version  { oid = sysDescr.0 regex = '^FreeBSD \S+ (\d+\.\d+-RELEASE(?:-p\d+)?)' }
	test     { recording = 'freebsd.snmprec' version = '13.2-RELEASE-p4' }
}

profile "openbsd" {
	priority = 20
	vendor   = OpenBSD
	product  = OpenBSD
	class    = server
	match    { sysdescr = '^OpenBSD \S+ \d+\.\d+ ' }
	version  { oid = sysDescr.0 regex = '^OpenBSD \S+ (\d+\.\d+)' }
	test     { recording = 'openbsd.snmprec' version = '7.3' }
}

profile "aix" {
	vendor   = IBM
	product  = AIX
	class    = server
	match    { sysobjectid = {enterprises.2.3.1.2} sysdescr = 'AIX version' }
	version  { oid = sysDescr.0 regex = 'AIX version: 0*(?<a>\d+)\.0*(?<b>\d+)\.0*(?<c>\d+)\.0*(?<d>\d+)' join = '${a}.${b}.${c}.${d}' }
	scheme   = {dotted}
	test     { recording = 'ibm-aix.snmprec' version = '7.2.5.200' }
}

profile "ibm-i" {
	vendor   = IBM
	product  = 'IBM i'
	class    = server
	match    { sysobjectid = {enterprises.2.6.11} }
	version  { oid = sysDescr.0 regex = '(V\d+R\d+M\d+)' }
	test     { recording = 'ibm-i.snmprec' version = 'V7R4M0' }
}

profile "opengear" {
	vendor   = Opengear
	product  = 'console server'
	class    = console_server
	match    { sysobjectid = {enterprises.25049.1} sysdescr = 'Opengear' }
	version  { oid = sysDescr.0 regex = 'Version (\d+(?:\.\d+)+\w*)' }
	version  { oid = sysDescr.0 regex = '^Opengear \S+ (\d+(?:\.\d+)+)' }
	test     { recording = 'opengear.snmprec' version = '5.2.4' }
}

profile "tripplite-console" {
	vendor   = 'Tripp Lite'
	product  = 'console server'
	class    = console_server
	match    { sysobjectid = {enterprises.850.1} sysdescr = 'TrippLite/\S+ Version' }
	version  { oid = sysDescr.0 regex = 'Version (\d+(?:\.\d+)+)' }
	test     { recording = 'tripplite-console.snmprec' version = '4.11.2' }
}

profile "proxmox-ve" {
	priority = 60
	vendor   = Proxmox
	product  = 'Virtual Environment'
	class    = hypervisor
	match    { sysdescr = '^Linux \S+ \S+-pve ' }
	version  { oid = enterprises.8072.1.3.2.3.1.2.7.118.101.114.115.105.111.110 regex = '(\d+\.\d+[\d.-]*)' }
	version  { oid = hrSWInstalledName regex = '^pve-manager_([^_]+)_' }
	component { name = kernel kind = kernel oid = sysDescr.0 regex = '^Linux \S+ (\S+)' scheme = {dpkg} }
	component { table = packages }
	scheme   = {dotted, dpkg}
	granularity = hotfix
	test     { recording = 'proxmox-ve.snmprec' version = '7.4-3' component = 'kernel 5.15.102-1-pve' }
}

profile "fujitsu-irmc" {
	priority = 60
	vendor   = Fujitsu
	product  = iRMC
	class    = bmc
	match    { oid = enterprises.231.2.10.2.2.10.3.4.1.4.1.1 instance = yes }
	version  { oid = enterprises.231.2.10.2.2.10.3.4.1.4.1.1 instance = yes }
	hardware { oid = enterprises.231.2.10.2.2.10.2.3.1.5.1 instance = yes }
	serial   { oid = enterprises.231.2.10.2.2.10.2.3.1.7.1 instance = yes }
	component { name = BIOS oid = enterprises.231.2.10.2.2.10.4.1.1.11.1 instance = yes }
	scheme   = {irmc, exact}
	reboot   = never
	test     { recording = 'fujitsu-irmc.snmprec' version = '9.69F' model = 'PRIMERGY RX2540 M4' serial = YMAA111111 component = 'BIOS V5.0.0.12 R1.45.0' }
}

profile "hp-onboard-administrator" {
	vendor   = HPE
	product  = 'BladeSystem Onboard Administrator'
	class    = bmc
	match    { oid = enterprises.232.22.2.3.1.1.1.8 value = '^\d' }
	version  { oid = enterprises.232.22.2.3.1.1.1.8 }
	hardware { oid = enterprises.232.22.2.3.1.1.1.3 }
	serial   { oid = enterprises.232.22.2.3.1.1.1.7 }
	scheme   = {dotted}
	reboot   = never
	test     { recording = 'hp-oa.snmprec' version = '4.97' model = 'BladeSystem c7000 Enclosure G3' serial = CZ11111111 }
}
