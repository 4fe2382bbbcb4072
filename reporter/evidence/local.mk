EVIDENCE_SQL = \
	%D%/sql/tenant.sql %D%/sql/settings.sql %D%/sql/scheduled_readers.sql \
	%D%/sql/policies.sql \
	%D%/sql/sites.sql %D%/sql/devices.sql %D%/sql/patches.sql \
	%D%/sql/deployments.sql %D%/sql/transitions.sql %D%/sql/claims.sql \
	%D%/sql/noted.sql %D%/sql/mitigations.sql \
	%D%/sql/informed.sql %D%/sql/holders.sql \
	%D%/sql/looks.sql %D%/sql/exceptions.sql %D%/sql/events.sql %D%/sql/alerts.sql \
	%D%/sql/accesses.sql %D%/sql/retention.sql \
	%D%/sql/senders.sql %D%/sql/clocks.sql %D%/sql/losses.sql \
	%D%/sql/quarantine.sql %D%/sql/runs.sql %D%/sql/changes.sql \
	%D%/sql/polled.sql %D%/sql/reach.sql %D%/sql/changes_seen.sql \
	%D%/sql/followed.sql %D%/sql/journals.sql %D%/sql/neighbours.sql \
	%D%/sql/dismissed.sql %D%/sql/exploited_list.sql \
	%D%/sql/baseline.sql %D%/sql/legacy.sql %D%/sql/ports.sql \
	%D%/sql/capacity.sql \
	%D%/sql/exploited.sql %D%/sql/advisories.sql %D%/sql/watched.sql \
	%D%/sql/entries.sql %D%/sql/systems.sql %D%/sql/duties.sql \
	%D%/sql/supplier_claims.sql %D%/sql/counts.sql \
	%D%/sql/framework_choices.sql %D%/sql/framework_controls.sql \
	%D%/sql/applicability.sql \
	%D%/sql/sleepers.sql %D%/sql/expiring.sql %D%/sql/papers.sql \
	%D%/sql/expiring_senders.sql %D%/sql/sender_papers.sql \
	%D%/sql/anchors.sql %D%/sql/chain.sql %D%/sql/reports.sql %D%/sql/earlier.sql \
	%D%/sql/evidence.sql
EXTRA_DIST += $(EVIDENCE_SQL)

libreporter_a_SOURCES += \
	%D%/evidence.c %D%/evidence.h %D%/masked.c %D%/masked.h %D%/section.c \
	%D%/sections.h %D%/snapshot.h \
	%D%/period.c %D%/period.h
nodist_libreporter_a_SOURCES = %D%/sections.c
CLEANFILES += %D%/sections.c

%D%/sections.c: $(EVIDENCE_SQL) build-aux/embed
	$(AM_V_GEN)$(MKDIR_P) $(@D) && cd $(srcdir) && \
	    sh build-aux/embed evidence_sections $(EVIDENCE_SQL) \
	    >$(abs_builddir)/$@.tmp && \
	    mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
