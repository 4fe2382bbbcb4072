# Whether a device, or a ring of them, is worse off since its patch.
libshared_a_SOURCES += \
	%D%/hours.c %D%/hours.h \
	%D%/frame.c %D%/frame.h \
	%D%/subject.c %D%/subject.h \
	%D%/controls.c %D%/controls.h \
	%D%/count.c %D%/count.h \
	%D%/series.c %D%/series.h \
	%D%/rings.c %D%/rings.h \
	%D%/rollout.c %D%/rollout.h \
	%D%/rollout_ring.c %D%/rollout_ring.h
