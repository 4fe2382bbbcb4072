# UNIT_TESTS += %D%/test_NOUN
UNIT_TESTS += %D%/test_anchor %D%/test_archive %D%/test_journal %D%/test_keys %D%/test_recover %D%/test_room %D%/test_verify

%C%_test_anchor_SOURCES = %D%/test_anchor.c
%C%_test_anchor_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_archive_SOURCES = %D%/test_archive.c %D%/fixture.c %D%/fixture.h
%C%_test_archive_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_journal_SOURCES = %D%/test_journal.c %D%/fixture.c %D%/fixture.h
%C%_test_journal_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_keys_SOURCES = %D%/test_keys.c %D%/fixture.c %D%/fixture.h
%C%_test_keys_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_recover_SOURCES = %D%/test_recover.c %D%/fixture.c %D%/fixture.h
%C%_test_recover_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_room_SOURCES = %D%/test_room.c %D%/fixture.c %D%/fixture.h
%C%_test_room_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_verify_SOURCES = %D%/test_verify.c %D%/fixture.c %D%/fixture.h
%C%_test_verify_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
