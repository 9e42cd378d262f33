/* A disk that loses power, for one folder of one process (LD_PRELOAD).

   From platter_begin on, every change to a file under the folder is carried out and written into a log, in the order in
   which it happened: what was written where, which file or folder was synced, which name was made, changed or taken
   away. After a given number of these the process ends on the spot, in the middle of the call that it was in. What a
   disk may hold then is worked out from the log; see platter.py.

   Memory that is mapped onto a file is not seen: SQLite maps only the -shm file, which holds nothing that has to last. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define DESCRIPTORS 4096
#define POWER_LOST 66
#define HIDDEN __attribute__((visibility("hidden")))

enum kind { MADE = 1, WRITTEN, CUT, SYNCED, FOLDER_SYNCED, NAMED, GONE };

struct record {
    uint32_t kind, path_length, other_length, nothing;
    uint64_t offset, length; /* CUT: length is the new size */
};

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static int log_descriptor = -1;
static long until_power_fails;
static char opened[DESCRIPTORS][PATH_MAX]; /* pages that are never touched take no memory */
static char is_folder[DESCRIPTORS];

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void platter_begin(const char *watched, const char *log_path, long operations) {
    snprintf(folder, sizeof folder, "%s", watched);
    folder_length = strlen(folder);
    until_power_fails = operations;
    log_descriptor = (int)syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

static int watched(const char *path) {
    return log_descriptor >= 0 && path != NULL && strncmp(path, folder, folder_length) == 0 &&
           (path[folder_length] == '/' || path[folder_length] == 0);
}

static const char *path_of(int descriptor) {
    int known = log_descriptor >= 0 && descriptor >= 0 && descriptor < DESCRIPTORS && opened[descriptor][0] != 0;
    return known ? opened[descriptor] : NULL;
}

static void put(const void *bytes, size_t count) {
    const char *at = bytes;
    while (count > 0) {
        long done = syscall(SYS_write, log_descriptor, at, count);
        if (done <= 0) _exit(POWER_LOST + 1);
        at += done;
        count -= (size_t)done;
    }
}

static void note(enum kind kind, const char *path, const char *other, uint64_t offset, uint64_t length,
                 const void *bytes) {
    struct record record = {kind, (uint32_t)strlen(path), other ? (uint32_t)strlen(other) : 0, 0, offset, length};
    put(&record, sizeof record);
    put(path, record.path_length);
    if (other) put(other, record.other_length);
    if (kind == WRITTEN) put(bytes, length);
}

/* One operation on the way to the power failing. What is written at that moment may or may not reach the disk; a sync
   or a change of names that is under way then does not count as done. */
static int is_last(void) { return --until_power_fails <= 0; }
static void fail_now(void) { _exit(POWER_LOST); }

static int open_watched(int folder_descriptor, const char *path, int flags, mode_t mode) {
    struct stat about;
    pthread_mutex_lock(&one_at_a_time);
    int there = fstatat(AT_FDCWD, path, &about, 0) == 0;
    int makes = !there && (flags & O_CREAT);
    if (makes && is_last()) fail_now();
    int descriptor = (int)syscall(SYS_openat, folder_descriptor, path, flags, mode);
    if (descriptor >= 0 && descriptor < DESCRIPTORS) {
        snprintf(opened[descriptor], PATH_MAX, "%s", path);
        is_folder[descriptor] = there && S_ISDIR(about.st_mode);
        if (makes) note(MADE, path, NULL, 0, 0, NULL);
        else if ((flags & O_TRUNC) && about.st_size > 0) note(CUT, path, NULL, 0, 0, NULL);
    }
    pthread_mutex_unlock(&one_at_a_time);
    return descriptor;
}

#define OPENING(name)                                                                                                  \
    int name(const char *path, int flags, ...) {                                                                       \
        mode_t mode = 0;                                                                                               \
        if (flags & (O_CREAT | O_TMPFILE)) {                                                                           \
            va_list rest;                                                                                              \
            va_start(rest, flags);                                                                                     \
            mode = va_arg(rest, mode_t);                                                                               \
            va_end(rest);                                                                                              \
        }                                                                                                              \
        if (watched(path)) return open_watched(AT_FDCWD, path, flags, mode);                                           \
        return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);                                                  \
    }
#define OPENING_AT(name)                                                                                               \
    int name(int at, const char *path, int flags, ...) {                                                               \
        mode_t mode = 0;                                                                                               \
        if (flags & (O_CREAT | O_TMPFILE)) {                                                                           \
            va_list rest;                                                                                              \
            va_start(rest, flags);                                                                                     \
            mode = va_arg(rest, mode_t);                                                                               \
            va_end(rest);                                                                                              \
        }                                                                                                              \
        if (watched(path)) return open_watched(at, path, flags, mode);                                                 \
        return (int)syscall(SYS_openat, at, path, flags, mode);                                                        \
    }
OPENING(open)
OPENING(open64)
OPENING_AT(openat)
OPENING_AT(openat64)

int close(int descriptor) {
    pthread_mutex_lock(&one_at_a_time);
    if (path_of(descriptor)) opened[descriptor][0] = 0;
    int result = (int)syscall(SYS_close, descriptor);
    pthread_mutex_unlock(&one_at_a_time);
    return result;
}

static ssize_t write_watched(const char *path, int descriptor, const void *bytes, size_t count, off_t offset) {
    pthread_mutex_lock(&one_at_a_time);
    int last = is_last();
    ssize_t done = (ssize_t)syscall(SYS_pwrite64, descriptor, bytes, count, offset);
    if (done > 0) note(WRITTEN, path, NULL, (uint64_t)offset, (uint64_t)done, bytes);
    if (last) fail_now();
    pthread_mutex_unlock(&one_at_a_time);
    return done;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    const char *path = path_of(descriptor);
    if (!path) return (ssize_t)syscall(SYS_write, descriptor, bytes, count);
    int flags = (int)syscall(SYS_fcntl, descriptor, F_GETFL, 0);
    off_t offset = (off_t)syscall(SYS_lseek, descriptor, 0, (flags & O_APPEND) ? SEEK_END : SEEK_CUR);
    ssize_t done = write_watched(path, descriptor, bytes, count, offset);
    if (done > 0) syscall(SYS_lseek, descriptor, offset + done, SEEK_SET);
    return done;
}

#define PLACED_WRITE(name, offset_type)                                                                                \
    ssize_t name(int descriptor, const void *bytes, size_t count, offset_type offset) {                                \
        const char *path = path_of(descriptor);                                                                        \
        if (path) return write_watched(path, descriptor, bytes, count, offset);                                        \
        return (ssize_t)syscall(SYS_pwrite64, descriptor, bytes, count, offset);                                       \
    }
PLACED_WRITE(pwrite, off_t)
PLACED_WRITE(pwrite64, off64_t)

static int cut_watched(const char *path, int descriptor, off_t size) {
    pthread_mutex_lock(&one_at_a_time);
    int last = is_last();
    int result = (int)syscall(SYS_ftruncate, descriptor, size);
    if (result == 0) note(CUT, path, NULL, 0, (uint64_t)size, NULL);
    if (last) fail_now();
    pthread_mutex_unlock(&one_at_a_time);
    return result;
}

#define CUTTING(name, size_type)                                                                                       \
    int name(int descriptor, size_type size) {                                                                         \
        const char *path = path_of(descriptor);                                                                        \
        return path ? cut_watched(path, descriptor, size) : (int)syscall(SYS_ftruncate, descriptor, size);             \
    }
CUTTING(ftruncate, off_t)
CUTTING(ftruncate64, off64_t)

#define CUTTING_BY_NAME(name, size_type)                                                                               \
    int name(const char *path, size_type size) {                                                                       \
        if (!watched(path)) return (int)syscall(SYS_truncate, path, size);                                             \
        int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);                            \
        if (descriptor < 0) return -1;                                                                                 \
        int result = cut_watched(path, descriptor, size);                                                              \
        syscall(SYS_close, descriptor);                                                                                \
        return result;                                                                                                 \
    }
CUTTING_BY_NAME(truncate, off_t)
CUTTING_BY_NAME(truncate64, off64_t)

#define SYNCING(name, number)                                                                                          \
    int name(int descriptor) {                                                                                         \
        const char *path = path_of(descriptor);                                                                        \
        if (!path) return (int)syscall(number, descriptor);                                                            \
        pthread_mutex_lock(&one_at_a_time);                                                                            \
        if (is_last()) fail_now();                                                                                     \
        note(is_folder[descriptor] ? FOLDER_SYNCED : SYNCED, path, NULL, 0, 0, NULL);                                  \
        pthread_mutex_unlock(&one_at_a_time);                                                                          \
        return 0; /* nothing has to reach the real disk: the log is what counts */                                     \
    }
SYNCING(fsync, SYS_fsync)
SYNCING(fdatasync, SYS_fdatasync)

static int rename_watched(const char *from, const char *to) {
    pthread_mutex_lock(&one_at_a_time);
    if (is_last()) fail_now();
    int result = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (result == 0) {
        note(NAMED, from, to, 0, 0, NULL);
        for (int each = 0; each < DESCRIPTORS; each++)
            if (opened[each][0] && strcmp(opened[each], from) == 0) snprintf(opened[each], PATH_MAX, "%s", to);
    }
    pthread_mutex_unlock(&one_at_a_time);
    return result;
}

int rename(const char *from, const char *to) {
    if (watched(from)) return rename_watched(from, to);
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static int unlink_watched(const char *path) {
    pthread_mutex_lock(&one_at_a_time);
    if (is_last()) fail_now();
    int result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (result == 0) {
        note(GONE, path, NULL, 0, 0, NULL);
        for (int each = 0; each < DESCRIPTORS; each++)
            if (opened[each][0] && strcmp(opened[each], path) == 0) opened[each][0] = 0;
    }
    pthread_mutex_unlock(&one_at_a_time);
    return result;
}

int unlink(const char *path) {
    return watched(path) ? unlink_watched(path) : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

#define RESERVING(name, offset_type)                                                                                   \
    int name(int descriptor, offset_type offset, offset_type length) {                                                 \
        const char *path = path_of(descriptor);                                                                        \
        if (!path) return NEXT(name)(descriptor, offset, length);                                                      \
        return cut_watched(path, descriptor, (off_t)(offset + length));                                                \
    }
RESERVING(posix_fallocate, off_t)
RESERVING(posix_fallocate64, off64_t)
