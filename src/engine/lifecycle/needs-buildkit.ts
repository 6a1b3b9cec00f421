/** `RUN <<EOF` */
const HERE_DOCUMENT = /^\s*(RUN|COPY|ADD)\b.*<<-?["']?\w/im;

/** Flags that the classic builder does not know: https://docs.docker.com/reference/dockerfile/ */
const FLAG = /^\s*(RUN\s+(--\S+\s+)*--(mount|network|security|device)|(COPY|ADD)\s+(--\S+\s+)*--(link|chmod|parents|exclude|checksum|keep-git-dir))\b/im;

/** Arguments that BuildKit alone gives a value: https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
const PLATFORM_ARGUMENT = /\b(TARGET(PLATFORM|OS|ARCH|VARIANT)|BUILD(PLATFORM|OS|ARCH|VARIANT))\b/;

/** Whether only BuildKit understands the text of a Dockerfile. */
export const needsBuildKit = (dockerfile: string): boolean => HERE_DOCUMENT.test(dockerfile) || FLAG.test(dockerfile) || PLATFORM_ARGUMENT.test(dockerfile);
