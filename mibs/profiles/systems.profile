# Management controllers, storage and small systems.

profile "ibm-imm" {
	priority = 60
	vendor   = IBM
	product  = IMM
	class    = bmc
	match    { oid = enterprises.2.3.51.3.1.5.1.1.3 }
	version  { oid = enterprises.2.3.51.3.1.5.1.1.3 }
	test     { recording = 'ibm-imm.snmprec' version = 'YUOOF4C' }
}

profile "huawei-ibmc" {
	priority = 55
	vendor   = Huawei
	product  = iBMC
	class    = bmc
	match    { sysobjectid = {enterprises.2011.2.235} }
	version  { oid = enterprises.2011.2.235.1.1.11.50.1.4.11.65.99.116.105.118.101.32.105.66.77.67 instance = yes }
	scheme   = {dotted}
	test     { recording = 'huawei-ibmc.snmprec' version = '2.50' }
}

profile "huawei-oceanstor" {
	priority = 60
	vendor   = Huawei
	product  = OceanStor
	class    = nas
	match    { oid = enterprises.34774.4.1.1.6.0 }
	version  { oid = enterprises.34774.4.1.1.6.0 }
	test     { recording = 'huawei-oceanstor.snmprec' version = '6.1.2.SPH10' }
}

profile "ibm-tape" {
	vendor   = IBM
	product  = 'tape library'
	class    = nas
	match    { sysobjectid = {enterprises.14851} }
	version  { oid = enterprises.14851.3.1.3.4.0 }
	test     { recording = 'ibm-tape.snmprec' version = '7410' }
}

profile "quantum-scalar" {
	vendor   = Quantum
	product  = Scalar
	class    = nas
	match    { sysobjectid = {enterprises.3764.1.1} }
	version  { oid = enterprises.3764.1.1.10.7.0 }
	test     { recording = 'quantum-scalar.snmprec' version = '750Q.GS22200' }
}

profile "dell-fluidfs" {
	vendor   = Dell
	product  = FluidFS
	class    = nas
	match    { oid = enterprises.674.11000.2000.200.1.47 }
	version  { oid = enterprises.674.11000.2000.200.1.47 }
	scheme   = {dotted}
	test     { recording = 'dell-fluidfs.snmprec' version = '6.0.300110' }
}

profile "eurostor" {
	vendor   = EUROstor
	product  = RAID
	class    = nas
	match    { sysobjectid = {enterprises.14752.1.3} }
	version  { oid = enterprises.14752.1.3.1.4.0 }
	test     { recording = 'eurostor.snmprec' version = 'V1.51 2014-06-13' }
}

profile "openbmc-supervyse" {
	priority = 60
	vendor   = Supervyse
	product  = OpenBMC
	class    = bmc
	match    { oid = enterprises.45065.1.1.1.3.0 }
	version  { oid = enterprises.45065.1.1.1.3.0 }
	test     { recording = 'openbmc-supervyse.snmprec' version = '3.03.00000500' }
}

profile "quantastor" {
	priority = 60
	vendor   = OSNEXUS
	product  = QuantaStor
	class    = nas
	match    { oid = enterprises.39324.1.1.9.1.1.20.0 }
	version  { oid = enterprises.39324.1.1.9.1.1.20.0 }
	test     { recording = 'quantastor.snmprec' version = '5.6.1.004+1483001' }
}

profile "venturi" {
	vendor   = Venturi
	product  = Server
	class    = server
	match    { sysobjectid = {enterprises.3382.11} }
	version  { oid = sysDescr.0 regex = ' (\d+\.\d+\.\d+\.\d+)$' }
	scheme   = {dotted}
	test     { recording = 'venturi.snmprec' version = '4.8.1.11' }
}

profile "esphome" {
	vendor   = ESPHome
	product  = ESPHome
	class    = sensor
	match    { sysdescr = '^ESPHome version ' }
	version  { oid = sysDescr.0 regex = 'version (\S+)' }
	scheme   = {dotted}
	test     { recording = 'esphome.snmprec' version = '2023.10.1' }
}

profile "illustra-camera" {
	priority = 60
	vendor   = Illustra
	product  = camera
	class    = camera
	match    { sysdescr = '^illustra ' }
	version  { oid = sysDescr.0 regex = 'Illustra\.(\S+)$' }
	test     { recording = 'illustra-camera.snmprec' version = 'SS003.01.05.01.0011' }
}

profile "beagleboard" {
	priority = 60
	vendor   = 'BeagleBoard.org'
	product  = 'Debian image'
	class    = server
	match    { oid = enterprises.8072.1.3.2.3.1.2.6.100.105.115.116.114.111 instance = yes value = '^BeagleBoard' }
	version  { oid = enterprises.8072.1.3.2.3.1.2.6.100.105.115.116.114.111 instance = yes regex = '(Debian .*)$' }
	test     { recording = 'beagleboard.snmprec' version = 'Debian Buster Console Image 2019-08-03' }
}

profile "dd-wrt" {
	priority = 60
	vendor   = DD-WRT
	product  = DD-WRT
	class    = router
	match    { oid = enterprises.8072.1.3.2.3.1.1.6.100.105.115.116.114.111 instance = yes value = '^dd-wrt' }
	version  { oid = enterprises.8072.1.3.2.3.1.1.6.100.105.115.116.114.111 instance = yes regex = '^dd-wrt (\S+)' }
	test     { recording = 'dd-wrt.snmprec' version = '3.10.107-d8' }
}
