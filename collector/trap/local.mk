libcollector_a_SOURCES += \
	%D%/belief.c %D%/belief.h \
	%D%/clocks.c %D%/clocks.h \
	%D%/hear.c %D%/hear.h \
	%D%/inbox.c %D%/inbox.h \
	%D%/link.c %D%/link.h \
	%D%/peers.c %D%/peers.h \
	%D%/roll.c %D%/roll.h \
	%D%/said.h \
	%D%/secure.c %D%/secure.h \
	%D%/seen.c %D%/seen.h \
	%D%/self.c %D%/self.h \
	%D%/senders.c %D%/senders.h \
	%D%/trap.c %D%/trap.h
