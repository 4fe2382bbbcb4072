# patchwacht: the operator's one command.
noinst_LIBRARIES += libregister.a
libregister_a_SOURCES =

include register/db/local.mk
