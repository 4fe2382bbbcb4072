libcollector_a_SOURCES += \
	%D%/visit.c %D%/visit.h \
	%D%/findings.c %D%/findings.h %D%/found.c %D%/found.h \
	%D%/discover.c %D%/discover.h
