SCRIPT_TESTS += %D%/model.t
EXTRA_DIST += %D%/deployment.pml

check_PROGRAMS += %D%/lives
%C%_lives_SOURCES = %D%/lives.c %D%/world.c %D%/world.h
%C%_lives_LDADD = $(SHARED_LIBS)
