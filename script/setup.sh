# Shared set-up, read by the other scripts: puts in place what is missing (Debian packages, private Python environments).
# shellcheck shell=bash
#
# Two environments, both made from a lock file with hashes:
#   .venv       what the desk runs with, from requirements.lock
#   .venv-test  what checking needs besides, from requirements-test.lock; it sees .venv and adds to it,
#               so tests run against the very files that the desk runs with
# A mark is written into each as the first act and a stamp as the last one: an environment without its right stamp is
# made anew, and one without the mark is somebody's own and is left alone.
# All words of this file go to standard error, so that the standard output stays the program's own.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
me="script/$(basename -- "$0")"

# Proof that a part is there, and the Debian package that brings it. A proof is a command, a library, a header or a font.
run_parts=(
    tesseract:tesseract-ocr
    libglib-2.0.so.0:libglib2.0-0
    libGL.so.1:libgl1
    libEGL.so.1:libegl1
    libfontconfig.so.1:libfontconfig1
    libdbus-1.so.3:libdbus-1-3
    libxkbcommon.so.0:libxkbcommon0
    libxkbcommon-x11.so.0:libxkbcommon-x11-0
    libX11-xcb.so.1:libx11-xcb1
    libxcb-cursor.so.0:libxcb-cursor0
    libxcb-glx.so.0:libxcb-glx0
    libxcb-icccm.so.4:libxcb-icccm4
    libxcb-image.so.0:libxcb-image0
    libxcb-keysyms.so.1:libxcb-keysyms1
    libxcb-randr.so.0:libxcb-randr0
    libxcb-render-util.so.0:libxcb-render-util0
    libxcb-shape.so.0:libxcb-shape0
    libxcb-shm.so.0:libxcb-shm0
    libxcb-sync.so.1:libxcb-sync1
    libxcb-xfixes.so.0:libxcb-xfixes0
    libxcb-xkb.so.1:libxcb-xkb1
    libwayland-client.so.0:libwayland-client0
    libwayland-cursor.so.0:libwayland-cursor0
    NotoSansArabic-Regular.ttf:fonts-noto-core
)
test_parts=(Xvfb:xvfb xauth:xauth)

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$me: $*"
    exit 1
}

# Environment that the programs run in: text is UTF-8 whatever the machine is set to, and nobody's Python settings leak in.
calm_environment() {
    unset PYTHONHOME PYTHONPATH PYTHONSTARTUP VIRTUAL_ENV
    [ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8
}

good_python() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Debian's own Python first: one that is only in the PATH may vanish with its owner.
find_python() {
    local candidate
    for candidate in /usr/bin/python3 python3 python3.11 python3.12 python3.13; do
        if good_python "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

# Names of Debian packages whose proof is not found, one a line.
missing_packages() {
    local part proof package libraries
    libraries=$({ ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null)
    for part in "$@"; do
        proof=${part%%:*} package=${part#*:}
        case $proof in
            *.so.*) [[ $libraries == *"$proof "* ]] || printf '%s\n' "$package" ;;
            *.h) [ -f "/usr/include/$proof" ] || printf '%s\n' "$package" ;;
            *.ttf) [ -n "$(find -L /usr/share/fonts /usr/local/share/fonts -name "$proof" -print -quit 2>/dev/null)" ] ||
                printf '%s\n' "$package" ;;
            *) type -P "$proof" >/dev/null || printf '%s\n' "$package" ;;
        esac
    done
}

install_packages() {
    local words as_root=() wanted="apt-get update && apt-get install -y --no-install-recommends $*"
    type -P apt-get >/dev/null || stop "this is no Debian; please install what these Debian packages bring, then call again: $*"
    if [ "$(id -u)" -ne 0 ]; then
        # Without a terminal nobody can type a password, so sudo may only go where it needs none.
        if ! type -P sudo >/dev/null || { [ ! -t 0 ] && ! sudo -n true 2>/dev/null; }; then
            stop "some Debian packages are missing; please have root run this, then call again: $wanted"
        fi
        as_root=(sudo)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive LC_ALL=C)
    # A machine that is updating itself holds the lock for a while.
    local patience=(-o DPkg::Lock::Timeout=300)
    say "$me: installing Debian packages, once: $*"
    words=$(mktemp)
    {
        "${as_root[@]}" dpkg --configure -a
        # Only where the lists of packages are missing or too old are they fetched.
        if ! { "${as_root[@]}" apt-get -qq --simulate install --no-install-recommends "$@" &&
            "${as_root[@]}" apt-get "${patience[@]}" -qq install -y --no-install-recommends "$@"; }; then
            "${as_root[@]}" apt-get -qq update && "${as_root[@]}" apt-get "${patience[@]}" -qq install -y --no-install-recommends "$@"
        fi
    } </dev/null >"$words" 2>&1 || {
        tail -n 15 -- "$words" >&2
        stop "apt-get could not install the packages (its last words stand above); please mend that or have root run: $wanted"
    }
    rm -f -- "$words"
}

# What an environment must have been made from to be good: the lock files, the place and the version of Python.
stamp_of() {
    local folder=$1 version
    shift
    version=$("$root/$folder/bin/python" -c 'import sys; print(*sys.version_info[:2], sep=".")' 2>/dev/null) || return 1
    printf '%s\n' "$root/$folder" "$version" "$(cat -- "$@" | sha256sum)"
}

is_built() {
    local folder=$1
    [ -f "$root/$folder/.built" ] && [ "$(stamp_of "$@")" = "$(cat -- "$root/$folder/.built")" ]
}

mark=.made-by-script-setup

# Make room for an environment. Only what the set-up made itself is removed; whatever else stands there is its owner's.
clear_place() {
    local place=$1 own=$1.own
    if [ -e "$place" ] || [ -L "$place" ]; then
        if [ ! -d "$place" ] || ! { [ -f "$place/$mark" ] || [ -f "$place/.built" ] || [ -z "$(ls -A -- "$place")" ]; }; then
            stop "$place was not made by this script, which needs that place; please move it away, then call again: mv ${place@Q} ${own@Q}"
        fi
        [ -w "$place" ] || stop "$place must be made anew, and $(id -un) may not write to it; please remove it as its owner, then call again"
    fi
    # The mark stays through all of it, so that an interrupted removal is known as the set-up's own too.
    mkdir -p -- "$place" && : >"$place/$mark" && find "$place/" -mindepth 1 -maxdepth 1 ! -name "$mark" -exec rm -rf -- {} + ||
        stop "$place could not be emptied (the reason stands above)"
}

packages_folder='import sysconfig; print(sysconfig.get_path("purelib"))'

# Make an environment: folder, lock files (its own first), and which environment it builds on ("" for none).
build() {
    local folder=$1 lock=$2 below=$3 python=$4 place pip
    place=$root/$folder
    [ -w "$root" ] || stop "the folder $root cannot be written to, and $folder belongs into it; please make it writable for $(id -un), then call again"
    clear_place "$place"
    say "$me: setting up $folder from $(basename -- "$lock"), once; this takes some minutes"
    "$python" -m venv "$place" >&2 || stop "$python could not make $folder (its own words stand above)"
    pip=("$place/bin/python" -m pip --quiet --disable-pip-version-check --no-input install --require-hashes)
    if [ -n "$below" ]; then
        # pip then counts as installed what is below, and adds only the rest.
        "$place/bin/python" - "$("$root/$below/bin/python" -c "$packages_folder")" "$("$place/bin/python" -c "$packages_folder")" <<'END'
import pathlib, sys
below, here = sys.argv[1:]
pathlib.Path(here, "below.pth").write_text(f"import site; site.addsitedir({below!r})\n", encoding="utf-8")
END
    fi
    {
        # Some packages come as source only. What builds them is in the lock too, goes first, and nothing else is fetched for it.
        if [ -z "$below" ]; then
            PIP_USER=0 "${pip[@]}" -r <(awk '/^setuptools==/ {on = 1} on {print} on && !/\\$/ {exit}' "$lock")
        fi &&
            PIP_USER=0 "${pip[@]}" --no-build-isolation --use-pep517 -r "$lock"
    } </dev/null >&2 || stop "pip could not fill $folder (its own words stand above); please look at the network and the space on the disk, then call again"
}

ensure_environment() {
    local folder=$1 lock=$2 below=$3
    shift 3
    is_built "$folder" "$lock" "$@" && return
    local python
    python=$(find_python) || stop "needs Python 3.11 or newer with venv; Debian 12 and later have it in python3 and python3-venv"
    build "$folder" "$lock" "$below" "$python"
    stamp_of "$folder" "$lock" "$@" >"$root/$folder/.built.part"
    mv -- "$root/$folder/.built.part" "$root/$folder/.built"
}

# Put in place what is missing for `run` or `test`; afterwards $python is the Python to use.
ensure() {
    local what=$1 missing=() parts=("${run_parts[@]}")
    [ "$what" = run ] || parts+=("${test_parts[@]}")
    calm_environment
    # Two calls at once wait for each other instead of building into one folder.
    exec 8<"$root"
    if type -P flock >/dev/null; then
        flock -w 2 8 || {
            say "$me: waiting for another set-up of this checkout to end"
            flock 8
        }
    fi
    mapfile -t missing < <(missing_packages "${parts[@]}")
    find_python >/dev/null || missing+=(python3 python3-venv)
    [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
    ensure_environment .venv "$root/requirements.lock" ""
    python=$root/.venv/bin/python
    # From whatever folder it is called, this checkout's own code is found, and nothing of that folder is.
    [ "$what" != run ] || export PYTHONPATH=$root PYTHONSAFEPATH=1
    if [ "$what" != run ]; then
        ensure_environment .venv-test "$root/requirements-test.lock" .venv "$root/requirements.lock"
        python=$root/.venv-test/bin/python
    fi
    exec 8<&-
}
