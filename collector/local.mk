# patchwachtd: a supervisor and one process per role.
noinst_LIBRARIES += libcollector.a
libcollector_a_SOURCES =

include collector/listen/local.mk
include collector/poll/local.mk
include collector/store/local.mk
include collector/verify/local.mk
include collector/alert/local.mk
