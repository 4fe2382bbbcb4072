libshared_a_SOURCES += \
	%D%/scheme_file.c %D%/scheme_file.h
