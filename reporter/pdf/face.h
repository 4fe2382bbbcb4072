/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_PDF_FACE_H
#define REPORTER_PDF_FACE_H

/* The faces a report is set in: Lato, and Liberation Mono for hashes. */
enum face {
	FACE_REGULAR,
	FACE_ITALIC,
	FACE_SEMIBOLD,
	FACE_BOLD,
	FACE_BOLD_ITALIC,
	FACE_LIGHT,
	FACE_MONO,
	FACE_COUNT,
};

#endif
