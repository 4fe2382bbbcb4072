/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_ALERT_CHANNEL_PROGRAM_H
#define REGISTER_ALERT_CHANNEL_PROGRAM_H

struct channel;

/*
 * A section program "NAME" { } of the configuration as the way of a channel.
 * ERR_NOTFOUND, told, when there is none of that name: who writes channels does
 * not choose what is run. What the file says wrongly is told, too.
 */
int channel_program_read(const char *name, struct channel *out);

#endif
