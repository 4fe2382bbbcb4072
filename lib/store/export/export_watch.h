/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_EXPORT_WATCH_H
#define LIB_STORE_EXPORT_WATCH_H

/*
 * What is looked at, who is told, and what is asked and tested before a patch
 * is installed, as tables for export_store.h. What stands there now: of a mute
 * or a hold that is over there is nothing to take over.
 */

extern const char *const export_range_columns[];
extern const char export_ranges[];
extern const char *const export_channel_columns[];
extern const char export_channels[];
extern const char *const export_mute_columns[];
extern const char export_mutes[];
extern const char *const export_hold_columns[];
extern const char export_holds[];
extern const char *const export_pilot_columns[];
extern const char export_pilots[];
extern const char *const export_exception_columns[];
extern const char export_exceptions[];
extern const char *const export_advice_columns[];
extern const char export_advices[];
extern const char *const export_emergency_columns[];
extern const char export_emergencies[];
extern const char *const export_list_columns[];
extern const char export_lists[];

#endif
