UNIT_TESTS += %D%/test_manifest
%C%_test_manifest_SOURCES = %D%/test_manifest.c
%C%_test_manifest_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_drawn
%C%_test_drawn_SOURCES = %D%/test_drawn.c
%C%_test_drawn_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
