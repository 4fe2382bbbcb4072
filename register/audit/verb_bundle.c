/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/bundle/check.h"
#include "lib/bundle/manifest.h"
#include "register/command.h"
#include "register/external.h"
#include "register/verbs.h"

/*
 * patchwacht evidence bundle: the reporter makes it. patchwacht evidence
 * verify: a bundle in anybody's hands, no installation.
 */

static struct bundle_known known;
static const char *language, *output, *template;
static bool seal;

static void
print_line(void *of, bool faulty, const char *line)
{
	(void)of;
	if (faulty)
		printf("not right: %s\n", line);
	else
		say("%s", line);
}

/* poppler's program takes the files out; its words go to standard error. */
static int
detach(const char *path, const char *into)
{
	pid_t pid;
	int status;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		(void)dup2(STDERR_FILENO, STDOUT_FILENO);
		execlp("pdfdetach", "pdfdetach", "-saveall", "-o", into, "--",
		    path, (char *)NULL);
		_exit(errno == ENOENT ? 127 : 126);
	}
	if (pid == -1 || waitpid(pid, &status, 0) == -1)
		return ERR_IO;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return ERR_OK;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		complain("pdfdetach, of the package poppler-utils, is not "
			 "installed; or give the bundle's folder");
	else
		complain("%s: pdfdetach takes no files out of it", path);
	return ERR_PARSE;
}

/* "13 embedded files": how many the PDF has; -1: it does not say. */
static long
count_listed(const char *path)
{
	char head[32] = "";
	int ends[2], status;
	ssize_t n = 0;
	pid_t pid;

	if (pipe(ends) == -1)
		return -1;
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		(void)dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execlp("pdfdetach", "pdfdetach", "-list", "--", path,
		    (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	n = read(ends[0], head, sizeof(head) - 1);
	close(ends[0]);
	if (pid == -1 || waitpid(pid, &status, 0) == -1 || n <= 0)
		return -1;
	return strtol(head, NULL, 10);
}

static long
count_files(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	long n = 0;

	while (dir != NULL && (e = readdir(dir)) != NULL)
		n +=
		    strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	if (dir != NULL)
		closedir(dir);
	return n;
}

/* One of two of the same name is not in the folder, and was not looked at. */
static int
check_names(const char *path, const char *into)
{
	long listed = count_listed(path), there = count_files(into);

	if (listed == there)
		return 0;
	printf("not right: %s: %ld files in it, under %ld names\n", path,
	    listed, there);
	return 1;
}

#define SEAL_START "/ByteRange [0 "

/*
 * How far the seal whose range stands at text[at] goes; 0: that is none, such
 * as one of a report that lies in the file. A signature is between its two
 * parts.
 */
static size_t
sealed_until(const char *text, size_t len, size_t at)
{
	char range[80] = "", *p = range + sizeof(SEAL_START) - 1;
	size_t first, second, rest;

	memcpy(range, text + at,
	    len - at < sizeof(range) ? len - at : sizeof(range) - 1);
	first = strtoul(p, &p, 10);
	second = strtoul(p, &p, 10);
	rest = strtoul(p, &p, 10);
	if (*p != ']' || first <= at || second <= first || second > len ||
	    rest > len - second || text[first] != '<' ||
	    text[second - 1] != '>')
		return 0;
	return second + rest;
}

static size_t
find_sealed_end(const char *text, size_t len)
{
	const char *p = text;
	size_t end = 0;

	while ((p = memmem(p, len - (size_t)(p - text), SEAL_START,
		    sizeof(SEAL_START) - 1)) != NULL) {
		size_t until = sealed_until(text, len, (size_t)(p - text));

		if (until > 0 && (end == 0 || until < end))
			end = until;
		p++;
	}
	return end;
}

/* What is added behind a seal leaves the signature right, and the pages not. */
static int
check_seal(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st = { 0 };
	char *text = MAP_FAILED;
	size_t len, end;

	if (fd != -1 && fstat(fd, &st) == 0 && st.st_size > 0)
		text = mmap(
		    NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (fd != -1)
		close(fd);
	if (text == MAP_FAILED) {
		complain("%s: %s", path, strerror(errno));
		return 1;
	}
	len = (size_t)st.st_size;
	end = find_sealed_end(text, len);
	munmap(text, len);
	if (end == 0) {
		say("%s: not sealed; its own pages are held against nothing",
		    path);
		return 0;
	}
	if (end < len) {
		printf("not right: %s: %zu bytes were added behind its seal\n",
		    path, len - end);
		return 1;
	}
	say("%s: sealed to its end; pdfsig(1) checks that seal", path);
	return 0;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

/* Each bundle has a manifest; the name of our folder would tell nobody. */
static int
check_detached(const char *path, const char *into)
{
	struct buf manifest = { 0 };
	int rc = ERR_NOTFOUND;

	buf_printf(&manifest, "%s/" MANIFEST_NAME, into);
	if (access(buf_str(&manifest), F_OK) == 0)
		rc = bundle_check(into, &known, print_line, NULL);
	else
		complain("%s: a report, not a bundle; `patchwacht evidence "
			 "bundle NUMBER` makes one of it",
		    path);
	buf_free(&manifest);
	return rc;
}

static int
check_pdf(const char *path)
{
	const char *parent = getenv("TMPDIR");
	struct buf folder = { 0 };
	char *into;
	int rc;

	if (parent == NULL || *parent == '\0')
		parent = "/tmp";
	buf_printf(&folder, "%s/bundle.XXXXXX", parent);
	into = buf_take_str(&folder);
	if (mkdtemp(into) == NULL) {
		complain("%s: %s", into, strerror(errno));
		free(into);
		return ERR_IO;
	}
	rc = detach(path, into);
	if (rc == ERR_OK)
		rc = check_detached(path, into);
	if (rc >= 0)
		rc += check_names(path, into) + check_seal(path);
	(void)nftw(into, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(into);
	return rc;
}

static int
check(const char *path)
{
	struct stat st;
	int rc;

	if (stat(path, &st) == -1) {
		complain("%s: %s", path, strerror(errno));
		return ERR_NOTFOUND;
	}
	rc = S_ISDIR(st.st_mode) ? bundle_check(path, &known, print_line, NULL)
				 : check_pdf(path);
	if (rc == 0)
		say("%s: nothing was changed that this can see", path);
	else if (rc > 0)
		printf("%s: %d not right\n", path, rc);
	return rc;
}

static bool
is_sha256(const char *text)
{
	enum { DIGITS = 64 };

	return strlen(text) == DIGITS &&
	    strspn(text, "0123456789abcdefABCDEF") == DIGITS;
}

int
evidence_verify_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "manifest", FLAG_TEXT, &known.manifest_sha256, "SHA256",
		    "of manifest.json, as printed or told" },
		{ "previous", FLAG_TEXT, &known.previous, "FILE",
		    "the report before this one" },
		{ "ca", FLAG_TEXT, &known.ca_file, "FILE",
		    "who certified whoever sealed it" },
		{ 0 },
	};
	static const struct synopsis s = { "evidence verify", "BUNDLE", 1, 1,
		flags,
		"Holds an evidence bundle, the folder or the PDF, against its "
		"manifest: names each\nfile that was changed, is missing or "
		"was "
		"added, and draws the sample again. Needs\nno database. Who "
		"can "
		"change all of a bundle can make another: that is shown by "
		"what\nthey cannot change, a signature (--ca), a hash that was "
		"printed (--manifest) and\nthe report before (--previous)." };
	struct words rest = { 0 };
	int rc = flag_parse(&s, argc, argv, &rest);

	if (rc < 0) {
		words_free(&rest);
		return flag_exit(rc);
	}
	if (known.manifest_sha256 != NULL &&
	    !is_sha256(known.manifest_sha256)) {
		complain("--manifest %s: no SHA-256, which is 64 hexadecimal "
			 "digits",
		    known.manifest_sha256);
		words_free(&rest);
		return EXIT_USAGE;
	}
	rc = check(rest.word[0]);
	words_free(&rest);
	return rc == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Becomes the reporter, which has no option for what is NULL. */
static void
start_reporter(const char *number)
{
	const char *given[] = { "report", "bundle", number,
		language != NULL ? "--language" : NULL, language,
		output != NULL ? "--bundle" : NULL, output,
		template != NULL ? "--template" : NULL, template,
		seal ? "--seal" : NULL };
	char *words[sizeof(given) / sizeof(given[0])];
	int n = 0;

	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		if (given[i] != NULL)
			words[n++] = mem_dup_str(given[i]);
	if (external_exec("report", n, words) == ERR_NOTFOUND)
		complain("patchwacht-report is not installed");
	while (n > 0)
		free(words[--n]);
}

int
evidence_bundle_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "language", FLAG_TEXT, &language, "nl|en",
		    "of the report in that language (all of them)" },
		{ "output", FLAG_TEXT, &output, "FILE.pdf",
		    "where it goes (beside the report)" },
		{ "template", FLAG_TEXT, &template, "FILE",
		    "that it was issued with, where that has moved" },
		{ "seal", FLAG_YES, &seal, NULL, "sign it, too" },
		{ 0 },
	};
	static const struct synopsis s = { "evidence bundle", "NUMBER", 1, 1,
		flags,
		"Makes the evidence bundle of a report that was issued, of its "
		"last version, from the\nevidence that it was frozen from." };
	struct words rest = { 0 };
	int rc = flag_parse(&s, argc, argv, &rest);

	if (rc < 0) {
		words_free(&rest);
		return flag_exit(rc);
	}
	start_reporter(rest.word[0]);
	words_free(&rest);
	return EXIT_FAILURE;
}
