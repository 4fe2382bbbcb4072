nobase_dist_pkgdata_DATA += \
	%D%/calendars/nl-midden.calendar \
	%D%/calendars/nl-noord.calendar \
	%D%/calendars/nl-zuid.calendar \
	%D%/notice.en %D%/notice.nl \
	%D%/bundle.nl.md %D%/bundle.en.md \
	%D%/attestations.list %D%/mail.nl %D%/mail.en \
	%D%/frameworks/bio2.framework \
	%D%/frameworks/cbw.framework \
	%D%/frameworks/ibp.framework \
	%D%/frameworks/iso27001.framework \
	%D%/frameworks/nen7510-2017.framework \
	%D%/frameworks/nen7510-2024.framework \
	%D%/mappings/intune.map \
	%D%/mappings/librenms-devices.map \
	%D%/mappings/netbox-devices.map \
	%D%/mappings/supplier-done.map \
	%D%/mappings/wsus.map \
	%D%/reports/annual.nl.md %D%/reports/annual.en.md \
	%D%/reports/audit.nl.md %D%/reports/audit.en.md \
	%D%/reports/customers.nl.md %D%/reports/customers.en.md \
	%D%/reports/monthly.nl.md %D%/reports/monthly.en.md \
	%D%/reports/quarterly.nl.md %D%/reports/quarterly.en.md \
	%D%/reports/site.nl.md %D%/reports/site.en.md \
	%D%/reports/values.list \
	%D%/words.nl %D%/words.en
