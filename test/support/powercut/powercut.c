/*
 * Models what a disk holds when the power goes: loaded into a process by LD_PRELOAD, it copies every file right below $PC_DIR to $PC_SHADOW
 * whenever the process has synced it, and passes removals and renames on. So $PC_SHADOW is the folder as if every write that was not synced
 * were lost. It knows no torn sectors and no reordered writes. While there is a file $PC_FAIL, syncs fail (EIO) of files whose names begin with
 * what it holds.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 4096

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static char buffer[1 << 20];

/* The name of a file right below $PC_DIR, or NULL for any other path. */
static const char *name_below(const char *path) {
  const char *dir = getenv("PC_DIR");
  size_t length = dir ? strlen(dir) : 0;
  if (!dir || !getenv("PC_SHADOW") || strncmp(path, dir, length) || path[length] != '/') return NULL;
  return strchr(path + length + 1, '/') ? NULL : path + length + 1;
}

static void shadow_path(char *out, const char *name, const char *suffix) {
  snprintf(out, PATH_BYTES, "%s/%s%s", getenv("PC_SHADOW"), name, suffix);
}

static void copy(const char *from, const char *name) {
  char done[PATH_BYTES], half[PATH_BYTES];
  ssize_t n;
  off_t at = 0;
  int in = open(from, O_RDONLY);
  shadow_path(done, name, "");
  shadow_path(half, name, ".half");
  int out = open(half, O_CREAT | O_TRUNC | O_WRONLY, 0600);
  while (in >= 0 && out >= 0 && (n = pread(in, buffer, sizeof buffer, at)) > 0 && write(out, buffer, n) == n) at += n;
  if (in >= 0) close(in);
  if (out < 0) return;
  close(out);
  int (*really)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
  really(half, done);
}

/* The name of an open file right below $PC_DIR, within its path that is written to `path`; or NULL for any other. */
static const char *open_name(int fd, char *path) {
  char link[64];
  struct stat st;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, PATH_BYTES - 1);
  if (n <= 0 || fstat(fd, &st) || !S_ISREG(st.st_mode)) return NULL;
  path[n] = 0;
  return name_below(path);
}

static int is_to_fail(const char *name) {
  char beginning[256];
  const char *told = getenv("PC_FAIL");
  int in = told ? open(told, O_RDONLY) : -1;
  if (in < 0) return 0;
  ssize_t n = read(in, beginning, sizeof beginning);
  close(in);
  return n > 0 && !strncmp(name, beginning, n);
}

static int sync_by(const char *way, int fd) {
  char path[PATH_BYTES];
  const char *name = open_name(fd, path);
  if (name && is_to_fail(name)) {
    errno = EIO;
    return -1;
  }
  int (*really)(int) = dlsym(RTLD_NEXT, way);
  int answer = really(fd);
  if (answer || !name) return answer;
  pthread_mutex_lock(&one_at_a_time);
  copy(path, name);
  pthread_mutex_unlock(&one_at_a_time);
  return 0;
}

int fdatasync(int fd) { return sync_by("fdatasync", fd); }

int fsync(int fd) { return sync_by("fsync", fd); }

int unlink(const char *path) {
  int (*really)(const char *) = dlsym(RTLD_NEXT, "unlink");
  int answer = really(path);
  const char *name = answer ? NULL : name_below(path);
  if (name) {
    char there[PATH_BYTES];
    shadow_path(there, name, "");
    really(there);
  }
  return answer;
}

int rename(const char *from, const char *to) {
  int (*really)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
  int answer = really(from, to);
  const char *was = answer ? NULL : name_below(from), *is = answer ? NULL : name_below(to);
  if (was && is) {
    char there[PATH_BYTES], then[PATH_BYTES];
    shadow_path(there, was, "");
    shadow_path(then, is, "");
    really(there, then);
  }
  return answer;
}
