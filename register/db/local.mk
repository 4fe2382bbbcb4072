# patchwacht-db: the cluster, migrations, partitions.
libregister_a_SOURCES += \
	%D%/account.c %D%/account.h \
	%D%/process.c %D%/process.h \
	%D%/folder.c %D%/folder.h \
	%D%/binaries.c %D%/binaries.h \
	%D%/pidfile.c %D%/pidfile.h \
	%D%/layout.c %D%/layout.h \
	%D%/roles.c %D%/roles.h \
	%D%/settings.c %D%/settings.h \
	%D%/initdb.c %D%/initdb.h \
	%D%/cluster.c %D%/cluster.h \
	%D%/migrate.c %D%/migrate.h \
	%D%/partitions.c %D%/partitions.h %D%/retention.c %D%/retention.h \
	%D%/session.c %D%/session.h %D%/setup.c %D%/setup.h \
	%D%/backup.c %D%/backup.h

bin_PROGRAMS += patchwacht-db
patchwacht_db_SOURCES = %D%/main.c
patchwacht_db_LDADD = $(REGISTER_LIBS)
