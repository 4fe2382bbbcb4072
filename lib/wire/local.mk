libshared_a_SOURCES += \
	%D%/relp.c %D%/relp.h \
	%D%/frame.c %D%/frame.h \
	%D%/span.c %D%/span.h \
	%D%/syslog_repeat.c %D%/syslog_repeat.h \
	%D%/syslog.c %D%/syslog.h \
	%D%/syslog_body.c %D%/syslog_body.h \
	%D%/syslog_header.c %D%/syslog_header.h \
	%D%/syslog_sd.c %D%/syslog_sd.h \
	%D%/syslog_time.c %D%/syslog_time.h \
	%D%/syslog_zone.c %D%/syslog_zone.h \
	%D%/oid.c %D%/oid.h \
	%D%/ber.c %D%/ber.h \
	%D%/varbind.c %D%/varbind.h \
	%D%/snapshot.c %D%/snapshot.h \
	%D%/neighbour.c %D%/neighbour.h \
	%D%/recording.c %D%/recording.h \
	%D%/recording_value.c %D%/recording_value.h \
	%D%/walk_text.c %D%/walk_text.h \
	%D%/snmp.c %D%/snmp.h \
	%D%/snmp3.c %D%/snmp3.h \
	%D%/trap.c %D%/trap.h \
	%D%/usm.c %D%/usm.h \
	%D%/usm_name.c \
	%D%/usm_time.c
libshared_a_SOURCES += %D%/icalendar.c %D%/icalendar.h
