# HPE Aruba Networking, and what came before it: ProCurve, Comware, H3C.

profile "aruba-cx" {
	vendor   = 'HPE Aruba'
	product  = 'AOS-CX'
	class    = switch
	match    { sysobjectid = {enterprises.47196.4.1} }
	version  { oid = entPhysicalSoftwareRev pick = {stack, chassis, module} regex = '^([A-Z]{2}\.\d+\.\d+\.\d+\w*)' }
	version  { oid = sysDescr.0 regex = '\b([A-Z]{2}\.\d+\.\d+\.\d+\w*)' }
	version  { oid = entPhysicalSoftwareRev regex = '^([A-Z]{2}\.\d+\.\d+\.\d+\w*)' }
	second   { oid = sysDescr.0 regex = '\b([A-Z]{2}\.\d+\.\d+\.\d+\w*)' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = entPhysicalSerialNum pick = {chassis} }
	component { table = entity class = {chassis} software = 10 serial = 11 name = 7 require = all
	    regex = '^([A-Z]{2}\.\d+\.\d+\.\d+\w*)' scheme = {prefixed} }
	scheme   = {prefixed}
	syslog   { class = boot regex = '\bBooting|\bSystem is up|\breboot(?:ed)? (?:requested|reason)' }
	syslog   { class = crash regex = '\bcore dump|daemon crashed' }
	test     { recording = 'aruba-cx-6300.snmprec' version = 'FL.10.13.1040' serial = SG11AA1111 }
	test     { recording = 'aruba-cx-6100.snmprec' version = 'PL.10.10.1020' }
}

profile "aruba-os" {
	vendor   = 'HPE Aruba'
	product  = ArubaOS
	class    = wireless_controller
	match    { sysdescr = '^(ArubaOS|AOS-W) ' }
	version  { oid = sysDescr.0 regex = 'Version ([^\s,]+)' }
	serial   { oid = enterprises.14823.2.2.1.1.1.12.0 }
	serial   { oid = enterprises.14823.2.3.3.1.2.1.1.4 }
	reject   = '^0'
	test     { recording = 'aruba-instant.snmprec' version = '8.6.0.20' }
}

# ProCurve and ArubaOS-Switch: the letters name the platform.
profile "aruba-switch" {
	vendor   = 'HPE Aruba'
	product  = 'ArubaOS-Switch'
	class    = switch
	match    { sysobjectid = {enterprises.11.2.3.7.11, enterprises.11.2.3.7.8} }
	match    { sysdescr = ', revision [A-Z]{1,2}\.\d\d\.\d.*, ROM ' }
	version  { oid = enterprises.11.2.14.11.5.1.1.3.0 }
	version  { oid = sysDescr.0 regex = 'revision ([^ ,]+)' }
	version  { oid = sysDescr.0 regex = ', (P[A-Z]\.[\d.]+),' }
	version  { oid = sysDescr.0 regex = '- (P[A-Z]\.[\d.]+)$' }
	version  { oid = sysDescr.0 regex = 'InstantOn_\d+_([\d.]+)' }
	second   { oid = sysDescr.0 regex = 'revision ([^ ,]+)' }
	hardware { oid = sysDescr.0 regex = '^(?:HPE? |ProCurve |Aruba |PROCURVE )?(?:Switch )?(J[LG]?\d{3,4}[A-Z]|[^,]+?)(?: Switch)?[ ,]' }
	serial   { oid = enterprises.11.2.36.1.1.2.9.0 }
	component { name = ROM kind = bootloader oid = sysDescr.0 regex = ', ROM ([A-Z]{1,2}\.[\d.]+)' scheme = {prefixed} }
	scheme   = {prefixed, dotted}
	test     { recording = 'aruba-2930f.snmprec' version = 'WC.16.11.0012' serial = CN11AA1111 component = 'ROM WC.16.01.0008' }
	test     { recording = 'aruba-1930.snmprec' version = '2.8.0.17' }
}

# The patch is only in the release.
profile "hpe-comware" {
	vendor   = HPE
	product  = Comware
	class    = switch
	match    { sysobjectid = {enterprises.25506.11.1, enterprises.25506.1} }
	match    { sysdescr = '(?:HPE?|H3C|3Com|Hewlett.Packard)[^\r\n]* Comware |\bComware (?:Platform )?Software' }
	version  { oid = sysDescr.0 regex = 'Version (?<base>\d+(?:\.\d+)+)[,\s]+(?:(?:Feature |ESS |Alpha |Beta )?Release|ESS|Feature) +(?<rel>\d\w*)' join = '${base} Release ${rel}' }
	version  { oid = sysDescr.0 regex = 'Version \S+-CMW(?<a>\d)(?<b>\d)(?<c>\d)-[A-Z]?(?<rel>\d\w*)' join = '${a}.${b}.${c} Release ${rel}' }
	version  { oid = sysDescr.0 regex = 'Version (\d+(?:\.\d+)+)' }
	hardware { oid = entPhysicalModelName pick = {chassis} }
	serial   { oid = enterprises.25506.2.6.1.2.1.1.2 }
	serial   { oid = entPhysicalSerialNum pick = {chassis, module} }
	scheme   = {comware}
	test     { recording = 'hpe-comware-5130.snmprec' version = '7.1.045 Release 3506P10' }
}

profile "hpe-msm" {
	vendor   = HPE
	product  = MSM
	class    = access_point
	match    { sysobjectid = {enterprises.8744} }
	version  { oid = sysDescr.0 regex = 'Firmware version ([\d.-]+)' }
	test     { recording = 'hpe-msm.snmprec' version = '6.5.3.0-28290' }
}

profile "hpe-ilo" {
	vendor   = HPE
	product  = iLO
	class    = bmc
	match    { sysobjectid = {enterprises.232.9.4} }
	version  { oid = enterprises.232.11.2.14.1.1.5.0 regex = '(\d+\.\d+)' }
	version  { oid = sysDescr.0 regex = 'Integrated Lights-Out \d ([\d.]+)' }
	hardware { oid = enterprises.232.2.2.4.2.0 }
	serial   { oid = enterprises.232.2.2.2.1.0 }
	scheme   = {dotted}
	reboot   = never
	test     { recording = 'hpe-ilo5.snmprec' version = '2.72' serial = CZJ1111AAA }
}
