UNIT_TESTS += %D%/test_visit
%C%_test_visit_SOURCES = %D%/test_visit.c \
	tests/unit/collector/engine/fake.c tests/unit/collector/engine/fake.h
%C%_test_visit_LDADD = libfleet.a $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_span
%C%_test_span_SOURCES = %D%/test_span.c
%C%_test_span_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
