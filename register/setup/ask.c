/* SPDX-License-Identifier: Apache-2.0 */
#include "register/setup/ask.h"

#include <signal.h>
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

bool
ask_is_hidden(const char *path)
{
	return (path == NULL || strcmp(path, "-") == 0) && isatty(STDIN_FILENO);
}

static FILE *
open_source(const char *path)
{
	FILE *f = stdin;

	if (path != NULL && strcmp(path, "-") != 0) {
		f = fopen(path, "re");
		if (f == NULL) {
			log_warn("%s", path);
			return NULL;
		}
	}
	/* A secret has no business in another buffer. */
	setvbuf(f, NULL, _IONBF, 0);
	return f;
}

static struct termios shown;

/* Whoever gives up must see again what they type. */
static void
on_signal(int sig)
{
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	(void)signal(sig, SIG_DFL);
	(void)raise(sig);
}

static bool
hide(void)
{
	struct termios hidden;

	if (tcgetattr(STDIN_FILENO, &shown) == -1)
		return false;
	(void)signal(SIGINT, on_signal);
	(void)signal(SIGTERM, on_signal);
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	return tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
}

static void
show(void)
{
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	(void)signal(SIGINT, SIG_DFL);
	(void)signal(SIGTERM, SIG_DFL);
	putchar('\n');
}

static int
read_secret(FILE *f, char *out, size_t size)
{
	size_t len = 0;
	int c, rc = ERR_OK;

	while ((c = getc(f)) != EOF && c != '\n') {
		if (len + 1 >= size || c == '\0')
			rc = ERR_RANGE;
		else if (c != '\r')
			out[len++] = (char)c;
	}
	out[len] = '\0';
	return len == 0 ? ERR_RANGE : rc;
}

int
ask_secret(const char *question, const char *path, unsigned before, char *out,
    size_t size)
{
	FILE *f = open_source(path);
	/* Before the question: hiding drops what was typed. */
	bool is_hidden = ask_is_hidden(path) && hide();
	int c = '\n', rc;

	if (f == NULL)
		return ERR_IO;
	if (ask_is_hidden(path)) {
		printf("%s: ", question);
		fflush(stdout);
	}
	while (f != stdin && before > 0 && (c = getc(f)) != EOF)
		before -= c == '\n';
	rc = read_secret(f, out, size);
	if (is_hidden)
		show();
	if (f != stdin)
		fclose(f);
	return rc;
}

int
ask_login(const char *user, char *out, size_t size)
{
	char question[128];

	if (!ask_can() || isatty(STDOUT_FILENO) == 0)
		return ERR_NOTFOUND;
	snprintf(question, sizeof(question), "Password of %s", user);
	return ask_secret(question, NULL, 0, out, size);
}
