/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/structure/difference.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/test.h"

/* A switch of two members, as it was before its patch. */
static const struct structure_part stack[] = {
	{ STRUCTURE_CHASSIS, "entities", "1001", "Switch 1", "", "",
	    STRUCTURE_UNTOLD, 0, 0, false, false, 0, "" },
	{ STRUCTURE_CHASSIS, "entities", "2001", "Switch 2", "", "",
	    STRUCTURE_UNTOLD, 0, 0, false, false, 0, "" },
	{ STRUCTURE_MODULE, "entities", "2010", "Switch 2 uplinks", "", "2001",
	    STRUCTURE_UNTOLD, 0, 0, false, false, 0, "" },
	{ STRUCTURE_PSU, "entities", "2020", "Switch 2 supply A", "", "2001",
	    STRUCTURE_UNTOLD, 0, 0, false, false, 0, "" },
	{ STRUCTURE_MEMBER, "cisco-stack", "1001", "Switch 1", "", "",
	    STRUCTURE_GOOD, 4, 0, false, false, 0, "" },
	{ STRUCTURE_MEMBER, "cisco-stack", "2001", "Switch 2", "", "",
	    STRUCTURE_GOOD, 4, 0, false, false, 0, "" },
	{ STRUCTURE_PORT, "interfaces", "9", "Gi1/0/9", "", "", STRUCTURE_GOOD,
	    1, 1000, false, false, 0, "" },
	{ STRUCTURE_PORT, "interfaces", "10", "Gi1/0/10", "", "",
	    STRUCTURE_GOOD, 1, 1000, false, false, 0, "" },
	{ STRUCTURE_PORT, "interfaces", "11", "Gi1/0/11", "", "",
	    STRUCTURE_GOOD, 1, 1000, false, false, 0, "" },
	{ STRUCTURE_PORT, "interfaces", "12", "Gi1/0/12", "", "",
	    STRUCTURE_GOOD, 1, 1000, false, false, 0, "" },
	{ STRUCTURE_PORT, "interfaces", "13", "Gi1/0/13", "", "",
	    STRUCTURE_GOOD, 1, 1000, false, false, 0, "" },
	{ STRUCTURE_PORT, "interfaces", "14", "Gi1/0/14", "", "", STRUCTURE_BAD,
	    2, 0, false, false, 0, "" },
	{ STRUCTURE_PORT, "interfaces", "24", "Te1/1/1", "core-1", "",
	    STRUCTURE_GOOD, 1, 10000, false, false, 0, "" },
	{ STRUCTURE_PORT, "interfaces", "48", "Te2/1/1", "core-2", "",
	    STRUCTURE_GOOD, 1, 10000, false, false, 0, "" },
	{ STRUCTURE_NEIGHBOUR, "neighbours", "00:11", "core-1", "Te1/1/1", "",
	    STRUCTURE_UNTOLD, 0, 0, false, false, 0, "" },
	{ STRUCTURE_NEIGHBOUR, "neighbours", "00:22", "core-2", "Te2/1/1", "",
	    STRUCTURE_UNTOLD, 0, 0, false, false, 0, "" },
	{ STRUCTURE_PSU, "cisco-supply", "1", "", "", "", STRUCTURE_GOOD, 1, 0,
	    false, false, 0, "" },
	{ STRUCTURE_PSU, "cisco-supply", "2", "", "", "", STRUCTURE_ABSENT, 5,
	    0, false, false, 0, "" },
	{ STRUCTURE_FAN, "cisco-fan", "1", "", "", "", STRUCTURE_GOOD, 1, 0,
	    false, false, 0, "" },
	{ STRUCTURE_PEER, "bgp-peers", "10.0.0.1", "", "", "", STRUCTURE_GOOD,
	    6, 0, false, false, 0, "" },
	{ STRUCTURE_PEER, "bgp-peers", "10.0.0.2", "", "", "", STRUCTURE_BAD, 3,
	    0, false, false, 0, "" },
	{ STRUCTURE_TUNNEL, "cisco-ike-tunnels", "0", "", "", "",
	    STRUCTURE_UNTOLD, 0, 0, false, true, 8, "" },
	{ STRUCTURE_STORAGE, "storage", "31", "/", "", "", STRUCTURE_UNTOLD, 0,
	    0, false, false, 1000000, "" },
};

/* What became of one row of it: changed by a function, or without it. */
struct change {
	const char *source, *key;
	void (*make)(struct structure_part *p);
};

static void
take_down(struct structure_part *p)
{
	p->health = STRUCTURE_BAD;
}

static void
switch_off(struct structure_part *p)
{
	p->health = STRUCTURE_ABSENT;
}

static void
slow_down(struct structure_part *p)
{
	p->speed = 1000;
}

static void
make_half(struct structure_part *p)
{
	p->half = true;
}

static void
lead_elsewhere(struct structure_part *p)
{
	p->peer = "access-7";
}

static void
go_elsewhere(struct structure_part *p)
{
	p->peer = "Gi1/0/9";
}

static void
shrink(struct structure_part *p)
{
	p->amount /= 2;
}

static void
lose_half(struct structure_part *p)
{
	p->amount = 4;
}

static void
lose_most(struct structure_part *p)
{
	p->amount = 3;
}

static void
lose_all(struct structure_part *p)
{
	p->amount = 0;
}

/* Another number, the same name: what new firmware does. */
static void
number_anew(struct structure_part *p)
{
	static char key[64][16];
	static unsigned n;

	n = (n + 1) % 64;
	snprintf(key[n], sizeof(key[n]), "7%s", p->key);
	p->key = key[n];
}

static void
remain(struct structure_part *p)
{
	(void)p;
}

static void
make(struct structure *out, const struct change *changes, size_t n)
{
	*out = (struct structure){ .is_whole = true };
	for (size_t i = 0; i < ROWS(stack); i++) {
		struct structure_part p = stack[i];
		bool gone = false;

		for (size_t k = 0; k < n && changes[k].source != NULL; k++) {
			const struct change *c = &changes[k];

			if (strcmp(c->source, stack[i].source) != 0 ||
			    (c->key != NULL &&
				strcmp(c->key, stack[i].key) != 0))
				continue;
			gone = c->make == NULL;
			if (!gone)
				c->make(&p);
		}
		if (!gone)
			assert_true(structure_add(out, &p));
	}
}

/* "down interfaces/48 0 0 sure", one a line. */
static void
print(const struct differences *d, char *out, size_t size)
{
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < d->n; i++)
		len += (size_t)snprintf(out + len, size - len,
		    "%s%s %s/%s %lld %lld%s", i == 0 ? "" : "; ",
		    difference_name(d->list[i].kind), d->list[i].before->source,
		    d->list[i].before->key, (long long)d->list[i].were,
		    (long long)d->list[i].are,
		    d->list[i].is_sure ? "" : " unsure");
}

/* What is changed, and what is told of it. */
static const struct {
	struct change change[6];
	const char *want;
} losses[] = {
	{ { { "interfaces", NULL, remain } }, "" },
	{ { { "interfaces", "48", take_down } }, "down interfaces/48 0 0" },
	{ { { "interfaces", "48", take_down },
	      { "neighbours", "00:22", NULL } },
	    "down interfaces/48 0 0" },
	{ { { "interfaces", "48", switch_off } }, "off interfaces/48 0 0" },
	{ { { "interfaces", "48", slow_down } },
	    "slower interfaces/48 10000 1000" },
	{ { { "interfaces", "48", make_half } }, "half interfaces/48 0 0" },
	{ { { "interfaces", "48", lead_elsewhere },
	      { "neighbours", "00:22", NULL } },
	    "other interfaces/48 0 0" },
	{ { { "neighbours", "00:22", NULL } }, "gone neighbours/00:22 0 0" },
	{ { { "neighbours", "00:22", go_elsewhere } },
	    "moved neighbours/00:22 0 0" },
	{ { { "interfaces", "48", NULL } }, "gone interfaces/48 0 0" },
	/* A desk was left, and nobody knows how it usually is. */
	{ { { "interfaces", "9", take_down } }, "" },
	{ { { "interfaces", "9", NULL } }, "" },
	/* A member goes, and all that was in it. */
	{ { { "cisco-stack", "2001", NULL }, { "entities", "2001", NULL },
	      { "entities", "2010", NULL }, { "entities", "2020", NULL },
	      { "interfaces", "48", NULL }, { "neighbours", "00:22", NULL } },
	    "gone entities/2001 0 0" },
	{ { { "entities", "2010", NULL }, { "interfaces", "48", NULL } },
	    "gone entities/2010 0 0" },
	{ { { "entities", "2001", NULL }, { "cisco-stack", NULL, NULL } },
	    "gone entities/2001 0 0" },
	{ { { "cisco-stack", "2001", take_down } },
	    "fault cisco-stack/2001 0 0" },
	{ { { "cisco-stack", NULL, take_down } },
	    "fault cisco-stack/1001 0 0; fault cisco-stack/2001 0 0" },
	{ { { "entities", "2020", NULL } }, "gone entities/2020 0 0" },
	{ { { "cisco-supply", "1", take_down } }, "fault cisco-supply/1 0 0" },
	{ { { "cisco-supply", "1", switch_off } }, "gone cisco-supply/1 0 0" },
	{ { { "cisco-supply", "2", take_down } }, "" },
	{ { { "cisco-supply", "2", NULL } }, "" },
	{ { { "cisco-fan", "1", take_down } }, "fault cisco-fan/1 0 0" },
	{ { { "cisco-fan", NULL, NULL } }, "untold cisco-fan/1 1 0" },
	{ { { "bgp-peers", "10.0.0.1", take_down } },
	    "fault bgp-peers/10.0.0.1 0 0" },
	{ { { "bgp-peers", "10.0.0.1", NULL } },
	    "gone bgp-peers/10.0.0.1 0 0" },
	{ { { "bgp-peers", "10.0.0.2", NULL } }, "" },
	{ { { "bgp-peers", NULL, NULL } }, "untold bgp-peers/10.0.0.1 1 0" },
	{ { { "cisco-ike-tunnels", NULL, lose_half } }, "" },
	{ { { "cisco-ike-tunnels", NULL, lose_most } },
	    "fewer cisco-ike-tunnels/0 8 3 unsure" },
	{ { { "cisco-ike-tunnels", NULL, lose_all } },
	    "fewer cisco-ike-tunnels/0 8 0" },
	{ { { "storage", NULL, shrink } },
	    "smaller storage/31 1000000 500000" },
};

static void
each_loss_is_told_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(losses); i++) {
		struct structure before, after;
		struct differences d = { 0 };
		char text[1000];

		make(&before, NULL, 0);
		make(&after, losses[i].change, ROWS(losses[i].change));
		structure_compare(&before, &after, NULL, &d);
		print(&d, text, sizeof(text));
		assert_string_equal(losses[i].want, text);
		differences_free(&d);
		structure_free(&before);
		structure_free(&after);
	}
}

static void
what_was_not_asked_is_not_lost(void **state)
{
	static const struct change none[] = { { "bgp-peers", NULL, NULL },
		{ "entities", NULL, NULL } };
	struct structure before, after;
	struct differences d = { 0 };

	(void)state;
	make(&before, NULL, 0);
	make(&after, none, ROWS(none));
	after.is_whole = false;
	structure_compare(&before, &after, NULL, &d);
	assert_int_equal(0, d.n);
	after.is_whole = true;
	structure_compare(&before, &after, NULL, &d);
	assert_int_equal(2, d.n);
	differences_free(&d);
	structure_free(&before);
	structure_free(&after);
}

static void
numbers_may_change_when_names_do_not(void **state)
{
	static const struct change anew[] = { { "interfaces", NULL,
						  number_anew },
		{ "entities", NULL, number_anew },
		{ "cisco-stack", NULL, number_anew } };
	struct structure before, after;
	struct differences d = { 0 };

	(void)state;
	make(&before, NULL, 0);
	make(&after, anew, ROWS(anew));
	structure_compare(&before, &after, NULL, &d);
	assert_int_equal(0, d.n);
	structure_free(&before);
	structure_free(&after);
}

/* Desks are told of together, and only against the hour of the week. */
static void
desks_are_counted(void **state)
{
	static const struct change left[] = { { "interfaces", "9", take_down },
		{ "interfaces", "10", take_down } };
	static const struct change one[] = { { "interfaces", "9", take_down } };
	struct structure before, after, usual;
	struct differences d = { 0 };
	char text[200];

	(void)state;
	make(&before, NULL, 0);
	make(&usual, NULL, 0);
	make(&after, one, ROWS(one));
	structure_compare(&before, &after, &usual, &d);
	assert_int_equal(0, d.n); /* four of five */
	structure_free(&after);

	make(&after, left, ROWS(left));
	structure_compare(&before, &after, &usual, &d);
	print(&d, text, sizeof(text));
	assert_string_equal("fewer interfaces/10 5 3 unsure", text);
	differences_free(&d);
	structure_free(&usual);

	/* At this hour those are always dark. */
	make(&usual, left, ROWS(left));
	structure_compare(&before, &after, &usual, &d);
	assert_int_equal(0, d.n);
	structure_free(&before);
	structure_free(&after);
	structure_free(&usual);
}

/* Tunnels of people who work: none at this hour is no loss. */
static void
amounts_go_by_the_hour(void **state)
{
	static const struct change all[] = { { "cisco-ike-tunnels", NULL,
	    lose_all } };
	struct structure before, after, usual;
	struct differences d = { 0 };

	(void)state;
	make(&before, NULL, 0);
	make(&after, all, 1);
	make(&usual, all, 1);
	structure_compare(&before, &after, &usual, &d);
	assert_int_equal(0, d.n);
	structure_free(&before);
	structure_free(&after);
	structure_free(&usual);
}

static void
names_that_several_have_are_no_names(void **state)
{
	struct structure_part p = stack[16], q = stack[16];
	struct structure before = { 0 }, after = { 0 };
	struct differences d = { 0 };
	char text[200];

	(void)state;
	p.label = q.label = "Power Supply";
	q.key = "9";
	structure_add(&before, &p);
	structure_add(&before, &q);
	structure_add(&after, &p);
	q.health = STRUCTURE_BAD;
	structure_add(&after, &q);
	structure_compare(&before, &after, NULL, &d);
	print(&d, text, sizeof(text));
	assert_string_equal("fault cisco-supply/9 0 0", text);
	differences_free(&d);
	structure_free(&before);
	structure_free(&after);
}

static void
too_many_are_cut(void **state)
{
	struct structure before = { 0 }, after = { 0 };
	struct structure_part p = stack[16];
	struct differences d = { 0 };
	char key[16];

	(void)state;
	p.key = key;
	for (int i = 0; i < DIFFERENCES_MAX + 10; i++) {
		snprintf(key, sizeof(key), "%d", i);
		structure_add(&before, &p);
	}
	structure_add(&after, &stack[17]);
	structure_compare(&before, &after, NULL, &d);
	assert_int_equal(DIFFERENCES_MAX, d.n);
	assert_true(d.is_cut);
	differences_free(&d);
	structure_free(&before);
	structure_free(&after);
}

static void
names_are_read_back(void **state)
{
	(void)state;
	for (int i = 0; i < STRUCTURE_KINDS; i++) {
		enum structure_kind k;

		assert_true(structure_kind_parse(
		    structure_kind_name((enum structure_kind)i), &k));
		assert_int_equal(i, k);
	}
	for (int i = 0; i < DIFFERENCE_KINDS; i++) {
		enum difference_kind k;

		assert_true(difference_parse(
		    difference_name((enum difference_kind)i), &k));
		assert_int_equal(i, k);
	}
	assert_false(
	    structure_kind_parse("supply", &(enum structure_kind){ 0 }));
	assert_false(difference_parse("", &(enum difference_kind){ 0 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_loss_is_told_once),
		cmocka_unit_test(what_was_not_asked_is_not_lost),
		cmocka_unit_test(numbers_may_change_when_names_do_not),
		cmocka_unit_test(desks_are_counted),
		cmocka_unit_test(amounts_go_by_the_hour),
		cmocka_unit_test(names_that_several_have_are_no_names),
		cmocka_unit_test(too_many_are_cut),
		cmocka_unit_test(names_are_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
