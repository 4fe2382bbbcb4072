# Code that every program stands on; lower floors first.
noinst_LIBRARIES += libshared.a
libshared_a_SOURCES =

include lib/base/local.mk
include lib/model/local.mk
include lib/model/statistics/local.mk
include lib/model/stability/local.mk
include lib/model/structure/local.mk
include lib/model/trail/local.mk
include lib/wire/local.mk
include lib/profile/local.mk
include lib/framework/local.mk
include lib/mib/local.mk
include lib/journal/local.mk
include lib/store/local.mk
include lib/load/local.mk
include lib/bundle/local.mk
