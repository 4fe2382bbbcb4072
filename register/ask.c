/* SPDX-License-Identifier: Apache-2.0 */
#include "register/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "register/command.h"

bool
ask_can(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) &&
	    command_form() == FORM_TABLE && !command.quiet;
}

char *
ask(const char *question, const char *fallback)
{
	char line[1024], *start = line;
	size_t len;

	if (fallback != NULL && fallback[0] != '\0')
		printf("%s [%s]: ", question, fallback);
	else
		printf("%s: ", question);
	fflush(stdout);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return mem_dup_str(fallback);
	len = strcspn(line, "\r\n");
	while (len > 0 && line[len - 1] == ' ')
		len--;
	line[len] = '\0';
	while (*start == ' ')
		start++;
	return mem_dup_str(start[0] != '\0' ? start : fallback);
}

static FILE *
open_source(const char *question, const char *path)
{
	FILE *f;

	if (path != NULL && strcmp(path, "-") != 0) {
		f = fopen(path, "re");
		if (f == NULL)
			log_warn("%s", path);
		return f;
	}
	if (isatty(STDIN_FILENO)) {
		printf("%s: ", question);
		fflush(stdout);
	}
	return stdin;
}

int
ask_secret(const char *question, const char *path, char *out, size_t size)
{
	FILE *f = open_source(question, path);
	bool hide = f == stdin && isatty(STDIN_FILENO);
	struct termios shown, hidden;
	size_t len = 0;
	int c, rc = ERR_OK;

	if (f == NULL)
		return ERR_IO;
	if (hide && tcgetattr(STDIN_FILENO, &shown) == 0) {
		hidden = shown;
		hidden.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	}
	/* Not by line: a secret has no business in another buffer. */
	while ((c = getc(f)) != EOF && c != '\n' && c != '\r') {
		if (len + 1 >= size || c == '\0')
			rc = ERR_RANGE;
		else
			out[len++] = (char)c;
	}
	out[len] = '\0';
	if (hide) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
		putchar('\n');
	}
	if (f != stdin)
		fclose(f);
	return len == 0 ? ERR_RANGE : rc;
}
