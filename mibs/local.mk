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
