libshared_a_SOURCES += \
	%D%/check.c %D%/check.h \
	%D%/component.c %D%/component.h \
	%D%/extract.c %D%/extract.h \
	%D%/identity.c %D%/identity.h \
	%D%/load.c %D%/load.h \
	%D%/match.c %D%/match.h \
	%D%/message.c %D%/message.h \
	%D%/object.c %D%/object.h \
	%D%/packages.c %D%/packages.h \
	%D%/profile.c %D%/profile.h \
	%D%/rule.c %D%/rule.h \
	%D%/scheme_file.c %D%/scheme_file.h \
	%D%/set.c %D%/set.h \
	%D%/suggest.c %D%/suggest.h \
	%D%/trap_rules.c %D%/trap_rules.h \
	%D%/wanted.c %D%/wanted.h
