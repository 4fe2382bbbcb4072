/* SPDX-License-Identifier: Apache-2.0 */

/*
 * pairs dpkg|rpm COUNT SEED: pairs of package versions that were made up, and
 * what we say of them: "A B <". Every other pair differs in one character, so
 * that many are decided late or not at all.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/model/evr.h"

enum { WORD_MAX_LEN = 64 };

static unsigned seed;

static unsigned
draw(unsigned below)
{
	return (unsigned)rand_r(&seed) % below;
}

static char
some(void)
{
	static const char from[] = "00112399abzR.+~-^_";

	return from[draw(sizeof(from) - 1)];
}

static void
make(char *out)
{
	size_t len = 1 + draw(12), n = 0;

	if (draw(6) == 0)
		n += (size_t)sprintf(out, "%u:", draw(3));
	out[n++] = (char)('0' + draw(3));
	for (size_t i = 0; i < len; i++)
		out[n++] = some();
	out[n] = '\0';
}

/* One character changed, left out or put in. */
static void
change(const char *from, char *out)
{
	size_t len = strlen(from), at = draw((unsigned)len);

	memcpy(out, from, len + 1);
	switch (draw(3)) {
	case 0:
		out[at] = some();
		break;
	case 1:
		memmove(out + at, from + at + 1, len - at);
		break;
	default:
		memmove(out + at + 1, from + at, len - at + 1);
		out[at] = some();
		break;
	}
}

int
main(int argc, char **argv)
{
	bool is_rpm = argc == 4 && strcmp(argv[1], "rpm") == 0;
	bool (*is)(const char *) = is_rpm ? evr_is_rpm : evr_is_dpkg;
	char a[WORD_MAX_LEN], b[WORD_MAX_LEN];
	long count;

	if (argc != 4) {
		fputs("usage: pairs dpkg|rpm COUNT SEED\n", stderr);
		return 2;
	}
	count = strtol(argv[2], NULL, 10);
	seed = (unsigned)strtoul(argv[3], NULL, 10);
	for (long i = 0; i < count; i++) {
		do
			make(a);
		while (!is(a));
		do {
			if (i % 2 == 0)
				make(b);
			else
				change(a, b);
		} while (!is(b));
		printf("%s %s %c\n", a, b,
		    version_sign(is_rpm ? evr_compare_rpm(a, b)
					: evr_compare_dpkg(a, b)));
	}
	return 0;
}
