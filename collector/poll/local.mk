libcollector_a_SOURCES += \
	%D%/engine.c %D%/engine.h \
	%D%/walk.c %D%/walk.h
