/* SPDX-License-Identifier: Apache-2.0 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/config.h"
#include "collector/role.h"
#include "collector/supervisor.h"
#include "lib/base/log.h"

enum { CONTROL_FD = 3, EXIT_USAGE = 2 };

static const struct option long_options[] = {
	{ "check", no_argument, NULL, 'n' },
	{ "config", required_argument, NULL, 'c' },
	{ "foreground", no_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ "home", required_argument, NULL, 'H' },
	{ "instance", required_argument, NULL, 'i' },
	{ "role", required_argument, NULL, 'r' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static const char usage[] =
    "usage: patchwachtd [--check] [--foreground] [--verbose]\n"
    "           [--config FILE] [--home FOLDER]\n";

struct arguments {
	struct supervisor_options options;
	const char *role;
	unsigned instance;
	bool check;
};

static void
take_arguments(int argc, char *argv[], struct arguments *a)
{
	int c;

	while ((c = getopt_long(argc, argv, "c:fhH:nvV", long_options, NULL)) !=
	    -1) {
		switch (c) {
		case 'c':
			a->options.path = optarg;
			break;
		case 'f':
			break; /* it never goes anywhere else */
		case 'H':
			a->options.home = optarg;
			break;
		case 'i':
			a->instance = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 'n':
			a->check = true;
			break;
		case 'r':
			a->role = optarg;
			break;
		case 'v':
			a->options.verbose = true;
			break;
		case 'V':
			puts(PACKAGE_STRING);
			exit(EXIT_SUCCESS);
		case 'h':
			fputs(usage, stdout);
			exit(EXIT_SUCCESS);
		default:
			fputs(usage, stderr);
			exit(EXIT_USAGE);
		}
	}
	if (optind < argc) {
		fputs(usage, stderr);
		exit(EXIT_USAGE);
	}
	a->options.path = config_path(a->options.path);
}

static int
run_role(const struct arguments *a)
{
	const struct role_ops *ops = role_find(a->role);
	struct role_start how = {
		.control = CONTROL_FD,
		.instance = a->instance,
		.path = a->options.path,
		.home = a->options.home,
		.verbose = a->options.verbose,
	};

	if (ops == NULL)
		fatalx("no role is called %s", a->role);
	return role_main(ops, &how);
}

int
main(int argc, char *argv[])
{
	struct arguments a = { .instance = 1 };

	log_start("patchwachtd");
	take_arguments(argc, argv, &a);
	if (a.role != NULL)
		return run_role(&a);
	if (a.check && supervisor_check(&a.options) != EXIT_SUCCESS)
		fatalx("the configuration cannot be used");
	if (!a.check && supervisor_main(&a.options) != EXIT_SUCCESS)
		fatalx("not started");
	return EXIT_SUCCESS;
}
