libcollector_a_SOURCES += \
	%D%/engine.c %D%/engine.h \
	%D%/ring.h \
	%D%/security.c %D%/security.h \
	%D%/slot.c %D%/slot.h \
	%D%/transport.c %D%/transport.h \
	%D%/walk.c %D%/walk.h \
	%D%/wheel.c %D%/wheel.h
