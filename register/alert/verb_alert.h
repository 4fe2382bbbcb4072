/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_ALERT_VERB_ALERT_H
#define REGISTER_ALERT_VERB_ALERT_H

#include <stdint.h>

/* ERR_PARSE after telling what does not hold. */
int verb_alert_id(const char *text, const char *what, int64_t *out);
int verb_alert_reason(const char *text);

int verb_alert_mute(int argc, char **argv);
int verb_alert_mutes(int argc, char **argv);
int verb_alert_unmute(int argc, char **argv);

#endif
