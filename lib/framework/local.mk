libshared_a_SOURCES += \
	%D%/catalogue.c %D%/catalogue.h \
	%D%/framework.c %D%/framework.h \
	%D%/measurement.c %D%/measurement.h \
	%D%/threshold.c %D%/threshold.h
