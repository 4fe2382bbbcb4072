# What opens credentials, for the roles that may: poll and trap.
libcollector_a_SOURCES += \
	%D%/keys.c %D%/keys.h \
	%D%/keyring.c %D%/keyring.h
