UNIT_TESTS += %D%/test_privacy

%C%_test_privacy_SOURCES = %D%/test_privacy.c
%C%_test_privacy_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_crowd
%C%_test_crowd_SOURCES = %D%/test_crowd.c
%C%_test_crowd_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_sender_set
%C%_test_sender_set_SOURCES = %D%/test_sender_set.c
%C%_test_sender_set_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_senders
%C%_test_senders_SOURCES = %D%/test_senders.c
%C%_test_senders_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_intake
%C%_test_intake_SOURCES = %D%/test_intake.c tests/unit/journal/fixture.c tests/unit/journal/fixture.h \
	tests/unit/journal/slow.c tests/unit/journal/slow.h
%C%_test_intake_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_speech %D%/test_refusals %D%/test_tallies
%C%_test_speech_SOURCES = %D%/test_speech.c
%C%_test_speech_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_refusals_SOURCES = %D%/test_refusals.c
%C%_test_refusals_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_tallies_SOURCES = %D%/test_tallies.c
%C%_test_tallies_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_connection
%C%_test_connection_SOURCES = %D%/test_connection.c
%C%_test_connection_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_door
%C%_test_door_SOURCES = %D%/test_door.c
%C%_test_door_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_udp
%C%_test_udp_SOURCES = %D%/test_udp.c
%C%_test_udp_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_tls
%C%_test_tls_SOURCES = %D%/test_tls.c tests/unit/journal/fixture.c tests/unit/journal/fixture.h
%C%_test_tls_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
