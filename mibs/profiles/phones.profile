# Telephones and exchanges.

# What the maker's guide lists stands below mib-2, not below its own number.
profile "yealink-phone" {
	priority = 60
	vendor   = Yealink
	product  = 'IP phone'
	class    = phone
	match    { oid = 1.3.6.1.2.1.37459.2.1.5.0 }
	version  { oid = 1.3.6.1.2.1.37459.2.1.5.0 }
	hardware { oid = 1.3.6.1.2.1.37459.2.1.7.0 }
	scheme   = {dotted}
	test     { recording = 'yealink-t46.snmprec' version = '66.86.0.15' model = 'SIP-T46S' }
}

profile "yeastar-pbx" {
	priority = 60
	vendor   = Yeastar
	product  = 'P series'
	class    = phone_system
	match    { oid = enterprises.22736.3.1.3.0 }
	version  { oid = enterprises.22736.3.1.3.0 }
	hardware { oid = enterprises.22736.3.1.1.0 }
	serial   { oid = enterprises.22736.3.1.4.0 }
	scheme   = {dotted}
	test     { recording = 'yeastar-p550.snmprec' version = '37.12.0.27' model = P550 serial = 3631A1111111 }
}

# A row for each part, whose index is the name of the part.
profile "mitel-mivoice" {
	vendor   = Mitel
	product  = 'MiVoice Business, 3300'
	class    = phone_system
	match    { sysobjectid = {enterprises.1027.1} oid = enterprises.1027.4.1.2.1.1.1.4 }
	version  { oid = enterprises.1027.4.1.2.1.1.1.4 regex = '(\d+(?:\.\d+)+)' }
	hardware { oid = sysDescr.0 }
	scheme   = {dotted}
	test     { recording = 'mitel-3300.snmprec' version = '14.0.3.24' }
}
