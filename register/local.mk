# patchwacht: the operator's one command.
noinst_LIBRARIES += libregister.a
libregister_a_SOURCES = \
	%D%/command.c %D%/command.h \
	%D%/flag.c %D%/flag.h \
	%D%/external.c %D%/external.h \
	%D%/verbs.h

bin_PROGRAMS += patchwacht
patchwacht_SOURCES = %D%/main.c
patchwacht_LDADD = $(REGISTER_LIBS)

include register/db/local.mk
