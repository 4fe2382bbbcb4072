# Transmission: optical, microwave, satellite, time.

profile "adva-aos" {
	vendor   = Adva
	product  = Ensemble
	class    = transport
	match    { sysobjectid = {enterprises.2544.1.20} }
	version  { oid = probeSoftwareRev.0 }
	scheme   = {dotted}
	test     { recording = 'adva-aos.snmprec' version = '5.6.1' }
}

profile "adva-fsp150" {
	vendor   = Adva
	product  = 'FSP 150'
	class    = transport
	match    { sysobjectid = {enterprises.2544.1.12} }
	version  { oid = entPhysicalSoftwareRev }
	test     { recording = 'adva-fsp150.snmprec' version = '9.1.1-210' }
}

profile "albentia" {
	vendor   = Albentia
	product  = AXS
	class    = transport
	match    { sysobjectid = {enterprises.28087.12} }
	version  { oid = enterprises.28087.12.10.1.2.0 }
	test     { recording = 'albentia.snmprec' version = 'KomaracRel 21.3.1111' }
}

profile "aviat-wtm" {
	vendor   = Aviat
	product  = WTM
	class    = transport
	match    { sysobjectid = {enterprises.2509.11} }
	version  { oid = entPhysicalSoftwareRev }
	test     { recording = 'aviat-wtm.snmprec' version = '2.8.0.11.4400-WTM4200' }
}

profile "ceragon" {
	vendor   = Ceragon
	product  = CeraOS
	class    = transport
	match    { sysobjectid = {enterprises.2281.1.20} }
	version  { oid = enterprises.2281.10.4.1.13.1.1.4 }
	test     { recording = 'ceragon.snmprec' version = '10.9.6.0.0.81' }
}

profile "ciena-waveserver" {
	vendor   = Ciena
	product  = Waveserver
	class    = transport
	match    { sysobjectid = {enterprises.1271.3} }
	version  { oid = entPhysicalSoftwareRev }
	test     { recording = 'ciena-waveserver.snmprec' version = '1.6.0-ej77_build' }
}

profile "ekinops" {
	vendor   = Ekinops
	product  = 360
	class    = transport
	match    { sysobjectid = {enterprises.20044} }
	version  { oid = sysDescr.0 regex = '(Release \S+)' }
	test     { recording = 'ekinops.snmprec' version = 'Release 6.2.100' }
}

profile "ericsson-ipos" {
	vendor   = Ericsson
	product  = IPOS
	class    = router
	match    { sysobjectid = {enterprises.193.218.1} }
	version  { oid = sysDescr.0 regex = '(IPOS-\S+)' }
	test     { recording = 'ericsson-ipos.snmprec' version = 'IPOS-17.2.0.1.11-Release' }
}

profile "ericsson-tn" {
	vendor   = Ericsson
	product  = 'MINI-LINK TN'
	class    = transport
	match    { sysobjectid = {enterprises.193.81.1} }
	version  { oid = enterprises.193.81.2.7.1.2.1.3 }
	test     { recording = 'ericsson-tn.snmprec' version = 'MINI-LINK_TN_5.3FP_R32A110' }
}

profile "horizon" {
	vendor   = DragonWave
	product  = Horizon
	class    = transport
	match    { sysobjectid = {enterprises.7262.2} }
	version  { oid = sysDescr.0 regex = 'Omni: +(\S+)' }
	scheme   = {dotted}
	test     { recording = 'horizon.snmprec' version = '1.03.01' }
}

profile "harmony" {
	vendor   = DragonWave
	product  = Harmony
	class    = transport
	match    { sysobjectid = {enterprises.7262.4.5} }
	version  { oid = enterprises.7262.4.5.2.4.2.1.1.3 }
	test     { recording = 'harmony.snmprec' version = '1.0.3' }
}

profile "infinera-pon" {
	vendor   = Infinera
	product  = 7090
	class    = transport
	match    { oid = enterprises.42229.1801.3.4.0 }
	version  { oid = enterprises.42229.1801.3.4.0 }
	test     { recording = 'infinera-pon.snmprec' version = '7090 4.0 01.00.00 Build 2.8.0_p1' }
}

profile "infinera-groove" {
	vendor   = Infinera
	product  = Groove
	class    = transport
	match    { sysdescr = 'Groove G30' }
	version  { oid = sysDescr.0 regex = 'Groove G30 (\d+(?:\.\d+)+)' }
	scheme   = {dotted}
	test     { recording = 'infinera-groove.snmprec' version = '3.1.2' }
}

profile "infinera-xtm" {
	vendor   = Infinera
	product  = XTM
	class    = transport
	match    { sysobjectid = {enterprises.8708} }
	version  { oid = enterprises.8708.2.2.2.2.14.0 }
	test     { recording = 'infinera-xtm.snmprec' version = 'r32a-11' }
}

profile "lambdatrail" {
	vendor   = Lambdatrail
	product  = LT
	class    = transport
	match    { sysobjectid = {enterprises.35616.5} }
	version  { oid = enterprises.35616.5.1.10.0 regex = '^([\d.]+)' }
	scheme   = {dotted}
	test     { recording = 'lambdatrail.snmprec' version = '1.0.5' }
}

profile "microsemi-midspan" {
	vendor   = Microchip
	product  = Midspan
	class    = switch
	match    { sysobjectid = {enterprises.7428.1.1.1} }
	version  { oid = sysDescr.0 regex = 'App Ver=([\d.]+)' }
	scheme   = {dotted}
	test     { recording = 'microsemi-midspan.snmprec' version = '4.16.01.01' }
}

profile "mrv-od" {
	vendor   = MRV
	product  = OptiDriver
	class    = transport
	match    { sysobjectid = {enterprises.629.200} }
	version  { oid = enterprises.629.200.2.2.0 }
	test     { recording = 'mrv-od.snmprec' version = 'OD 5.1.1 (24000)' }
}

profile "ribbon-neptune" {
	vendor   = Ribbon
	product  = Neptune
	class    = transport
	match    { sysobjectid = {enterprises.1286.5} }
	version  { oid = sysDescr.0 regex = ', V([\d.]+-\d+)' }
	test     { recording = 'ribbon-neptune.snmprec' version = '8.1.00111-01' }
}

profile "nokia-1830" {
	vendor   = Nokia
	product  = '1830 PSS'
	class    = transport
	match    { sysobjectid = {enterprises.7483.1.3} }
	version  { oid = enterprises.7483.2.1.5.2.1.1.5.0 }
	test     { recording = 'nokia-1830.snmprec' version = '1830PSSECX-22.6-0' }
}

profile "nokia-wavence" {
	vendor   = Nokia
	product  = Wavence
	class    = transport
	match    { sysobjectid = {enterprises.637.54.1.10.90} }
	version  { oid = sysDescr.0 regex = '^(V\d+)$' }
	test     { recording = 'nokia-wavence.snmprec' version = 'V230000' }
}

profile "packetlight" {
	vendor   = PacketLight
	product  = PL
	class    = transport
	match    { sysobjectid = {enterprises.4515.100.1} }
	version  { oid = enterprises.4515.1.3.6.1.1.1.5.0 }
	version  { oid = entPhysicalSoftwareRev }
	test     { recording = 'packetlight.snmprec' version = '3.3.10-A5-A011' }
}

profile "saf-integra" {
	vendor   = SAF
	product  = Integra
	class    = transport
	match    { sysobjectid = {enterprises.7571.100.1.1.7} }
	version  { oid = sysDescr.0 regex = 'Vers: ([^;]+)' }
	test     { recording = 'saf-integra.snmprec' version = '3.5.11' }
}

profile "saf-cfip" {
	vendor   = SAF
	product  = CFIP
	class    = transport
	match    { sysobjectid = {enterprises.7571.100.1.1.5} }
	version  { oid = sysDescr.0 regex = ';CFIP [^;]+? v([\d.]+)' }
	scheme   = {dotted}
	test     { recording = 'saf-cfip.snmprec' version = '2.62.11' }
}

profile "racom-ray" {
	vendor   = Racom
	product  = RAy
	class    = transport
	match    { sysobjectid = {enterprises.33555.1.1} }
	version  { oid = enterprises.33555.1.1.2.2.0 }
	scheme   = {dotted}
	test     { recording = 'racom-ray.snmprec' version = '2.1.4.0' }
}

profile "siklu" {
	vendor   = Siklu
	product  = EtherHaul
	class    = transport
	match    { sysobjectid = {enterprises.31926} }
	version  { oid = entPhysicalSoftwareRev }
	test     { recording = 'siklu.snmprec' version = '7.6.1.11111 2018-01-01 10:10:10' }
}

profile "radwin" {
	vendor   = Radwin
	product  = 5000
	class    = access_point
	match    { sysobjectid = {enterprises.4458.20} }
	version  { oid = enterprises.4458.1000.1.1.3.0 }
	test     { recording = 'radwin.snmprec' version = '4.8.00_b0011_Jan  1 2016' }
}

profile "ligowave" {
	vendor   = LigoWave
	product  = LigoDLB
	class    = access_point
	match    { sysobjectid = {enterprises.32750} }
	version  { oid = sysDescr.0 regex = ' (v\d+(?:\.\d+)+)$' }
	scheme   = {dotted}
	test     { recording = 'ligowave.snmprec' version = 'v7.61.11111' }
}

profile "mimosa" {
	vendor   = Mimosa
	product  = B5
	class    = access_point
	match    { sysobjectid = {enterprises.43356.1} }
	version  { oid = enterprises.43356.2.1.2.1.3.0 }
	scheme   = {dotted}
	test     { recording = 'mimosa.snmprec' version = '2.5.1' }
}

profile "cambium-ptp" {
	vendor   = Cambium
	product  = PTP
	class    = transport
	match    { sysobjectid = {enterprises.17713.11} }
	version  { oid = sysDescr.0 regex = 'Version (\S+)' }
	test     { recording = 'cambium-ptp.snmprec' version = '50650-01-20' }
}

profile "moxa-awk" {
	vendor   = Moxa
	product  = AWK
	class    = access_point
	match    { sysobjectid = {enterprises.8691.15.34} }
	version  { oid = enterprises.8691.15.34.1.1.5.0 }
	test     { recording = 'moxa-awk.snmprec' version = '1.16 Build 20091612' }
}

profile "airfiber" {
	priority = 60
	vendor   = Ubiquiti
	product  = airFiber
	class    = access_point
	match    { oid = enterprises.41112.1.3.2.1.40 }
	version  { oid = enterprises.41112.1.3.2.1.40 }
	scheme   = {dotted}
	test     { recording = 'airfiber.snmprec' version = 'v4.1.0' }
}

profile "airfiber-ltu" {
	priority = 60
	vendor   = Ubiquiti
	product  = 'airFiber LTU'
	class    = access_point
	match    { oid = enterprises.41112.1.10.1.3.4.0 }
	version  { oid = enterprises.41112.1.10.1.3.4.0 }
	scheme   = {dotted}
	test     { recording = 'airfiber-ltu.snmprec' version = 'v2.3.1' }
}

profile "airfiber-60" {
	priority = 60
	vendor   = Ubiquiti
	product  = 'airFiber 60, Wave'
	class    = access_point
	match    { oid = enterprises.41112.1.11.1.2.4 }
	version  { oid = enterprises.41112.1.11.1.2.4 regex = '\.(v\d+\.\d+\.\d+)\.' }
	scheme   = {dotted}
	test     { recording = 'airfiber-60.snmprec' version = 'v3.2.1' }
}

profile "edgepoint" {
	priority = 60
	vendor   = Ubiquiti
	product  = EdgePower
	class    = ups
	match    { oid = enterprises.41112.1.5.1.3.0 value = '^EP\.' }
	version  { oid = enterprises.41112.1.5.1.3.0 }
	test     { recording = 'edgepoint.snmprec' version = 'EP.v1.7.0' }
}

profile "uhp-vsat" {
	vendor   = UHP
	product  = VSAT
	class    = router
	match    { sysobjectid = {enterprises.8000} }
	version  { oid = enterprises.8000.22.8.5.0 }
	test     { recording = 'uhp-vsat.snmprec' version = '50724111' }
}

profile "endrun" {
	priority = 60
	vendor   = EndRun
	product  = 'time server'
	class    = time_server
	match    { oid = enterprises.13827 value = '\bv \d+\.\d+ -' }
	version  { oid = enterprises.13827 regex = '\bv (\d+\.\d+) -' }
	test     { recording = 'endrun.snmprec' version = '3.02' }
}

profile "thomson-modem" {
	vendor   = Technicolor
	product  = 'cable modem'
	class    = router
	match    { sysdescr = '<<HW_REV: .*SW_REV: ' }
	version  { oid = sysDescr.0 regex = 'SW_REV: ([^;>]+)' }
	test     { recording = 'thomson-modem.snmprec' version = 'ST52.05.01' }
}

profile "occam" {
	vendor   = Calix
	product  = BLC
	class    = switch
	match    { sysobjectid = {enterprises.6066.1} }
	version  { oid = enterprises.6066.2.1.3.1.1.9.0 }
	test     { recording = 'occam.snmprec' version = '7.5' }
}

profile "zmtel" {
	vendor   = ZMtel
	product  = OT
	class    = router
	match    { sysobjectid = {enterprises.38595.10} }
	version  { oid = enterprises.38595.10.1.7.0 }
	test     { recording = 'zmtel.snmprec' version = 'MT-32803-1.2.1-R6-GP' }
}
