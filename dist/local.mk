EXTRA_DIST += %D%/packages.debian
nobase_dist_pkgdata_DATA += \
	dist/monitoring/grafana-patchwacht.json \
	dist/monitoring/patchwacht.rules.yml
# What a service manager needs, with the folders of this build filled in.
systemdunitdir = $(prefix)/lib/systemd/system
sysusersdir = $(prefix)/lib/sysusers.d

DIST_IN = \
	%D%/patchwachtd.service.in %D%/patchwacht-db.service.in \
	%D%/patchwacht-db-partitions.service.in \
	%D%/patchwacht-report.service.in %D%/patchwacht.sysusers.in
EXTRA_DIST += $(DIST_IN)

dist_systemdunit_DATA = \
	%D%/patchwacht-db-partitions.timer %D%/patchwacht-report.timer
nodist_systemdunit_DATA = \
	%D%/patchwachtd.service %D%/patchwacht-db.service \
	%D%/patchwacht-db-partitions.service %D%/patchwacht-report.service
nodist_sysusers_DATA = %D%/patchwacht.conf

bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = %D%/bash-completion/patchwacht

dist_doc_DATA = %D%/patchwacht.conf.example
CLEANFILES += $(nodist_systemdunit_DATA) $(nodist_sysusers_DATA)

FILL_IN = $(AM_V_GEN)$(MKDIR_P) $(@D) && sed -e 's,[@]sbindir@,$(sbindir),g' \
	-e 's,[@]bindir@,$(bindir),g' \
	-e 's,[@]localstatedir@,$(localstatedir),g'

%D%/patchwachtd.service: %D%/patchwachtd.service.in
	$(FILL_IN) $(srcdir)/$@.in >$@
%D%/patchwacht-db.service: %D%/patchwacht-db.service.in
	$(FILL_IN) $(srcdir)/$@.in >$@
%D%/patchwacht-db-partitions.service: %D%/patchwacht-db-partitions.service.in
	$(FILL_IN) $(srcdir)/$@.in >$@
%D%/patchwacht-report.service: %D%/patchwacht-report.service.in
	$(FILL_IN) $(srcdir)/$@.in >$@
%D%/patchwacht.conf: %D%/patchwacht.sysusers.in
	$(FILL_IN) $(srcdir)/dist/patchwacht.sysusers.in >$@
