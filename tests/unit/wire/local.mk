UNIT_TESTS += \
	%D%/test_oid \
	%D%/test_ber \
	%D%/test_varbind \
	%D%/test_snmp \
	%D%/test_snapshot \
	%D%/test_recording \
	%D%/test_walk_text

%C%_test_oid_SOURCES = %D%/test_oid.c
%C%_test_oid_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_ber_SOURCES = %D%/test_ber.c
%C%_test_ber_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_varbind_SOURCES = %D%/test_varbind.c
%C%_test_varbind_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_snmp_SOURCES = %D%/test_snmp.c
%C%_test_snmp_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_snapshot_SOURCES = %D%/test_snapshot.c
%C%_test_snapshot_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_walk_text_SOURCES = %D%/test_walk_text.c
%C%_test_walk_text_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_recording_SOURCES = %D%/test_recording.c
%C%_test_recording_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_frame %D%/test_syslog

%C%_test_frame_SOURCES = %D%/test_frame.c
%C%_test_frame_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_syslog_SOURCES = %D%/test_syslog.c
%C%_test_syslog_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_neighbour
%C%_test_neighbour_SOURCES = %D%/test_neighbour.c
%C%_test_neighbour_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_trap
%C%_test_trap_SOURCES = %D%/test_trap.c
%C%_test_trap_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_usm
%C%_test_usm_SOURCES = %D%/test_usm.c
%C%_test_usm_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_relp
%C%_test_relp_SOURCES = %D%/test_relp.c
%C%_test_relp_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_syslog_repeat
%C%_test_syslog_repeat_SOURCES = %D%/test_syslog_repeat.c
%C%_test_syslog_repeat_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_span
%C%_test_span_SOURCES = %D%/test_span.c
%C%_test_span_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_icalendar
%C%_test_icalendar_SOURCES = %D%/test_icalendar.c
%C%_test_icalendar_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_syslog_zone
%C%_test_syslog_zone_SOURCES = %D%/test_syslog_zone.c
%C%_test_syslog_zone_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_syslog_sd %D%/test_syslog_time
%C%_test_syslog_sd_SOURCES = %D%/test_syslog_sd.c
%C%_test_syslog_sd_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_syslog_time_SOURCES = %D%/test_syslog_time.c
%C%_test_syslog_time_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_recording_value %D%/test_syslog_body
%C%_test_recording_value_SOURCES = %D%/test_recording_value.c
%C%_test_recording_value_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_syslog_body_SOURCES = %D%/test_syslog_body.c
%C%_test_syslog_body_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
