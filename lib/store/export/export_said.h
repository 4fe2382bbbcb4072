/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_EXPORT_SAID_H
#define LIB_STORE_EXPORT_SAID_H

/*
 * What people decide, plan and tell, as tables for export_store.h: the columns
 * of each, and the statement that gives them. Who said it and when stand last:
 * an import does not take them over, since nobody writes in another's name.
 */

extern const char *const export_window_columns[];
extern const char export_windows[];
extern const char *const export_day_columns[];
extern const char export_days[];
extern const char *const export_schedule_columns[];
extern const char export_schedules[];
extern const char *const export_policy_columns[];
extern const char export_policies[];
extern const char *const export_person_columns[];
extern const char export_people[];
extern const char *const export_mitigation_columns[];
extern const char export_mitigations[];
extern const char *const export_deviation_columns[];
extern const char export_deviations[];
extern const char *const export_support_columns[];
extern const char export_support[];
extern const char *const export_source_columns[];
extern const char export_sources[];
extern const char *const export_advisory_columns[];
extern const char export_advisories[];
extern const char *const export_exploited_columns[];
extern const char export_exploited[];
extern const char *const export_informed_columns[];
extern const char export_informed[];
extern const char *const export_assessment_columns[];
extern const char export_assessments[];

extern const char *const export_permission_columns[];
extern const char export_permissions[];

extern const char *const export_framework_columns[];
extern const char export_frameworks[];
extern const char *const export_control_columns[];
extern const char export_controls[];
extern const char *const export_applicability_columns[];
extern const char export_applicability[];

#endif
