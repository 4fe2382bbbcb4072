/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_FILE_H
#define LIB_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct buf;

/* Whole files. Every failure is logged with the path. */

/* Appends what stands in path to out; ERR_RANGE when it is past max bytes. */
int file_read(const char *path, size_t max, struct buf *out);

/*
 * Writes a file whole or not at all: a temporary file beside it, fsync, rename,
 * fsync of the folder. A full disk leaves the old file as it was. ERR_RANGE: a
 * folder or a device is there.
 */
int file_write(const char *path, const void *data, size_t len, mode_t mode);

/* The same of what fill puts into fd by file_write_all, for text that is never
 * there as a whole; below 0 from fill leaves the old file, too. */
typedef int file_filler(int fd, void *of);
int file_write_by(const char *path, file_filler *fill, void *of, mode_t mode);

/* What was made, renamed or removed in the folder of path survives a crash. */
int file_sync_folder(const char *path);

/* write(2) until all is written; errno is set on ERR_IO. */
int file_write_all(int fd, const void *data, size_t len);

/* Makes path and the folders above it, with that mode whatever the umask; an
 * existing folder keeps its own. */
int file_make_dir(const char *path, mode_t mode);

/*
 * Takes an exclusive lock on path, making the file if need be; *fd holds it
 * until closed. wait = false: ERR_AGAIN when another holds it.
 */
int file_lock(const char *path, bool wait, int *fd);

/*
 * ERR_DENIED, with a log line that names the reason, unless path is a plain
 * file of ours or root's that nobody else may read: for keys.
 */
int file_check_private(const char *path);

#endif
