/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/digest.h"

#include <pthread.h>
#include <string.h>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

/* RFC 3720, B.4: the polynomial 1EDC6F41, with its bits reversed. */
#define POLYNOMIAL 0x82f63b78u

typedef uint32_t run_fn(uint32_t crc, const uint8_t *p, size_t len);

static uint32_t table[256];
static run_fn *run;
static pthread_once_t chosen = PTHREAD_ONCE_INIT;

static uint32_t
run_table(uint32_t crc, const uint8_t *p, size_t len)
{
	while (len-- > 0)
		crc = table[(crc ^ *p++) & 0xff] ^ crc >> 8;
	return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t
run_sse(uint32_t crc, const uint8_t *p, size_t len)
{
	uint64_t wide = crc, word;

	for (; len >= sizeof(word); p += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		wide = _mm_crc32_u64(wide, word);
	}
	crc = (uint32_t)wide;
	while (len-- > 0)
		crc = _mm_crc32_u8(crc, *p++);
	return crc;
}
#endif

static void
choose(void)
{
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t crc = i;

		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
		table[i] = crc;
	}
	run = run_table;
#if defined(__x86_64__)
	if (__builtin_cpu_supports("sse4.2"))
		run = run_sse;
#endif
}

uint32_t
digest_crc32c(uint32_t crc, const void *data, size_t len)
{
	pthread_once(&chosen, choose);
	return ~run(~crc, data, len);
}
