# Switches and access multiplexers of smaller makers.

profile "advantech-eki" {
	vendor   = Advantech
	product  = EKI
	class    = switch
	match    { sysobjectid = {enterprises.10297} }
	version  { oid = enterprises.10297.100.1.4.0 }
	version  { oid = enterprises.10297.202.7000.1.1.15.0 }
	test     { recording = 'advantech-eki.snmprec' version = '1.05.11' }
}

profile "allied-websmart" {
	vendor   = 'Allied Telesis'
	product  = WebSmart
	class    = switch
	match    { sysobjectid = {enterprises.207.1.4.167} }
	version  { oid = enterprises.207.1.4.167.81.1.3.0 }
	scheme   = {dotted}
	test     { recording = 'allied-websmart.snmprec' version = '1.00.050' }
}

profile "allied-8000s" {
	vendor   = 'Allied Telesis'
	product  = 'AT-8000S and its like'
	class    = switch
	match    { sysobjectid = {enterprises.207.1.4} }
	version  { oid = enterprises.89.53.14.1.2 }
	version  { oid = entPhysicalSoftwareRev }
	scheme   = {dotted}
	test     { recording = 'allied-8000s.snmprec' version = '3.0.0.40' }
}

profile "bdcom" {
	vendor   = BDCOM
	product  = 'switch, OLT'
	class    = switch
	match    { sysobjectid = {enterprises.3320.1} }
	version  { oid = enterprises.3320.3.6.10.1.6.0 }
	version  { oid = sysDescr.0 regex = 'Version (\S+)' }
	test     { recording = 'bdcom.snmprec' version = '10.3.0C Build 70111' }
}

profile "c-data" {
	priority = 55
	vendor   = C-Data
	product  = OLT
	class    = switch
	match    { oid = enterprises.34592.1.3.1.5.2.1.1.5.0 }
	version  { oid = enterprises.34592.1.3.1.5.2.1.1.5.0 }
	scheme   = {dotted}
	test     { recording = 'c-data.snmprec' version = '4.2.5.11' }
}

profile "dasan-nos" {
	vendor   = Dasan
	product  = NOS
	class    = switch
	match    { sysobjectid = {enterprises.6296.1} }
	version  { oid = sysDescr.0 regex = 'NOS (\d[^/\s]*)' }
	test     { recording = 'dasan-nos.snmprec' version = '6.05' }
}

profile "datacom-dmswitch" {
	priority = 45
	vendor   = Datacom
	product  = DmSwitch
	class    = switch
	match    { oid = enterprises.3709.3.5.201.1.1.2.1.4 }
	version  { oid = enterprises.3709.3.5.201.1.1.2.1.4 }
	scheme   = {dotted}
	test     { recording = 'datacom-dmswitch.snmprec' version = '15.0.11' }
}

profile "dell-os10" {
	vendor   = Dell
	product  = OS10
	class    = switch
	match    { sysobjectid = {enterprises.674.11000.5000.100.2.1} }
	version  { oid = sysDescr.0 regex = 'OS Version: ?(\S+)' }
	version  { oid = enterprises.674.11000.5000.100.4.1.1.3.1.4 regex = '^(\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'dell-os10.snmprec' version = '10.5.2.3' }
}

profile "fiberhome" {
	vendor   = FiberHome
	product  = switch
	class    = switch
	match    { sysobjectid = {enterprises.3807.1} }
	version  { oid = enterprises.3807.1.8012.2.1.4.0 regex = '^(\S+)' }
	version  { oid = sysDescr.0 regex = 'Version (V\w+)' }
	test     { recording = 'fiberhome.snmprec' version = 'V210R111' }
}

profile "fs-gbn" {
	vendor   = FS
	product  = S3800
	class    = switch
	match    { sysobjectid = {enterprises.13464.1} }
	version  { oid = enterprises.13464.1.2.1.1.2.2.0 }
	test     { recording = 'fs-gbn.snmprec' version = 'S3800-24T4S V100R001B01D001P003' }
}

profile "fs-s3900" {
	vendor   = FS
	product  = S3900
	class    = switch
	match    { sysobjectid = {enterprises.52642.2.1.45} }
	version  { oid = enterprises.52642.2.1.45.1.1.3.1.6 }
	hardware { oid = sysDescr.0 }
	test     { recording = 'fs-s3900.snmprec' version = '1.7.3' }
}

profile "fusion-sfp" {
	vendor   = Edgecore
	product  = FNS
	class    = switch
	match    { sysobjectid = {enterprises.259.6.10.120} }
	version  { oid = enterprises.259.6.10.120.1.1.3.1.6 }
	scheme   = {dotted}
	test     { recording = 'fusion-sfp.snmprec' version = '1.0.1.1' }
}

profile "gwd-pon" {
	vendor   = GWD
	product  = EasyPath
	class    = switch
	match    { sysobjectid = {enterprises.10072.2.20} }
	version  { oid = enterprises.10072.2.20.1.1.1.1.1.8 }
	test     { recording = 'gwd-pon.snmprec' version = 'V1R12B190' }
}

profile "hyperion" {
	vendor   = Ambedded
	product  = Hyperion
	class    = switch
	match    { sysobjectid = {enterprises.6603.0} }
	version  { oid = entPhysicalSoftwareRev }
	test     { recording = 'hyperion.snmprec' version = 'BCH300-2-1-0211-11111' }
}

profile "linksys-smart" {
	vendor   = Linksys
	product  = LGS
	class    = switch
	match    { sysobjectid = {enterprises.3955.1000.3} }
	version  { oid = entPhysicalSoftwareRev }
	component { name = firmware oid = entPhysicalFirmwareRev scheme = {dotted} }
	scheme   = {dotted}
	test     { recording = 'linksys-smart.snmprec' version = '1.1.2.2' }
}

profile "loop-telecom" {
	vendor   = Loop
	product  = AM3440
	class    = switch
	match    { sysobjectid = {enterprises.823.34441} }
	version  { oid = enterprises.823.34441.1.4.3.0 }
	test     { recording = 'loop-telecom.snmprec' version = 'V22.01.01 (0011)' }
}

profile "nokia-isam" {
	vendor   = Nokia
	product  = ISAM
	class    = switch
	match    { sysobjectid = {enterprises.637.61.1} }
	version  { oid = enterprises.637.61.1.9.28.1.0 }
	version  { oid = sysDescr.0 regex = '^(R\S+)' }
	test     { recording = 'nokia-isam.snmprec' version = 'R6.2.04m' }
}

profile "planet-igs" {
	vendor   = Planet
	product  = IGS
	class    = switch
	match    { sysobjectid = {enterprises.10456.1} }
	version  { oid = entPhysicalSoftwareRev }
	test     { recording = 'planet-igs.snmprec' version = '2.11b200101' }
}

profile "qtech" {
	vendor   = QTech
	product  = QSW
	class    = switch
	match    { sysobjectid = {enterprises.27514.1.1.1} }
	version  { oid = sysDescr.0 regex = 'SoftWare Version (\S+)' }
	test     { recording = 'qtech.snmprec' version = '6.3.100.12' }
}

profile "smartbyte" {
	vendor   = SmartByte
	product  = STC
	class    = switch
	match    { sysobjectid = {enterprises.56166} }
	version  { oid = entPhysicalSoftwareRev }
	test     { recording = 'smartbyte.snmprec' version = '7.4.2 (r1400 0f0f0f0)' }
}

profile "tailyn" {
	vendor   = Tailyn
	product  = IMP
	class    = switch
	match    { sysobjectid = {enterprises.5833.2017} }
	version  { oid = enterprises.5833.2017.3.11.2.0 }
	scheme   = {dotted}
	test     { recording = 'tailyn.snmprec' version = '01.00.05' }
}

profile "v-solution" {
	vendor   = V-SOL
	product  = OLT
	class    = switch
	match    { oid = enterprises.37950.1.1.5.10.12.5.4.0 }
	version  { oid = enterprises.37950.1.1.5.10.12.5.4.0 }
	test     { recording = 'v-solution.snmprec' version = 'V2.01.12R' }
}

profile "cts" {
	vendor   = CTS
	product  = 'HES, IPS'
	class    = switch
	match    { sysobjectid = {enterprises.9304.100} }
	version  { oid = sysDescr.0 regex = '(Version \S+)' }
	test     { recording = 'cts.snmprec' version = 'Version 2.01.07' }
}

profile "fibrolan-falcon" {
	vendor   = Fibrolan
	product  = Falcon
	class    = switch
	match    { sysobjectid = {enterprises.4467.1000} }
	version  { oid = entPhysicalSoftwareRev regex = '(\d+(?:\.\d+)+)' }
	version  { oid = sysDescr.0 regex = 'firmware (\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'fibrolan-falcon.snmprec' version = '6.2.3.1' }
}

profile "exablaze-fusion" {
	vendor   = Cisco
	product  = 'Nexus 3550 Fusion'
	class    = switch
	match    { sysobjectid = {enterprises.43296.3} }
	version  { oid = enterprises.43296.3.1.2 instance = yes }
	scheme   = {dotted}
	test     { recording = 'exablaze-fusion.snmprec' version = '1.13.0' }
}

profile "arista-mos" {
	vendor   = Arista
	product  = MOS
	class    = switch
	match    { sysobjectid = {enterprises.43191.1} }
	version  { oid = sysDescr.0 regex = 'MOS release (\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'arista-mos.snmprec' version = '0.33.1' }
}

profile "huawei-olt" {
	priority = 55
	vendor   = Huawei
	product  = SmartAX
	class    = switch
	match    { sysobjectid = {enterprises.2011.2.123} }
	version  { oid = enterprises.2011.6.3.1.999.0 }
	test     { recording = 'huawei-olt.snmprec' version = 'MA5608V800R016C10B053' }
}

profile "edgecore-rack" {
	priority = 55
	vendor   = Edgecore
	product  = 'OLT, ECS (unit)'
	class    = switch
	match    { sysobjectid = {enterprises.259.10.1.43, enterprises.259.10.1.5} }
	version  { oid = enterprises.259.10.1.43.1.1.3.1.6 }
	version  { oid = enterprises.259.10.1.5.1.1.3.1.6 }
	hardware { oid = sysDescr.0 }
	scheme   = {dotted}
	test     { recording = 'edgecore-rack.snmprec' version = '1.2.2.11' }
}

profile "topvision" {
	vendor   = Topvision
	product  = CC8800
	class    = switch
	match    { sysobjectid = {enterprises.32285.11} }
	version  { oid = sysDescr.0 regex = 'software version:(V[^;]+)' }
	test     { recording = 'topvision.snmprec' version = 'V2.4.0.10.BT' }
}

profile "arris-c4" {
	vendor   = Arris
	product  = C4
	class    = switch
	match    { sysobjectid = {enterprises.4998.2} }
	version  { oid = sysDescr.0 regex = 'CMTS_V([\d.]+)' }
	scheme   = {dotted}
	test     { recording = 'arris-c4.snmprec' version = '08.03.00.11' }
}
