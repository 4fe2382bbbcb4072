/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_REFUSAL_H
#define REGISTER_REFUSAL_H

struct db;

/*
 * For db_set_refused: says who may write a table, and who asks. The database is
 * asked, whose rules they are.
 */
void refusal_tell(struct db *db, const char *table);

#endif
