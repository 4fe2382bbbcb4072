# Cameras and recorders.

profile "axis-camera" {
	vendor   = Axis
	product  = camera
	class    = camera
	match    { sysdescr = '^[;\s]*AXIS [^;]+; [^;]+; \d' }
	version  { oid = sysDescr.0 regex = 'AXIS [^;]+; [^;]+; ([^;]+)' }
	hardware { oid = sysDescr.0 regex = '(AXIS [^;]+);' }
	scheme   = {dotted}
	test     { recording = 'axis-p3245.snmprec' version = '10.12.165' model = 'AXIS P3245-LV' }
}

profile "hikvision-camera" {
	vendor   = Hikvision
	product  = camera
	class    = camera
	match    { oid = enterprises.39165.1.3.0 value = '^V\d' }
	version  { oid = enterprises.39165.1.3.0 }
	hardware { oid = enterprises.39165.1.1.0 }
	scheme   = {'dotted+build'}
	test     { recording = 'hikvision.snmprec' version = 'V5.5.83 build 190221' }
}

profile "dahua-nvr" {
	vendor   = Dahua
	product  = NVR
	class    = recorder
	match    { oid = enterprises.1004849.2.1.1.1.0 }
	version  { oid = enterprises.1004849.2.1.1.1.0 }
	serial   { oid = enterprises.1004849.2.1.2.4.0 }
	test     { recording = 'dahua-nvr.snmprec' version = '4.001.0000.0' }
}

# Old and new generations; the new ones run net-snmp, and only Bosch's own
# objects tell that they are cameras.
profile "bosch-camera" {
	priority = 60
	vendor   = Bosch
	product  = camera
	class    = camera
	match    { oid = enterprises.3967.1.1.1.5.0 }
	version  { oid = enterprises.3967.1.1.1.5.0 }
	hardware { oid = enterprises.3967.1.1.5.1.0 }
	serial   { oid = enterprises.3967.1.1.1.6.0 }
	component { name = kernel kind = kernel oid = sysDescr.0 regex = '^Linux \S+ (\S+)' }
	scheme   = {intdate, exact}
	test     { recording = 'bosch-flexidome.snmprec' version = '09900100' model = 'FLEXIDOME IP 4000i' }
}
