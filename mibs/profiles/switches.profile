# Switches of other makers.

# The running version; ENTITY-MIB may name another image.
profile "dlink-switch" {
	vendor   = 'D-Link'
	product  = 'DES, DGS, DXS'
	class    = switch
	match    { sysobjectid = {enterprises.171.10} }
	version  { oid = enterprises.171.14.5.1.8.1.3 }
	version  { oid = probeSoftwareRev.0 regex = '(\d[\w.]+)' }
	version  { oid = enterprises.171.12.11.1.9.4.1.11.1 regex = '(\d[\w.]+)' }
	version  { oid = sysDescr.0 regex = '^\S+ (\d+\.\d+\.\d+)$' }
	hardware { oid = sysDescr.0 regex = '^((?:WS6-)?D[EGX]S-\S+)' }
	serial   { oid = enterprises.171.12.11.1.9.4.1.17 }
	component { name = unit oid = enterprises.171.12.11.1.9.4.1.11 pick = {all} regex = '(\d[\w.]+)' require = all scheme = {dlink} }
	scheme   = {dlink}
	syslog   { class = upgrade-ok regex = 'Firmware upgraded by .* successfully' }
	syslog   { class = boot regex = 'System (?:warm|cold) start' }
	test     { recording = 'dlink-dgs3120.snmprec' version = '4.04.R004' }
	test     { recording = 'dlink-dgs1210.snmprec' version = '6.10.007' model = 'DGS-1210-28/F1' }
}

profile "netgear-switch" {
	vendor   = Netgear
	product  = 'ProSafe, M, GS'
	class    = switch
	match    { sysobjectid = {enterprises.4526.100} }
	version  { oid = entPhysicalSoftwareRev }
	version  { oid = sysDescr.0 regex = ', (\d+(?:\.\d+)+), ' }
	version  { oid = enterprises.4526.10.1.1.1.13.0 }
	version  { oid = enterprises.4526.11.11.1.0 }
	hardware { oid = entPhysicalModelName }
	hardware { oid = sysDescr.0 regex = '^(\S+)' }
	serial   { oid = entPhysicalSerialNum }
	scheme   = {dotted}
	test     { recording = 'netgear-m4300.snmprec' version = '12.0.17.10' }
}

profile "tplink-switch" {
	vendor   = 'TP-Link'
	product  = 'JetStream, Omada'
	class    = switch
	match    { sysobjectid = {enterprises.11863} }
	version  { oid = enterprises.11863.6.1.1.6.0 }
	version  { oid = probeSoftwareRev.0 }
	hardware { oid = enterprises.11863.6.1.1.5.0 }
	serial   { oid = enterprises.11863.6.1.1.8.0 }
	scheme   = {omada}
	test     { recording = 'tplink-t1600g.snmprec' version = '3.0.6 Build 20200805 Rel.55968' }
}

profile "zyxel" {
	vendor   = Zyxel
	product  = 'GS, XGS, USG FLEX'
	class    = switch
	match    { oid = enterprises.890.1.15.3.1.6.0 }
	version  { oid = enterprises.890.1.15.3.1.6.0 regex = '^([^ |]+)' }
	hardware { oid = enterprises.890.1.15.3.1.11.0 }
	hardware { oid = sysDescr.0 }
	serial   { oid = enterprises.890.1.15.3.1.12.0 }
	scheme   = {zyxel}
	test     { recording = 'zyxel-gs1920.snmprec' version = 'V4.70(ABMH.8)' serial = S111L11111111 }
}

# The VRP number stays the same; V..R..C..SPC is the release, SPH its patch.
profile "huawei-vrp" {
	vendor   = Huawei
	product  = VRP
	class    = switch
	match    { sysobjectid = {enterprises.2011.2} sysdescr = '(?i)Versatile (?:Routing|Security) Platform|\bVRP\b|YunShan' }
	version  { oid = sysDescr.0 regex = '\([^()]*?(V\d{3}R\d{3}[0-9A-Z]+)' }
	version  { oid = sysDescr.0 regex = '\b(V\d{3}R\d{3}[0-9A-Z]+)' }
	patchlevel { oid = enterprises.2011.5.25.19.1.8.5.1.1.4 regex = '(V?\d*\w*(?:SPH|HP)\d+)' }
	complete = '${version} ${patchlevel}'
	hardware { oid = entPhysicalModelName pick = {chassis} }
	hardware { oid = sysDescr.0 regex = '^(?:Huawei )?(\S+)' }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	component { name = VRP oid = sysDescr.0 regex = 'Version (\d+\.\d+)' }
	component { name = YunShan oid = sysDescr.0 regex = 'YunShan OS\s+Version ([\d.]+)' }
	scheme   = {vrp}
	test     { recording = 'huawei-s5720.snmprec' version = 'V200R019C10SPC500 V200R019SPH032' component = 'VRP 5.170' }
}

profile "fs-ruijie" {
	vendor   = 'FS, Ruijie'
	product  = 'FSOS, RGOS'
	class    = switch
	match    { sysobjectid = {enterprises.52642.1.1, enterprises.4881.1} }
	version  { oid = enterprises.52642.1.1.10.2.1.1.2.0 }
	version  { oid = enterprises.52642.1.1.10.2.21.1.2.1.8 }
	version  { oid = enterprises.4881.1.1.10.2.1.1.2.0 }
	serial   { oid = enterprises.52642.1.1.10.2.1.1.24.0 }
	serial   { oid = enterprises.4881.1.1.10.2.1.1.24.0 }
	test     { recording = 'fs-ruijie.snmprec' version = 'S5860_FSOS 12.4(1)B0103' }
}

profile "fsos" {
	vendor   = FS
	product  = FSOS
	class    = switch
	match    { sysdescr = '^"?FSOS software' }
	version  { oid = sysDescr.0 regex = 'Version (\d[\w.]+)' }
	hardware { oid = sysDescr.0 regex = 'software \(([^)]+)\)' }
	test     { recording = 'fsos.snmprec' version = '6.2.26' }
}

profile "arista-eos" {
	vendor   = Arista
	product  = EOS
	class    = switch
	match    { sysobjectid = {enterprises.30065.1} sysdescr = 'EOS version' }
	version  { oid = sysDescr.0 regex = 'EOS version (\S+)' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	test     { recording = 'arista-7050.snmprec' version = '4.28.3M' serial = JPE11111111 }
}

profile "dell-networking" {
	vendor   = Dell
	product  = 'PowerConnect, Networking N'
	class    = switch
	match    { sysobjectid = {enterprises.674.10895} }
	exclude  { sysdescr = '^ArubaOS' }
	version  { oid = enterprises.674.10895.3000.1.2.100.4.0 }
	version  { oid = sysDescr.0 regex = ', (\d+\.\d+\.\d+\.\d+), ' }
	hardware { oid = enterprises.674.10895.3000.1.2.100.3.0 }
	hardware { oid = sysDescr.0 regex = '^([^,]+),' }
	serial   { oid = enterprises.674.10895.3000.1.2.100.8.1.4 }
	scheme   = {dotted}
	test     { recording = 'dell-n2048.snmprec' version = '6.6.3.10' }
}

profile "dell-os9" {
	vendor   = Dell
	product  = 'OS9, FTOS'
	class    = switch
	match    { sysobjectid = {enterprises.6027.1} }
	version  { oid = sysDescr.0 regex = 'Application Software Version: ?([\d.]+(?:\([\d.P]+\))?)' }
	hardware { oid = sysDescr.0 regex = 'Series: ?([A-Z][\w-]+)' }
	test     { recording = 'dell-s4048.snmprec' version = '9.14(2.14)' model = 'S4048-ON' }
}

profile "allied-awplus" {
	vendor   = 'Allied Telesis'
	product  = 'AlliedWare Plus'
	class    = switch
	match    { sysobjectid = {enterprises.207.1} sysdescr = 'AW\+ v' }
	version  { oid = sysDescr.0 regex = 'AW\+ v(\S+)' }
	test     { recording = 'allied-x530.snmprec' version = '5.5.1-2.1' }
}

profile "edgecore" {
	vendor   = Edgecore
	product  = ECS
	class    = switch
	match    { sysobjectid = {enterprises.259.10.1} }
	version  { oid = entPhysicalSoftwareRev pick = {chassis} regex = '(\d+(?:\.\d+)+)' }
	version  { oid = entPhysicalSoftwareRev regex = '(\d+(?:\.\d+)+)' }
	hardware { oid = sysDescr.0 }
	serial   { oid = entPhysicalSerialNum }
	scheme   = {dotted}
	test     { recording = 'edgecore.snmprec' version = '1.5.2.20' }
}

profile "nokia-sros" {
	vendor   = Nokia
	product  = 'SR OS'
	class    = router
	match    { sysobjectid = {enterprises.6527} sysdescr = 'TiMOS-' }
	version  { oid = sysDescr.0 regex = 'TiMOS-[A-Z]+-(\S+)' }
	hardware { oid = sysDescr.0 regex = 'Nokia (.+?) Copyright' }
	test     { recording = 'nokia-7250.snmprec' version = '22.10.R3' }
}

profile "cumulus" {
	vendor   = NVIDIA
	product  = 'Cumulus Linux'
	class    = switch
	match    { sysobjectid = {enterprises.40310} }
	version  { oid = sysDescr.0 regex = '(?i)Cumulus-Linux (\d+(?:\.\d+)+)' }
	component { name = kernel kind = kernel oid = sysDescr.0 regex = 'Kernel (\S+?)\)' scheme = {dpkg} }
	scheme   = {dotted}
	test     { recording = 'cumulus.snmprec' version = '5.4.0' component = 'kernel 5.10.162-1+cl5.4.0u1' }
}

profile "ciena-saos" {
	vendor   = Ciena
	product  = SAOS
	class    = switch
	match    { sysobjectid = {enterprises.1271} sysdescr = 'SAOS' }
	version  { oid = sysDescr.0 regex = 'Version (?:saos-)?(\S+)' }
	test     { recording = 'ciena-saos.snmprec' version = '06-18-00-0288' }
}

profile "datacom-dmos" {
	vendor   = Datacom
	product  = DmOS
	class    = switch
	match    { sysobjectid = {enterprises.3709} sysdescr = 'DmOS' }
	version  { oid = sysDescr.0 regex = 'DmOS version ([^\s)]+)' }
	test     { recording = 'datacom-dmos.snmprec' version = '8.2.0-327-1-g88ada7b811' }
}

profile "cambium-cnmatrix" {
	vendor   = Cambium
	product  = cnMatrix
	class    = switch
	match    { sysobjectid = {enterprises.17713.24} }
	version  { oid = sysDescr.0 regex = 'SW:(\S+)' }
	test     { recording = 'cambium-cnmatrix.snmprec' version = '4.2-r3' }
}

profile "netonix" {
	vendor   = Netonix
	product  = WISP
	class    = switch
	match    { sysobjectid = {enterprises.46242} }
	version  { oid = enterprises.46242.1.0 }
	hardware { oid = sysDescr.0 regex = 'Netonix (\S+)' }
	test     { recording = 'netonix.snmprec' version = '1.5.8' }
}

profile "moxa-etherdevice" {
	vendor   = Moxa
	product  = EtherDevice
	class    = switch
	match    { sysobjectid = {enterprises.8691.7} }
	version  { oid = enterprises.8691.7 regex = '^(V\d+\.\d+ +build \d+)' }
	hardware { oid = sysDescr.0 }
	test     { recording = 'moxa-etherdevice.snmprec' version = 'V3.8 build 18112013' }
}

profile "hirschmann" {
	vendor   = Hirschmann
	product  = 'Classic, HiOS'
	class    = switch
	match    { sysobjectid = {enterprises.248.14} }
	version  { oid = enterprises.248.14.1.1.2.0 }
	version  { oid = enterprises.248.14.2.16.1.6.0 }
	test     { recording = 'hirschmann.snmprec' version = '07.1.02' }
}

profile "omniswitch" {
	vendor   = 'Alcatel-Lucent Enterprise'
	product  = 'OmniSwitch AOS'
	class    = switch
	match    { sysobjectid = {enterprises.6486.800, enterprises.6486.801} }
	version  { oid = sysDescr.0 regex = '\b(\d+\.\d+\.\d+\.(?:\d+\.)?R\d+)\b' }
	version  { oid = entPhysicalSoftwareRev pick = {chassis} regex = '^(\d+\.\d+\.\d+\.(?:\d+\.)?R\d+)' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	component { table = entity class = {chassis, module} software = 10 serial = 11 name = 7 require = all
	    regex = '^(\d+\.\d+\.\d+\.(?:\d+\.)?R\d+)' scheme = {omniswitch} }
	scheme   = {omniswitch}
	test     { recording = 'omniswitch.snmprec' version = '8.7.252.R02' component = 'Slot-2 8.7.241.R02' }
}

profile "enterasys" {
	vendor   = Extreme
	product  = 'Enterasys'
	class    = switch
	match    { sysobjectid = {enterprises.5624.2} sysdescr = ' Rev \d' }
	version  { oid = sysDescr.0 regex = ' Rev (\d+(?:\.\d+)+\w*)' }
	hardware { oid = sysDescr.0 regex = '(\S+) Rev ' }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	scheme   = {dotted, exact}
	test     { recording = 'enterasys-b5.snmprec' version = '06.81.08.0013' model = 'B5G124-48P2' }
}

profile "mellanox" {
	vendor   = NVIDIA
	product  = 'MLNX-OS, Onyx'
	class    = switch
	match    { sysobjectid = {enterprises.33049} }
	match    { sysdescr = ',SWv' }
	version  { oid = sysDescr.0 regex = ',SWv(?:SX_?|X86_64 )?(\d[\w.-]*)' }
	hardware { oid = sysDescr.0 regex = '[, ]([^, ]+),SWv' }
	scheme   = {dotted, exact}
	test     { recording = 'mellanox-msn2100.snmprec' version = '3.9.3124' model = MSN2100 }
}

profile "zte-zxr10" {
	vendor   = ZTE
	product  = ZXR10
	class    = switch
	match    { sysobjectid = {enterprises.3902} sysdescr = 'ZXR10' }
	version  { oid = sysDescr.0 regex = 'Version:? *(?:ZXR10 \S+ )?([Vv]?\d[\w.]*)' }
	hardware { oid = sysDescr.0 regex = 'ZXR10[ _](\S+?)[, ]' }
	scheme   = {exact}
	test     { recording = 'zte-zxr10.snmprec' version = 'V2.8.23.B2' }
}

profile "raisecom" {
	vendor   = Raisecom
	product  = 'ROAP, ROS'
	class    = switch
	match    { sysobjectid = {enterprises.8886} }
	version  { oid = enterprises.8886.6.1.1.1.1.0 }
	version  { oid = sysDescr.0 regex = '^RO\w+ +Version (?:RO\w+_)?([^,\s]+)' }
	hardware { oid = enterprises.8886.6.1.1.1.2.0 }
	serial   { oid = enterprises.8886.6.1.1.1.14.0 }
	scheme   = {exact}
	test     { recording = 'raisecom.snmprec' version = 'ROS_4.15.1200' }
}

profile "siemens-scalance" {
	vendor   = Siemens
	product  = SCALANCE
	class    = switch
	match    { sysobjectid = {enterprises.4329} }
	match    { sysdescr = '(?i)SIMATIC NET, (?:SCALANCE|RUGGEDCOM)' }
	version  { oid = enterprises.4329.6.3.2.1.1.5.0 regex = '(V?\d+(?:\.\d+)+)' }
	version  { oid = sysDescr.0 regex = 'FW: (?:Version )?(V?\d+(?:\.\d+)+)' }
	hardware { oid = sysDescr.0 regex = '(?i)SIMATIC NET, ((?:SCALANCE|RUGGEDCOM) [^,]+)' }
	serial   { oid = enterprises.4329.6.3.2.1.1.3.0 }
	scheme   = {dotted}
	test     { recording = 'siemens-scalance.snmprec' version = 'V04.03.01' model = 'SCALANCE XC208' }
	test     { recording = 'siemens-scalance-m876.snmprec' version = 'V05.00.01' }
}

profile "ruggedcom" {
	vendor   = Siemens
	product  = 'RUGGEDCOM ROS, ROX'
	class    = switch
	match    { sysobjectid = {enterprises.15004} }
	version  { oid = enterprises.15004.4.2.3.3.0 regex = '(?:RO[SX] ?)?v?(\d+(?:\.\d+)+)' }
	version  { oid = enterprises.15004.4.2.3.2.0 regex = 'v?(\d+(?:\.\d+)+)' }
	serial   { oid = enterprises.15004.4.2.3.1.0 }
	scheme   = {dotted}
	test     { recording = 'ruggedcom.snmprec' version = '2.13.3' }
}

profile "westermo-weos" {
	vendor   = Westermo
	product  = WeOS
	class    = switch
	match    { sysdescr = '^Westermo .*, primary: v' }
	version  { oid = sysDescr.0 regex = 'primary: v(\d+(?:\.\d+)+)' }
	hardware { oid = sysDescr.0 regex = '^Westermo ([^,]+)' }
	component { name = bootloader kind = bootloader oid = sysDescr.0 regex = 'bootloader: v(\d+(?:\.\d+)+)' scheme = {dotted} }
	scheme   = {dotted}
	test     { recording = 'westermo.snmprec' version = '4.32.1' component = 'bootloader 2017.12.0' }
}

profile "radware-alteon" {
	vendor   = Radware
	product  = Alteon
	class    = server
	match    { sysobjectid = {enterprises.1872} }
	version  { oid = enterprises.1872.2.5.1.1.1.10.0 }
	scheme   = {dotted}
	test     { recording = 'radware-alteon.snmprec' version = '32.6.6.0' }
}

profile "adtran-aos" {
	vendor   = Adtran
	product  = AOS
	class    = switch
	match    { sysobjectid = {enterprises.664.1} }
	version  { oid = enterprises.664.3.1.6.0 }
	version  { oid = sysDescr.0 regex = '(?i)Version:? ([\w.]+)' }
	hardware { oid = enterprises.664.3.1.1.0 }
	serial   { oid = enterprises.664.3.1.4.0 }
	scheme   = {exact}
	test     { recording = 'adtran-1638.snmprec' version = 'R13.8.0.E' model = 'NetVanta 1638P' }
}

# The chip maker's own objects, below many brands.
profile "radlan" {
	priority = 40
	vendor   = Marvell
	product  = 'RADLAN, ROS'
	class    = switch
	match    { sysobjectid = {enterprises.89, enterprises.35265.1} }
	version  { oid = enterprises.89.53.14.1.2 }
	version  { oid = entPhysicalSoftwareRev pick = {chassis, stack} }
	version  { oid = entPhysicalSoftwareRev }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	hardware { oid = sysDescr.0 }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	component { name = unit oid = enterprises.89.53.14.1.2 pick = {all} require = all scheme = {dotted} }
	scheme   = {dotted, exact}
	test     { recording = 'eltex-mes.snmprec' version = '4.0.21.2' model = 'MES2324' }
}

# Before H3C was HPE: some of these run Comware, others 3Com's own.
profile "3com" {
	vendor   = 3Com
	product  = 'Switch, SuperStack, Baseline'
	class    = switch
	match    { sysobjectid = {enterprises.43} }
	version  { oid = sysDescr.0 regex = 'Version (?:3Com OS )?V?(?<base>\d+(?:\.\d+)+)[, ]+(?:Feature |ESS )?Release (?<rel>\w+)' join = '${base} Release ${rel}' }
	version  { oid = entPhysicalSoftwareRev pick = {chassis, stack} }
	version  { oid = entPhysicalSoftwareRev }
	version  { oid = sysDescr.0 regex = '[Vv]ersion (?:3Com OS )?[Vv]?(\d[\w.]*)' }
	serial   { oid = entPhysicalSerialNum }
	scheme   = {comware, exact}
	test     { recording = '3com-4500g.snmprec' version = '5.20 Release 2202P21' }
	test     { recording = '3com-4210.snmprec' version = '3.01.14s56' }
}

profile "lenovo-switch" {
	vendor   = Lenovo
	product  = 'CNOS, ENOS, IBM NOS'
	class    = switch
	match    { sysobjectid = {enterprises.19046.1, enterprises.26543.1} }
	version  { oid = entPhysicalSoftwareRev pick = {chassis} }
	version  { oid = entPhysicalSoftwareRev }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	hardware { oid = sysDescr.0 }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	scheme   = {dotted, exact}
	test     { recording = 'lenovo-ne1032.snmprec' version = '10.10.7.0' }
}

profile "sonic-nos" {
	priority = 60
	vendor   = SONiC
	product  = SONiC
	class    = switch
	match    { sysdescr = '^SONiC Software Version: ' }
	version  { oid = sysDescr.0 regex = '^SONiC Software Version: (?:SONiC\.)?(\S+)' }
	hardware { oid = sysDescr.0 regex = 'HwSku: (\S+)' }
	component { name = kernel kind = kernel oid = sysDescr.0 regex = 'Kernel: (\S+)' scheme = {dpkg} }
	scheme   = {exact}
	test     { recording = 'sonic.snmprec' version = '202311.1-8c08d87' component = 'kernel 5.10.0-18-2-amd64' }
}
