/** Other spellings of architectures than those of images: the kernel's, and Debian's. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: 'amd64', 'x86-64': 'amd64', aarch64: 'arm64', armhf: 'arm', i386: '386' };

/** An architecture as images call it. */
export const imageArchitecture = (name: string): string => ARCHITECTURES[name] ?? name;

/** Whether an image is for the platform that was asked for, as `os/arch[/variant]` or one of the two. Any is, where none was. */
export const isForPlatform = ({ os, arch }: { readonly os: string; readonly arch: string }, platform: string | undefined): boolean => {
  if (platform === undefined) return true;
  const [first = '', second] = platform.toLowerCase().split('/');
  if (second === undefined) return first === os || imageArchitecture(first) === arch;
  return first === os && imageArchitecture(second) === arch;
};
