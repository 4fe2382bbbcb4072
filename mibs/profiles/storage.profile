# NAS and storage of other makers.

profile "qnap-qts" {
	vendor   = QNAP
	product  = QTS
	class    = nas
	match    { sysobjectid = {enterprises.24681} }
	version  { oid = entPhysicalFirmwareRev regex = '(\d+(?:\.\d+)+)' }
	hardware { oid = entPhysicalModelName }
	serial   { oid = entPhysicalSerialNum }
	clean    = {quotes}
	scheme   = {dotted}
	test     { recording = 'qnap-453.snmprec' version = '5.0.1.2277' }
}

profile "truenas" {
	priority = 60
	vendor   = iXsystems
	product  = TrueNAS
	class    = nas
	match    { sysdescr = '^TrueNAS-' }
	version  { oid = sysDescr.0 regex = '^TrueNAS-(?:SCALE-|CORE-)?(\d[^\s.]*(?:\.[^\s.]+)*)' }
	test     { recording = 'truenas.snmprec' version = '13.0-U6' }
}

profile "data-domain" {
	vendor   = Dell
	product  = 'Data Domain'
	class    = nas
	match    { sysobjectid = {enterprises.19746} }
	version  { oid = sysDescr.0 regex = 'OS (\d[\d.]+-\d+)' }
	test     { recording = 'data-domain.snmprec' version = '6.2.1.50-680189' }
}

profile "pure-storage" {
	vendor   = 'Pure Storage'
	product  = Purity
	class    = nas
	match    { sysobjectid = {enterprises.40482} }
	version  { oid = sysDescr.0 regex = 'Purity//\w+ (\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'pure-storage.snmprec' version = '6.3.2' }
}

profile "netapp-ontap" {
	vendor   = NetApp
	product  = ONTAP
	class    = nas
	match    { sysobjectid = {enterprises.789.2} }
	version  { oid = enterprises.789.1.1.2.0 regex = 'Release ([\w.]+)' }
	version  { oid = sysDescr.0 regex = 'Release ([\w.]+)' }
	hardware { oid = enterprises.789.1.1.5.0 }
	serial   { oid = enterprises.789.1.1.9.0 }
	scheme   = {ontap}
	test     { recording = 'netapp-ontap.snmprec' version = '9.11.1P8' }
}

profile "isilon-onefs" {
	priority = 60
	vendor   = Dell
	product  = 'PowerScale, Isilon OneFS'
	class    = nas
	match    { sysdescr = 'Isilon OneFS v?\d' }
	version  { oid = sysDescr.0 regex = 'Isilon OneFS v?(\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'isilon-onefs.snmprec' version = '9.2.1.12' }
}

profile "areca-raid" {
	vendor   = Areca
	product  = RAID
	class    = nas
	match    { sysobjectid = {enterprises.18928} }
	version  { oid = enterprises.18928.1.2.1.4.0 }
	version  { oid = enterprises.18928.1.1.1.4.0 }
	hardware { oid = enterprises.18928.1.2.1.1.0 }
	hardware { oid = enterprises.18928.1.1.1.1.0 }
	serial   { oid = enterprises.18928.1.2.1.3.0 }
	scheme   = {exact}
	test     { recording = 'areca-raid.snmprec' version = 'V1.52 2015-01-10' model = 'ARC-1882' }
}

# One subtree for each model; the version is the only value of this shape.
profile "wd-my-cloud" {
	priority = 60
	vendor   = 'Western Digital'
	product  = 'My Cloud'
	class    = nas
	match    { oid = enterprises.5127.1.1.1 value = '^\d+\.\d+\.\d+(?: \(|$)' }
	version  { oid = enterprises.5127.1.1.1 regex = '^(\d+\.\d+\.\d+)(?: \(|$)' }
	component { name = kernel kind = kernel oid = sysDescr.0 regex = '^Linux \S+ (\S+)' }
	scheme   = {dotted}
	test     { recording = 'wd-my-cloud.snmprec' version = '5.22.113' component = 'kernel 4.14.22-armada-18.09.3' }
}

profile "netgear-readynas" {
	priority = 60
	vendor   = Netgear
	product  = ReadyNAS
	class    = nas
	match    { oid = enterprises.4526.18.1 }
	match    { oid = enterprises.4526.22.1 value = '^\d+\.\d+\.\d+' }
	version  { oid = enterprises.4526.18.1 regex = '^(\d+\.\d+\.\d+\S*)' }
	version  { oid = enterprises.4526.22.1 regex = '^(\d+\.\d+\.\d+\S*)' }
	component { name = kernel kind = kernel oid = sysDescr.0 regex = '^Linux \S+ (\S+)' }
	scheme   = {dotted, exact}
	test     { recording = 'netgear-readynas.snmprec' version = '6.10.8' component = 'kernel 4.4.218.x86_64.1' }
}
