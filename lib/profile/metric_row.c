/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/metric_row.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "lib/wire/varbind.h"

enum { SCALE_UNITS = 9, SCALE_MAX = 17, PRECISION_MAX = 9 };

static bool
is_one_of(const struct metric_numbers *list, int64_t number)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->number[i] == number)
			return true;
	}
	return false;
}

/* "45 C/113 F", "0.52": what a text begins with. */
static bool
read_text(const struct value *v, double *out)
{
	size_t i = 0, start;
	double whole = 0, part = 0, place = 1;
	bool minus;

	while (i < v->len && v->data[i] == ' ')
		i++;
	minus = i < v->len && v->data[i] == '-';
	start = i += minus;
	for (; i < v->len && v->data[i] >= '0' && v->data[i] <= '9'; i++)
		whole = whole * 10 + (v->data[i] - '0');
	if (i == start || i - start > 15)
		return false;
	if (i < v->len && v->data[i] == '.') {
		for (i++; i < v->len && v->data[i] >= '0' && v->data[i] <= '9';
		     i++) {
			place /= 10;
			part += (v->data[i] - '0') * place;
		}
	}
	*out = minus ? -(whole + part) : whole + part;
	return true;
}

/* RFC 3417, 8: bit 0 is the highest of the first octet. 0: none is set. */
static int64_t
read_bits(const struct value *v, const struct metric_numbers *bits)
{
	for (size_t i = 0; i < bits->n; i++) {
		size_t bit = (size_t)bits->number[i];

		if (bit / 8 < v->len &&
		    (v->data[bit / 8] & 0x80 >> bit % 8) != 0)
			return (int64_t)bit + 1;
	}
	return 0;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

/* 0: it is none of them. */
static int64_t
read_word(const struct value *v, const struct metric_words *words)
{
	const uint8_t *text = v->data;
	size_t len = v->len;

	for (; len > 0 && is_blank(*text); len--)
		text++;
	while (len > 0 && is_blank(text[len - 1]))
		len--;
	for (size_t i = 0; i < words->n; i++) {
		const char *word = words->word[i];

		if (strlen(word) == len &&
		    strncasecmp(word, (const char *)text, len) == 0)
			return (int64_t)i + 1;
	}
	return 0;
}

static bool
read_number(const struct metric_column *c, const struct value *v, int64_t *out,
    double *value)
{
	float f;

	if (v->type == VALUE_STRING && c->bits.n + c->words.n > 0) {
		*out = c->bits.n > 0 ? read_bits(v, &c->bits)
				     : read_word(v, &c->words);
		*value = (double)*out;
		return true;
	}
	if (value_is_number(v)) {
		*out = v->integer;
		*value = (double)*out;
		return true;
	}
	if (value_float(v, &f))
		*value = f;
	else if (v->type != VALUE_STRING || !read_text(v, value))
		return false;
	if (!(fabs(*value) < 1e15))
		return false;
	*out = (int64_t)*value;
	return true;
}

bool
metric_row_add(struct metric_row *row, const struct metric_column *c,
    const struct value *v)
{
	int64_t number;
	double value;

	if (c->field == METRIC_LABEL)
		return true;
	if (c->field == METRIC_TYPE && v->type == VALUE_OID) {
		row->type = (struct oid){ v->data, v->len };
		row->told |= 1U << METRIC_TYPE;
		return true;
	}
	if (!read_number(c, v, &number, &value))
		return false;
	if (is_one_of(&c->unknown, number))
		return true;
	if (c->multiply != 1 || c->divide != 1) {
		value = value * (double)c->multiply / (double)c->divide;
		number = fabs(value) < 9e18 ? (int64_t)value : 0;
	}
	if (c->field == METRIC_VALUE)
		row->value = value;
	else if (c->field == METRIC_STATE)
		row->state = c;
	row->number[c->field] = number;
	row->told |= 1U << c->field;
	return true;
}

bool
metric_row_has(const struct metric_row *row, enum metric_field field)
{
	return (row->told & 1U << field) != 0;
}

static int64_t
first_number(struct oid index)
{
	uint64_t n = 0;

	for (size_t i = 0; i < index.len; i++) {
		n = n << 7 | (index.data[i] & 0x7f);
		if ((index.data[i] & 0x80) == 0)
			return (int64_t)n;
	}
	return -1;
}

static const struct metric_case *
choose(const struct metric_row *row, struct oid index)
{
	const struct metric_group *g = row->group;
	int64_t number =
	    g->by_index ? first_number(index) : row->number[METRIC_TYPE];

	if (!g->by_index && !metric_row_has(row, METRIC_TYPE))
		return NULL;
	for (size_t i = 0; i < g->n_cases; i++) {
		const struct metric_case *c = &g->cases[i];

		if (c->oid.len > 0 ? oid_eq(c->oid, row->type)
				   : row->type.len == 0 && c->number == number)
			return c;
	}
	return NULL;
}

static double
shifted(double value, int64_t places)
{
	for (; places > 0; places--)
		value *= 10;
	for (; places < 0; places++)
		value /= 10;
	return value;
}

/* RFC 3433: by thousands around units(9); digits behind the point. */
static double
scaled(const struct metric_row *row, double value)
{
	int64_t scale = row->number[METRIC_SCALE];
	int64_t precision = row->number[METRIC_PRECISION];

	if (metric_row_has(row, METRIC_SCALE) && scale >= 1 &&
	    scale <= SCALE_MAX)
		value = shifted(value, 3 * (scale - SCALE_UNITS));
	if (metric_row_has(row, METRIC_PRECISION) && precision > 0 &&
	    precision <= PRECISION_MAX)
		value = shifted(value, -precision);
	return value;
}

static int64_t
in_octets(const struct metric_row *row, enum metric_field field)
{
	int64_t n = row->number[field], block = row->number[METRIC_BLOCK], out;

	if (!metric_row_has(row, METRIC_BLOCK) || block <= 0)
		return n;
	return __builtin_mul_overflow(n, block, &out) ? INT64_MAX : out;
}

static void
settle_size(const struct metric_row *row, struct metric_result *out)
{
	out->has_size =
	    metric_row_has(row, METRIC_SIZE) && row->number[METRIC_SIZE] > 0;
	if (out->has_size)
		out->size = in_octets(row, METRIC_SIZE);
	else if (metric_row_has(row, METRIC_USED) &&
	    metric_row_has(row, METRIC_LEFT))
		out->has_size =
		    !__builtin_add_overflow(in_octets(row, METRIC_USED),
			in_octets(row, METRIC_LEFT), &out->size) &&
		    out->size > 0;
	if (metric_row_has(row, METRIC_USED)) {
		out->used = in_octets(row, METRIC_USED);
		out->has_used = out->used >= 0;
	} else if (out->has_size && metric_row_has(row, METRIC_LEFT)) {
		out->used = out->size - in_octets(row, METRIC_LEFT);
		out->has_used = out->used >= 0 && out->used <= out->size;
	}
}

bool
metric_row_settle(
    const struct metric_row *row, struct oid index, struct metric_result *out)
{
	const struct metric_group *g = row->group;
	const struct metric_case *c = NULL;

	*out = (struct metric_result){ .kind = g->kind, .unit = g->unit };
	if (g->n_cases > 0) {
		c = choose(row, index);
		if (c == NULL)
			return false;
		out->kind = c->kind;
		out->unit = c->unit == NULL ? g->unit : c->unit;
	}
	if (metric_row_has(row, METRIC_VALUE)) {
		out->has_value = true;
		out->value = scaled(row, row->value);
		if (c != NULL)
			out->value = out->value * (double)c->multiply /
			    (double)c->divide;
	}
	if (metric_row_has(row, METRIC_STATE)) {
		out->has_state = true;
		out->state = row->number[METRIC_STATE];
		out->good = is_one_of(&row->state->good, out->state);
		out->absent = is_one_of(&row->state->absent, out->state);
	}
	settle_size(row, out);
	return out->has_value || out->has_state || out->has_size ||
	    out->has_used;
}
