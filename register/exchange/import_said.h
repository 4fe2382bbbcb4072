/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_IMPORT_SAID_H
#define REGISTER_IMPORT_SAID_H

/*
 * patchwacht import KIND FILE for what people plan, decide and tell; argv[2] on
 * are its words. Whoever imports says it, in their own name and now.
 */
int import_windows(int argc, char **argv);
int import_days_off(int argc, char **argv);
int import_mitigations(int argc, char **argv);
int import_deviations(int argc, char **argv);
int import_informed(int argc, char **argv);
int import_support_ends(int argc, char **argv);
int import_advisory_sources(int argc, char **argv);
int import_advisories(int argc, char **argv);
int import_people(int argc, char **argv);
int import_policies(int argc, char **argv);
int import_assessments(int argc, char **argv);
int import_frameworks(int argc, char **argv);
int import_controls(int argc, char **argv);
int import_applicability(int argc, char **argv);
int import_schedules(int argc, char **argv);
int import_retired(int argc, char **argv);
int import_permissions(int argc, char **argv);
int import_exceptions(int argc, char **argv);
int import_pilots(int argc, char **argv);
int import_mutes(int argc, char **argv);
int import_holds(int argc, char **argv);
int import_ranges(int argc, char **argv);
int import_channels(int argc, char **argv);

#endif
