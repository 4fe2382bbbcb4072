# The simulated school network.
noinst_LIBRARIES += libfleet.a
libfleet_a_SOURCES = \
	%D%/agent.c %D%/agent.h \
	%D%/bend.c \
	%D%/command.c %D%/command.h \
	%D%/faults.c %D%/faults.h \
	%D%/fleet.c %D%/fleet.h \
	%D%/message.c \
	%D%/name.h \
	%D%/notice.c %D%/notice.h \
	%D%/number.c %D%/number.h \
	%D%/pdu.c %D%/pdu.h \
	%D%/port.c %D%/port.h \
	%D%/rows.c %D%/rows.h \
	%D%/secure.c %D%/secure.h \
	%D%/verb_fault.c %D%/verb_notice.c \
	%D%/verb_secure.c %D%/verb_state.c

noinst_PROGRAMS += %D%/fleetd %D%/fleetctl %D%/fleetlog \
	%D%/fleetread
%C%_fleetd_SOURCES = %D%/fleetd.c
%C%_fleetd_LDADD = libfleet.a $(SHARED_LIBS)
%C%_fleetctl_SOURCES = %D%/fleetctl.c
%C%_fleetctl_LDADD = $(SHARED_LIBS)
%C%_fleetlog_SOURCES = %D%/fleetlog.c
%C%_fleetlog_LDADD = libfleet.a $(SHARED_LIBS)
%C%_fleetread_SOURCES = %D%/fleetread.c
%C%_fleetread_LDADD = libfleet.a $(SHARED_LIBS)
EXTRA_DIST += %D%/README.md %D%/mailsink %D%/postbox %D%/websink %D%/parity %D%/demo %D%/recount %D%/trace %D%/Trail.pm %D%/network
check_PROGRAMS += %D%/ask
%C%_ask_SOURCES = %D%/ask.c
%C%_ask_LDADD = libfleet.a $(COLLECTOR_LIBS)
