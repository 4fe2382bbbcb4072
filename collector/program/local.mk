libcollector_a_SOURCES += \
	%D%/keeper.c %D%/keeper.h \
	%D%/outcome.c %D%/outcome.h \
	%D%/program.c %D%/program.h \
	%D%/run.c %D%/run.h
