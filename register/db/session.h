/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_SESSION_H
#define REGISTER_DB_SESSION_H

struct db_target;

/*
 * Ends what the daemon and reports have open in the database, so that all
 * connect anew, and who was built with other tables is refused then. Where we
 * may not, on a server of others, that is logged, with what to do.
 */
void session_end_all(const struct db_target *t);

#endif
