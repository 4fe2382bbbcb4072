/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/box.h"

#include <ctype.h>
#include <string.h>

#include <sodium.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

enum { KEY_FILE_MAX = 4096 };

_Static_assert(BOX_KEY_LEN == crypto_box_PUBLICKEYBYTES, "public key");
_Static_assert(BOX_KEY_LEN == crypto_box_SECRETKEYBYTES, "private key");

static void
start(void)
{
	/* May be called again: 1 is "was ready already". */
	if (sodium_init() < 0)
		fatalx("box: libsodium does not start");
}

void
box_new_keys(struct box_keys *out)
{
	start();
	crypto_box_keypair(out->public, out->private);
}

void
box_seal(const uint8_t public[BOX_KEY_LEN], const void *data, size_t len,
    struct buf *out)
{
	uint8_t *room;

	start();
	room = buf_extend(out, len + crypto_box_SEALBYTES);
	if (crypto_box_seal(room, data, len, public) != 0)
		fatalx("box: this public key cannot seal");
}

int
box_open(
    const struct box_keys *keys, const void *box, size_t len, struct buf *out)
{
	size_t before = out->len;
	uint8_t *room;

	start();
	if (len < crypto_box_SEALBYTES)
		return ERR_DENIED;
	room = buf_extend(out, len - crypto_box_SEALBYTES);
	if (crypto_box_seal_open(room, box, len, keys->public, keys->private) ==
	    0)
		return ERR_OK;
	out->len = before;
	return ERR_DENIED;
}

static int
save_key(const char *path, const uint8_t key[BOX_KEY_LEN], mode_t mode)
{
	char line[2 * BOX_KEY_LEN + 2];
	int rc;

	digest_hex(key, BOX_KEY_LEN, line);
	line[2 * BOX_KEY_LEN] = '\n';
	rc = file_write(path, line, 2 * BOX_KEY_LEN + 1, mode);
	box_wipe(line, sizeof(line));
	return rc;
}

int
box_save_keys(const char *public_path, const char *private_path,
    const struct box_keys *keys)
{
	/* The private one first: a public key alone seals what nobody opens. */
	int rc = save_key(private_path, keys->private, 0600);

	return rc < 0 ? rc : save_key(public_path, keys->public, 0644);
}

static int
load_key(const char *path, uint8_t out[BOX_KEY_LEN])
{
	struct buf text = { 0 };
	int rc;

	rc = file_read(path, KEY_FILE_MAX, &text);
	if (rc < 0)
		goto out;
	while (text.len > 0 && isspace(text.data[text.len - 1]))
		text.len--;
	rc = digest_from_hex(buf_str(&text), out, BOX_KEY_LEN);
	if (rc < 0)
		log_warnx("%s:1: not a key: %d hexadecimal digits expected",
		    path, 2 * BOX_KEY_LEN);
out:
	if (text.data != NULL)
		box_wipe(text.data, text.cap);
	buf_free(&text);
	return rc;
}

int
box_load_public(const char *path, uint8_t out[BOX_KEY_LEN])
{
	return load_key(path, out);
}

int
box_load_keys(const char *private_path, struct box_keys *out)
{
	int rc;

	start();
	rc = file_check_private(private_path);
	if (rc < 0)
		return rc;
	rc = load_key(private_path, out->private);
	if (rc < 0)
		return rc;
	if (crypto_scalarmult_base(out->public, out->private) != 0)
		fatalx("%s: this key has no public half", private_path);
	return ERR_OK;
}

void
box_wipe(void *data, size_t len)
{
	sodium_memzero(data, len);
}
