/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_FUNCTION_H
#define LIB_MODEL_FUNCTION_H

/*
 * The functions of the process: what people are in it, and whom their rights
 * in the database follow (lib/store/schema, table holder).
 */
enum function {
	FUNCTION_BOARD,
	FUNCTION_SYSTEM_OWNER,
	FUNCTION_IT_STAFF,
	FUNCTION_PROCESS_OWNER,
	FUNCTION_CISO,
	FUNCTION_SUPPLIER,
	FUNCTION_AUDITOR
};
enum { FUNCTIONS = FUNCTION_AUDITOR + 1 };

/* "it_staff"; as people write it: "IT staff". */
const char *function_name(enum function f);
const char *function_title(enum function f);

/* Takes the name, and the Dutch word for it; ERR_PARSE for any other. */
int function_parse(const char *text, enum function *out);

#endif
