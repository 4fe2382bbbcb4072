/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_SQLSTATE_H
#define LIB_STORE_SQLSTATE_H

/*
 * What a caller can do about an SQLSTATE (PostgreSQL manual, appendix A):
 * ERR_AGAIN when the server or the moment is at fault, ERR_DENIED,
 * ERR_EXISTS, ERR_RANGE when the statement's values are. NULL, as libpq gives
 * it for a connection that broke, is ERR_AGAIN.
 */
int sqlstate_err(const char *sqlstate);

#endif
