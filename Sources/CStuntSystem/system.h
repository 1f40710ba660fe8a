// Declarations that the Glibc module of Swift 6.3 leaves out. Headers only: nothing is compiled from here.
#ifndef CSTUNTSYSTEM_H
#define CSTUNTSYSTEM_H
#if defined(__linux__)
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sys/epoll.h>
#include <sys/socket.h>
int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
#endif
#endif
