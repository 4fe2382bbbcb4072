libcollector_a_SOURCES += \
	%D%/visit.c %D%/visit.h \
	%D%/findings.c %D%/findings.h %D%/stranger.c %D%/stranger.h \
	%D%/span.c %D%/span.h %D%/visits.c %D%/visits.h \
	%D%/orders.c %D%/orders.h \
	%D%/discover.c %D%/discover.h
