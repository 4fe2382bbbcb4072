# Printers. Printer-MIB has no object for the firmware: each maker has its own.

profile "hp-printer" {
	vendor   = HP
	product  = 'LaserJet, OfficeJet, PageWide'
	class    = printer
	match    { sysobjectid = {enterprises.11.2.3.9} }
	match    { sysdescr = '^HP ETHERNET MULTI-ENVIRONMENT' }
	version  { oid = enterprises.11.2.3.9.4.2.1.1.3.6.0 }
	version  { oid = enterprises.11.2.3.9.4.2.1.1.3.5.0 }
	hardware { oid = hrDeviceDescr }
	hardware { oid = sysDescr.0 regex = 'PID:([^,]+)' }
	serial   { oid = enterprises.11.2.3.9.4.2.1.1.3.3.0 }
	serial   { oid = prtGeneralSerialNumber }
	clean    = {symbolset, quotes}
	component { name = 'network card' oid = sysDescr.0 regex = 'EEPROM (\S+?),' }
	scheme   = {intdate, exact}
	test     { recording = 'hp-laserjet-m507.snmprec' version = '20200612' model = 'HP LaserJet M507' serial = PHB1111111 }
}

profile "canon-printer" {
	vendor   = Canon
	product  = 'imageRUNNER, LBP'
	class    = printer
	match    { sysobjectid = {enterprises.1602.4} }
	version  { oid = enterprises.1602.1.1.1.4.0 }
	hardware { oid = enterprises.1602.1.1.1.1.0 }
	hardware { oid = hrDeviceDescr }
	serial   { oid = prtGeneralSerialNumber }
	test     { recording = 'canon-ir.snmprec' version = '51.12' serial = ABC11111 }
}

profile "ricoh-printer" {
	vendor   = Ricoh
	product  = 'MP, SP, IM'
	class    = printer
	match    { sysobjectid = {enterprises.367.1} }
	match    { sysdescr = '^(?:RICOH|NRG|SAVIN|LANIER|Gestetner|infotec|NASHUATEC|REX-?ROTARY) .* / ' }
	version  { oid = enterprises.367.3.2.1.1.1.2.0 }
	version  { oid = sysDescr.0 regex = '^\S+ .*? V?(\d+\.\d+(?:\.\d+)*) / ' }
	hardware { oid = enterprises.367.3.2.1.1.1.1.0 }
	serial   { oid = enterprises.367.3.2.1.2.1.4.0 }
	serial   { oid = prtGeneralSerialNumber }
	scheme   = {dotted}
	test     { recording = 'ricoh-imc2000.snmprec' version = '2.05' serial = 3111M111111 }
}

# Pairs like FIRMID="MAIN", FIRMVER="2.52" in a column; what sysDescr says is the
# firmware of the network card.
profile "brother-printer" {
	vendor   = Brother
	product  = 'HL, DCP, MFC'
	class    = printer
	match    { sysobjectid = {enterprises.2435.2.3} }
	match    { sysdescr = '^Brother ' }
	version  { oid = enterprises.2435.2.4.3.99.3.1.6.1.2 regex = '^FIRMVER="?([^"]+)' }
	hardware { oid = enterprises.2435.2.3.9.1.1.7.0 regex = 'MDL:([^;]+)' }
	hardware { oid = hrDeviceDescr }
	serial   { oid = enterprises.2435.2.3.9.4.2.1.5.5.1.0 }
	serial   { oid = prtGeneralSerialNumber }
	component { name = 'network card' oid = sysDescr.0 regex = 'Firmware Ver\.(\S+)' scheme = {dotted} }
	test     { recording = 'brother-hl.snmprec' version = '1.77' component = 'network card 1.20' }
}

profile "konica-minolta-printer" {
	vendor   = 'Konica Minolta'
	product  = bizhub
	class    = printer
	match    { sysobjectid = {enterprises.18334} }
	version  { oid = enterprises.18334.1.1.1.1.6.1.0 }
	hardware { oid = enterprises.18334.1.1.1.1.6.2.1.0 }
	hardware { oid = hrDeviceDescr }
	serial   { oid = prtGeneralSerialNumber }
	component { oid = enterprises.18334.1.1.1.5.5.1.1.3 names = enterprises.18334.1.1.1.5.5.1.1.2 }
	reject   = '^(-|Registered)$'
	test     { recording = 'konica-c258.snmprec' version = 'A7R00Y0-F000-G00-A0' serial = A7R0011111111 }
}

# The model is in front: 2TP_S000.003.402.
profile "kyocera-printer" {
	vendor   = Kyocera
	product  = 'ECOSYS, TASKalfa'
	class    = printer
	match    { sysobjectid = {enterprises.1347.41} }
	match    { sysdescr = '^KYOCERA ' }
	version  { oid = enterprises.1347.43.5.4.1.5.1.1 instance = yes }
	hardware { oid = enterprises.1347.43.5.1.1.1.1 instance = yes }
	hardware { oid = hrDeviceDescr }
	serial   { oid = enterprises.1347.43.5.1.1.28.1 }
	serial   { oid = prtGeneralSerialNumber }
	test     { recording = 'kyocera-m3645.snmprec' version = '2TB_S000.002.574' }
}

profile "xerox-printer" {
	vendor   = Xerox
	product  = 'WorkCentre, AltaLink, VersaLink'
	class    = printer
	match    { sysobjectid = {enterprises.253.8.62} }
	match    { sysdescr = '(?i)^Xerox' }
	version  { oid = sysDescr.0 regex = '\bSS ([A-Z\d][A-Z\d.]+)' }
	version  { oid = sysDescr.0 regex = ' version ([A-Z\d.]+)' }
	version  { oid = sysDescr.0 regex = '\bOS (\d[\d.]+)' }
	version  { oid = sysDescr.0 regex = '\bSystem (?:Software )?(\d[\d.]+)' }
	version  { oid = sysDescr.0 regex = 'Sys SW Version \w+_V(\d[\d.]+)' }
	version  { oid = sysDescr.0 regex = '\bMCB ?V?(\d[\d.]+)' }
	version  { oid = sysDescr.0 regex = ', ?Controller (?:ROM)?(\d[\d.]+)' }
	version  { oid = sysDescr.0 regex = '\bESS ?(\d[\d.]+)' }
	version  { oid = enterprises.236.11.5.1.1.1.2.0 }
	hardware { oid = hrDeviceDescr regex = '^([^;]+)' }
	hardware { oid = sysDescr.0 regex = '^([^;]+)' }
	serial   { oid = prtGeneralSerialNumber }
	component { name = 'network controller' oid = sysDescr.0 regex = '\bNC ([\d.]+)' scheme = {dotted} }
	component { name = firmware oid = enterprises.236.11.5.1.1.1.2.0 }
	scheme   = {dotted, lexmark, exact}
	test     { recording = 'xerox-wc.snmprec' version = '073.060.000.02300' }
}

profile "lexmark-printer" {
	vendor   = Lexmark
	product  = 'MS, MX, CS, CX'
	class    = printer
	match    { sysobjectid = {enterprises.641} }
	match    { sysdescr = '^Lexmark ' }
	version  { oid = sysDescr.0 regex = 'version (\S+)' }
	hardware { oid = sysDescr.0 regex = '^(Lexmark \S+)' }
	serial   { oid = prtGeneralSerialNumber }
	scheme   = {lexmark, exact}
	test     { recording = 'lexmark-ms610.snmprec' version = 'LW71.PR4.P224' }
}

profile "epson-printer" {
	vendor   = Epson
	product  = WorkForce
	class    = printer
	match    { sysobjectid = {enterprises.1248} }
	match    { sysdescr = '^EPSON ' }
	version  { oid = enterprises.1248.1.2.2.2.1.1.2.1.1 instance = yes }
	hardware { oid = hrDeviceDescr }
	serial   { oid = prtGeneralSerialNumber }
	component { oid = enterprises.1248.1.2.2.2.1.1.2 names = enterprises.1248.1.2.2.2.1.1.4 }
	test     { recording = 'epson-printer.snmprec' version = 'FN05L9' }
}

profile "sharp-printer" {
	vendor   = Sharp
	product  = MX
	class    = printer
	match    { sysobjectid = {enterprises.2385.3} }
	match    { sysdescr = '^SHARP ' }
	version  { oid = enterprises.2385.2.1.1.2.1.2.1 instance = yes }
	hardware { oid = hrDeviceDescr }
	serial   { oid = prtGeneralSerialNumber }
	test     { recording = 'sharp-printer.snmprec' version = '0250d000' }
}

profile "oki-printer" {
	vendor   = OKI
	product  = 'B, C, MC'
	class    = printer
	match    { sysobjectid = {enterprises.2001.1} }
	version  { oid = sysDescr.0 regex = 'Attached to \S+ Rev\.(\S+)' }
	version  { oid = sysDescr.0 regex = 'Rev\.(\S+)' }
	hardware { oid = hrDeviceDescr }
	serial   { oid = prtGeneralSerialNumber }
	test     { recording = 'oki-printer.snmprec' version = '04.21' }
}

profile "samsung-printer" {
	vendor   = Samsung
	product  = 'SCX, CLX, ML'
	class    = printer
	match    { sysobjectid = {enterprises.236.11.5.1} }
	version  { oid = enterprises.236.11.5.1.1.1.2.0 }
	version  { oid = sysDescr.0 regex = '; ?V?([\d.]+)' }
	hardware { oid = hrDeviceDescr }
	serial   { oid = prtGeneralSerialNumber }
	test     { recording = 'samsung-printer.snmprec' version = 'V3.00.01.16' }
}

profile "toshiba-label-printer" {
	vendor   = 'Toshiba TEC'
	product  = 'label printer'
	class    = printer
	match    { sysobjectid = {enterprises.1129} }
	version  { oid = enterprises.1129.1.2.1.1.1.1.2.0 }
	version  { oid = enterprises.1129.1.2.1.1.1.2.2.0 }
	hardware { oid = enterprises.1129.1.2.1.1.1.2.1.0 }
	test     { recording = 'toshiba-label-printer.snmprec' version = 'B1.5' }
}

profile "toshiba-estudio" {
	priority = 55
	vendor   = Toshiba
	product  = 'e-STUDIO'
	class    = printer
	match    { sysdescr = '^TOSHIBA e-STUDIO' }
	version  { oid = sysDescr.0 regex = ' version ([A-Z0-9.]+)' }
	version  { oid = enterprises.1129.2.3.50.1.2.4.1.62.1.1 instance = yes }
	hardware { oid = sysDescr.0 regex = '^TOSHIBA (e-STUDIO\S+)' }
	serial   { oid = prtGeneralSerialNumber }
	scheme   = {lexmark, exact}
	test     { recording = 'toshiba-2515ac.snmprec' version = 'T373HD0W1335' model = 'e-STUDIO2515AC' serial = CGGE11111 }
	test     { recording = 'toshiba-339cs.snmprec' version = 'CXTGV.221.068' }
}

profile "fujifilm-printer" {
	priority = 55
	vendor   = Fujifilm
	product  = 'Apeos, DocuPrint, DocuCentre'
	class    = printer
	match    { sysdescr = '^(?:FUJI XEROX|FUJIFILM|FX DocuPrint) ' }
	version  { oid = sysDescr.0 regex = '[;,] ?System (\d[\d.]*)' }
	version  { oid = enterprises.297.1.111.1.31.10.0 regex = 'System (\d[\d.]*)' }
	version  { oid = sysDescr.0 regex = '[;,] ?Controller (?:ROM)?(\d[\d.]*)' }
	version  { oid = sysDescr.0 regex = '[;, ]ESS ?(\d[\d.]*)' }
	version  { oid = sysDescr.0 regex = ' version ([A-Z0-9.]+)' }
	hardware { oid = sysDescr.0 regex = '^(?:FUJI XEROX|FUJIFILM|FX) ([^;,]+?) *[;,]' }
	serial   { oid = prtGeneralSerialNumber }
	scheme   = {dotted, lexmark, exact}
	test     { recording = 'fujifilm-c4570.snmprec' version = '22.1.9' model = 'ApeosPort C4570' }
	test     { recording = 'fujixerox-c3375.snmprec' version = '1.131.5' model = 'ApeosPort-IV C3375' }
}

# Made by Lexmark, Fuji Xerox and Samsung.
profile "dell-printer" {
	priority = 55
	vendor   = Dell
	product  = 'Laser, MFP'
	class    = printer
	match    { sysobjectid = {enterprises.674.10898} }
	match    { sysdescr = '^Dell .*(?:Laser|Printer|MFP)' }
	version  { oid = sysDescr.0 regex = ' Controller (\d+)' }
	version  { oid = sysDescr.0 regex = ' version (\S+)' }
	version  { oid = sysDescr.0 regex = '; *(\d+(?:\.\d+)+)' }
	version  { oid = sysDescr.0 regex = 'Engine (\d\S*?)[,;]?(?:\s|$)' }
	hardware { oid = sysDescr.0 regex = '^Dell (.+?)(?:;| version )' }
	serial   { oid = prtGeneralSerialNumber }
	component { name = engine oid = sysDescr.0 regex = 'Engine (\d+(?:\.\d+)+)' scheme = {dotted} }
	component { name = firmware oid = enterprises.674.10898.100.1.1.1.0 }
	scheme   = {intdate, lexmark, dotted, exact}
	test     { recording = 'dell-5130.snmprec' version = '201105251658' component = 'engine 04.67.00' }
	test     { recording = 'dell-b2360.snmprec' version = 'NH.CY.N451' }
}

profile "zebra-printer" {
	vendor   = Zebra
	product  = 'label printer'
	class    = printer
	match    { sysobjectid = {enterprises.10642, enterprises.683.6} }
	version  { oid = enterprises.10642.1.2.0 }
	version  { oid = enterprises.683.1.9.0 }
	hardware { oid = enterprises.10642.1.1.0 }
	serial   { oid = enterprises.10642.200.19.5.0 }
	serial   { oid = enterprises.683.1.5.0 }
	component { name = 'print server' oid = enterprises.683.1.9.0 }
	scheme   = {exact}
	test     { recording = 'zebra-zt230.snmprec' version = 'V72.20.15Z' model = 'ZTC ZT230-200dpi ZPL' component = 'print server V72.20.15Z' }
}
