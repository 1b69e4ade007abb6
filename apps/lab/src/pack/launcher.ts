/**
 * The shell script that runs a program of an unpacked lab. It finds everything beside itself and needs no PATH.
 * @param program its path in the archive
 */
export function launcher(program: string, commit: string | undefined): string {
  const known = commit === undefined ? '' : `export MOSA_LAB_COMMIT='${commit}'\n`;
  return `#!/bin/sh
# Runs ${program} with what is in this folder. Nothing has to be installed.
case $0 in */*) here=\${0%/*} ;; *) here=. ;; esac
here=$(CDPATH= cd -- "$here" && pwd) || exit 1
${known}# A machine may have a GPU driver without the loader of Vulkan; its own comes first.
if [ -e "$here/lib/libvulkan.so.1" ]; then
  found=
  for folder in /lib /lib64 /usr/lib /usr/lib64 /usr/local/lib /lib/*-linux-gnu /usr/lib/*-linux-gnu; do
    [ -e "$folder/libvulkan.so.1" ] && found=1
  done
  [ -n "$found" ] || export LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/lib"
fi
exec "$here/bin/node" "$here/${program}" "$@"
`;
}
