UNIT_TESTS += %D%/test_mib

%C%_test_mib_SOURCES = %D%/test_mib.c
%C%_test_mib_LDADD = libmib.a $(SHARED_LIBS) $(NETSNMP_LIBS) $(UNIT_LIBS)
