// Declarations that the Glibc module of Swift 6.3 leaves out. Headers only: nothing is compiled from here.
// Without _GNU_SOURCE, since with it the fd_set of this module would differ from the one of the Glibc module.
#ifndef CSTUNTSYSTEM_H
#define CSTUNTSYSTEM_H
#if defined(__linux__)
#include <sys/epoll.h>
#include <sys/socket.h>
int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
int pipe2(int *ends, int flags);
#endif
#endif
