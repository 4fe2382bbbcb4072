/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_PDF_SEAL_H
#define REPORTER_PDF_SEAL_H

/*
 * The room that a file keeps for a seal, as text that whoever signs it finds
 * again: three values of a fixed width, in this order.
 *
 *	/ByteRange [0 0000000000 0000000000 0000000000]
 *	/M (D:20261009070000Z)
 *	/Contents <0000...>
 *
 * ISO 19005-2, 6.1.13: a string has at most 32,767 bytes. A signature with its
 * chain and a time stamp takes some 10,000.
 */
enum { SEAL_ROOM = 32000 };

#define SEAL_RANGE    "/ByteRange [0 %010zu %010zu %010zu]\n"
#define SEAL_DATE     "/M (D:%04d%02d%02d%02d%02d%02dZ)\n"
#define SEAL_CONTENTS "/Contents <"

#endif
