# The reporter knows whose seal there is; who signs is a program of its own.
libreporter_a_SOURCES += \
	%D%/settings.c %D%/settings.h \
	%D%/holder.c %D%/holder.h \
	%D%/room.c %D%/room.h

noinst_LIBRARIES += libseal.a
libseal_a_SOURCES = %D%/key.c %D%/key.h %D%/sign.c %D%/sign.h \
	%D%/stamp.c %D%/stamp.h %D%/signer.c %D%/signer.h

bin_PROGRAMS += patchwacht-seal
patchwacht_seal_SOURCES = %D%/main.c
patchwacht_seal_LDADD = libseal.a $(REPORTER_LIBS) $(CURL_LIBS)
