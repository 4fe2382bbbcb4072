# What a device consists of, and what became of it: values in, values out.
libshared_a_SOURCES += \
	%D%/structure.c %D%/structure.h \
	%D%/match.c %D%/match.h \
	%D%/difference.c %D%/difference.h \
	%D%/sentence.c %D%/sentence.h
