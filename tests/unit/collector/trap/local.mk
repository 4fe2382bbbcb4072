UNIT_TESTS += %D%/test_belief %D%/test_peers %D%/test_secure \
	%D%/test_seen %D%/test_self %D%/test_senders

%C%_test_belief_SOURCES = %D%/test_belief.c
%C%_test_belief_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_peers_SOURCES = %D%/test_peers.c
%C%_test_peers_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_secure_SOURCES = %D%/test_secure.c
%C%_test_secure_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_seen_SOURCES = %D%/test_seen.c
%C%_test_seen_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_self_SOURCES = %D%/test_self.c
%C%_test_self_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_senders_SOURCES = %D%/test_senders.c
%C%_test_senders_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
