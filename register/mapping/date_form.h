/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_MAPPING_DATE_FORM_H
#define REGISTER_MAPPING_DATE_FORM_H

#include <stddef.h>

/*
 * How another program writes dates: "DD-MM-YYYY", "M/D/YYYY h:mm AM". Letters
 * stand for digits, all else for itself:
 *
 *	YYYY  MM DD HH hh mm ss   so many digits, HH of 24 hours, hh of 12
 *	M D H h                   one or two
 *	AM                        AM or PM, in any case
 *	S                         digits of a fraction, as many as there are
 */
enum { DATE_TEXT_MAX = 32 };

/* Whether it names a year, a month and a day, and each thing once. */
int date_form_check(const char *form);

/*
 * ISO 8601 of what text says in that form: "2026-11-24", or
 * "2026-11-24T09:14:00" where the form has hours. ERR_PARSE: it is not of that
 * form; ERR_RANGE: there is no such day or time.
 */
int date_form_read(const char *form, const char *text, char out[DATE_TEXT_MAX]);

#endif
