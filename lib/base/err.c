/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/err.h"

const char *
err_str(int err)
{
	switch ((enum err)err) {
	case ERR_OK:
		return "ok";
	case ERR_IO:
		return "input/output error";
	case ERR_PARSE:
		return "malformed input";
	case ERR_RANGE:
		return "out of range";
	case ERR_NOTFOUND:
		return "not found";
	case ERR_AGAIN:
		return "try again later";
	case ERR_CORRUPT:
		return "corrupt data";
	case ERR_DENIED:
		return "not permitted";
	case ERR_EXISTS:
		return "exists already";
	}
	return "unknown error";
}
