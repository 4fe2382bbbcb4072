# patchwachtd: a supervisor and one process per role.
noinst_LIBRARIES += libcollector.a
libcollector_a_SOURCES = \
	%D%/datagrams.c %D%/datagrams.h \
	%D%/dblink.c %D%/dblink.h \
	%D%/endpoint.c %D%/endpoint.h \
	%D%/child.c %D%/child.h \
	%D%/classes.c %D%/classes.h \
	%D%/config.c %D%/config.h \
	%D%/config_listen.c %D%/config_part.h \
	%D%/config_program.c \
	%D%/due.c %D%/due.h \
	%D%/control.c %D%/control.h \
	%D%/home.c %D%/home.h \
	%D%/notify.c %D%/notify.h \
	%D%/papers.c %D%/papers.h \
	%D%/rights.c %D%/rights.h \
	%D%/role.c %D%/role.h \
	%D%/roles.c \
	%D%/sandbox.c %D%/sandbox.h \
	%D%/scribe.c %D%/scribe.h \
	%D%/sockets.c %D%/sockets.h \
	%D%/apart.c %D%/apart.h \
	%D%/supervisor.c %D%/supervisor.h %D%/supervisor_part.h \
	%D%/supervisor_check.c %D%/reload.c %D%/unit.c

include collector/keys/local.mk
include collector/engine/local.mk
include collector/listen/local.mk
include collector/poll/local.mk
include collector/discover/local.mk
include collector/store/local.mk
include collector/trap/local.mk
include collector/verify/local.mk
include collector/verify/structure/local.mk
include collector/alert/local.mk
include collector/program/local.mk

sbin_PROGRAMS += patchwachtd
patchwachtd_SOURCES = %D%/main.c
patchwachtd_LDADD = $(COLLECTOR_LIBS)
