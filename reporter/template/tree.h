/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_TEMPLATE_TREE_H
#define REPORTER_TEMPLATE_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/log.h"
#include "reporter/chart/chart.h"
#include "reporter/pool.h"

struct words;

/*
 * A template as it was read: text with holes and components with settings, each
 * with its place in the file. The inside of this folder.
 */

struct place {
	unsigned line, column; /* from 1 */
};

enum format_kind {
	FORMAT_TEXT,
	FORMAT_NUMBER,
	FORMAT_PERCENT,
	FORMAT_DATE,
	FORMAT_DATETIME,
	FORMAT_DURATION,
	FORMAT_COUNT,
	FORMAT_WORD,
	FORMAT_LIGHT,
};

struct format {
	enum format_kind kind;
	int decimals;           /* -1: as usual */
	const char *one, *more; /* of a count */
	const char *prefix;     /* of a word */
};

struct path {
	const char *text;
	struct place at;
};

/* A stretch of text: literal, or a value when path.text is set. */
struct part {
	const char *literal;
	struct path path;
	struct format format;
	unsigned style; /* RUN_* */
	const char *url;
	const char *note; /* the name of a footnote: the part is its mark */
	struct part *next;
};

enum operator{ OP_HOLDS, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE };

struct condition {
	struct path path;
	bool negate;
	enum operator operator;
	const char *text; /* to compare with */
	double number;
	bool is_number;
};

/* What a field of a setting is; see component.c. */
enum field_kind {
	FIELD_END,
	FIELD_LIST,   /* path of a list */
	FIELD_PATH,   /* path of a value */
	FIELD_TEXT,   /* words with holes */
	FIELD_FORMAT, /* a format and column options */
	FIELD_CHOICE, /* one of a few names */
	FIELD_NUMBER,
	FIELD_NORM, /* a number, or a path of one */
	FIELD_COLOUR,
	FIELD_SHAPE,  /* of a mark on a time line */
	FIELD_OPTION, /* of a tile */
	FIELD_WHEN,
};

enum option_kind {
	OPTION_NONE,
	OPTION_LIGHT,  /* light PATH */
	OPTION_NORM,   /* norm >= 95 */
	OPTION_OF,     /* of PATH */
	OPTION_CHANGE, /* change PATH */
	OPTION_NOTE,   /* note TEXT */
};

struct field {
	enum field_kind kind;
	struct path path;
	struct part *text;
	struct format format;
	unsigned flags;    /* of a column: COLUMN_*, CELL_CODE */
	struct path light; /* of a column: the field that colours it */
	const char *choice;
	double number;
	bool is_number;
	unsigned rgb;
	enum chart_shape shape;
	enum option_kind option;
	struct condition *condition; /* of when and norm */
};

enum { CELL_CODE = 64 }; /* beside the COLUMN_* flags */
enum { FIELDS_MAX = 8 };

struct setting {
	const char *key;
	struct field field[FIELDS_MAX];
	size_t nfields;
	struct place at;
	struct setting *next;
};

struct component {
	const char *name;
	struct setting *settings;
	struct item *body; /* of text and note */
	struct place at;
};

enum item_kind { ITEM_HEADING, ITEM_PARAGRAPH, ITEM_POINT, ITEM_COMPONENT };

struct item {
	enum item_kind kind;
	int level;
	bool ordered; /* of a point */
	int number;
	struct part *text;
	struct condition *when; /* of a heading's section */
	const char *each;       /* the name of its item */
	struct path each_list;
	bool annex, unnumbered;
	struct component *component;
	struct place at;
	struct item *next;
};

struct front {
	const char *key;
	const char *value;         /* as it stands there */
	struct part *text, *label; /* label: of an about line */
	struct place at;
	struct front *next;
};

/* [^name] in a text. */
struct note_mark {
	const char *name;
	struct place at;
	struct note_mark *next;
};

struct template
{
	struct pool *pool;
	const char *name;
	struct front *front;
	struct item *items;
	struct note_mark *marks;
	bool headed;  /* a heading was read: what follows is not the cover's */
	bool in_note; /* the text of a footnote is being read */
	bool quiet;   /* faults are counted only */
	unsigned faults;
};

/* Logs "NAME:LINE:COLUMN: reason" and counts it; past FAULTS_TOLD only that. */
enum { FAULTS_TOLD = 200 };
void template_fault(struct template *t, struct place at, const char *fmt, ...)
    LOG_FORMAT(3, 4);

/* Says how many faults were not told; false when there is any at all. */
bool template_whole(const struct template *t);

enum { TEMPLATE_MAX = 1 << 20 };

/* Never NULL: what could be read of it, with its faults counted. */
struct template *template_read(
    const char *name, const char *text, size_t len, bool quiet);

/*
 * Faults of names that the list of values, or words, does not have; words: NULL
 * for none. ERR_OK also when there are: they are counted in t.
 */
int check_names(
    struct template *t, const char *values_path, const struct words *words);

/* Text with {{holes}}; appended at *last, which moves on. */
void parse_text(struct template *t, const char *text, size_t len,
    struct place at, unsigned style, const char *url, struct part ***last);
struct part *parse_words(
    struct template *t, const char *text, size_t len, struct place at);

bool parse_path(struct template *t, const char *text, size_t len,
    struct place at, struct path *out);
bool parse_format(struct template *t, const char *text, size_t len,
    struct place at, struct format *out);
struct condition *parse_condition(
    struct template *t, const char *text, size_t len, struct place at);

/* Blocks of Markdown that begin on that line of the file. */
struct item *parse_blocks(
    struct template *t, const char *text, size_t len, unsigned line);

/* The literal of a fence; NULL after a fault. */
struct component *parse_component(
    struct template *t, const char *name, const char *text, struct place at);

/* Text without holes, with the marks of footnotes in it. */
void parse_marks(struct template *t, const char *text, size_t len,
    struct place at, struct part part, struct part ***last);

/* A part at *last, which moves on. */
void add_part(struct template *t, struct part part, struct part ***last);

/* Whether each mark has its footnote, and each footnote a mark. */
void check_footnotes(struct template *t);

/* Where no mark can be: faults for those in a text. */
void refuse_marks(struct template *t, const struct part *p, struct place at);

const struct setting *component_setting(
    const struct component *c, const char *key);
const struct condition *component_when(const struct component *c);

/* For who describes them: NULL past the last one. */
const char *component_name_at(size_t i);
const char *component_key_at(size_t i, size_t k);
const char *format_name_at(size_t i);
const char *front_key_at(size_t i);

/* A stretch without blanks around it; moves at along. */
struct place trim(const char **text, size_t *len, struct place at);

#endif
