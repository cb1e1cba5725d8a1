// Owns the proof that a package brings all it needs: a minimal Debian, where nothing of ours is, installs and starts it.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, say } from '../prepare/step.mjs';
import { onVirtualDisplay } from '../prepare/virtual-display.mjs';
import { check, done } from './checks.mjs';
import { prepareTool } from './tools.mjs';

const mirror = 'http://deb.debian.org/debian';

/** As an administrator would, with the libraries of a desktop from Debian. */
const install = `export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && apt-get install -y --no-install-recommends /root/layerloom.deb && useradd -m pupil`;

/** Without a network, as an ordinary user: the command line, then the window, which is still there after 15 seconds. */
const start = `set -e
ip link set lo up
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
mount --bind /tmp/.X11-unix "$1/tmp/.X11-unix"
as_pupil() { chroot "$1" su - pupil -c "$2"; }
as_pupil "$1" "! command -v node"
as_pupil "$1" "loom train models/exclusive-or --epochs 1 --save 'week 3.loom'" >/dev/null
as_pupil "$1" "loom trace models/forward-pass --json"
code=0
as_pupil "$1" "DISPLAY=$DISPLAY XAUTHORITY=/tmp/.Xauthority timeout 15 layerloom 'week 3.loom' 2>/dev/null" || code=$?
echo "window ended with $code"
`;

/** @param {string} deb
 * @param {string} place  a folder of its own */
export function verifyInBareDebian(deb, place) {
  prepareTool('debootstrap', 'debootstrap');
  const root = path.join(place, 'debian');
  say('Installing it in a minimal Debian ...');
  done(capture('debootstrap', ['--variant=minbase', 'bookworm', root, mirror]), 'make a minimal Debian');
  copyFileSync(deb, path.join(root, 'root/layerloom.deb'));
  copyFileSync('/etc/resolv.conf', path.join(root, 'etc/resolv.conf'));
  done(capture('chroot', [root, 'sh', '-c', install]), 'install the package there');
  mkdirSync(path.join(root, 'tmp/.X11-unix'), { recursive: true });
  const script = path.join(place, 'start.sh');
  writeFileSync(script, `cp "$XAUTHORITY" "$1/tmp/.Xauthority" && chmod 644 "$1/tmp/.Xauthority"\n${start}`);
  const [command, args] = onVirtualDisplay('unshare', [
    ...['--net', '--mount', '--pid', '--fork', 'sh', script, root],
  ]);
  let result = capture(command, args);
  // Electron itself dies now and then as it starts.
  if (/window ended with 1[3-9]\d/.test(result.stdout)) {
    say('The window ended by a signal. It is started once more.');
    result = capture(command, args);
  }
  done(result, 'start it there');
  check(
    'an ordinary user runs loom trace there, without Node and without a network',
    /0\.6456\d*,0\.3543/.test(result.stdout),
  );
  check('the window is still there after 15 seconds', result.stdout.includes('window ended with 124'));
  const recent = readFileSync(path.join(root, 'home/pupil/.config/Layerloom/recent.json'), 'utf8');
  check('it has opened the file that was named', recent.includes('week 3.loom'));
}
