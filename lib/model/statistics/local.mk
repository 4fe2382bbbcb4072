# Pure mathematics of the stability verdict: numbers in, numbers out.
libshared_a_SOURCES += \
	%D%/beta.c %D%/beta.h \
	%D%/rate.c %D%/rate.h \
	%D%/ranks.c %D%/ranks.h \
	%D%/multiple.c %D%/multiple.h \
	%D%/spread.c %D%/spread.h
