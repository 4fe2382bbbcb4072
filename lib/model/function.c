/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/function.h"

#include <stddef.h>
#include <string.h>

#include "lib/base/err.h"

static const struct {
	const char *name, *title, *dutch;
} functions[FUNCTIONS] = {
	[FUNCTION_BOARD] = { "board", "board", "bestuur" },
	[FUNCTION_SYSTEM_OWNER] = { "system_owner", "system owner",
	    "systeemeigenaar" },
	[FUNCTION_IT_STAFF] = { "it_staff", "IT staff", "it-medewerker" },
	[FUNCTION_PROCESS_OWNER] = { "process_owner", "process owner",
	    "proceseigenaar" },
	[FUNCTION_CISO] = { "ciso", "CISO", "ibp-adviseur" },
	[FUNCTION_SUPPLIER] = { "supplier", "supplier", "leverancier" },
	[FUNCTION_AUDITOR] = { "auditor", "auditor", "toezichthouder" },
};

const char *
function_name(enum function f)
{
	return functions[f].name;
}

const char *
function_title(enum function f)
{
	return functions[f].title;
}

int
function_parse(const char *text, enum function *out)
{
	for (int f = 0; f < FUNCTIONS; f++) {
		if (strcmp(text, functions[f].name) != 0 &&
		    strcmp(text, functions[f].dutch) != 0)
			continue;
		*out = (enum function)f;
		return ERR_OK;
	}
	return ERR_PARSE;
}
