/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/bundle/check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/utf8.h"
#include "lib/bundle/drawn.h"
#include "lib/bundle/manifest.h"
#include "lib/bundle/signature.h"

enum { SMALL_MAX = 16 << 20, SAMPLE_MAX = 10000 };

struct look {
	const char *folder;
	const struct bundle_known *known;
	bundle_say *say;
	void *of;
	int faults;
	struct buf text; /* of the manifest */
	struct manifest manifest;
};

static void tell(struct look *l, bool faulty, const char *fmt, ...)
    LOG_FORMAT(3, 4);

static void
tell(struct look *l, bool faulty, const char *fmt, ...)
{
	struct buf safe = { 0 };
	char line[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n >= (int)sizeof(line))
		n = sizeof(line) - 1;
	/* A name in it must not write over the line on a terminal. */
	(void)utf8_safe(line, n > 0 ? (size_t)n : 0, &safe);
	l->faults += faulty;
	l->say(l->of, faulty, buf_str(&safe));
	buf_free(&safe);
}

static char *
path_of(const struct look *l, const char *name)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", l->folder, name);
	return buf_take_str(&path);
}

/* A pipe in its place would keep us waiting. */
static bool
is_plain(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static int
read_small(const struct look *l, const char *name, struct buf *out)
{
	char *path = path_of(l, name);
	int rc = is_plain(path) ? file_read(path, SMALL_MAX, out) : ERR_IO;

	free(path);
	return rc;
}

/* Of a plain file: a link may lead to another that is right. */
static int
hash_file(const char *path, uint8_t out[DIGEST_LEN], int64_t *bytes)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct digest *d;
	uint8_t part[65536];
	struct stat st;
	ssize_t n;

	if (fd == -1)
		return errno == ENOENT ? ERR_NOTFOUND : ERR_IO;
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
		close(fd);
		return ERR_IO;
	}
	d = digest_new();
	*bytes = 0;
	while ((n = read(fd, part, sizeof(part))) > 0) {
		digest_add(d, part, (size_t)n);
		*bytes += n;
	}
	digest_finish(d, out);
	close(fd);
	return n == 0 ? ERR_OK : ERR_IO;
}

static void
check_file(struct look *l, const struct manifest_file *f)
{
	char *path = path_of(l, f->name);
	uint8_t found[DIGEST_LEN];
	int64_t bytes = 0;
	int rc = hash_file(path, found, &bytes);

	if (rc == ERR_NOTFOUND)
		tell(l, true, "%s: missing", f->name);
	else if (rc < 0)
		tell(l, true, "%s: no plain file that can be read", f->name);
	else if (memcmp(found, f->sha256, DIGEST_LEN) != 0)
		tell(l, true, "%s: changed; its SHA-256 is not the manifest's",
		    f->name);
	else if (bytes != f->bytes)
		tell(l, true, "%s: %lld bytes, where the manifest says %lld",
		    f->name, (long long)bytes, (long long)f->bytes);
	free(path);
}

static bool
is_listed(const struct look *l, const char *name)
{
	if (strcmp(name, MANIFEST_NAME) == 0 ||
	    strcmp(name, MANIFEST_SUMS) == 0 ||
	    strcmp(name, MANIFEST_SIGNED) == 0)
		return true;
	for (size_t i = 0; i < l->manifest.nfiles; i++)
		if (strcmp(l->manifest.files[i].name, name) == 0)
			return true;
	return false;
}

/* A manifest that does not list them would keep the checks from being made. */
static void
check_needed(struct look *l)
{
	static const char *const needed[] = { "evidence.json", "values.json",
		"chain.json", "population.tsv", "sample.tsv", "readings.csv" };

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (!is_listed(l, needed[i]))
			tell(l, true, "%s: not in the manifest", needed[i]);
}

static void
check_files(struct look *l)
{
	DIR *dir = opendir(l->folder);
	struct dirent *e;
	int before = l->faults;

	check_needed(l);
	for (size_t i = 0; i < l->manifest.nfiles; i++)
		check_file(l, &l->manifest.files[i]);
	while (dir != NULL && (e = readdir(dir)) != NULL) {
		if (strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0 && !is_listed(l, e->d_name))
			tell(l, true,
			    "%s: added; the manifest lists no such "
			    "file",
			    e->d_name);
	}
	if (dir != NULL)
		closedir(dir);
	if (l->faults == before)
		tell(l, false, "%zu files are those of the manifest",
		    l->manifest.nfiles);
}

/* As `sha256sum -c` reads it. */
static void
add_sum(const uint8_t hash[DIGEST_LEN], const char *name, struct buf *out)
{
	char hex[DIGEST_HEX_MAX];

	buf_printf(out, "%s  %s\n", digest_hex(hash, DIGEST_LEN, hex), name);
}

static bool
has_sum(struct buf *sums, const uint8_t hash[DIGEST_LEN], const char *name,
    size_t *len)
{
	const char *text = buf_str(sums), *at;
	struct buf line = { 0 };

	add_sum(hash, name, &line);
	at = strstr(text, buf_str(&line));
	*len += line.len;
	buf_free(&line);
	return at != NULL && (at == text || at[-1] == '\n');
}

/* Every file's, and no other line. */
static bool
are_sums_right(
    const struct look *l, struct buf *sums, const uint8_t hash[DIGEST_LEN])
{
	size_t len = 0;
	bool right = has_sum(sums, hash, MANIFEST_NAME, &len);

	for (size_t i = 0; i < l->manifest.nfiles; i++) {
		const struct manifest_file *f = &l->manifest.files[i];

		right &= has_sum(sums, f->sha256, f->name, &len);
	}
	return right && len == sums->len;
}

/* SHA256SUMS has the same hashes, and the manifest's: who edits one edits both,
 * or shows. */
static void
check_sums(struct look *l)
{
	struct buf sums = { 0 };
	char hex[DIGEST_HEX_MAX];
	uint8_t hash[DIGEST_LEN];

	digest_of(l->text.data, l->text.len, hash);
	digest_hex(hash, DIGEST_LEN, hex);
	if (read_small(l, MANIFEST_SUMS, &sums) < 0)
		tell(l, true, MANIFEST_SUMS ": missing");
	else if (strstr(buf_str(&sums), hex) == NULL)
		tell(l, true,
		    MANIFEST_NAME ": edited; " MANIFEST_SUMS
				  " has another SHA-256 of it");
	else if (!are_sums_right(l, &sums, hash))
		tell(l, true, MANIFEST_SUMS ": not those of the manifest");
	else
		tell(l, false, MANIFEST_NAME ": SHA-256 %s", hex);
	if (l->known->manifest_sha256 != NULL &&
	    strcasecmp(l->known->manifest_sha256, hex) != 0)
		tell(l, true, MANIFEST_NAME ": edited; its SHA-256 is not %s",
		    l->known->manifest_sha256);
	buf_free(&sums);
}

static void
check_signature(struct look *l)
{
	struct buf der = { 0 };
	char *path = path_of(l, MANIFEST_SIGNED), *signer = NULL;
	bool there = access(path, F_OK) == 0;

	free(path);
	if (!there && l->known->ca_file != NULL)
		tell(l, true, MANIFEST_SIGNED ": missing");
	else if (!there)
		tell(l, false,
		    "no signature: who can write here could have "
		    "made all of it anew");
	else if (read_small(l, MANIFEST_SIGNED, &der) < 0 ||
	    signature_check(l->text.data, l->text.len, der.data, der.len,
		l->known->ca_file, &signer) < 0)
		tell(l, true,
		    MANIFEST_SIGNED
		    ": wrong; not of this manifest, or not of that authority");
	else
		tell(l, false, "signed by %s%s", signer,
		    l->known->ca_file != NULL ? ""
					      : "; who certified that was not "
						"looked at (--ca)");
	free(signer);
	buf_free(&der);
}

/* What the manifest says stands in the chain's own file, as it was read. */
static void
check_anchors(struct look *l, const struct json *chain)
{
	const char *line = json_get_text(l->manifest.json, "chain");
	const char *read = json_get_text(json_get(chain, "chain"), "line");
	const struct json *told = json_get(l->manifest.json, "journals");
	const struct json *list = json_get(chain, "anchors");
	bool same = json_len(told) == json_len(list);

	if (line == NULL || read == NULL || strcmp(line, read) != 0)
		tell(l, true, "chain: the anchor is not the one that was read");
	for (size_t i = 0; same && i < json_len(list); i++) {
		const char *a = json_text_of(json_at(told, i));
		const char *b = json_get_text(json_at(list, i), "line");

		same = a != NULL && b != NULL && strcmp(a, b) == 0;
	}
	if (!same)
		tell(l, true,
		    "journals: the anchors are not those that were read");
	else if (line != NULL)
		tell(l, false, "anchor: %s", line);
}

static const char *
previous_sha256(const struct look *l)
{
	return json_get_text(
	    json_get(l->manifest.json, "previous"), "pdf_sha256");
}

/* As it was read when the bundle was made. */
static void
check_previous(struct look *l, const struct json *chain)
{
	const char *a = previous_sha256(l);
	const char *b =
	    json_get_text(json_at(json_get(chain, "reports"), 0), "pdf_sha256");

	if ((a == NULL) != (b == NULL) || (a != NULL && strcmp(a, b) != 0))
		tell(
		    l, true, "previous: not the report that was issued before");
}

/* As whoever checks has it. */
static void
check_known_previous(struct look *l)
{
	const char *file = l->known->previous, *said = previous_sha256(l);
	char hex[DIGEST_HEX_MAX];
	uint8_t hash[DIGEST_LEN];
	int64_t bytes;

	if (file == NULL)
		return;
	if (hash_file(file, hash, &bytes) < 0) {
		tell(l, true, "previous: %s cannot be read", file);
		return;
	}
	digest_hex(hash, DIGEST_LEN, hex);
	if (said == NULL || strcmp(said, hex) != 0)
		tell(l, true, "previous: %s is not the report before this one",
		    file);
	else
		tell(l, false, "previous: %s is the report before this one",
		    file);
}

static void
check_chain(struct look *l)
{
	struct buf text = { 0 };
	struct json *chain = NULL;

	if (read_small(l, "chain.json", &text) == ERR_OK &&
	    json_parse("chain.json", buf_str(&text), text.len, &chain) ==
		ERR_OK) {
		check_anchors(l, chain);
		check_previous(l, chain);
	} else {
		tell(l, true, "chain: cannot be read");
	}
	check_known_previous(l);
	json_free(chain);
	buf_free(&text);
}

/* Each line of sample.tsv is one that the seed draws, in its order. */
static bool
is_drawn(const struct drawn_line *drawn, size_t n, const struct buf *sample)
{
	const char *p = (const char *)sample->data, *end = p + sample->len;

	for (size_t i = 0; i < n; i++) {
		if ((size_t)(end - p) < drawn[i].len + 1 ||
		    memcmp(p, drawn[i].text, drawn[i].len) != 0 ||
		    p[drawn[i].len] != '\n')
			return false;
		p += drawn[i].len + 1;
	}
	return p == end;
}

static void
check_sample(struct look *l)
{
	const struct json *o = json_get(l->manifest.json, "sample");
	const char *seed = json_get_text(o, "seed");
	const char *told = json_get_text(o, "population_sha256");
	int64_t size = json_get_int(o, "size", -1);
	struct buf population = { 0 }, sample = { 0 };
	struct drawn_line *drawn = NULL;
	char hex[DIGEST_HEX_MAX];
	uint8_t hash[DIGEST_LEN];
	size_t n;

	if (seed == NULL || told == NULL || size < 0 || size > SAMPLE_MAX) {
		tell(l, true,
		    "sample: the manifest does not say how it was "
		    "drawn");
		return;
	}
	if (read_small(l, "population.tsv", &population) < 0 ||
	    read_small(l, "sample.tsv", &sample) < 0) {
		tell(l, true, "sample: cannot be read");
		goto out;
	}
	digest_of(population.data, population.len, hash);
	digest_hex(hash, DIGEST_LEN, hex);
	n = drawn_again(
	    seed, buf_str(&population), population.len, (size_t)size, &drawn);
	if (strcmp(hex, told) != 0)
		tell(l, true, "sample: drawn from another population");
	else if (n != (size_t)size || !is_drawn(drawn, n, &sample))
		tell(l, true, "sample: not what the seed draws");
	else
		tell(l, false,
		    "sample: %zu of the population, as the seed "
		    "draws them",
		    n);
out:
	free(drawn);
	buf_free(&population);
	buf_free(&sample);
}

int
bundle_check(const char *folder, const struct bundle_known *known,
    bundle_say *say, void *of)
{
	struct look l = {
		.folder = folder, .known = known, .say = say, .of = of
	};
	char *path = path_of(&l, MANIFEST_NAME);
	int rc = signature_check_ca(known->ca_file);

	if (rc == ERR_OK && !is_plain(path)) {
		log_warnx("%s: no plain file, so there is no bundle", path);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		rc = file_read(path, MANIFEST_MAX, &l.text);
	if (rc == ERR_OK)
		rc = manifest_parse(
		    path, buf_str(&l.text), l.text.len, &l.manifest);
	if (rc == ERR_OK) {
		check_files(&l);
		check_sums(&l);
		check_signature(&l);
		check_chain(&l);
		check_sample(&l);
	}
	free(path);
	manifest_free(&l.manifest);
	buf_free(&l.text);
	return rc < 0 ? rc : l.faults;
}
