libshared_a_SOURCES += \
	%D%/manifest.c %D%/manifest.h \
	%D%/drawn.c %D%/drawn.h \
	%D%/signature.c %D%/signature.h \
	%D%/check.c %D%/check.h
