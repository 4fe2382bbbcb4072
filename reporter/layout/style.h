/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_LAYOUT_STYLE_H
#define REPORTER_LAYOUT_STYLE_H

/*
 * Colours and sizes of a report. Every colour of text has a contrast of at
 * least 5:1 on what it stands on (WCAG 2.1 asks 4.5:1).
 */
enum colour {
	NAVY = 0x102a4c,
	NAVY_LINE = 0x1b3c66,
	BLUE = 0x1f5fa8,
	SKY = 0x4c8bd0,
	STEEL = 0x2b5b96,
	ICE = 0xc9d8ea,
	INK = 0x1c2430,
	MUTED = 0x56616f,
	RULE = 0xd5dce4,
	GRID = 0xe3e8ee,
	PALE = 0xf4f6f9,
	HEAD = 0xe9eef4,
	BAND = 0xeef2f7,
	GREEN = 0x1b7548,
	ORANGE = 0x9a5b00,
	AMBER = 0xc4761b,
	RED = 0xb3261e,
	GREY = 0x5f6b7a,
	WHITE = 0xffffff,
};

#define MARGIN      56.7 /* 2 cm */
#define TEXT_WIDTH  (PAGE_WIDTH - 2 * MARGIN)
#define TEXT_TOP    76.0
#define TEXT_BOTTOM (PAGE_HEIGHT - 64.0)

#define BODY_SIZE   9.6
#define BODY_LEAD   14.2
#define CLOSE_SIZE  9.0 /* without a cover */
#define CLOSE_LEAD  12.6
#define SMALL_SIZE  8.2
#define SMALL_LEAD  11.8

#endif
