# Names of objects; the only home of net-snmp's MIB parser. A library of its
# own: what does not use it is not linked with net-snmp.
noinst_LIBRARIES += libmib.a
libmib_a_SOURCES = %D%/mib.c %D%/mib.h
libmib_a_CPPFLAGS = $(AM_CPPFLAGS) $(NETSNMP_CFLAGS)
