nobase_dist_pkgdata_DATA += mibs/versions.schemes \
	mibs/profiles/access.profile \
	mibs/profiles/apc.profile \
	mibs/profiles/appliances.profile \
	mibs/profiles/aruba.profile \
	mibs/profiles/broadcast.profile \
	mibs/profiles/cameras.profile \
	mibs/profiles/cisco.profile \
	mibs/profiles/energy.profile \
	mibs/profiles/extreme.profile \
	mibs/profiles/firewalls.profile \
	mibs/profiles/fortinet.profile \
	mibs/profiles/gateways.profile \
	mibs/profiles/juniper.profile \
	mibs/profiles/linux.profile \
	mibs/profiles/mikrotik.profile \
	mibs/profiles/paloalto.profile \
	mibs/profiles/phones.profile \
	mibs/profiles/power.profile \
	mibs/profiles/printers.profile \
	mibs/profiles/servers.profile \
	mibs/profiles/storage.profile \
	mibs/profiles/switches.profile \
	mibs/profiles/synology.profile \
	mibs/profiles/systems.profile \
	mibs/profiles/transmission.profile \
	mibs/profiles/ubiquiti.profile \
	mibs/profiles/windows.profile \
	mibs/profiles/wireless.profile
nobase_dist_pkgdata_DATA += mibs/privacy.rules
nobase_dist_pkgdata_DATA += mibs/PATCHWACHT-MIB \
	mibs/smi/BGP4-MIB \
	mibs/smi/BRIDGE-MIB \
	mibs/smi/ENTITY-MIB \
	mibs/smi/ENTITY-SENSOR-MIB \
	mibs/smi/ENTITY-STATE-MIB \
	mibs/smi/HCNUM-TC \
	mibs/smi/HOST-RESOURCES-MIB \
	mibs/smi/HOST-RESOURCES-TYPES \
	mibs/smi/IANAifType-MIB \
	mibs/smi/IF-MIB \
	mibs/smi/INET-ADDRESS-MIB \
	mibs/smi/IP-MIB \
	mibs/smi/LLDP-MIB \
	mibs/smi/OSPF-MIB \
	mibs/smi/POWER-ETHERNET-MIB \
	mibs/smi/Printer-MIB \
	mibs/smi/RMON-MIB \
	mibs/smi/RMON2-MIB \
	mibs/smi/SNMP-COMMUNITY-MIB \
	mibs/smi/SNMP-FRAMEWORK-MIB \
	mibs/smi/SNMP-MPD-MIB \
	mibs/smi/SNMP-NOTIFICATION-MIB \
	mibs/smi/SNMP-TARGET-MIB \
	mibs/smi/SNMP-USER-BASED-SM-MIB \
	mibs/smi/SNMP-VIEW-BASED-ACM-MIB \
	mibs/smi/SNMPv2-CONF \
	mibs/smi/SNMPv2-MIB \
	mibs/smi/SNMPv2-SMI \
	mibs/smi/SNMPv2-TC \
	mibs/smi/UPS-MIB
nobase_dist_pkgdata_DATA += mibs/traps.rules
nobase_dist_pkgdata_DATA += mibs/stability.metrics
nobase_dist_pkgdata_DATA += mibs/events.rules
nobase_dist_pkgdata_DATA += mibs/baseline.checks
nobase_dist_pkgdata_DATA += mibs/people.rules
nobase_dist_pkgdata_DATA += mibs/alerts.rules
