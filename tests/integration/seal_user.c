/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/network/credential.h"

/*
 * seal_user PUBLIC-KEY CREDENTIAL USER AUTH PASSWORD PRIV PASSWORD: the box of
 * a user of SNMPv3, in hexadecimal, for tests that put it into the table.
 */
int
main(int argc, char **argv)
{
	struct credential c = { .tenant_id = 1, .kind = "v3" };
	uint8_t key[BOX_KEY_LEN];
	struct buf box = { 0 };
	char *hex;

	log_start("seal_user");
	if (argc != 8 || box_load_public(argv[1], key) < 0)
		return 2;
	c.credential_id = (int)strtol(argv[2], NULL, 10);
	snprintf(c.user, sizeof(c.user), "%s", argv[3]);
	snprintf(c.auth, sizeof(c.auth), "%s", argv[4]);
	snprintf(c.auth_password, sizeof(c.auth_password), "%s", argv[5]);
	snprintf(c.priv, sizeof(c.priv), "%s", argv[6]);
	snprintf(c.priv_password, sizeof(c.priv_password), "%s", argv[7]);
	if (credential_seal(key, &c, &box) < 0)
		return 1;
	hex = mem_new(2 * box.len + 1, 1);
	puts(digest_hex(box.data, box.len, hex));
	free(hex);
	buf_free(&box);
	return 0;
}
