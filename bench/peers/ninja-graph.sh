# The chain and the fan of the benchmark with ninja, each node a file made by shell built-ins: the least that a process
# for each node can cost. `restat` gives it early cut-off. ninja-graph.sh SHAPE FOLDER SIZE RAW
set -e
mkdir -p "$2"
cd "$2"
awk -v shape="$1" -v size="$3" -v raw="$4" 'BEGIN {
  print "rule leaf\n  command = echo $$(($raw % 1)) > $out.new; cmp -s $out.new $out || mv $out.new $out\n  restat = 1"
  print "rule node\n  command = read x < $in; echo $$(((x + $n) % 1000003)) > $out"
  print "rule top\n  command = s=0; for f in $in; do read x < $$f; s=$$((s + x)); done; echo $$((s % 1000003)) > $out"
  printf "build 0: leaf\n  raw = %s\n", raw
  last = shape == "chain" ? size : size - 1
  for (n = 1; n < last; n++) printf "build %d: node %d\n  n = %d\n", n, shape == "chain" ? n - 1 : 0, n
  if (shape == "chain") exit
  printf "build top: top"
  for (n = 1; n < last; n++) printf " %d", n
  print ""
}' > build.ninja.new
# An equal file must not look new.
cmp -s build.ninja.new build.ninja || cp build.ninja.new build.ninja
exec ninja -j1 --quiet
