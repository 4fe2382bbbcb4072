/* SPDX-License-Identifier: Apache-2.0 */
#include "register/people/document.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "register/command.h"

enum { DOCUMENT_MAX = 256 << 20 };

int
document_hash(const char *option, const char *text, uint8_t out[DIGEST_LEN])
{
	struct buf whole = { 0 };
	int rc;

	if (strlen(text) == DIGEST_HEX_MAX - 1 && strchr(text, '/') == NULL &&
	    digest_from_hex(text, out, DIGEST_LEN) == ERR_OK)
		return ERR_OK;
	rc = file_read(text, DOCUMENT_MAX, &whole);
	if (rc == ERR_OK)
		digest_of(whole.data, whole.len, out);
	else
		complain("%s: \"%s\" is neither a file that can be read here "
			 "nor a SHA-256",
		    option, text);
	buf_free(&whole);
	return rc == ERR_OK ? ERR_OK : ERR_PARSE;
}
