# Sourced by the scripts that hold one command beside another: runs in turn, so that whatever else the machine does meets both alike.
figures=$(mktemp -d)
trap 'rm -rf "$figures"' EXIT
TIMEFORMAT='%R %U %S'

# Runs the command and notes its wall and processor time (its children's too) in milliseconds; it has to end with the exit code.
measure() { # NAME EXIT-CODE COMMAND…
  local name=$1 wanted=$2 status=0; shift 2
  { time "$@" > "$figures/said" 2>&1; } 2> "$figures/time" || status=$?
  [ "$status" -eq "$wanted" ] || { cat "$figures/said" >&2; echo "$name: exit code $status, and $wanted was expected" >&2; exit 1; }
  awk '{ print $1 * 1000 }' "$figures/time" >> "$figures/$name.wall"
  awk '{ print ($2 + $3) * 1000 }' "$figures/time" >> "$figures/$name.processor"
}

median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

say() { # NAME
  printf '%-12s %6.0f ms wall, %6.0f ms processor\n' "$1" "$(median < "$figures/$1.wall")" "$(median < "$figures/$1.processor")"
}

# The median of the differences of each pair, which is less shaken by a busy machine than the difference of two medians.
say_difference() { # NAME BASE
  for kind in wall processor; do
    printf '%s beside %s: %+.0f ms %s\n' "$1" "$2" "$(paste "$figures/$1.$kind" "$figures/$2.$kind" | awk '{ print $1 - $2 }' | median)" "$kind"
  done
}
