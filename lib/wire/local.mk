libshared_a_SOURCES += \
	%D%/oid.h %D%/ber.h %D%/varbind.h %D%/snapshot.h %D%/recording.h \
	%D%/snmp.h
