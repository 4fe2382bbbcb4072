UNIT_TESTS += %D%/test_belief %D%/test_engine %D%/test_security %D%/test_walk

%C%_test_engine_SOURCES = %D%/test_engine.c %D%/fake.c %D%/fake.h
%C%_test_engine_LDADD = libfleet.a $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_belief_SOURCES = %D%/test_belief.c %D%/pair.c %D%/pair.h %D%/authority.c %D%/authority.h
%C%_test_belief_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_security_SOURCES = %D%/test_security.c %D%/pair.c %D%/pair.h %D%/authority.c %D%/authority.h
%C%_test_security_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_walk_SOURCES = %D%/test_walk.c %D%/fake.c %D%/fake.h
%C%_test_walk_LDADD = libfleet.a $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_slot %D%/test_wheel
%C%_test_slot_SOURCES = %D%/test_slot.c
%C%_test_slot_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_wheel_SOURCES = %D%/test_wheel.c
%C%_test_wheel_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_transport
%C%_test_transport_SOURCES = %D%/test_transport.c
%C%_test_transport_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
