libshared_a_SOURCES += \
	%D%/oid.c %D%/oid.h \
	%D%/ber.c %D%/ber.h \
	%D%/varbind.c %D%/varbind.h \
	%D%/snapshot.c %D%/snapshot.h \
	%D%/recording.c %D%/recording.h \
	%D%/snmp.c %D%/snmp.h
