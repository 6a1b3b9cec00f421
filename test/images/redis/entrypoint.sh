#!/bin/sh
set -eu

# Bare options and a configuration file mean the server.
case "${1:-}" in
  -* | *.conf) set -- redis-server "$@" ;;
esac
[ "${1:-}" = redis-server ] || exec "$@"
case "${2:-}" in
  -v | --version | -h | --help) exec "$@" ;;
esac

# A container's clients always come from outside its own loopback, which protected mode would refuse. Whoever sets the
# mode decides it.
case " $* " in
  *" --protected-mode "*) ;;
  *) set -- "$@" --protected-mode no ;;
esac

[ "$(id -u)" = 0 ] || exec "$@"
# What is mounted at /data may belong to anybody.
find . \! -user redis -exec chown redis:redis {} +
exec setpriv --reuid=redis --regid=redis --init-groups "$@"
