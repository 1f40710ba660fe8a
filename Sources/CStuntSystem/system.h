// What Swift has no words for, and declarations that the Glibc module of Swift 6.3 leaves out.
// Headers only: nothing is compiled from here.
// Without _GNU_SOURCE, since with it the fd_set of this module would differ from the one of the Glibc module.
#ifndef CSTUNTSYSTEM_H
#define CSTUNTSYSTEM_H
// Asks for the memory at an address, and does not wait until it is there; any address will do.
static inline void cstunt_prefetch(const void *address) { __builtin_prefetch(address); }
#if defined(__linux__)
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
int pipe2(int *ends, int flags);
// Makes this process the parent of descendants whose own parents end; variadic, so that Swift cannot call it.
static inline int cstunt_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L); }
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
#endif
#endif
