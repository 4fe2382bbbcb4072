/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_KEYS_H
#define LIB_JOURNAL_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/sign.h"
#include "lib/journal/journal.h"

/*
 * The keys of a journal, which change each hour: the old one signs the public
 * half of the new one and is erased, so that who takes over the host can sign
 * what comes, and nothing that was. Three files in the journal's folder:
 *
 *	key       the secret one of this hour, mode 0600
 *	key.next  while it is changed
 *	keys      all public ones since the first, each signed by the one before
 *
 * Erasing overwrites the file; a copy that a snapshot or the disk itself keeps
 * is beyond us.
 */
#define KEYS_RENEW_EVERY CLOCK_HOUR

struct signer;

/* Of the writer. Makes the first key when there is none. ERR_AGAIN: no room. */
int signer_open(
    const char *dir, const uint8_t uuid[JOURNAL_UUID_LEN], struct signer **out);
void signer_close(struct signer *s); /* NULL is fine */

/* The next key takes over when this one is an hour old; ERR_AGAIN: no room,
 * this one goes on. */
int signer_renew(struct signer *s);

uint64_t signer_epoch(const struct signer *s); /* which key: from 1 on */
void signer_sign(const struct signer *s, const void *data, size_t len,
    uint8_t out[SIGNATURE_LEN]);

/* Of those who check. */
struct public_key {
	uint64_t epoch;
	int64_t since;
	uint8_t public[SIGN_PUBLIC_LEN];
	uint8_t by[SIGNATURE_LEN]; /* of the key before; the first, its own */
};

struct key_list {
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct public_key *keys;
	size_t count;
	uint64_t
	    broken; /* epoch of a key that the one before did not sign; 0 */
};

/* ERR_NOTFOUND: there is no such file; ERR_CORRUPT: not ours. */
int key_list_read(const char *dir, struct key_list *out);
void key_list_free(struct key_list *l);

/* The first of the journal; ERR_NOTFOUND: no list, or of another journal. */
int key_list_first(const char *dir, const uint8_t uuid[JOURNAL_UUID_LEN],
    uint8_t out[SIGN_PUBLIC_LEN]);

/* NULL: not in the list. */
const struct public_key *key_list_find(
    const struct key_list *l, uint64_t epoch);

#endif
