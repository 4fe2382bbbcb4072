/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_NOTIFY_H
#define COLLECTOR_NOTIFY_H

/*
 * Tells systemd how the daemon stands, as sd_notify(3) says: one datagram to
 * $NOTIFY_SOCKET. Without it, nothing happens.
 */
void notify_start(void); /* reads the variable and removes it */
void notify_ready(void);
void notify_reloading(void);
void notify_stopping(void);

#endif
