/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_VERB_LOG_H
#define REGISTER_VERB_LOG_H

/* Verbs of `patchwacht log`: who wrote how much, who nothing, and by which
 * clock. */
int verb_log_silent(int argc, char **argv);
int verb_log_volume(int argc, char **argv);
int verb_log_clock(int argc, char **argv);

#endif
